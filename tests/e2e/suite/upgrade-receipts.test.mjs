// Tasks that are drawn and that end in the block of an upgrade, whose state has new code already:
// the index and the subscriptions miss none of them.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { bob } from '../lib/actors.mjs';
import {
  awaitFinality, awaitHeight, awaitSlotOfEpoch, connect, eventsOf, heightOf,
} from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { carry, ROOT, upgrade, upgradeCode } from '../roles/governance.mjs';
import { plain } from './answers.mjs';
import { openMarket, requestInEachBlock } from './market.mjs';
import { receiptOf } from './receipts.mjs';

const PRICE = UNIT;
const USAGE = { input: 10, output: 1 };
/** The blocks from a request to the end of the window for commitments, but for its base. */
const FURTHER = 2 + 1;
let folder;
let chain;
let api;
let applied;
let events;
let watcher;
const assigned = new Set();

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'nes-upgrade-'));
  chain = await startChain(['--base-path', folder, '--index']);
  ({ api } = chain);
  const service = await openMarket(api, [PRICE, PRICE, PRICE], { slots: 100 });
  await carry(api, ROOT, api.tx.system.authorizeUpgrade(blake2AsHex(upgradeCode(), 256)));
  watcher = await connect(chain.url);
  await watcher.rpc.inference.subscribeAssigned(bob.address, (assignments) => {
    for (const { task } of assignments.toJSON()) assigned.add(task);
  });
  const { commitWindow } = await api.query.inference.parameters();
  const stop = await requestInEachBlock(watcher, service, USAGE, PRICE);
  // From then on each block draws a task and ends the one whose window for commitments is over, but
  // for the first ones of an epoch.
  const { number } = await api.rpc.chain.getHeader();
  await awaitHeight(api, number.toNumber() + commitWindow.toNumber() + FURTHER + 2);
  await awaitSlotOfEpoch(api, 3, 5);
  ({ block: applied, api } = await upgrade(api, upgradeCode(), chain.url));
  stop();
  events = await eventsOf(api, applied);
  await awaitFinality(api, await heightOf(api, applied));
});

after(async () => {
  await Promise.all([api, watcher].map((one) => one?.disconnect()));
  await chain?.stop();
  await rm(folder, { recursive: true });
});

const inferences = (method) =>
  events.filter((event) => event.section === 'inference' && event.method === method);

test('the index has the receipt of every task that ended in that block', async () => {
  const ended = inferences('Settled');
  assert.ok(ended.length > 0, 'a task ended in the block of the upgrade');
  for (const { data } of ended) {
    const { block, blockHash, ...receipt } = await plain(api.rpc.inference.receipt(data.task));
    assert.equal(blockHash, applied);
    assert.deepEqual(receipt, { ...receiptOf(data), dispute: null });
  }
});

test('the node learned of every task that it was drawn for in that block', () => {
  const drawn = inferences('Drawn');
  assert.ok(drawn.length > 0, 'a task was drawn in the block of the upgrade');
  for (const { data } of drawn) {
    assert.ok(data.members.some((node) => node.eq(bob.address)));
    assert.ok(assigned.has(data.task.toNumber()), `task ${data.task}`);
  }
});

test('the index goes on without an error', async () => {
  const { error, indexed } = await plain(api.rpc.index.status());
  assert.equal(error, null);
  assert.ok(indexed >= (await heightOf(api, applied)));
});
