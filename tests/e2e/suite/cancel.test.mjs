// The cancellation of a task that waits for nodes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { escrowAccount, eve, ferdie } from '../lib/actors.mjs';
import { find, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { differences, movements, reasonsOf, snapshot } from '../model/ledger.mjs';
import { request, requestCall } from '../roles/developer.mjs';
import { awaitTaskEvent } from '../roles/member.mjs';
import { failedDraws, openMarket, UNFIT } from './market.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
const TERMS = { maxPrice: PRICE, version: 0, patience: 100 };
let chain;
let service;

before(async () => {
  chain = await startChain();
  service = await openMarket(chain.api, [PRICE, PRICE, PRICE]);
});

after(() => chain?.stop());

const cancel = (task, who = eve) => send(chain.api.tx.inference.cancel(task), who);

test('a task of which no draw has failed cannot be cancelled', async () => {
  const { api } = chain;
  const task = await api.query.inference.nextTaskId();
  // One right after the other: the draw comes two blocks after the request.
  const requested = send(requestCall(api, service, 'Never mind.', USAGE, TERMS), eve);
  await assert.rejects(cancel(task), /inference\.TooEarlyToCancel/);
  const { events } = await requested;
  assert.ok(find(events, api.events.inference.Requested).task.eq(task));
  assert.equal(api.consts.inference.blocksToCancel.toNumber(), 20);
});

test('a task that is drawn cannot be cancelled', async () => {
  const { api } = chain;
  const asked = await request(api, eve, service, 'Never mind.', USAGE, TERMS);
  await awaitTaskEvent(api, asked, api.events.inference.Drawn);
  await assert.rejects(cancel(asked.task), /inference\.AlreadyDrawn/);
});

test('a stranger cannot cancel', async () => {
  const { task } = await request(chain.api, eve, service, 'Mine.', USAGE, TERMS);
  await assert.rejects(cancel(task, ferdie), /inference\.NotThePayer/);
});

test('a cancelled task gives everything back but the fee for the draws that failed', async () => {
  const { api } = chain;
  const start = await snapshot(api, (await api.rpc.chain.getBlockHash()).toHex());
  const asked = await request(api, ferdie, service, 'Anyone?', UNFIT, TERMS);
  // After four, the next one is eight blocks later.
  const { workFee } = await failedDraws(api, asked, 4);
  const cancelled = await cancel(asked.task, ferdie);
  const settled = find(cancelled.events, api.events.inference.Settled);
  assert.ok(settled.outcome.isCancelled);
  assert.equal(settled.paid.toBigInt(), 0n);
  assert.equal(settled.members.length, 0);
  assert.equal(settled.workFee.toBigInt(), workFee.used.toBigInt());
  assert.ok(workFee.used.toBigInt() > 0n, 'all draws but the first one are paid for');
  const back = asked.escrow + asked.workFee - workFee.used.toBigInt();
  assert.equal(settled.refund.toBigInt(), back);

  const end = await snapshot(api, cancelled.block);
  const moved = await movements(api, start.hash, end.hash);
  const fee = ['transaction fee', 'transaction fee, to the author'];
  assert.deepEqual(reasonsOf(api, moved, ferdie), ['escrow', 'refund', ...fee, ...fee].sort());
  assert.deepEqual(differences(start, end, moved), []);
  assert.ok((await api.query.inference.tasks(asked.task)).isNone);
  const { query } = await api.at(cancelled.block);
  const { data } = await query.system.account(escrowAccount(api));
  const least = api.consts.balances.existentialDeposit.toBigInt();
  assert.equal(data.free.toBigInt(), least + (await putUp(query)));
});

/** Returns the amount that the payers of all open tasks have put up. */
async function putUp(query) {
  const tasks = await query.inference.tasks.entries();
  const amounts = tasks.map(([, task]) => {
    const { escrow, workFee } = task.unwrap().purpose.asPaid;
    return escrow.toBigInt() + workFee.prepaid.toBigInt();
  });
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

test('a cancelled task cannot be cancelled again', async () => {
  const task = (await chain.api.query.inference.nextTaskId()).toNumber() - 1;
  await assert.rejects(cancel(task), /inference\.UnknownTask/);
});
