// Who pays for an inference.

import { blake2AsHex } from '@polkadot/util-crypto';

import { awaitEvent, find, pause, send } from '../lib/chain.mjs';

/** `text` as a task's input: its hash and a URI that carries it whole. */
export function inputOf(text) {
  const bytes = new TextEncoder().encode(text);
  return {
    contentHash: blake2AsHex(bytes, 256),
    uri: `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`,
  };
}

/** What `usage` of `service` would cost now. */
export const quote = async (api, service, usage) =>
  (await api.rpc.market.quote(service, usage)).toJSON();

/** Asks `service` for the inference of `text`, or of an input, at most this much and this dear. */
export async function request(api, payer, service, text, maxUsage, maxTariff, options) {
  const input = typeof text === 'string' ? inputOf(text) : text;
  const tx = api.tx.inference.request(service, input, maxUsage, maxTariff, null);
  const { block, events } = await send(tx, payer, options);
  return { block, task: find(events, api.events.inference.Requested).task.toString() };
}

/** Waits for the settlement of `task`, requested in `block`; gives its event and its block. */
export async function settlement(api, { task, block: since }) {
  const matches = (event) =>
    api.events.inference.Settled.is(event) && event.data.task.toString() === task;
  const { event, block } = await awaitEvent(api, since, matches, `task ${task} to settle`);
  return { settled: event.data, block };
}

/** Fetches the output of `task` from `node` and holds it against the hash that the chain agreed. */
export async function fetchOutput(api, node, task, agreed) {
  const { endpoint } = (await api.rpc.nodes.info(node)).unwrap().toJSON();
  const output = await answerAt(`${endpoint}/answers/${task}`);
  const hash = blake2AsHex(output, 256);
  if (hash !== agreed) throw new Error(`${endpoint} served ${hash}, the chain agreed ${agreed}`);
  return new TextDecoder().decode(output);
}

/** What is served at `url`. The node may hear of the block with its reveal after the payer. */
async function answerAt(url, deadline = Date.now() + 10_000) {
  for (;;) {
    const response = await fetch(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    if (response.status !== 404 || Date.now() > deadline) {
      throw new Error(`${url} answered ${response.status}`);
    }
    await pause(200);
  }
}
