// The chain's own JSON-RPC, as @polkadot/api wants to be told of it.

const at = { name: 'at', type: 'BlockHash', isOptional: true };

/** Pass this as the `rpc` option of `ApiPromise`. */
export const rpc = {
  nodes: {
    info: {
      description: 'What is known of a node; null when there is none.',
      params: [{ name: 'node', type: 'AccountId' }, at],
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
