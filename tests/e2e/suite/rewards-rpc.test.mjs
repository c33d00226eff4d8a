// The section `rewards` of the JSON-RPC: what an era mints, who earned it and how it is paid.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, ferdie } from '../lib/actors.mjs';
import { awaitEra, awaitEvent } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { BY_UNIT } from '../roles/publisher.mjs';
import { isError, isWrongForm, plain, walk } from './answers.mjs';
import { agreeTask, openMarket } from './market.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 50 };
const NOTHING = {
  points: { validation: 0, work: '0' },
  payout: { validation: '0', incentive: '0' },
};
let chain;
let rewards;
let members; // Of the task's committee, as it was settled.
let end; // Of the era in which that was,
let distribution; // and of its distribution, by a later block.

before(async () => {
  chain = await startChain();
  const { api } = chain;
  rewards = api.rpc.rewards;
  const service = await openMarket(api, [PRICE, PRICE, PRICE], { shape: BY_UNIT, quorum: 3 });
  await awaitEra(api, 1);
  const { settled, block } = await agreeTask(api, service, USAGE);
  members = settled.members;
  const { era } = await plain(rewards.era(null, block));
  end = await happened('EraEnded', era);
  distribution = await happened('EraDistributed', era);
});

after(() => chain?.stop());

const head = async () => (await chain.api.rpc.chain.getBlockHash()).toHex();
const strings = (parts) =>
  Object.fromEntries([...parts].map(([name, part]) => [name, `${part}`]));
const sum = (amounts) => amounts.reduce((total, amount) => total + BigInt(amount), 0n);

/** Waits for the event `name` of `era`; returns its data and block, and its parent and height. */
async function happened(name, era) {
  const { api } = chain;
  const kind = api.events.rewards[name];
  const matches = (event) => kind.is(event) && event.data.era.toNumber() === era;
  const what = `${name} of era ${era}`;
  const { event, block } = await awaitEvent(api, api.genesisHash, matches, what);
  const { parentHash, number } = await api.rpc.chain.getHeader(block);
  return { data: event.data, block, parent: parentHash.toHex(), height: number.toNumber() };
}

/** Returns the protocol's share of what these members were paid. */
const shareOf = (some) => sum(some.flatMap(({ parts }) => [parts.burned, parts.treasury]));

/** Returns what an operator can claim after the block `at`. */
async function claimable(operator, at) {
  const { claimable: parts } = await plain(chain.api.rpc.nodes.operator(operator, at));
  return { rewards: BigInt(parts.rewards), commission: BigInt(parts.commission) };
}

test('rewards_era returns the era that runs', async () => {
  const at = await head();
  const era = await plain(rewards.era(null, at));
  const { issuance, nextEmission } = await plain(chain.api.rpc.nes.supply(at));
  const { running } = await plain(rewards.pending(alice.address, at)); // She makes every block.
  const active = (await (await chain.api.at(at)).query.nodeStaking.activeEra()).toNumber();
  assert.deepEqual(era, {
    era: active,
    state: 'running',
    emission: nextEmission,
    points: { validation: running.points.validation, work: '0' },
    incentiveRatio: 800_000_000,
    burned: '0',
    issuance,
    unpaid: '0',
  });
  assert.deepEqual(await plain(rewards.era(active, at)), era);
});

test('rewards_era returns one that has ended, before and after its payments', async () => {
  const { api } = chain;
  const { era: index, emission, burned } = end.data;
  const era = index.toNumber();
  const began = await happened('EraEnded', era - 1);
  const { validators, incentives } = emission;
  const ended = {
    era,
    state: 'ended',
    emission: strings(emission),
    points: { validation: 20 * (end.height - began.height), work: `${shareOf(members)}` },
    incentiveRatio: 800_000_000,
    burned: `${sum(members.map(({ parts }) => parts.burned))}`,
    issuance: (await plain(api.rpc.nes.supply(end.block))).issuance,
    unpaid: `${sum([validators, incentives])}`,
  };
  assert.equal(ended.burned, `${burned}`);
  assert.deepEqual(await plain(rewards.era(era, end.block)), ended);
  const unpaid = `${distribution.data.unpaid}`;
  const distributed = { ...ended, state: 'distributed', unpaid };
  assert.deepEqual(await plain(rewards.era(era, distribution.block)), distributed);
});

test('rewards_era is null for an era that is to come', async () => {
  assert.equal(await plain(rewards.era(4_000_000)), null);
  assert.equal(await plain(rewards.era(end.data.era.toNumber() + 1, end.parent)), null);
});

test('rewards_history goes page by page, the last era first', async () => {
  const at = await head();
  const { era: running } = await plain(rewards.era(null, at));
  const { items, nextCursor } = await plain(rewards.history(null, null, at));
  assert.equal(nextCursor, null);
  const eras = Array.from({ length: running }, (_, index) => running - 1 - index);
  assert.deepEqual(items.map(({ era }) => era), eras);
  for (const item of items) assert.deepEqual(item, await plain(rewards.era(item.era, at)));
  const first = await plain(rewards.history(null, 1, at));
  assert.deepEqual(first, { items: [items[0]], nextCursor: items[0].era });
  assert.deepEqual(await walk((cursor) => rewards.history(cursor, 1, at)), items);
  const none = await plain(rewards.history(null, null, chain.api.genesisHash));
  assert.deepEqual(none, { items: [], nextCursor: null });
});

test('what a validator would be paid is what it waits for and is paid in the end', async () => {
  const at = (block) => plain(rewards.pending(alice.address, block));
  const era = end.data.era.toNumber();
  const { points } = await plain(rewards.era(era, end.block));
  const payout = { validation: `${end.data.emission.validators}`, incentive: '0' };
  const own = { era, points: { validation: points.validation, work: '0' }, payout };

  const { running } = await at(end.parent);
  assert.deepEqual([running.era, running.state], [era, 'running']);
  assert.deepEqual(running.payout, payout);
  const ended = await at(end.block);
  const waiting = { ...own, state: 'waiting' };
  assert.deepEqual([ended.last, ended.waiting], [waiting, [waiting]]);
  const distributed = await at(distribution.block);
  assert.deepEqual(distributed.last, { ...own, state: 'paid' });
  assert.deepEqual(distributed.waiting, []);
});

test('a payout is claimable, the commission by itself', async () => {
  const { block, parent } = distribution;
  for (const [{ address }, percent] of new Map([[alice, 0n], [bob, 10n]])) {
    const { last } = await plain(rewards.pending(address, block));
    const amount = sum(Object.values(last.payout));
    const commission = (amount * percent) / 100n;
    assert.ok(amount > 0n);
    const [had, has] = await Promise.all([parent, block].map((at) => claimable(address, at)));
    assert.equal(has.commission - had.commission, commission);
    // With the fractions of a planck of all its rewards, which come as whole ones.
    const rest = has.rewards - had.rewards - (amount - commission);
    assert.ok(rest >= -1n && rest <= 1n, `${rest} planck`);
  }
});

test('work earns an incentive, and an era without work nothing', async () => {
  const era = end.data.era.toNumber();
  const work = shareOf(members.filter(({ node }) => node.eq(bob.address)));
  const part = (end.data.emission.incentives.toBigInt() * work) / shareOf(members);
  const most = (work * 800_000n) / 1_000_000n;
  const earned = await plain(rewards.pending(bob.address, distribution.block));
  assert.deepEqual(earned.last, {
    era,
    state: 'paid',
    points: { validation: 0, work: `${work}` },
    payout: { validation: '0', incentive: `${part < most ? part : most}` },
  });
  const next = await happened('EraEnded', era + 1);
  assert.deepEqual(await plain(rewards.pending(bob.address, next.block)), {
    running: { era: era + 2, state: 'running', ...NOTHING },
    last: { era: era + 1, state: 'nothing', ...NOTHING },
    waiting: [],
  });
});

test('an account without a node earns nothing, and in the first era none has ended', async () => {
  const answer = await plain(rewards.pending(ferdie.address, chain.api.genesisHash));
  const running = { era: 0, state: 'running', ...NOTHING };
  assert.deepEqual(answer, { running, last: null, waiting: [] });
});

test('nodes_operator has what rewards_pending returns', async () => {
  for (const { address } of [alice, bob]) {
    const operator = await plain(chain.api.rpc.nodes.operator(address, end.block));
    assert.deepEqual(operator.rewards, await plain(rewards.pending(address, end.block)));
  }
});

test('rewards_schedule returns the years to come', async () => {
  const at = await head();
  const { issuance, cap } = await plain(chain.api.rpc.nes.supply(at));
  const years = await plain(rewards.schedule(100, at));
  assert.deepEqual(years.map(({ year }) => year), Array.from({ length: 100 }, (_, i) => i + 1));
  let before = BigInt(issuance);
  for (const { emission, issuance: after } of years) {
    assert.equal(before + sum(Object.values(emission)), BigInt(after));
    before = BigInt(after);
  }
  assert.ok(before <= BigInt(cap));
  // A year of many eras at 8 % leaves e^-0.08 of the room.
  const [first] = await plain(rewards.schedule(1, at));
  assert.deepEqual(first, years[0]);
  const room = (now) => Number(BigInt(cap) - BigInt(now));
  const left = room(first.issuance) / room(issuance);
  assert.ok(Math.abs(left - Math.exp(-0.08)) < 1e-6, `${left}`);
});

test('clients that read metadata get the same answers', async () => {
  const { call } = await chain.api.at(distribution.block);
  const { last } = await call.rewardsApi.pending(alice.address);
  assert.ok(last.unwrap().state.isPaid);
  assert.equal(`${(await call.rewardsApi.era(end.data.era)).unwrap().era}`, `${end.data.era}`);
  assert.equal((await call.rewardsApi.schedule(2)).length, 2);
});

test('what cannot be answered is an error', async () => {
  const tooMany = (error) => {
    assert.equal(error.code, 20_400);
    assert.deepEqual(error.data, { code: 'TOO_MANY_YEARS', limit: 100 });
    return true;
  };
  await assert.rejects(rewards.schedule(101), tooMany);
  await assert.rejects(rewards.schedule(0), isWrongForm);
  await assert.rejects(rewards.history(null, 1_001), isError(20_002, 'LIMIT_TOO_LARGE'));
  await assert.rejects(rewards.history(null, 0), isWrongForm);
  const unknown = `0x${'22'.repeat(32)}`;
  const isUnknown = isError(20_000, 'UNKNOWN_BLOCK');
  await assert.rejects(rewards.era(null, unknown), isUnknown);
  await assert.rejects(rewards.history(null, null, unknown), isUnknown);
  await assert.rejects(rewards.pending(alice.address, unknown), isUnknown);
  await assert.rejects(rewards.schedule(1, unknown), isUnknown);
});
