// A connection to a node: sending, waiting, reading blocks.

import { once } from 'node:events';
import net from 'node:net';

import { ApiPromise, WsProvider } from '@polkadot/api';
import { rpc } from 'nes-js';

import { waitFor, waitForCall } from './wait.mjs';

/** A refusal by the chain: `name` is the error as the chain calls it, `section.Name`. */
export class ChainError extends Error {
  constructor(name, explanation = '') {
    super(explanation ? `${name}: ${explanation}` : name);
    this.name = name;
  }
}

/**
 * Waits until the node at `url` listens, which may take `ms`, unless `signal` aborts.
 *
 * @param {string} url
 * @param {{ ms?: number, signal?: AbortSignal }} [options]
 */
export async function awaitNode(url, { ms = 120_000, signal } = {}) {
  const { hostname, port } = new URL(url);
  const isListening = async () => {
    signal?.throwIfAborted();
    const socket = net.connect(Number(port), hostname);
    const isOpen = await once(socket, 'connect').then(() => true, () => false);
    socket.destroy();
    return isOpen;
  };
  await waitFor(isListening, { what: `a node at ${url}`, ms });
}

/**
 * Connects to the node at `url`, which may take `ms` to start, unless `signal` aborts. The API has
 * the types of the chain's metadata, which only a connection knows.
 *
 * @param {string} url
 * @param {{ ms?: number, signal?: AbortSignal }} [options]
 * @returns {Promise<any>}
 */
export async function connect(url, { ms = 120_000, signal } = {}) {
  await awaitNode(url, { ms, signal });
  const provider = new WsProvider(url);
  const api = new ApiPromise({ provider, rpc, noInitWarn: true });
  try {
    await waitFor(api.isReady, { what: `an answer of the node at ${url}`, ms });
  } catch (error) {
    await api.disconnect();
    throw error;
  }
  return api;
}

const lines = new Map(); // By key: the last action that waits there.

/** Runs `action` after all earlier ones of the same `key`; returns its result. */
export function inTurn(key, action) {
  const result = (lines.get(key) ?? Promise.resolve()).then(action);
  lines.set(key, result.catch(() => {}));
  return result;
}

/**
 * Signs `tx` as `pair` and waits until it is in a block, a `final` one if that is wanted; returns
 * that block's hash and the events of the call. A refusal is a {@link ChainError}.
 *
 * @param {any} tx
 * @param {import('@polkadot/keyring/types').KeyringPair} pair
 * @param {{ final?: boolean, [option: string]: any }} [options]
 * @returns {Promise<{ block: string, events: any[] }>}
 */
export function send(tx, pair, { final = false, ...options } = {}) {
  const subscribe = (resolve, reject) => signInTurn(tx, pair, options, (result) => {
    const { dispatchError, events, isError, status } = result;
    if (dispatchError && (status.isFinalized || !final)) reject(refusal(dispatchError));
    else if (isError) reject(new ChainError(`pool.${status.type}`));
    else if (final ? status.isFinalized : status.isInBlock) {
      resolve({ block: status.value.toHex(), events: events.map(({ event }) => event) });
    }
  });
  return waitForCall(subscribe, { what: `${tx.method.section}.${tx.method.method} in a block` });
}

const pending = new Map(); // By signer: the nonce of its last transaction outside of a block.

/**
 * Signs `tx` as `pair` and sends it, after the earlier transactions of `pair`: a node that imports
 * a block at that moment may not count a transaction that its pool has just taken.
 */
function signInTurn(tx, pair, options, update) {
  const { address } = pair;
  const note = (result) => {
    const isOver = result.isInBlock || result.isError;
    if (isOver && pending.get(address) === tx.nonce.toNumber()) pending.delete(address);
    update(result);
  };
  return inTurn(address, async () => {
    const last = pending.get(address);
    const nonce = last === undefined ? -1 : last + 1;
    const stop = await tx.signAndSend(pair, { nonce, ...options }, note);
    pending.set(address, tx.nonce.toNumber());
    return stop;
  });
}

/** Returns the error of a call as a {@link ChainError}. */
export function refusal(error) {
  if (!error.isModule) return new ChainError(error.type, error.toString());
  const { section, name, docs } = error.registry.findMetaError(error.asModule);
  return new ChainError(`${section}.${name}`, docs.join(' ').trim());
}

/** Returns the events of the block `hash`. */
export async function eventsOf(api, hash) {
  const records = await (await api.at(hash)).query.system.events();
  return records.map(({ event }) => event);
}

/**
 * Returns the author of the block `hash`. It signs as one of the set that the block leaves, which
 * begins with it when it is an era's first; `api.derive` looks among those of the set before.
 */
export async function authorOf(api, hash) {
  const { digest } = await api.rpc.chain.getHeader(hash);
  const validators = await (await api.at(hash)).query.session.validators();
  const [engine, data] = digest.logs.find((log) => log.isPreRuntime).asPreRuntime;
  return engine.extractAuthor(data, validators);
}

/** Returns the data of the one event of `kind`, for example `api.events.market.OfferSet`. */
export function find(events, kind) {
  const event = events.find((one) => kind.is(one));
  if (!event) throw new Error(`no ${kind.meta.name} among ${events.map((one) => one.method)}`);
  return event.data;
}

/**
 * Follows the best chain, or the `final` one, from the block at height `from`, or from the next
 * one: calls `visit(event, hash)` for every event of every block. Returns the function that ends
 * it.
 */
export async function follow(api, visit, from, options) {
  const visitAll = async (hash) => {
    for (const event of await eventsOf(api, hash)) visit(event, hash);
  };
  return followBlocks(api, visitAll, from, options);
}

/** Follows whole blocks as {@link follow} does events; awaits `visit(hash)` for each. */
export async function followBlocks(api, visit, from, { final = false } = {}) {
  let next = from ?? (await api.rpc.chain.getHeader()).number.toNumber() + 1;
  let work = Promise.resolve();
  let following = true;
  const walk = async (head) => {
    for (; following && next <= head; next += 1) {
      await visit((await api.rpc.chain.getBlockHash(next)).toHex());
    }
  };
  const heads = final ? 'subscribeFinalizedHeads' : 'subscribeNewHeads';
  const unsubscribe = await api.rpc.chain[heads](({ number }) => {
    work = work.then(() => walk(number.toNumber())).catch((error) => {
      if (following) console.error(`while following the chain: ${error.message}`);
    });
  });
  return () => {
    following = false;
    unsubscribe();
  };
}

/**
 * Waits for the first event from the block `since` on that `matches`, in a `final` block if that is
 * wanted; returns it and its block.
 */
export async function awaitEvent(api, since, matches, what, { ms = 120_000, final = false } = {}) {
  const from = await heightOf(api, since);
  const subscribe = (resolve) => {
    const visit = (event, block) => matches(event) && resolve({ event, block });
    return follow(api, visit, from, { final });
  };
  return waitForCall(subscribe, { what, ms });
}

/** Returns the height of the block `hash`. */
export const heightOf = async (api, hash) =>
  (await api.rpc.chain.getHeader(hash)).number.toNumber();

/** Waits for the best block at `height`; returns its hash. */
export async function awaitHeight(api, height, ms = 240_000) {
  const subscribe = (resolve) => api.rpc.chain.subscribeNewHeads(
    ({ number }) => number.toNumber() >= height && resolve(),
  );
  await waitForCall(subscribe, { what: `block ${height}`, ms });
  return (await api.rpc.chain.getBlockHash(height)).toHex();
}

/** Waits until the block at `height` is final. */
export async function awaitFinality(api, height, ms = 120_000) {
  const subscribe = (resolve) => api.rpc.chain.subscribeFinalizedHeads(
    ({ number }) => number.toNumber() >= height && resolve(),
  );
  await waitForCall(subscribe, { what: `block ${height} to be final`, ms });
}

/** Waits until the last block is of one of the slots `first` to `last` of its epoch, from 0 on. */
export async function awaitSlotOfEpoch(api, first, last) {
  const { currentSlot, epochIndex, genesisSlot } = api.query.babe;
  const isThere = async () => {
    const numbers = await Promise.all([currentSlot(), epochIndex(), genesisSlot()]);
    const [slot, epoch, start] = numbers.map((number) => number.toNumber());
    const passed = slot - start - epoch * api.consts.babe.epochDuration.toNumber();
    return passed >= first && passed <= last;
  };
  await waitFor(isThere, { what: `a block in slots ${first} to ${last} of an epoch` });
}

/** Waits until sessions are in `era`. */
export async function awaitEra(api, era, ms = 240_000) {
  const subscribe = (resolve) => api.query.nodeStaking.activeEra(
    (active) => active.toNumber() >= era && resolve(),
  );
  await waitForCall(subscribe, { what: `era ${era}`, ms });
}
