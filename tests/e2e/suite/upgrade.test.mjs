// An upgrade of the runtime by a vote, while a task is open and stake unbonds.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import {
  awaitEra, awaitEvent, awaitFinality, eventsOf, find, heightOf, send,
} from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { differences, movements, snapshot } from '../model/ledger.mjs';
import { positionOf } from '../model/stake.mjs';
import { request, settlement } from '../roles/developer.mjs';
import {
  applyUpgrade, carry, chainTime, paramsCall, power, ROOT, upgrade, upgradeCode,
} from '../roles/governance.mjs';
import { awaitTaskEvent, commit, reveal } from '../roles/member.mjs';
import { delegate, undelegate } from '../roles/staker.mjs';
import { ANSWER, openMarket } from './market.mjs';

const TWO_MINUTES = 120_000;
const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
const STAKED = 1_000n * UNIT;
const BACK = 123_456_789_012_345n;
/** A code of 4 MiB. */
const LARGE = new Uint8Array(4 * 2 ** 20).map((_, index) => index * 7 + (index >> 8));
let chain;
let api;
let start;
let service;
let unlockEra;
let asked;
let authorised;
let applied;

before(async () => {
  chain = await startChain();
  ({ api } = chain);
  start = await snapshotNow();
  // Stake unbonds in the shortest time that the bounds allow.
  const changes = { unbondingEras: 5, appealEras: 1 };
  const call = await paramsCall(api, 'nodeStaking', changes);
  const carried = carry(api, power('ParameterAdmin'), call);
  service = await openMarket(api, [PRICE, PRICE, PRICE], { quorum: 3 });
  await delegate(api, eve, bob, STAKED);
  await carried;
  const { events } = await undelegate(api, eve, bob, BACK);
  unlockEra = find(events, api.events.nodeStaking.Undelegated).unlockEra.toNumber();
});

after(async () => {
  await api?.disconnect();
  await chain?.stop();
});

const snapshotNow = async () => snapshot(api, (await api.rpc.chain.getBlockHash()).toHex());

const versionAt = async (block) =>
  (await api.rpc.state.getRuntimeVersion(block)).specVersion.toNumber();

test('a vote authorises the hash of a code, and no other code can be applied', async () => {
  const hash = blake2AsHex(upgradeCode(), 256);
  authorised = await carry(api, ROOT, api.tx.system.authorizeUpgrade(hash));
  const at = await api.at(authorised.block);
  const { codeHash, checkVersion } = (await at.query.system.authorizedUpgrade()).unwrap();
  assert.equal(codeHash.toHex(), hash);
  assert.ok(checkVersion.isTrue);
  const other = api.tx.system.applyAuthorizedUpgrade('0x00').send();
  await assert.rejects(other, /1010|[Uu]nable to validate|Invalid Transaction/);
});

test('anyone applies it, unsigned', async () => {
  asked = await request(api, eve, service, 'Across the upgrade?', USAGE);
  await awaitTaskEvent(api, asked, api.events.inference.Drawn);
  await commit(api, bob, asked.task, ANSWER);
  ({ block: applied, api } = await upgrade(api, upgradeCode(), chain.url));
  find(await eventsOf(api, applied), api.events.system.CodeUpdated);
  assert.ok(authorised.ms + (await chainTime(api, authorised.block, applied)) < TWO_MINUTES);
  const parent = (await api.rpc.chain.getHeader(applied)).parentHash;
  assert.equal(await versionAt(parent), 1);
  assert.equal(await versionAt(applied), 2);
  const code = await api.rpc.state.getStorage(':code', applied);
  assert.equal(blake2AsHex(code.unwrap().toU8a(true), 256), blake2AsHex(upgradeCode(), 256));
});

test('its migration takes several blocks and ends', async () => {
  const { migrations } = api.events;
  const isDone = (event) => migrations.UpgradeCompleted.is(event);
  const { block } = await awaitEvent(api, applied, isDone, 'the end of the migration');
  const height = await heightOf(api, applied);
  const last = await heightOf(api, block);
  assert.ok(last > height + 1, 'it took more than a block');
  const events = await eventsBetween(height + 1, last);
  assert.ok(events.some((event) => migrations.UpgradeStarted.is(event)));
  assert.ok(events.some((event) => migrations.MigrationCompleted.is(event)));
  assert.ok((await (await api.at(block)).query.migrations.cursor()).isNone);
  assert.ok((await api.query.safeMode.enteredUntil()).isNone);
});

test('the task that was open settles, and its nodes are paid', async () => {
  await Promise.all([charlie, dave].map((node) => commit(api, node, asked.task, ANSWER)));
  await Promise.all([bob, charlie, dave].map((node) => reveal(api, node, asked.task, ANSWER)));
  const { settled, block } = await settlement(api, asked);
  assert.ok(settled.outcome.isAgreed);
  assert.deepEqual(settled.members.map(({ paid }) => paid.toBigInt()), [UNIT, UNIT, UNIT]);
  assert.equal(settled.refund.toBigInt(), asked.workFee - settled.workFee.toBigInt());
  assert.equal(await versionAt(block), 2);
});

test('a code of 4 MiB passes RPC, pool and block', async () => {
  const { query } = api;
  await carry(api, ROOT, api.tx.system.authorizeUpgrade(blake2AsHex(LARGE, 256)));
  const block = await applyUpgrade(api, LARGE);
  const events = await eventsOf(api, block);
  const { codeHash, error } = find(events, api.events.system.RejectedInvalidAuthorizedUpgrade);
  assert.equal(codeHash.toHex(), blake2AsHex(LARGE, 256));
  const { name } = api.registry.findMetaError(error.asModule);
  assert.equal(name, 'FailedToExtractRuntimeVersion');
  const { extrinsics } = (await api.rpc.chain.getBlock(block)).block;
  assert.ok(extrinsics.some(({ encodedLength }) => encodedLength > LARGE.length));
  assert.ok((await query.system.authorizedUpgrade()).isNone);
  assert.equal(await versionAt(block), 2);
  await awaitFinality(api, await heightOf(api, block));
});

test('stake that unbonded across the upgrade can be withdrawn', async () => {
  const withdraw = api.tx.nodeStaking.withdraw(bob.address, eve.address);
  await awaitEra(api, unlockEra);
  const { events } = await send(withdraw, ferdie);
  const { amount } = find(events, api.events.nodeStaking.Withdrawn);
  assert.equal(amount.toBigInt(), BACK);
  const { held, unbonding } = await positionOf(api, bob, eve);
  assert.equal(held, STAKED - BACK);
  assert.deepEqual(unbonding, []);
});

test('every balance moved by exactly what the events say, across the upgrade', async () => {
  const end = await snapshotNow();
  const moved = await movements(api, start.hash, end.hash);
  assert.deepEqual(differences(start, end, moved), []);
});

/** Returns the events of the blocks from one height to another. */
async function eventsBetween(first, last) {
  const heights = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const hashes = await Promise.all(heights.map((one) => api.rpc.chain.getBlockHash(one)));
  return (await Promise.all(hashes.map((hash) => eventsOf(api, hash)))).flat();
}
