// A developer, who pays for inferences.

import { blake2AsHex } from '@polkadot/util-crypto';

import { awaitEvent, find, send } from '../lib/chain.mjs';
import { waitFor } from '../lib/wait.mjs';

/** Returns `text` as a task's input: its hash and a URI that carries it whole. */
export function inputOf(text) {
  const bytes = new TextEncoder().encode(text);
  return {
    contentHash: blake2AsHex(bytes, 256),
    uri: `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`,
  };
}

/**
 * Returns what `usage` of `service` would cost now: of this `version` and at up to `maxPrice`, or
 * as the chain recommends.
 *
 * @param {any} api
 * @param {number} service
 * @param {{ input: number, output: number }} usage
 * @param {{ committee?: number, version?: number, maxPrice?: bigint | string }} [wanted]
 */
export async function quote(api, service, usage, wanted = {}) {
  const { committee, version, maxPrice } = wanted;
  return (await api.rpc.market.quote(service, usage, committee, version, maxPrice)).toJSON();
}

/**
 * Requests the inference of `text`, or of an input, up to `maxUsage`. The `version` and the
 * `maxPrice` are those of a quote, unless `terms` has them; what else it has are options of `send`.
 * Returns the task and the block of the request.
 */
export async function request(api, payer, service, text, maxUsage, terms = {}) {
  const input = typeof text === 'string' ? inputOf(text) : text;
  const { version, maxPrice, ...options } = await quoted(api, service, maxUsage, terms);
  const tx = api.tx.inference.request(service, version, input, maxUsage, maxPrice, null);
  const { block, events } = await send(tx, payer, options);
  return { block, task: find(events, api.events.inference.Requested).task.toString() };
}

/** Returns `terms` with the version and the maximum price of a quote where it has none. */
async function quoted(api, service, usage, terms) {
  if (terms.version !== undefined && terms.maxPrice !== undefined) return terms;
  const { version, maxPrice } = await quote(api, service, usage, terms);
  return { version, maxPrice, ...terms };
}

/** Waits for the settlement of `task`, requested in `block`; returns its event and its block. */
export async function settlement(api, { task, block: since }) {
  const matches = (event) =>
    api.events.inference.Settled.is(event) && event.data.task.toString() === task;
  const { event, block } = await awaitEvent(api, since, matches, `task ${task} to settle`);
  return { settled: event.data, block };
}

/** Fetches the output of `task` from `node`, and compares its hash with the agreed one. */
export async function fetchOutput(api, node, task, agreed) {
  const { endpoint } = (await api.rpc.nodes.info(node)).unwrap().toJSON();
  const output = await answerAt(`${endpoint}/answers/${task}`);
  const hash = blake2AsHex(output, 256);
  if (hash !== agreed) throw new Error(`${endpoint} served ${hash}, the chain agreed ${agreed}`);
  return new TextDecoder().decode(output);
}

/** Returns what is served at `url`. The node may see the block with its reveal after the payer. */
function answerAt(url) {
  const answer = async () => {
    const response = await fetch(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    if (response.status !== 404) throw new Error(`${url} answered ${response.status}`);
    return undefined;
  };
  return waitFor(answer, { what: `an output at ${url}`, ms: 10_000 });
}
