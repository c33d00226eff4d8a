// The chain's own JSON-RPC, as @polkadot/api wants to be told of it.

const account = { name: 'account', type: 'AccountId' };
const node = { name: 'node', type: 'AccountId' };
const staker = { name: 'staker', type: 'AccountId' };
const cursor = { name: 'cursor', type: 'Option<AccountId>', isOptional: true };
const limit = { name: 'limit', type: 'Option<u32>', isOptional: true };
const service = { name: 'service', type: 'u32' };
const task = { name: 'task', type: 'u64' };
const afterService = { name: 'cursor', type: 'Option<u32>', isOptional: true };
const afterTask = { name: 'cursor', type: 'Option<u64>', isOptional: true };
const referendum = { name: 'referendum', type: 'u32' };
const beforeReferendum = { name: 'cursor', type: 'Option<u32>', isOptional: true };
const beforeEra = { name: 'cursor', type: 'Option<u32>', isOptional: true };
const era = { name: 'era', type: 'Option<u32>', isOptional: true };
const at = { name: 'at', type: 'BlockHash', isOptional: true };

/** Pass this as the `rpc` option of `ApiPromise`. */
export const rpc = {
  nes: {
    supply: {
      description: 'All NES, what has come and gone of them, and where they are.',
      params: [at],
      type: 'Json',
    },
    account: {
      description: 'What an account has, and why it cannot use some of it.',
      params: [account, at],
      type: 'Json',
    },
    parameters: {
      description: 'Every parameter with its bounds, and the fixed numbers.',
      params: [at],
      type: 'Json',
    },
    subscribeSupply: {
      description: 'All NES, whenever an era has ended.',
      params: [],
      pubsub: ['supplyChanged', 'subscribeSupply', 'unsubscribeSupply'],
      type: 'Json',
    },
  },
  rewards: {
    era: {
      description: 'What an era mints and for what, or the one that runs; null when unknown.',
      params: [era, at],
      type: 'Option<Json>',
    },
    history: {
      description: 'The eras that have ended, the last one first, page by page.',
      params: [beforeEra, limit, at],
      type: 'Json',
    },
    pending: {
      description: 'What a node earns by its points.',
      params: [node, at],
      type: 'Json',
    },
    schedule: {
      description: 'What the years to come will mint.',
      params: [{ name: 'years', type: 'u32' }, at],
      type: 'Vec<Json>',
    },
  },
  governance: {
    tracks: {
      description: 'The tracks, in the order of their ids.',
      params: [at],
      type: 'Vec<Json>',
    },
    referenda: {
      description: 'The referenda, newest first, page by page; only the ongoing or ended ones.',
      params: [
        { name: 'ongoing', type: 'Option<bool>', isOptional: true },
        beforeReferendum,
        limit,
        at,
      ],
      type: 'Json',
    },
    referendum: {
      description: 'All that is known of a referendum; null when there is none.',
      params: [referendum, at],
      type: 'Option<Json>',
    },
    votingPower: {
      description: 'The NES that an account votes with, its own and those of others.',
      params: [account, at],
      type: 'Json',
    },
    locks: {
      description: 'The votes of an account and the NES that they lock.',
      params: [account, at],
      type: 'Json',
    },
    turnout: {
      description: 'The votes on a referendum; null when there is none.',
      params: [referendum],
      type: 'Option<Json>',
    },
    eraTurnout: {
      description: 'The votes on the referenda that ended in an era; null when it is to come.',
      params: [era],
      type: 'Option<Json>',
    },
    document: {
      description: 'A discussion document; null when no referendum was given it.',
      params: [{ name: 'hash', type: 'Hash' }],
      type: 'Option<Json>',
    },
    subscribeReferenda: {
      description: 'The ongoing referenda, newest first, whenever they change.',
      params: [],
      pubsub: ['referendaChanged', 'subscribeReferenda', 'unsubscribeReferenda'],
      type: 'Vec<Json>',
    },
  },
  nodes: {
    info: {
      description: 'What is known of a node; null when there is none.',
      params: [account, at],
      type: 'Option<Json>',
    },
    list: {
      description: 'The nodes, page by page.',
      params: [cursor, limit, at],
      type: 'Json',
    },
    operator: {
      description: 'What an operator wants to know of its node; null when there is none.',
      params: [account, at],
      type: 'Option<Json>',
    },
    delegations: {
      description: 'The positions behind a node, page by page; null when there is no such node.',
      params: [node, cursor, limit, at],
      type: 'Option<Json>',
    },
    delegation: {
      description: 'The position of one staker behind a node; null when there is none.',
      params: [node, staker, at],
      type: 'Option<Json>',
    },
    stakedBy: {
      description: 'The nodes that a staker has a position behind, page by page.',
      params: [staker, cursor, limit, at],
      type: 'Json',
    },
    slashes: {
      description: 'The slashes that a node has taken; null when there is no such node.',
      params: [node, at],
      type: 'Option<Vec<Json>>',
    },
    subscribeOperator: {
      description: 'What an operator wants to know of its node, whenever that changes.',
      params: [account],
      pubsub: ['operatorChanged', 'subscribeOperator', 'unsubscribeOperator'],
      type: 'Option<Json>',
    },
  },
  market: {
    service: {
      description: 'What is known of a service; null when there is none.',
      params: [service, at],
      type: 'Option<Json>',
    },
    services: {
      description: 'The services, page by page.',
      params: [afterService, limit, at],
      type: 'Json',
    },
    offers: {
      description: 'The offers of a service, page by page; null when there is no such service.',
      params: [service, cursor, limit, at],
      type: 'Option<Json>',
    },
    quote: {
      description: 'What a usage of a service would cost now.',
      params: [
        service,
        { name: 'usage', type: 'Json' },
        { name: 'committee', type: 'Option<u8>', isOptional: true },
        at,
      ],
      type: 'Json',
    },
  },
  inference: {
    task: {
      description: 'What is known of an open task; null when it is not open.',
      params: [task, at],
      type: 'Option<Json>',
    },
    tasksByPayer: {
      description: 'The open tasks of a payer, page by page.',
      params: [{ name: 'payer', type: 'AccountId' }, afterTask, limit, at],
      type: 'Json',
    },
    assigned: {
      description: 'The open tasks that a node was drawn for, page by page.',
      params: [node, afterTask, limit, at],
      type: 'Json',
    },
    commitment: {
      description: 'What a node commits to for a task, with this answer and salt.',
      params: [
        task,
        node,
        { name: 'answer', type: 'Json' },
        { name: 'salt', type: 'Hash' },
        at,
      ],
      type: 'Hash',
    },
    dryRunRequest: {
      description: 'What a request would lead to.',
      params: [{ name: 'payer', type: 'AccountId' }, { name: 'request', type: 'Json' }, at],
      type: 'Json',
    },
    receipt: {
      description: 'How a task ended; null when none of that id has ended in a finalised block.',
      params: [task],
      type: 'Option<Json>',
    },
    receipts: {
      description: 'The receipts of a payer, a node or a service, newest first, page by page.',
      params: [{ name: 'filter', type: 'Json' }, afterTask, limit],
      type: 'Json',
    },
    subscribeTask: {
      description: 'What becomes of a task, until its end is final.',
      params: [task],
      pubsub: ['taskChanged', 'subscribeTask', 'unsubscribeTask'],
      type: 'Json',
    },
    subscribeAssigned: {
      description: 'The open tasks that a node was drawn for, whenever they change.',
      params: [node],
      pubsub: ['assignedChanged', 'subscribeAssigned', 'unsubscribeAssigned'],
      type: 'Vec<Json>',
    },
  },
  index: {
    status: {
      description: 'How far the index is.',
      params: [],
      type: 'Json',
    },
  },
};
