// A migration that fails on a real chain: calls stop, votes do not, and a vote repairs it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { stringToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { eve, ferdie } from '../lib/actors.mjs';
import {
  awaitEvent, awaitFinality, awaitHeight, eventsOf, find, heightOf, send,
} from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { carry, ROOT, upgrade, upgradeCode } from '../roles/governance.mjs';

/** The key that makes the migration of the upgrade fail. */
const FLAG = stringToHex(':upgrade-test:fail');
let chain;
let api;
let failed;

before(async () => {
  chain = await startChain();
  ({ api } = chain);
});

after(async () => {
  await api?.disconnect();
  await chain?.stop();
});

const flag = async () => (await api.rpc.state.getStorage(FLAG)).toString();
const transfer = () => {
  const { transferKeepAlive } = api.tx.balances;
  return send(transferKeepAlive(ferdie.address, UNIT), eve);
};

test('a vote upgrades to a runtime whose migration fails', async () => {
  const { batchAll } = api.tx.utility;
  const { authorizeUpgrade, setStorage } = api.tx.system;
  const hash = blake2AsHex(upgradeCode(), 256);
  await carry(api, ROOT, batchAll([setStorage([[FLAG, '0x01']]), authorizeUpgrade(hash)]));
  assert.equal(await flag(), '0x01');
  const upgraded = await upgrade(api, upgradeCode(), chain.url);
  ({ api } = upgraded);
  find(await eventsOf(api, upgraded.block), api.events.system.CodeUpdated);
  const isFailure = (event) => api.events.migrations.UpgradeFailed.is(event);
  ({ block: failed } = await awaitEvent(api, upgraded.block, isFailure, 'the failure'));
});

test('the failure enters safe mode, which has no end of its own', async () => {
  const { query } = await api.at(failed);
  assert.equal((await query.safeMode.enteredUntil()).unwrap().toNumber(), 2 ** 32 - 1);
  assert.ok((await query.migrations.cursor()).isNone, 'calls are taken again');
});

test('blocks go on and become final', async () => {
  const height = await heightOf(api, failed);
  await awaitHeight(api, height + 3);
  await awaitFinality(api, height + 3);
});

test('nobody can transfer', async () => {
  await assert.rejects(transfer(), /system\.CallFiltered/);
});

test('a vote ends safe mode and takes away what made the migration fail', async () => {
  const { safeMode, system, utility } = api.tx;
  const repair = utility.batchAll([system.killStorage([FLAG]), safeMode.forceExit()]);
  const { block, events } = await carry(api, ROOT, repair);
  const { reason } = find(events, api.events.safeMode.Exited);
  assert.ok(reason.isForce);
  assert.equal(await flag(), '');
  assert.ok((await (await api.at(block)).query.safeMode.enteredUntil()).isNone);
});

test('everyone can transfer again', async () => {
  const { events } = await transfer();
  assert.equal(find(events, api.events.balances.Transfer).amount.toBigInt(), UNIT);
});

test('the repaired chain can be upgraded again', async () => {
  const hash = `0x${'77'.repeat(32)}`;
  const { block } = await carry(api, ROOT, api.tx.system.authorizeUpgrade(hash));
  const { query } = await api.at(block);
  assert.equal((await query.system.authorizedUpgrade()).unwrap().codeHash.toHex(), hash);
});
