// A chain of which only what duties and disputes ask is there.

import { blake2AsHex } from '@polkadot/util-crypto';

import { CallRefused } from '../errors.mjs';

const GENESIS = `0x${'11'.repeat(32)}`;
const FINAL = `0x${'ff'.repeat(32)}`;
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
  /** The disputable tasks and the open ones by their numbers, now and in the last final block. */
  state = { disputes: {}, tasks: {} };
  final = { disputes: {}, tasks: {} };
  finalHead = 100;
  /** The name of the error that the chain refuses calls for. */
  refusal;
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
      disputes: {
        dispute: (task, node, commitment, bond) =>
          ({ name: 'dispute', task, node, commitment, bond }),
        openDispute: (task, node, answer, salt) =>
          ({ name: 'openDispute', task, node, answer, salt }),
      },
    },
  };
  /** Sends a call as the program's sender does; it is in a block at once, unless `stuck`. */
  sender = {
    send: (call, signal) => this.#send(call, signal),
    once: (call) => this.#send(call, new AbortController().signal),
  };
  stuck = false;

  while = (work) => work;
  finalBlock = async () => ({ hash: FINAL, number: this.finalHead });
  endpointOf = async (node) => this.endpoints.get(node);
  inputBytesOf = async () => 4;

  async ask(method, of, at) {
    const { disputes, tasks } = structuredClone(at === FINAL ? this.final : this.state);
    switch (method) {
      case 'inference_input': return this.inputs.get(`${of}`);
      case 'inference_task': return tasks[of] ?? null;
      case 'inference_dispute': return disputes[of] ?? null;
      case 'inference_disputes': return { items: Object.values(disputes).filter(isOf(of.node)) };
      default: throw new Error(`${method} is not known`);
    }
  }

  /** Makes the present state final. */
  finalize() {
    this.final = structuredClone(this.state);
    this.finalHead = this.head;
  }

  /** Executes a call of the pallet of disputes. */
  include({ name, task, node, bond, answer }) {
    const { disputes } = this.state;
    if (name === 'openDispute') disputes[task].disputers.find(isFor(node)).opened = answer;
    if (name !== 'dispute') return;
    if (disputes[task].state === 'undisputed') {
      Object.assign(disputes[task], { state: 'open', second: 1_000, closes: this.head + 8 });
    }
    disputes[task].disputers.push({ who: node, node, bond, risk: '0', opened: null });
  }

  async #send(call, signal) {
    signal.throwIfAborted();
    if (this.stuck) {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }
    this.sent.push(call);
    if (this.refusal) throw new CallRefused(this.refusal);
    this.include(call);
    return GENESIS;
  }
}

const isFor = (node) => (disputer) => disputer.node === node;
const isOf = (node) => ({ disputers }) => disputers.some(isFor(node));

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
