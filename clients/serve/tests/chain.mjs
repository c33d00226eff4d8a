// A chain of which only what duties ask is there.

import { blake2AsHex } from '@polkadot/util-crypto';

const GENESIS = `0x${'11'.repeat(32)}`;
export const NODE = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';

export class Chain {
  genesis = GENESIS;
  blockTime = 1_000;
  head = 100;
  /** The endpoints of nodes, and the in-line inputs of tasks. */
  endpoints = new Map();
  inputs = new Map();
  /** The calls that were sent. */
  sent = [];
  api = {
    rpc: {
      chain: {
        getHeader: async () => ({ number: { toNumber: () => this.head } }),
        getBlockHash: async () => GENESIS,
      },
    },
    at: async () => ({ query: { system: { events: async () => [] } } }),
    tx: {
      inference: {
        commit: (task, node, commitment) => ({ name: 'commit', task, node, commitment }),
        reveal: (task, node, answer, salt) => ({ name: 'reveal', task, node, answer, salt }),
      },
    },
  };
  /** Sends a call as the program's sender does; it is in a block at once, unless `stuck`. */
  sender = { send: (call, signal) => this.#send(call, signal) };
  stuck = false;

  while = (work) => work;
  ask = async (_, task) => this.inputs.get(`${task}`);
  endpointOf = async (node) => this.endpoints.get(node);
  inputBytesOf = async () => 4;

  async #send(call, signal) {
    signal.throwIfAborted();
    if (this.stuck) {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }
    this.sent.push(call);
    return GENESIS;
  }
}

/** Returns an assignment of `task` with a remote input: `bytes` behind `uri`. */
export const assignmentOf = (task, uri, bytes, rest = {}) => ({
  task,
  payer: 'Ferdie',
  service: 7,
  version: 2,
  input: { hash: blake2AsHex(bytes, 256), uri },
  maxUsage: { input: 20, output: 20 },
  others: [],
  duty: 'commit',
  due: 140,
  ...rest,
});

/** Returns one whose in-line input is `bytes`, which `chain` has. */
export function inlineOf(chain, task, bytes, rest = {}) {
  chain.inputs.set(`${task}`, `0x${Buffer.from(bytes).toString('hex')}`);
  const inline = { block: 1, extrinsic: 2, offset: 3, length: bytes.length };
  const input = { hash: blake2AsHex(bytes, 256), inline };
  return assignmentOf(task, undefined, bytes, { ...rest, input });
}
