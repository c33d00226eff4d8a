// The chain of the public shape, and its allocations, of which NES cannot move until they vest.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { UNIT } from 'nes-js';

import { alice, bob, eve, ferdie, nameOf } from '../lib/actors.mjs';
import { awaitFinality, send } from '../lib/chain.mjs';
import { ALLOCATIONS, GENESIS, startPublicShape } from '../lib/public-shape.mjs';
import { positionOf } from '../model/stake.mjs';
import { requestCall } from '../roles/developer.mjs';
import { delegate } from '../roles/staker.mjs';
import { openMarket } from './market.mjs';

const plot = fileURLToPath(new URL('../../../scripts/plot-supply.sh', import.meta.url));
const PRICE = 10n * UNIT;
const USAGE = { input: 100, output: 50 };
const STAKE = 400_000n * UNIT;
const [early, late] = ALLOCATIONS; // Eve's, which vests from genesis on, and Ferdie's.
const locked = ({ amount, liquid }) => BigInt(amount - liquid);
const perBlock = (allocation) => locked(allocation) / BigInt(allocation.length);
let chain;

before(async () => (chain = await startPublicShape()));
after(() => chain?.stop());

/** Returns what `holder` has after `block`; its amounts can be handed to `BigInt`. */
const accountOf = async ({ address }, block) =>
  (await chain.api.rpc.nes.account(address, block)).toJSON();

const heightOf = async (block) => BigInt((await chain.api.rpc.chain.getHeader(block)).number);

/** Unlocks the vested NES of `holder`; returns the block's height and what is `left` locked. */
async function vest(holder) {
  const { block } = await send(chain.api.tx.vesting.vest(), holder);
  const { vestingLocked, vesting } = await accountOf(holder, block);
  assert.equal(BigInt(vesting[0].lockedNow), BigInt(vestingLocked));
  return { height: await heightOf(block), left: BigInt(vestingLocked) };
}

test('the public chain starts with one validator, and finalises', async () => {
  await awaitFinality(chain.api, 3);
  const { api } = chain;
  assert.equal(api.consts.babe.expectedBlockTime.toNumber(), 3_000);
  const validators = await api.query.session.validators();
  assert.deepEqual(validators.map((one) => nameOf(api, one)), ['Alice']);
});

test('there are 1,000,000,000 NES at genesis, half of what there can be', async () => {
  const at = await chain.api.at(chain.api.genesisHash);
  assert.equal((await at.query.balances.totalIssuance()).toBigInt(), 10n ** 9n * UNIT);
  const { issuance, cap, genesis, minted, burned } = await at.call.supplyApi.supply();
  const amounts = [issuance, cap, genesis, minted, burned].map((amount) => amount.toBigInt());
  assert.deepEqual(amounts, [GENESIS, 2n * GENESIS, GENESIS, 0n, 0n]);
});

test('everyone can read when an allocation vests', async () => {
  for (const allocation of ALLOCATIONS) {
    const info = await accountOf(allocation.holder, chain.api.genesisHash);
    const [schedule, ...others] = info.vesting;
    const all = locked(allocation);
    const each = perBlock(allocation);
    assert.deepEqual(others, []);
    assert.equal(BigInt(info.free), allocation.amount);
    assert.equal(BigInt(info.transferable), allocation.liquid);
    assert.equal(BigInt(info.vestingLocked), all);
    assert.equal(BigInt(schedule.locked), all);
    assert.equal(BigInt(schedule.lockedNow), all);
    assert.equal(BigInt(schedule.perBlock), each);
    assert.equal(Number(schedule.startingBlock), allocation.begin);
    // The rest of the division becomes free in a block of its own.
    assert.equal(Number(schedule.endingBlock), allocation.begin + Number((all + each - 1n) / each));
    assert.ok(Number(schedule.endingBlock) - allocation.begin - allocation.length <= 1);
  }
});

test('what has not vested cannot be transferred', async () => {
  for (const { holder, liquid } of ALLOCATIONS) {
    const tx = chain.api.tx.balances.transferAllowDeath(bob.address, liquid + UNIT);
    await assert.rejects(send(tx, holder), /Token.*Frozen/);
  }
});

test('what is liquid can be transferred', async () => {
  const { block } = await send(chain.api.tx.balances.transferAllowDeath(bob.address, UNIT), ferdie);
  const { vestingLocked, free } = await accountOf(ferdie, block);
  assert.equal(BigInt(vestingLocked), locked(late));
  assert.ok(BigInt(free) < late.amount - UNIT);
});

test('what has not vested cannot pay for a task', async () => {
  const { api } = chain;
  const service = await openMarket(api, [PRICE, PRICE, PRICE]);
  const order = requestCall(api, service, 'For what?', USAGE, { maxPrice: PRICE });
  await assert.rejects(send(order, ferdie), /inference\.InsufficientBalance/);
  await send(order, alice);
});

test('what has not vested can be staked', async () => {
  const { api } = chain;
  for (const allocation of ALLOCATIONS) {
    const { holder, liquid } = allocation;
    const { block } = await delegate(api, holder, alice, STAKE);
    assert.equal((await positionOf(await api.at(block), alice, holder)).held, STAKE);
    const { transferable, vestingLocked } = await accountOf(holder, block);
    assert.equal(BigInt(vestingLocked), locked(allocation));
    assert.ok(BigInt(transferable) < liquid, 'what is staked unlocks nothing else');
  }
});

test('each block frees its part, once somebody asks for it', async () => {
  const first = await vest(eve);
  await awaitFinality(chain.api, Number(first.height) + 3);
  const second = await vest(eve);
  const blocks = second.height - first.height;
  assert.ok(blocks >= 3n);
  assert.equal(first.left - second.left, perBlock(early) * blocks);
  assert.equal(second.left, locked(early) - perBlock(early) * second.height);
});

test('what has vested can be transferred', async () => {
  const amount = early.liquid + 10n * UNIT;
  await send(chain.api.tx.balances.transferKeepAlive(bob.address, amount), eve);
});

test('nothing becomes free before the cliff', async () => {
  assert.equal((await vest(ferdie)).left, locked(late));
});

test('the picture of the supply is what this chain says', async () => {
  await promisify(execFile)(plot, ['--check', '--url', chain.url], { timeout: 120_000 });
});
