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

/** Returns what `usage` of `service` would cost now. */
export const quote = async (api, service, usage) =>
  (await api.rpc.market.quote(service, usage)).toJSON();

/**
 * Requests the inference of `text`, or of an input, up to `maxUsage` at up to `maxTariff`. Returns
 * the task and the block of the request.
 */
export async function request(api, payer, service, text, maxUsage, maxTariff, options) {
  const input = typeof text === 'string' ? inputOf(text) : text;
  const tx = api.tx.inference.request(service, input, maxUsage, maxTariff, null);
  const { block, events } = await send(tx, payer, options);
  return { block, task: find(events, api.events.inference.Requested).task.toString() };
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
