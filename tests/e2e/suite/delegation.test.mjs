// Two delegators behind Bob's node through three eras: they earn, claim and take back what this
// file computes, to the planck.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie, rewardPot } from '../lib/actors.mjs';
import { awaitEra, find, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { freePorts } from '../lib/ports.mjs';
import { differences, movements, snapshot } from '../model/ledger.mjs';
import { earnings, PERCENT, positionOf } from '../model/stake.mjs';
import { request, settlement } from '../roles/developer.mjs';
import { ServiceNode } from '../roles/service-node.mjs';
import { claim, delegate, undelegate } from '../roles/staker.mjs';
import { setRewardsParams, setStakingParams } from '../roles/sudo.mjs';
import { openMarket } from './market.mjs';

const PRICES = [1_234_567_890_123n, 1_000_000_000_001n, 1_100_000_000_003n];
const SHAPE = { base: 1_000_000_000, input: 7, output: 11 };
const USAGE = { input: 256, output: 128 };
const UNBONDING = 5;

let chain;
let start;
const rewards = []; // Of Bob's node.
const eras = [];
const ofOthers = []; // The earnings of Charlie's and Dave's nodes.
const shares = { Bob: 10_000n * UNIT, Eve: 1_234_567_890_123_457n, Ferdie: 777_000_000_000_011n };
const running = [];

const head = async () => (await chain.api.rpc.chain.getBlockHash()).toHex();
const eraNow = async () => (await chain.api.query.nodeStaking.activeEra()).toNumber();
const money = async ({ address }) => (await chain.api.query.system.account(address)).data;

before(async () => {
  chain = await startChain();
  const { api } = chain;
  start = await snapshot(api, await head());
  // Fees are all that nodes earn here.
  await setRewardsParams(api, { validatorsShare: 0, incentiveRatio: 0 });
  await setStakingParams(api, { unbondingEras: UNBONDING, appealEras: 1 });
  const service = await openMarket(api, PRICES, { shape: SHAPE, quorum: 3 });
  await delegate(api, eve, bob, shares.Eve);
  await delegate(api, ferdie, bob, shares.Ferdie);
  const ports = await freePorts(3);
  for (const [index, operator] of [bob, charlie, dave].entries()) {
    running.push(await ServiceNode.start({ url: chain.url, operator, port: ports[index] }));
  }

  await work(service, 10n * PERCENT);
  await delegate(api, eve, bob, 99_999_999_999_999n);
  shares.Eve += 99_999_999_999_999n;

  await awaitEra(api, eras[0] + 1);
  const commission = 76_543_211n; // A lower one applies at once.
  await send(api.tx.nodeStaking.setCommission(commission), bob);
  await work(service, commission);
  await undelegate(api, ferdie, bob, 333_333_333_333_333n);
  shares.Ferdie -= 333_333_333_333_333n;

  await awaitEra(api, eras[1] + 1);
  await work(service, commission);
});

after(async () => {
  await Promise.all(running.map((node) => node.stop()));
  await chain?.stop();
});

/** Has a task settled, and notes the earnings of each node. */
async function work(service, commission) {
  const { api } = chain;
  const asked = await request(api, eve, service, 'I love it!', USAGE);
  const { settled, block } = await settlement(api, asked);
  assert.ok(settled.outcome.isAgreed);
  for (const { node, paid } of settled.members) {
    const fee = paid.toBigInt();
    const amount = fee - (fee * 10n) / 100n - (fee * 2n) / 100n; // The protocol's and the royalty.
    if (node.eq(bob.address)) rewards.push({ amount, commission, shares: { ...shares } });
    else ofOthers.push(amount);
  }
  eras.push((await (await api.at(block)).query.nodeStaking.activeEra()).toNumber());
}

test('the three tasks settle in three eras', () => {
  assert.equal(rewards.length, 3);
  assert.equal(new Set(eras).size, 3);
});

test('a delegator’s earnings over three eras are the sum by hand', async () => {
  const { api } = chain;
  const had = (await money(eve)).free.toBigInt();
  const { block, claimed } = await claim(api, eve, bob);
  assert.equal(claimed.amount.toBigInt(), earnings(rewards).stakers.Eve);
  assert.equal(claimed.restaked.toBigInt(), 0n);

  const moved = await movements(api, (await api.rpc.chain.getHeader(block)).parentHash, block);
  const fee = moved.filter(({ why }) => why.startsWith('transaction fee'))
    .reduce((sum, { amount }) => sum + amount, 0n);
  assert.equal((await money(eve)).free.toBigInt(), had + earnings(rewards).stakers.Eve - fee);
});

test('there is nothing to claim twice', async () => {
  await assert.rejects(claim(chain.api, eve, bob), /nodeStaking\.NothingToClaim/);
});

test('compounded earnings are staked again, whoever claims them', async () => {
  const { api } = chain;
  await send(api.tx.nodeStaking.setCompound(bob.address, true), ferdie);
  const [had, position] = [await money(ferdie), await positionOf(api, bob, ferdie)];
  const { events } = await send(api.tx.nodeStaking.claimFor(bob.address, ferdie.address), alice);
  const { amount, restaked } = find(events, api.events.nodeStaking.Claimed);
  const earned = earnings(rewards).stakers.Ferdie;
  assert.equal(amount.toBigInt(), earned);
  assert.equal(restaked.toBigInt(), earned);

  const now = await positionOf(api, bob, ferdie);
  assert.equal(now.shares, position.shares + earned);
  assert.equal(now.held, position.held + earned);
  assert.equal((await money(ferdie)).free.toBigInt(), had.free.toBigInt());
});

test('an operator claims the commission and what the own stake earned', async () => {
  const { claimed } = await claim(chain.api, bob, bob);
  const { commissions, stakers } = earnings(rewards);
  assert.equal(claimed.amount.toBigInt(), commissions + stakers.Bob);
});

test('what cannot be divided stays in the pot, beside what nobody has claimed', async () => {
  const { api } = chain;
  const { rest } = earnings(rewards);
  const unclaimed = ofOthers.reduce((sum, amount) => sum + amount, 0n);
  const pot = (await money({ address: rewardPot(api) })).free.toBigInt();
  assert.equal(pot, api.consts.balances.existentialDeposit.toBigInt() + unclaimed + rest);
  assert.ok(rest < 3n, `${rest} planck for three stakers`);
});

test('stake that is taken back waits until it has matured', async () => {
  const { api } = chain;
  const era = await eraNow();
  const { events } = await undelegate(api, eve, bob, shares.Eve);
  const { amount, unlockEra } = find(events, api.events.nodeStaking.Undelegated);
  assert.equal(amount.toBigInt(), shares.Eve);
  assert.ok(unlockEra.toNumber() >= era + UNBONDING);
  const early = send(api.tx.nodeStaking.withdraw(bob.address, eve.address), eve);
  await assert.rejects(early, /nodeStaking\.NothingToWithdraw/);
});

test('stake that still unbonds can be made active again', async () => {
  const { api } = chain;
  const again = 55_555_555_555_555n;
  await send(api.tx.nodeStaking.rebond(bob.address, again), eve);
  const { shares: active, unbonding } = await positionOf(api, bob, eve);
  assert.equal(active, again);
  assert.equal(unbonding[0].shares, shares.Eve - again);
});

test('matured stake is free again, for its owner, whoever withdraws it', async () => {
  const { api } = chain;
  const { unbonding, shares: active } = await positionOf(api, bob, eve);
  const had = (await money(eve)).free.toBigInt();
  await awaitEra(api, unbonding[0].unlockEra);
  const { events } = await send(api.tx.nodeStaking.withdraw(bob.address, eve.address), alice);
  const { amount } = find(events, api.events.nodeStaking.Withdrawn);
  assert.equal(amount.toBigInt(), unbonding[0].shares);
  assert.equal((await money(eve)).free.toBigInt(), had + unbonding[0].shares);
  assert.equal((await positionOf(api, bob, eve)).held, active);
});

test('every balance of the chain moved by exactly what the events say', async () => {
  const { api } = chain;
  const end = await snapshot(api, await head());
  assert.deepEqual(differences(start, end, await movements(api, start.hash, end.hash)), []);
});
