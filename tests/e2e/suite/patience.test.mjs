// Tasks that wait for nodes: their draws, the node that gets free, and the end of their patience.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { eve } from '../lib/actors.mjs';
import { eventsOf, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { differences, movements, reasonsOf, snapshot } from '../model/ledger.mjs';
import { workFees } from '../model/payments.mjs';
import { request, requestCall, settlement } from '../roles/developer.mjs';
import { awaitTaskEvent } from '../roles/member.mjs';
import { agreeOn, failedDraws, openMarket, UNFIT } from './market.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
const TERMS = { maxPrice: PRICE, version: 0 };
/** A request as a dry run takes it. */
const ORDER = {
  version: 0, input: { inline: '0x00' }, maxUsage: USAGE, maxPrice: `${PRICE}`,
};
let chain;
let service; // Each of its three nodes takes one task at a time.

before(async () => {
  chain = await startChain();
  service = await openMarket(chain.api, [PRICE, PRICE, PRICE], { slots: 1, quorum: 3 });
});

after(() => chain?.stop());

/** Returns true if a block is the first one of an epoch, which draws nothing. */
async function isFirst(height) {
  const { api } = chain;
  const events = await eventsOf(api, await api.rpc.chain.getBlockHash(height));
  return events.some((event) => api.events.session.NewSession.is(event));
}

/**
 * Returns the heights of the draws of a task that was requested in the block `asked`, up to the one
 * at `end`, when all before it fail: each comes as many blocks later as have passed since the first
 * one was due, and one more.
 */
async function drawsUntil({ block }, end, patience) {
  const first = (await heightOf(chain.api, block)) + 2;
  const heights = [];
  for (let due = first; due <= end; ) {
    while (await isFirst(due)) due += 1;
    heights.push(due);
    if (due >= first + patience) break;
    due = Math.min(due + (due - first) + 1, first + patience);
  }
  return heights;
}

test('the chain says how patient a task is by default, and at most', () => {
  const { maxPatience, patience } = chain.api.consts.inference;
  assert.deepEqual([patience.toNumber(), maxPatience.toNumber()], [5, 100]);
});

test('a patience of none, or above the highest, is refused', async () => {
  const { api } = chain;
  for (const patience of [0, 101]) {
    const order = requestCall(api, service, 'Wait?', USAGE, { ...TERMS, patience });
    await assert.rejects(send(order, eve), /inference\.InvalidPatience/);
  }
});

test('a task waits until its nodes are free', async () => {
  const { api } = chain;
  const first = await request(api, eve, service, 'Me first!', USAGE, TERMS);
  await awaitTaskEvent(api, first, api.events.inference.Drawn);
  const second = await request(api, eve, service, 'And me?', USAGE, { ...TERMS, patience: 40 });
  await failedDraws(api, second, 2);
  const { block: freed } = await agreeOn(api, first);
  const { block: drawn } = await awaitTaskEvent(api, second, api.events.inference.Drawn);

  const [free, height] = [await heightOf(api, freed), await heightOf(api, drawn)];
  const draws = await drawsUntil(second, height, 40);
  assert.equal(draws.at(-1), height);
  assert.ok(draws.at(-2) <= free, 'it is drawn at the first draw after they are free');
  const { settled } = await agreeOn(api, second);
  assert.ok(settled.outcome.isAgreed);
  assert.deepEqual(settled.members.map(({ paid }) => paid.toBigInt()), [PRICE, PRICE, PRICE]);
});

for (const [patience, later] of [[undefined, 3], [1, 1]]) {
  const what = patience ? `a patience of ${patience}` : 'the usual patience';
  test(`after ${what} everything goes back but the fee for later draws`, async () => {
    const { api } = chain;
    const start = await snapshot(api, (await api.rpc.chain.getBlockHash()).toHex());
    const asked = await request(api, eve, service, 'Nobody?', UNFIT, { ...TERMS, patience });
    const fees = await workFees(api, await parentOf(asked.block), eve.address, {
      ...ORDER, service,
    });
    assert.equal(asked.escrow, 3n * PRICE);
    assert.equal(asked.workFee, fees.settlement + BigInt(later) * fees.draw);

    const { settled, block } = await settlement(api, asked);
    assert.ok(settled.outcome.asNoNodes.shortage.isTooFewEligible);
    const end = await heightOf(api, block);
    const draws = await drawsUntil(asked, end, patience ?? 5);
    assert.equal(draws.at(-1), end);
    assert.ok(end >= (await heightOf(api, asked.block)) + 2 + (patience ?? 5));
    assert.equal(settled.members.length, 0);
    assert.equal(settled.paid.toBigInt(), 0n);
    // The first one was paid with the transaction.
    const used = settled.workFee.toBigInt();
    assert.ok(used > 0n && used <= BigInt(draws.length - 1) * fees.draw);
    assert.equal(settled.refund.toBigInt(), asked.escrow + asked.workFee - used);
    await checkMoney(start, block);
  });
}

const parentOf = async (block) => (await chain.api.rpc.chain.getHeader(block)).parentHash.toHex();

/** Checks that every balance moved as the events say: Eve's for one transaction and one task. */
async function checkMoney(start, block) {
  const { api } = chain;
  const end = await snapshot(api, block);
  const moved = await movements(api, start.hash, block);
  assert.deepEqual(differences(start, end, moved), []);
  const fee = ['transaction fee', 'transaction fee, to the author'];
  assert.deepEqual(reasonsOf(api, moved, eve), ['escrow', 'refund', ...fee].sort());
}
