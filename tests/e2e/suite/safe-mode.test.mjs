// Safe mode: how the technical collective enters it, what it stops and allows, and its end.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import { awaitEra, awaitEvent, find, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { request, requestCall, settlement } from '../roles/developer.mjs';
import { carry, decide, paramsCall, power } from '../roles/governance.mjs';
import { awaitTaskEvent, commit, reveal } from '../roles/member.mjs';
import { claim, delegate, undelegate } from '../roles/staker.mjs';
import { agreeTask, ANSWER, NODES, openMarket } from './market.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
const DURATION = 20;
const BACK = 100n * UNIT;
let chain;
let service;
let asked; // A task that is drawn before safe mode.
let unlockEra;
let until;

before(async () => {
  chain = await startChain();
  const { api } = chain;
  // Stake unbonds in the shortest time that the bounds allow.
  const changes = { unbondingEras: 5, appealEras: 1 };
  const call = await paramsCall(api, 'nodeStaking', changes);
  const carried = carry(api, power('ParameterAdmin'), call);
  service = await openMarket(api, [PRICE, PRICE, PRICE], { quorum: 3 });
  await delegate(api, eve, bob, 1_000n * UNIT);
  await carried;
  const { events } = await undelegate(api, eve, bob, BACK);
  unlockEra = find(events, api.events.nodeStaking.Undelegated).unlockEra.toNumber();
  await agreeTask(api, service, USAGE); // Earns Eve something to claim.
});

after(() => chain?.stop());

const head = async () => (await chain.api.rpc.chain.getBlockHash()).toHex();
const transfer = () => chain.api.tx.balances.transferKeepAlive(dave.address, UNIT);
const enteredUntil = async (block) =>
  (await (await chain.api.at(block)).query.safeMode.enteredUntil()).toJSON();

/** Waits for the last session before an era. */
async function lastSessionBefore(era) {
  const { api } = chain;
  const clock = await api.query.tempo.clockStore();
  const last = era * clock.eraEpochs.toNumber() - 1;
  if ((await api.query.session.currentIndex()).gten(last)) return;
  const isLast = (event) =>
    api.events.session.NewSession.is(event) && event.data.sessionIndex.eqn(last);
  await awaitEvent(api, await head(), isLast, `session ${last}`);
}

test('one member of the collective cannot enter it', async () => {
  const { api } = chain;
  const call = api.tx.safeMode.forceEnter();
  const motion = api.tx.technicalCommittee.propose(1, call, call.method.encodedLength);
  const { events } = await send(motion, alice);
  assert.ok(find(events, api.events.technicalCommittee.Executed).result.asErr.isBadOrigin);
  assert.equal(await enteredUntil(await head()), null);
});

test('two thirds of the collective enter it, for a limited time', async () => {
  const { api } = chain;
  await lastSessionBefore(unlockEra);
  asked = await request(api, eve, service, 'Before safe mode?', USAGE);
  await awaitTaskEvent(api, asked, api.events.inference.Drawn);
  const { block } = await decide(api, api.tx.safeMode.forceEnter());
  until = (await heightOf(api, block)) + DURATION;
  assert.equal(await enteredUntil(block), until);
});

describe('in safe mode', { concurrency: true }, () => {
  /** Checks that the block of a call was one of safe mode. */
  async function inSafeMode(block) {
    const height = await heightOf(chain.api, block);
    assert.ok(height <= until, `block ${height} is after safe mode, which ended with ${until}`);
    return block;
  }

  test('transfers are refused, however they are wrapped', async () => {
    const { utility } = chain.api.tx;
    await assert.rejects(send(transfer(), ferdie), /system\.CallFiltered/);
    const batch = utility.batchAll([transfer()]);
    await assert.rejects(send(batch, ferdie), /system\.CallFiltered/);
    assert.equal(await enteredUntil(await head()), until);
  });

  test('requests are refused', async () => {
    const { api } = chain;
    const order = requestCall(api, service, 'Now?', USAGE, { maxPrice: PRICE });
    await assert.rejects(send(order, ferdie), /system\.CallFiltered/);
    assert.equal(await enteredUntil(await head()), until);
  });

  test('drawn nodes commit, reveal and are paid', async () => {
    const { api } = chain;
    await Promise.all(NODES.map((node) => commit(api, node, asked.task, ANSWER)));
    await Promise.all(NODES.map((node) => reveal(api, node, asked.task, ANSWER)));
    const { settled, block } = await settlement(api, asked);
    assert.ok(settled.outcome.isAgreed);
    assert.deepEqual(settled.members.map(({ paid }) => paid.toBigInt()), [UNIT, UNIT, UNIT]);
    await inSafeMode(block);
  });

  test('rewards are claimed', async () => {
    const { block, claimed } = await claim(chain.api, eve, bob);
    assert.ok(claimed.amount.toBigInt() > 0n);
    await inSafeMode(block);
  });

  test('holders propose, vote and carry', async () => {
    const { api } = chain;
    const call = await paramsCall(api, 'market', { serviceDeposit: 11n * UNIT });
    const { block, events } = await carry(api, power('ParameterAdmin'), call);
    const [, params] = find(events, api.events.market.ParamsChanged);
    assert.equal(params.serviceDeposit.toBigInt(), 11n * UNIT);
    await inSafeMode(block);
  });

  test('matured stake is withdrawn', async () => {
    const { api } = chain;
    await awaitEra(api, unlockEra);
    const withdraw = api.tx.nodeStaking.withdraw(bob.address, eve.address);
    const { block, events } = await send(withdraw, dave); // Anyone may.
    const { amount, staker } = find(events, api.events.nodeStaking.Withdrawn);
    assert.ok(staker.eq(eve.address));
    assert.equal(amount.toBigInt(), BACK);
    await inSafeMode(block);
  });
});

test('it ends by itself', async () => {
  const { api } = chain;
  const isEnd = (event) => api.events.safeMode.Exited.is(event);
  const { event, block } = await awaitEvent(api, await head(), isEnd, 'the end of safe mode');
  assert.ok(event.data.reason.isTimeout);
  assert.equal(await heightOf(api, block), until + 1);
  const { events } = await send(transfer(), ferdie);
  find(events, api.events.balances.Transfer);
});

test('the collective cannot enter it again at once', async () => {
  const { api } = chain;
  const again = decide(api, api.tx.safeMode.forceEnter(), [bob, charlie]);
  await assert.rejects(again, /BadOrigin/);
  assert.equal(await enteredUntil(await head()), null);
});
