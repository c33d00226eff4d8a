// The chain's own JSON-RPC, and the bytes that clients must know.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, eve, ferdie } from '../lib/actors.mjs';
import { send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { inputOf, quote, request, requestCall } from '../roles/developer.mjs';
import { commitment } from '../roles/member.mjs';
import { BY_UNIT } from '../roles/publisher.mjs';
import { ANSWER, ENDPOINT, openMarket } from './market.mjs';

const USAGE = { input: 100, output: 50 };
const PRICES = [UNIT, 2n * UNIT, 4n * UNIT];
/** The cost of that usage at one NES: each input unit costs 1,000 planck, each output 2,000. */
const COST = UNIT + 100n * 1_000n + 50n * 2_000n;
let chain;
let service;

before(async () => {
  chain = await startChain();
  service = await openMarket(chain.api, PRICES, { shape: BY_UNIT });
});

after(() => chain?.stop());

test('nodes_info returns a node', async () => {
  const { api } = chain;
  const info = (await api.rpc.nodes.info(bob.address)).unwrap().toJSON();
  assert.equal(BigInt(info.stake), 10_000n * UNIT);
  assert.equal(info.name, "Bob's node");
  assert.equal(info.endpoint, ENDPOINT);
  assert.equal(info.validator, false);
  assert.equal(info.leaving, null);
  assert.equal(info.agent, null);
});

test('nodes_info knows the validator', async () => {
  const info = (await chain.api.rpc.nodes.info(alice.address)).unwrap().toJSON();
  assert.equal(info.validator, true);
  assert.equal(info.inSet, true);
});

test('nodes_info is null for who runs no node', async () => {
  assert.ok((await chain.api.rpc.nodes.info(ferdie.address)).isNone);
});

test('market_quote returns the lowest, the median and the highest cost', async () => {
  const price = await quote(chain.api, service, USAGE);
  const { split, ...rest } = price;
  assert.deepEqual(rest, {
    version: 0,
    committee: 3,
    quorum: 2,
    eligible: 3,
    freeSlots: 12,
    cheapest: `${COST}`,
    median: `${2n * COST}`,
    highest: `${4n * COST}`,
    maxPrice: `${4n * UNIT}`,
    drawable: 3,
    shareOfOffers: 1_000_000_000,
    shareOfStake: 1_000_000_000,
    escrow: `${3n * 4n * COST}`,
    slashable: false,
  });
});

test('market_quote divides the median cost without a rest', async () => {
  const { median, split } = await quote(chain.api, service, USAGE);
  const sum = Object.values(split).reduce((total, part) => total + BigInt(part), 0n);
  assert.equal(sum, BigInt(median));
  assert.equal(BigInt(split.royalty), (BigInt(median) * 2n) / 100n);
});

test('market_quote names its errors', async () => {
  const ask = (...params) => chain.api.rpc.market.quote(...params);
  const named = (code) => (error) => {
    assert.ok(error.code >= 20_000 && error.code <= 20_999, `${error.code}`);
    assert.equal(error.data.code, code);
    return true;
  };
  await assert.rejects(ask(4_000_000, USAGE), named('UNKNOWN_SERVICE'));
  await assert.rejects(ask(service, USAGE, 2), named('INVALID_COMMITTEE'));
  await assert.rejects(ask(service, USAGE, 9), named('TOO_FEW_NODES'));
  await assert.rejects(ask(service, USAGE, null, 1), named('UNKNOWN_VERSION'));
  await assert.rejects(ask(service, USAGE, null, null, PRICES[1]), named('TOO_FEW_NODES'));
  await assert.rejects(ask(service, { input: 10_001, output: 0 }), named('TOO_FEW_NODES'));
});

test('inference_task follows an open task', async () => {
  const { api } = chain;
  const { task, block } = await request(api, eve, service, 'How is it?', USAGE);
  const info = (await api.rpc.inference.task(task, block)).unwrap().toJSON();
  assert.equal(info.service, service);
  assert.equal(info.phase.toLowerCase(), 'queued');
  assert.equal(info.input.hash, inputOf('How is it?').contentHash);
  assert.equal(info.version, 0);
  assert.deepEqual(info.shape, BY_UNIT);
  assert.equal(BigInt(info.maxPrice), 4n * UNIT);
  assert.equal(BigInt(info.escrow), 3n * 4n * COST);
  assert.deepEqual(info.members, []);
});

test('inference_task is null for a task that is not open', async () => {
  assert.ok((await chain.api.rpc.inference.task(4_000_000)).isNone);
});

test('the chain makes the same commitment of the same answer', async () => {
  const { api } = chain;
  const [one, other, salt] = ['33', '66', '44'].map((byte) => `0x${byte.repeat(32)}`);
  const { task } = await request(api, eve, service, 'What is it?', USAGE);
  for (const answer of [
    { output: { result: one, usage: { input: 1, output: 2 } } },
    { unservable: 'invalid' },
    { unservable: 'tooLarge' },
    { unservable: { ambiguous: [one, other] } },
    { unservable: 'unreadable' },
  ]) {
    const theirs = await api.call.inferenceApi.commitment(task, bob.address, answer, salt);
    const ours = await commitment(api, task, bob.address, answer, salt);
    assert.equal(theirs.unwrap().toHex(), ours);
  }
  const none = await api.call.inferenceApi.commitment(4_000_000, bob.address, ANSWER, salt);
  assert.ok(none.isNone);
});

test('a committee smaller than the service’s own is refused', async () => {
  const { api } = chain;
  const terms = { maxPrice: PRICES[2], committee: 1 };
  const order = requestCall(api, service, 'Cheap?', USAGE, terms);
  await assert.rejects(send(order, eve), /inference\.InvalidCommittee/);
});
