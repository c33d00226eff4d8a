// Commits and reveals, which are free for those who were drawn, while they succeed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { bob, charlie, eve, ferdie, pairOf } from '../lib/actors.mjs';
import { awaitEvent, find, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { request } from '../roles/developer.mjs';
import { commitment } from '../roles/member.mjs';
import { openMarket } from './market.mjs';

const PRICE = UNIT;
const ANSWER = { output: { result: `0x${'33'.repeat(32)}`, usage: { input: 1, output: 1 } } };
const SALT = `0x${'44'.repeat(32)}`;
let chain;
let task;
let commit;

before(async () => {
  chain = await startChain();
  const { api } = chain;
  const service = await openMarket(api, [PRICE, PRICE, PRICE]);
  const asked = await request(api, eve, service, 'Well?', { input: 10, output: 10 });
  await awaitEvent(api, asked.block, (event) => api.events.inference.Drawn.is(event), 'the draw');
  ({ task } = asked);
  const hidden = await commitment(api, task, bob.address, ANSWER, SALT);
  commit = api.tx.inference.commit(task, bob.address, hidden);
});

after(() => chain?.stop());

const money = async ({ address }) =>
  (await chain.api.query.system.account(address)).data.free.toBigInt();

test('a stranger with money pays for its commit and is refused', async () => {
  const had = await money(ferdie);
  await assert.rejects(send(commit, ferdie), /inference\.NotForThisNode/);
  assert.ok((await money(ferdie)) < had);
});

test('a stranger without money does not get into the pool', async () => {
  const tx = commit.signAndSend(pairOf('//Nobody'), { nonce: 0 });
  await assert.rejects(tx, /Inability to pay/);
});

// Regression: all of them were ready, with the highest priority, so that one node's agent could push
// everybody else's out.
test('of many commits for one seat one is ready for a block', async () => {
  const { api } = chain;
  const first = (await api.rpc.system.accountNextIndex(charlie.address)).toNumber();
  const orders = await Promise.all(Array.from({ length: 20 }, (_, index) =>
    api.tx.inference.commit(task, charlie.address, `0x${'55'.repeat(32)}`)
      .signAsync(charlie, { nonce: first + index })));
  // All within a block: once the first is in, the others are not free any more.
  await new Promise((resolve) => {
    let heads = 0;
    api.rpc.chain.subscribeNewHeads(() => (heads += 1) === 2 && resolve());
  });
  for (const [index, order] of orders.entries()) {
    const sent = api.rpc.author.submitExtrinsic(order);
    if (index === 1) await assert.rejects(sent, /1014: Priority is too low/);
    else await sent; // After the first it waits for the one before, which is not there.
  }
  const ready = (await api.rpc.author.pendingExtrinsics())
    .filter(({ signer }) => signer.eq(charlie.address));
  assert.ok(ready.length <= 1, `${ready.length} commits are ready for a block`);
});

test('a drawn node commits for free', async () => {
  const had = await money(bob);
  const { events } = await send(commit, bob);
  find(events, chain.api.events.inference.CommitmentMade);
  find(events, chain.api.events.skipFeelessPayment.FeeSkipped);
  assert.equal(await money(bob), had);
});

test('a second commit is refused and costs its fee', async () => {
  const had = await money(bob);
  await assert.rejects(send(commit, bob), /inference\.AlreadyCommitted/);
  assert.ok((await money(bob)) < had);
});

test('an early reveal is refused', async () => {
  const reveal = chain.api.tx.inference.reveal(task, bob.address, ANSWER, SALT);
  await assert.rejects(send(reveal, bob), /inference\.NotRevealing/);
});
