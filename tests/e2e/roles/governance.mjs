// Holders that propose and vote, and the technical collective.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { compactAddLength, stringToU8a, u8aConcat } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, ferdie } from '../lib/actors.mjs';
import { binary } from '../lib/binary.mjs';
import {
  awaitEvent, connect, eventsOf, find, heightOf, inTurn, refusal, send,
} from '../lib/chain.mjs';
import { waitForCall } from '../lib/wait.mjs';

/** The origin root. */
export const ROOT = { system: 'Root' };

/** Returns the origin with the power of this name. */
export const power = (name) => ({ Origins: name });

/** Holders who carry a referendum from its first block on: 36 of 60 million NES. */
export const VOTERS = [alice, bob, charlie, dave];

/** The vote of each: without a lock that outlasts it. */
const AYE = { aye: true, conviction: 'None', balance: 9_000_000n * UNIT };

/** The events that end a referendum. */
const ENDS = ['Confirmed', 'Rejected', 'TimedOut', 'Cancelled', 'Killed'];

/**
 * Proposes `call` with the power of `origin`: its preimage, the referendum and the deposit for the
 * decision in one batch. Returns the referendum: its `index`, the `block` of the proposal and the
 * `hash` of the call.
 */
export function propose(api, proposer, origin, call) {
  const { hash, encodedLength } = call.method;
  // In turn, because the deposit names the index before the batch has it.
  return inTurn(api, async () => {
    const index = (await api.query.referenda.referendumCount()).toNumber();
    const proposal = { Lookup: { hash_: hash, len: encodedLength } };
    const batch = api.tx.utility.batchAll([
      api.tx.preimage.notePreimage(call.method.toHex()),
      api.tx.referenda.submit(origin, proposal, { After: 0 }),
      api.tx.referenda.placeDecisionDeposit(index),
    ]);
    const { block, events } = await send(batch, proposer);
    const submitted = find(events, api.events.referenda.Submitted);
    if (!submitted.index.eqn(index) || !submitted.proposal.asLookup.hash_.eq(hash)) {
      throw new Error(`referendum ${submitted.index} is not the one that was proposed`);
    }
    return { index, block, hash };
  });
}

/** Returns the call that votes on the referendum `index` as `ballot` says. */
export function voteCall(api, { index }, ballot = {}) {
  const { balance, ...vote } = { ...AYE, ...ballot };
  return api.tx.convictionVoting.vote(index, { Standard: { vote, balance } });
}

/** Has `voters` vote as `ballot` says: `{ aye, conviction, balance }`. */
export const vote = (api, referendum, voters = VOTERS, ballot = {}) =>
  Promise.all(voters.map((voter) => send(voteCall(api, referendum, ballot), voter)));

/** Waits for the end of a referendum; returns its `outcome`, the `tally` and the `block`. */
export async function decision(api, { index, block: since }) {
  const matches = ({ section, method, data }) =>
    section === 'referenda' && ENDS.includes(method) && data.index.eqn(index);
  const { event, block } = await awaitEvent(api, since, matches, `referendum ${index} to end`);
  const { ayes, nays, support } = event.data.tally;
  const tally = { ayes: ayes.toBigInt(), nays: nays.toBigInt(), support: support.toBigInt() };
  return { outcome: event.method, tally, block };
}

/**
 * Waits for the call of a carried referendum; returns its block, the events of that block, and the
 * milliseconds of chain time since the proposal. A call that fails is a `ChainError`.
 */
export async function enactment(api, { index, block: since }) {
  const id = enactmentId(index);
  const matches = (event) => api.events.scheduler.Dispatched.is(event) && `${event.data.id}` === id;
  const what = `the call of referendum ${index}`;
  const { event, block } = await awaitEvent(api, since, matches, what);
  if (event.data.result.isErr) throw refusal(event.data.result.asErr);
  return { block, events: await eventsOf(api, block), ms: await chainTime(api, since, block) };
}

/** Returns the milliseconds of chain time from one block to another. */
export async function chainTime(api, from, to) {
  const [first, last] = await Promise.all([from, to].map((hash) => heightOf(api, hash)));
  return (last - first) * api.consts.babe.expectedBlockTime.toNumber();
}

/** Returns the name under which the scheduler keeps the call of a carried referendum. */
function enactmentId(index) {
  const bytes = [stringToU8a('assembly'), [9 << 2], stringToU8a('enactment')];
  return blake2AsHex(u8aConcat(...bytes, new Uint8Array(Uint32Array.of(index).buffer)), 256);
}

/** Has a referendum on `call` carried; returns what {@link enactment} does, and its `index`. */
export async function carry(api, origin, call, proposer = ferdie) {
  const referendum = await propose(api, proposer, origin, call);
  await vote(api, referendum);
  return { ...referendum, ...(await enactment(api, referendum)) };
}

/**
 * Has two of the three members of the technical collective make `call`; returns the block and its
 * events. A call that fails is a `ChainError`.
 */
export function decide(api, call, [first, second] = [alice, bob]) {
  const { technicalCommittee: motions, utility } = api.tx;
  const { hash, encodedLength } = call.method;
  // In turn, because the first vote names the motion before the batch has it.
  return inTurn('motions', async () => {
    const { weight } = await call.paymentInfo(first);
    const index = await api.query.technicalCommittee.proposalCount();
    const ayes = motions.vote(hash, index, true);
    await send(utility.batchAll([motions.propose(2, call, encodedLength), ayes]), first);
    const close = motions.close(hash, index, weight, encodedLength);
    const sent = await send(utility.batchAll([ayes, close]), second);
    const { result } = find(sent.events, api.events.technicalCommittee.Executed);
    if (result.isErr) throw refusal(result.asErr);
    return sent;
  });
}

/** Has the proxy `agent` make `call` for `real`. A call that fails is a `ChainError`. */
export async function actFor(api, agent, real, call) {
  const sent = await send(api.tx.proxy.proxy(real.address, null, call), agent);
  const { result } = find(sent.events, api.events.proxy.ProxyExecuted);
  if (result.isErr) throw refusal(result.asErr);
  return sent;
}

/** Returns the call that changes these of a pallet's parameters. */
export async function paramsCall(api, pallet, changes) {
  const params = (await api.query[pallet].parameters()).toJSON();
  return api.tx[pallet].setParams({ ...params, ...changes });
}

/** Returns the file of the code that tests upgrade to: `NES_UPGRADE_WASM`, or one at the node. */
export function upgradeFile() {
  const name = 'nes_runtime_upgrade_test.compact.compressed.wasm';
  const built = path.join(path.dirname(binary()), 'wbuild', 'nes-runtime', name);
  const file = process.env.NES_UPGRADE_WASM ?? built;
  if (!existsSync(file)) {
    throw new Error(`there is no code at ${file}: build the node with NES_UPGRADE_TEST=1`);
  }
  return file;
}

/** Returns the code that tests upgrade to. */
export const upgradeCode = () => readFileSync(upgradeFile());

/** Applies the authorised `code`, unsigned; returns the block. */
export async function applyUpgrade(api, code) {
  const tx = api.tx.system.applyAuthorizedUpgrade(compactAddLength(code));
  const subscribe = (resolve, reject) =>
    api.rpc.author.submitAndWatchExtrinsic(tx, (status) => {
      if (status.isInBlock) resolve(status.asInBlock.toHex());
      else if (status.isInvalid || status.isDropped) reject(new Error(`pool.${status.type}`));
    });
  return waitForCall(subscribe, { what: 'the upgrade in a block' });
}

/**
 * Applies the authorised `code` of another runtime; returns the block and a new connection to the
 * node at `url`: an old one may read the events of that block as the new runtime writes them.
 */
export async function upgrade(api, code, url) {
  const block = await applyUpgrade(api, code);
  await api.disconnect();
  return { block, api: await connect(url) };
}
