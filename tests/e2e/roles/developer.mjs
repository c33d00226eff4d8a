// A developer, who pays for inferences.

import { stringToHex, u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { awaitEvent, find, send } from '../lib/chain.mjs';
import { waitFor } from '../lib/wait.mjs';

/** Returns `text` as a remote input: its hash and a URI that carries it whole. */
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
 * Returns the call that requests the inference of `input` up to `maxUsage`: a text or bytes, which
 * are in-line, or a remote input with its hash and URI. `terms` are the `maxPrice` and, when they
 * are not the usual ones, `version`, `committee` and `patience`.
 *
 * @param {any} api
 * @param {number} service
 * @param {string | Uint8Array | { contentHash: string, uri: string }} input
 * @param {{ input: number, output: number }} maxUsage
 * @param {{
 *   maxPrice: bigint | string, version?: number, committee?: number, patience?: number,
 * }} terms
 */
export function requestCall(api, service, input, maxUsage, terms) {
  const { version = 0, maxPrice, committee = null, patience = null } = terms;
  const located = locate(input);
  const { request: call } = api.tx.inference;
  return call(service, version, located, maxUsage, maxPrice, committee, patience);
}

function locate(input) {
  if (typeof input === 'string') return { Inline: stringToHex(input) };
  return input instanceof Uint8Array ? { Inline: u8aToHex(input) } : { Remote: input };
}

/**
 * Requests the inference of `input` as {@link requestCall} does. The `version` and the `maxPrice`
 * are those of a quote, unless `terms` has them; it can be a `final` block that is waited for.
 * Returns the task and the block of the request, and the amounts that were taken for it: the
 * `escrow`, and the `workFee` for the chain's later work.
 *
 * @param {any} api
 * @param {any} payer
 * @param {number} service
 * @param {string | Uint8Array | { contentHash: string, uri: string }} input
 * @param {{ input: number, output: number }} maxUsage
 * @param {{
 *   maxPrice?: bigint | string, version?: number, committee?: number, patience?: number,
 *   final?: boolean,
 * }} [terms]
 */
export async function request(api, payer, service, input, maxUsage, terms = {}) {
  const { final, ...wanted } = await quoted(api, service, maxUsage, terms);
  const call = requestCall(api, service, input, maxUsage, wanted);
  const { block, events } = await send(call, payer, { final });
  const { task, escrow, workFee } = find(events, api.events.inference.Requested);
  return { block, task: `${task}`, escrow: escrow.toBigInt(), workFee: workFee.toBigInt() };
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
