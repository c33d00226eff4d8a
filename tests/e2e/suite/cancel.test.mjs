// The cancellation of a task before the draw.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { escrowAccount, eve, ferdie } from '../lib/actors.mjs';
import { find, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { differences, movements, reasonsOf, snapshot } from '../model/ledger.mjs';
import { inputOf, request } from '../roles/developer.mjs';
import { openMarket } from './market.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
let chain;
let service;

before(async () => {
  chain = await startChain();
  service = await openMarket(chain.api, [PRICE, PRICE, PRICE]);
});

after(() => chain?.stop());

test('a cancelled task gives the whole escrow back', async () => {
  const { api } = chain;
  const start = await snapshot(api, (await api.rpc.chain.getBlockHash()).toHex());
  const task = await api.query.inference.nextTaskId();
  const nonce = (await api.rpc.system.accountNextIndex(eve.address)).toNumber();
  const order = api.tx.inference.request(service, 0, inputOf('Never mind.'), USAGE, PRICE, null);

  // One right after the other: the draw comes two blocks after the request.
  const [requested, cancelled] = await Promise.all([
    send(order, eve, { nonce }),
    send(api.tx.inference.cancel(task), eve, { nonce: nonce + 1 }),
  ]);
  assert.equal(find(requested.events, api.events.inference.Requested).task.toString(), `${task}`);
  const { outcome } = find(cancelled.events, api.events.inference.Settled);
  assert.ok(outcome.isCancelled);

  const end = await snapshot(api, cancelled.block);
  const moved = await movements(api, start.hash, end.hash);
  const fee = ['transaction fee', 'transaction fee, to the author'];
  assert.deepEqual(reasonsOf(api, moved, eve), ['escrow', 'refund', ...fee, ...fee].sort());
  assert.deepEqual(differences(start, end, moved), []);
  const at = await api.at(cancelled.block);
  const { data } = await at.query.system.account(escrowAccount(api));
  assert.ok(data.free.eq(api.consts.balances.existentialDeposit));
  assert.ok((await api.query.inference.tasks(task)).isNone);
});

test('a cancelled task cannot be cancelled again', async () => {
  const { api } = chain;
  const task = (await api.query.inference.nextTaskId()).toNumber() - 1;
  await assert.rejects(send(api.tx.inference.cancel(task), eve), /inference\.UnknownTask/);
});

test('a stranger cannot cancel', async () => {
  const { api } = chain;
  const { task } = await request(api, eve, service, 'Mine.', USAGE);
  const cancel = send(api.tx.inference.cancel(task), ferdie);
  await assert.rejects(cancel, /inference\.NotThePayer/);
});
