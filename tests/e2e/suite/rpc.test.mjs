// The chain's own JSON-RPC, and the bytes that clients must know.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, eve, ferdie } from '../lib/actors.mjs';
import { send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { inputOf, quote, request } from '../roles/developer.mjs';
import { commitment } from '../roles/member.mjs';
import { ENDPOINT, openMarket } from './market.mjs';

const USAGE = { input: 100, output: 50 };
const BASES = [1n, 2n, 4n];
let chain;
let service;

before(async () => {
  chain = await startChain();
  const tariffs = BASES.map((base) => ({ base: base * UNIT, input: 1_000n, output: 2_000n }));
  service = await openMarket(chain.api, tariffs);
});

after(() => chain?.stop());

test('nodes_info returns a node', async () => {
  const { api } = chain;
  const info = (await api.rpc.nodes.info(bob.address)).unwrap().toJSON();
  assert.equal(BigInt(info.stake), 10_000n * UNIT);
  assert.equal(info.name, "Bob's node");
  assert.equal(info.endpoint, ENDPOINT);
  assert.equal(info.reputation, 1_000_000);
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

test('market_quote returns the lowest, the median and the highest price', async () => {
  const price = await quote(chain.api, service, USAGE);
  const [lowest, median, highest] = BASES.map((base) => base * UNIT + 100_000n + 100_000n);
  assert.equal(BigInt(price.cheapest), lowest);
  assert.equal(BigInt(price.median), median);
  assert.equal(BigInt(price.highest), highest);
  assert.equal(BigInt(price.escrow), 3n * highest);
  assert.equal(price.committee, 3);
  assert.equal(price.quorum, 2);
  assert.equal(price.eligible, 3);
});

test('market_quote divides the median price without a rest', async () => {
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
});

test('inference_task follows an open task', async () => {
  const { api } = chain;
  const maximum = { base: 4n * UNIT, input: 1_000n, output: 2_000n };
  const { task, block } = await request(api, eve, service, 'How is it?', USAGE, maximum);
  const info = (await api.rpc.inference.task(task, block)).unwrap().toJSON();
  assert.equal(info.service, service);
  assert.equal(info.phase.toLowerCase(), 'queued');
  assert.equal(info.inputHash, inputOf('How is it?').contentHash);
  assert.equal(BigInt(info.escrow), 3n * (4n * UNIT + 200_000n));
  assert.deepEqual(info.members, []);
});

test('inference_task is null for a task that is not open', async () => {
  assert.ok((await chain.api.rpc.inference.task(4_000_000)).isNone);
});

test('the chain makes the same commitment of the same answer', async () => {
  const { api } = chain;
  const answer = { result: `0x${'33'.repeat(32)}`, usage: { input: 1, output: 2 } };
  const salt = `0x${'44'.repeat(32)}`;
  const theirs = await api.call.inferenceApi.commitment(7, bob.address, answer, salt);
  assert.equal(theirs.toHex(), commitment(api.genesisHash.toHex(), 7, bob.address, answer, salt));
});

test('a committee smaller than the service’s own is refused', async () => {
  const { api } = chain;
  const maximum = { base: 4n * UNIT, input: 1_000n, output: 2_000n };
  const order = api.tx.inference.request(service, inputOf('Cheap?'), USAGE, maximum, 1);
  await assert.rejects(send(order, eve), /inference\.InvalidCommittee/);
});
