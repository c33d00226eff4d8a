// A connection to a node: sending, waiting, reading blocks.

import { once } from 'node:events';
import net from 'node:net';

import { ApiPromise, WsProvider } from '@polkadot/api';
import { rpc } from 'nes-js';

/** Why the chain refused a call: `name` is the error as the chain calls it, `section.Name`. */
export class ChainError extends Error {
  constructor(name, explanation = '') {
    super(explanation ? `${name}: ${explanation}` : name);
    this.name = name;
  }
}

/** Connects to the node at `url`, which may take `patience` ms to start, unless `signal` aborts. */
export async function connect(url, { patience = 120_000, signal } = {}) {
  await listening(new URL(url), Date.now() + patience, signal);
  const provider = new WsProvider(url);
  const api = new ApiPromise({ provider, rpc, noInitWarn: true });
  try {
    await within(patience, api.isReady, `an answer of the node at ${url}`);
  } catch (error) {
    await api.disconnect();
    throw error;
  }
  return api;
}

async function listening({ hostname, port, href }, deadline, signal) {
  for (;;) {
    signal?.throwIfAborted();
    const socket = net.connect(port, hostname);
    const open = await once(socket, 'connect').then(() => true, () => false);
    socket.destroy();
    if (open) return;
    if (Date.now() > deadline) throw new Error(`there is no node at ${href}`);
    await pause(200);
  }
}

/** `promise`, or an error that names `what` when it takes longer than `ms`. */
export async function within(ms, promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms / 1000} s for ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const lines = new Map(); // By key: the last action that waits there.

/** Runs `action` after all earlier ones of the same `key`; returns its result. */
export function inTurn(key, action) {
  const result = (lines.get(key) ?? Promise.resolve()).then(action);
  lines.set(key, result.catch(() => {}));
  return result;
}

/**
 * Signs `tx` as `pair` and waits until it is in a block, a `final` one if that is wanted; gives
 * that block's hash and the events of the call. A refusal is a {@link ChainError}.
 */
export async function send(tx, pair, { final = false, ...options } = {}) {
  let unsubscribe = () => {};
  const included = new Promise((resolve, reject) => {
    const hear = (result) => {
      const { dispatchError, events, isError, status } = result;
      if (dispatchError && (status.isFinalized || !final)) reject(refusal(dispatchError));
      else if (isError) reject(new ChainError(`pool.${status.type}`));
      else if (final ? status.isFinalized : status.isInBlock) {
        resolve({ block: status.value.toHex(), events: events.map(({ event }) => event) });
      }
    };
    signInTurn(tx, pair, options, hear).then((stop) => (unsubscribe = stop), reject);
  });
  try {
    return await within(120_000, included, `${tx.method.section}.${tx.method.method} in a block`);
  } finally {
    unsubscribe();
  }
}

const pending = new Map(); // By signer: the nonce of its last transaction outside of a block.

/**
 * Signs `tx` as `pair` and sends it, after what `pair` has sent before: a node that imports a block
 * at that moment may not count what has just come into its pool.
 */
function signInTurn(tx, pair, options, hear) {
  const { address } = pair;
  const note = (result) => {
    const isOver = result.isInBlock || result.isError;
    if (isOver && pending.get(address) === tx.nonce.toNumber()) pending.delete(address);
    hear(result);
  };
  return inTurn(address, async () => {
    const last = pending.get(address);
    const nonce = last === undefined ? -1 : last + 1;
    const stop = await tx.signAndSend(pair, { nonce, ...options }, note);
    pending.set(address, tx.nonce.toNumber());
    return stop;
  });
}

/** What a call failed with, as a {@link ChainError}. */
export function refusal(error) {
  if (!error.isModule) return new ChainError(error.type, error.toString());
  const { section, name, docs } = error.registry.findMetaError(error.asModule);
  return new ChainError(`${section}.${name}`, docs.join(' ').trim());
}

/** The events of the block `hash`. */
export async function eventsOf(api, hash) {
  const records = await (await api.at(hash)).query.system.events();
  return records.map(({ event }) => event);
}

/**
 * Who made the block `hash`. The author signs as one of the set that the block leaves, which begins
 * with it when it is an era's first; `api.derive` looks among those of the set before.
 */
export async function authorOf(api, hash) {
  const { digest } = await api.rpc.chain.getHeader(hash);
  const validators = await (await api.at(hash)).query.session.validators();
  const [engine, data] = digest.logs.find((log) => log.isPreRuntime).asPreRuntime;
  return engine.extractAuthor(data, validators);
}

/** The one event among `events` that `kind`, for example `api.events.market.OfferSet`, knows. */
export function find(events, kind) {
  const event = events.find((one) => kind.is(one));
  if (!event) throw new Error(`no ${kind.meta.name} among ${events.map((one) => one.method)}`);
  return event.data;
}

/**
 * Follows the best chain, or the `final` one, from the block at height `from`, or from the next
 * one: `visit(event, hash)` for every event of every block. Gives what ends it.
 */
export async function follow(api, visit, from, options) {
  const visitAll = async (hash) => {
    for (const event of await eventsOf(api, hash)) visit(event, hash);
  };
  return followBlocks(api, visitAll, from, options);
}

/** The same for whole blocks: `visit(hash)`, which is awaited, for each. */
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
 * wanted; gives it and its block.
 */
export async function awaitEvent(api, since, matches, what, { ms = 120_000, final } = {}) {
  const from = (await api.rpc.chain.getHeader(since)).number.toNumber();
  let stop = () => {};
  const seen = new Promise((resolve, reject) => {
    const visit = (event, block) => matches(event) && resolve({ event, block });
    follow(api, visit, from, { final }).then((end) => (stop = end), reject);
  });
  try {
    return await within(ms, seen, what);
  } finally {
    stop();
  }
}

/** Returns the height of the block `hash`. */
export const heightOf = async (api, hash) =>
  (await api.rpc.chain.getHeader(hash)).number.toNumber();

/** Waits for the best block at `height`; returns its hash. */
export async function awaitHeight(api, height, ms = 240_000) {
  let stop = () => {};
  const there = new Promise((resolve, reject) => {
    api.rpc.chain
      .subscribeNewHeads(({ number }) => number.toNumber() >= height && resolve())
      .then((unsubscribe) => (stop = unsubscribe), reject);
  });
  try {
    await within(ms, there, `block ${height}`);
  } finally {
    stop();
  }
  return (await api.rpc.chain.getBlockHash(height)).toHex();
}

/** Waits until sessions are in `era`. */
export async function awaitEra(api, era, ms = 240_000) {
  let stop = () => {};
  const begun = new Promise((resolve, reject) => {
    api.query.nodeStaking
      .activeEra((active) => active.toNumber() >= era && resolve())
      .then((unsubscribe) => (stop = unsubscribe), reject);
  });
  try {
    await within(ms, begun, `era ${era}`);
  } finally {
    stop();
  }
}

/** Waits until the block at `height` is final. */
export async function awaitFinality(api, height, ms = 120_000) {
  let stop = () => {};
  const final = new Promise((resolve, reject) => {
    api.rpc.chain
      .subscribeFinalizedHeads(({ number }) => number.toNumber() >= height && resolve())
      .then((unsubscribe) => (stop = unsubscribe), reject);
  });
  try {
    await within(ms, final, `block ${height} to be final`);
  } finally {
    stop();
  }
}
