// The chain's own JSON-RPC, as @polkadot/api wants to be told of it.

const account = { name: 'account', type: 'AccountId' };
const node = { name: 'node', type: 'AccountId' };
const cursor = { name: 'cursor', type: 'Option<AccountId>', isOptional: true };
const limit = { name: 'limit', type: 'Option<u32>', isOptional: true };
const at = { name: 'at', type: 'BlockHash', isOptional: true };

/** Pass this as the `rpc` option of `ApiPromise`. */
export const rpc = {
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
      params: [node, { name: 'staker', type: 'AccountId' }, at],
      type: 'Option<Json>',
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
    quote: {
      description: 'What a usage of a service would cost now.',
      params: [
        { name: 'service', type: 'u32' },
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
      params: [{ name: 'task', type: 'u64' }, at],
      type: 'Option<Json>',
    },
  },
};
