// Votes: their NES, delegations and locks.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie, pairOf } from '../lib/actors.mjs';
import { awaitHeight, find, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import {
  actFor, chainTime, decision, power, propose, vote, voteCall,
} from '../roles/governance.mjs';
import { register } from '../roles/operator.mjs';
import { delegate } from '../roles/staker.mjs';
import { ENDPOINT } from './market.mjs';

const TIPPER = 34;
const TWO_MINUTES = 120_000;
const MOST = 9_000_000n * UNIT;
let chain;
let period; // The blocks for which a vote of conviction 1x is locked.

before(async () => {
  chain = await startChain();
  period = chain.api.consts.convictionVoting.voteLockingPeriod.toNumber();
});

after(() => chain?.stop());

/** Gives a new account 10,000 NES; returns its key. */
async function holder(name) {
  const pair = pairOf(`//${name}`);
  await send(chain.api.tx.balances.transferKeepAlive(pair.address, 10_000n * UNIT), ferdie);
  return pair;
}

/** Has Ferdie propose a tip of `amount` planck to himself. */
const proposeTip = (amount) => {
  const call = chain.api.tx.treasury.spend(null, amount, ferdie.address, null);
  return propose(chain.api, ferdie, power('Tipper'), call);
};

/** Returns what votes lock of an account after `block`. */
async function lockOf({ address }, block) {
  const { query } = await chain.api.at(block);
  const locks = await query.balances.locks(address);
  const lock = locks.find(({ id }) => id.toUtf8() === 'pyconvot');
  return lock?.amount.toBigInt() ?? 0n;
}

/** Returns the votes of an account on the track of tips after `block`. */
async function votingOf({ address }, block) {
  const { query } = await chain.api.at(block);
  return (await query.convictionVoting.votingFor(address, TIPPER)).asCasting;
}

async function totalOf({ address }, block) {
  const { data } = await (await chain.api.at(block)).query.system.account(address);
  return data.free.toBigInt() + data.reserved.toBigInt();
}

describe('on one chain', { concurrency: true }, () => {
  test('a lock ends as the conviction of the vote says', async () => {
    const { api } = chain;
    const [passer, opponent] = [await holder('Passer'), await holder('Opponent')];
    const few = 1_000n * UNIT;
    const voters = new Map([
      [alice, { conviction: 'Locked1x', balance: MOST }],
      [bob, { conviction: 'Locked6x', balance: MOST }],
      [passer, { conviction: 'None', balance: few }],
      [opponent, { conviction: 'Locked1x', balance: few, aye: false }],
    ]);
    const referendum = await proposeTip(1n);
    await Promise.all([...voters].map(([voter, ballot]) =>
      vote(api, referendum, [voter], ballot)));
    const { block: end, outcome, tally } = await decision(api, referendum);
    assert.equal(outcome, 'Confirmed');
    const ayes = 7n * MOST + few / 10n;
    assert.deepEqual(tally, { ayes, nays: few, support: 2n * MOST + few });

    const height = await heightOf(api, end);
    const ends = new Map([
      [alice, height + period], [bob, height + 32 * period], [passer, 0], [opponent, 0],
    ]);
    await Promise.all([...ends].map(async ([voter, until]) => {
      const { balance } = voters.get(voter);
      assert.equal(await lockOf(voter, end), balance);
      const removed = await removeAndUnlock(voter, referendum);
      // A vote that lost, or has no conviction, is free at once.
      const early = await heightOf(api, removed) < until;
      assert.equal(await lockOf(voter, removed), early ? balance : 0n);
      if (!early) return;
      const { prior } = await votingOf(voter, removed);
      assert.deepEqual(prior.toJSON().map(BigInt), [BigInt(until), balance]);

      const almost = await unlockAfter(voter, until - 3);
      if (almost.height < until) assert.equal(await lockOf(voter, almost.block), balance);
      const free = await unlockAfter(voter, until - 1);
      assert.ok(free.height >= until);
      assert.equal(await lockOf(voter, free.block), 0n);
    }));
  });

  test('a delegate votes with what others delegate', async () => {
    const { api } = chain;
    const { convictionVoting } = api.tx;
    const amount = 9_500_000n * UNIT;
    const own = 1_000_000n * UNIT;
    const lend = convictionVoting.delegate(TIPPER, ferdie.address, 'Locked1x', amount);
    await send(lend, eve);
    const referendum = await proposeTip(2n);
    await vote(api, referendum, [ferdie], { balance: own, conviction: 'Locked1x' });
    await vote(api, referendum, [charlie, dave]);
    const ownVote = send(voteCall(api, referendum), eve);
    await assert.rejects(ownVote, /convictionVoting\.AlreadyDelegating/);
    const { outcome, tally, block } = await decision(api, referendum);
    assert.equal(outcome, 'Confirmed');
    assert.ok((await chainTime(api, referendum.block, block)) < TWO_MINUTES);
    assert.deepEqual(tally, {
      ayes: (2n * MOST) / 10n + own + amount,
      nays: 0n,
      support: 2n * MOST + own + amount,
    });

    // Delegated NES cannot be transferred, until some time after its return.
    const transfer = api.tx.balances.transferKeepAlive(dave.address, 1_000_000n * UNIT);
    await assert.rejects(send(transfer, eve), /Token.*Frozen/);
    const back = await send(convictionVoting.undelegate(TIPPER), eve);
    find(back.events, api.events.convictionVoting.Undelegated);
    const until = (await heightOf(api, back.block)) + period;
    const { prior } = await votingOf(eve, back.block);
    assert.deepEqual(prior.toJSON().map(BigInt), [BigInt(until), amount]);
    assert.equal(await lockOf(eve, back.block), amount);
    const freed = await unlockAfter(eve, until - 1);
    assert.equal(await lockOf(eve, freed.block), 0n);
    await send(transfer, eve);
    const { delegations } = await votingOf(ferdie, freed.block);
    assert.ok(delegations.capital.isZero() && delegations.votes.isZero());
  });

  test('what is staked, delegated, vesting and locked by another vote votes', async () => {
    const { api } = chain;
    const saver = pairOf('//Saver');
    const agent = pairOf('//Saver//agent'); // Votes for the saver, and pays for that.
    const { transferKeepAlive } = api.tx.balances;
    await send(transferKeepAlive(saver.address, 800_000n * UNIT), ferdie);
    await send(transferKeepAlive(agent.address, 1_000n * UNIT), ferdie);
    const vesting = { locked: 200_000n * UNIT, perBlock: 1, startingBlock: 1_000_000 };
    await send(api.tx.vesting.vestedTransfer(saver.address, vesting), ferdie);
    await register(api, saver, ENDPOINT, 700_000n * UNIT);
    await delegate(api, saver, alice, 50_000n * UNIT);
    await send(api.tx.proxy.addProxy(agent.address, 'Governance', 0), saver);

    const [one, other] = [await proposeTip(3n), await proposeTip(4n)];
    const total = await totalOf(saver, other.block);
    const all = { balance: total, conviction: 'Locked1x' };
    const more = voteCall(api, one, { ...all, balance: total + 1n });
    const refused = actFor(api, agent, saver, more);
    await assert.rejects(refused, /convictionVoting\.InsufficientFunds/);
    await actFor(api, agent, saver, voteCall(api, one, all));
    const { block } = await actFor(api, agent, saver, voteCall(api, other, all));

    const { query } = await api.at(block);
    for (const { index } of [one, other]) {
      const { tally } = (await query.referenda.referendumInfoFor(index)).unwrap().asOngoing;
      assert.equal(tally.ayes.toBigInt(), total);
      assert.equal(tally.support.toBigInt(), total);
    }
    assert.equal(await lockOf(saver, block), total);
    const { held, vestingLocked } = (await api.rpc.nes.account(saver.address, block)).toJSON();
    const amounts = new Map(held.map(({ reason, amount }) => [reason, BigInt(amount)]));
    assert.equal(amounts.get('stake'), 700_000n * UNIT);
    assert.equal(amounts.get('delegation'), 50_000n * UNIT);
    assert.equal(BigInt(vestingLocked), 200_000n * UNIT);
    // A voter with everything has nothing left for a fee.
    const remark = api.tx.system.remark('0x').signAndSend(saver, { nonce: -1 });
    await assert.rejects(remark, /Inability to pay/);
  });
});

/** Has `voter` take the vote back and ask for what it locked; returns the block. */
async function removeAndUnlock(voter, { index }) {
  const { removeVote, unlock } = chain.api.tx.convictionVoting;
  const calls = [removeVote(TIPPER, index), unlock(TIPPER, voter.address)];
  return (await send(chain.api.tx.utility.batchAll(calls), voter)).block;
}

/** Waits for the block at `height` and has `voter`'s lock looked at; returns block and height. */
async function unlockAfter(voter, height) {
  const { api } = chain;
  await awaitHeight(api, height);
  const { block } = await send(api.tx.convictionVoting.unlock(TIPPER, voter.address), ferdie);
  return { block, height: await heightOf(api, block) };
}
