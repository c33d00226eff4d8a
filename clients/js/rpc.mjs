// The definitions of the chain's own JSON-RPC for @polkadot/api.

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
// As text: polkadot.js sends large integers in hexadecimal, which the node does not take.
const maxPrice = { name: 'maxPrice', type: 'Option<Text>', isOptional: true };
const at = { name: 'at', type: 'BlockHash', isOptional: true };

/** The `rpc` option of `ApiPromise`. */
export const rpc = {
  nes: {
    supply: {
      description: 'The supply: all NES, minted and burned ones, and its parts.',
      params: [at],
      type: 'Json',
    },
    account: {
      description: 'The NES of an account, and the reasons why it cannot use some of them.',
      params: [account, at],
      type: 'Json',
    },
    parameters: {
      description: 'Every parameter with its bounds, and the fixed numbers.',
      params: [at],
      type: 'Json',
    },
    subscribeSupply: {
      description: 'The supply, whenever an era has ended.',
      params: [],
      pubsub: ['supplyChanged', 'subscribeSupply', 'unsubscribeSupply'],
      type: 'Json',
    },
  },
  rewards: {
    era: {
      description: 'The emission of an era, or of the running one; null when unknown.',
      params: [era, at],
      type: 'Option<Json>',
    },
    history: {
      description: 'The eras that have ended, the last one first, page by page.',
      params: [beforeEra, limit, at],
      type: 'Json',
    },
    pending: {
      description: 'The earnings of a node by its points.',
      params: [node, at],
      type: 'Json',
    },
    schedule: {
      description: 'The emission of the years to come.',
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
      description: 'A referendum in detail; null when there is none.',
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
      description: 'A node; null when there is none.',
      params: [account, at],
      type: 'Option<Json>',
    },
    list: {
      description: 'The nodes, page by page.',
      params: [cursor, limit, at],
      type: 'Json',
    },
    operator: {
      description: 'A node as its operator sees it; null when there is none.',
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
      description: 'A node as its operator sees it, whenever that changes.',
      params: [account],
      pubsub: ['operatorChanged', 'subscribeOperator', 'unsubscribeOperator'],
      type: 'Option<Json>',
    },
  },
  market: {
    service: {
      description: 'A service; null when there is none.',
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
      description: 'The cost of a usage of a service now, and a maximum price for it.',
      params: [
        service,
        { name: 'usage', type: 'Json' },
        { name: 'committee', type: 'Option<u8>', isOptional: true },
        { name: 'version', type: 'Option<u32>', isOptional: true },
        maxPrice,
        at,
      ],
      type: 'Json',
    },
  },
  inference: {
    task: {
      description: 'An open task; null when it is not open.',
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
    input: {
      description: 'The bytes of the in-line input of an open task; null when it is not open.',
      params: [task, at],
      type: 'Option<Bytes>',
    },
    commitment: {
      description:
        'The commitment of a node for an open task, with this answer and salt; null when it is ' +
        'not open.',
      params: [
        task,
        node,
        { name: 'answer', type: 'Json' },
        { name: 'salt', type: 'Hash' },
        at,
      ],
      type: 'Option<Hash>',
    },
    dryRunRequest: {
      description: 'The effects that a request would have.',
      params: [{ name: 'payer', type: 'AccountId' }, { name: 'request', type: 'Json' }, at],
      type: 'Json',
    },
    dispute: {
      description: 'A settled task with its dispute; null when it cannot be disputed.',
      params: [task, at],
      type: 'Option<Json>',
    },
    disputes: {
      description: 'The undecided disputes that a payer or a node takes part in, page by page.',
      params: [{ name: 'filter', type: 'Json' }, afterTask, limit, at],
      type: 'Json',
    },
    receipt: {
      description: 'The receipt of a task; null when it has not ended in a finalised block.',
      params: [task],
      type: 'Option<Json>',
    },
    receipts: {
      description: 'The receipts of a payer, a node or a service, newest first, page by page.',
      params: [{ name: 'filter', type: 'Json' }, afterTask, limit],
      type: 'Json',
    },
    subscribeTask: {
      description: 'A task, whenever it changes, until its end is final.',
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
      description: 'The progress of the index.',
      params: [],
      type: 'Json',
    },
  },
};
