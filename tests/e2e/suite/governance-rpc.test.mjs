// The section `governance` of the JSON-RPC, compared in every block with the referenda, votes and
// locks of the state.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { alice, dave, eve, ferdie } from '../lib/actors.mjs';
import { awaitHeight, eventsOf, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { decision, VOTERS } from '../roles/governance.mjs';
import { isError, isWrongForm, listen, plain, walk } from './answers.mjs';
import { exampleUnder, form } from './examples.mjs';
import {
  BILLION, locksOf, nameOf, near, powerOf, referendumOf, threshold, tracksOf,
} from './governance-state.mjs';
import { openForEachEnd } from './referenda.mjs';

const [ROOT_TRACK, PARAMETER_ADMIN, TIPPER] = [0, 10, 34];
const LOCK_PERIOD = 2; // Blocks of conviction 1x on this chain.
let chain;
let governance;
let referenda; // By their ends; each { index, block, … }.
let ends; // Likewise, each { outcome, block, … }.
let first; // The height of the first of them,
let hashes; // and the blocks from there on.
const received = []; // The lists that each of two subscribers gets.

before(async () => {
  chain = await startChain();
  const { api } = chain;
  governance = api.rpc.governance;
  await Promise.all([0, 1].map(async (index) => {
    received[index] = [];
    await governance.subscribeReferenda((items) => received[index].push(items.toJSON()));
  }));
  const { block } = await delegateTipper(ferdie, eve, 1_000n * UNIT);
  first = await heightOf(api, block);
  referenda = await openForEachEnd(api);
  const freed = free(api);
  ends = Object.fromEntries(await Promise.all(
    Object.entries(referenda).map(async ([name, one]) => [name, await decision(api, one)]),
  ));
  await freed;
  const last = (await api.rpc.chain.getHeader()).number.toNumber();
  const heights = Array.from({ length: last + 1 - first }, (_, index) => first + index);
  hashes = await Promise.all(heights.map((height) => hashAt(height)));
});

after(() => chain?.stop());

const hashAt = async (height) => (await chain.api.rpc.chain.getBlockHash(height)).toHex();
const head = async () => (await chain.api.rpc.chain.getBlockHash()).toHex();
const parent = async (hash) => (await chain.api.rpc.chain.getHeader(hash)).parentHash.toHex();
const detail = (index, ...at) => plain(governance.referendum(index, ...at));

const delegateTipper = (staker, { address }, amount) =>
  send(chain.api.tx.convictionVoting.delegate(TIPPER, address, 'Locked3x', amount), staker);

/** Takes a vote and deposits back once they are free, and waits until the longest lock is over. */
async function free(api) {
  const { carried } = referenda;
  const { block } = await decision(api, carried);
  const { convictionVoting } = api.tx;
  await send(convictionVoting.removeVote(PARAMETER_ADMIN, carried.index), ferdie);
  await send(api.tx.referenda.refundDecisionDeposit(carried.index), eve);
  await send(api.tx.referenda.refundSubmissionDeposit(carried.index), eve);
  await awaitHeight(api, (await heightOf(api, block)) + 32 * LOCK_PERIOD);
}

/** Calls `check(at, height)` for each block since the first proposal. */
async function everywhere(check) {
  for (const [index, at] of hashes.entries()) await check(at, first + index);
}

test('governance_tracks returns the metadata’s tracks, and origins to submit with', async () => {
  const known = tracksOf(chain.api);
  const listed = await plain(governance.tracks());
  assert.deepEqual(listed.map(({ id }) => id), [...known.keys()]);
  for (const track of listed) {
    const info = known.get(track.id);
    const { ceil, floor } = info.minSupport.asLinearDecreasing;
    const { origin, approval, spendCap, ...rest } = track;
    assert.deepEqual(rest, {
      id: track.id,
      name: nameOf(info),
      atOnce: info.maxDeciding.toNumber(),
      submissionDeposit: `${chain.api.consts.referenda.submissionDeposit}`,
      decisionDeposit: `${info.decisionDeposit}`,
      prepare: info.preparePeriod.toNumber(),
      decision: info.decisionPeriod.toNumber(),
      confirm: info.confirmPeriod.toNumber(),
      enactment: info.minEnactmentPeriod.toNumber(),
      support: { start: ceil.toNumber(), end: floor.toNumber() },
    });
    assert.ok(near(approval.start, BILLION) && near(approval.end, BILLION / 2n));
    // A proposal takes the origin as it is, and its name is the track's.
    const [[pallet, name]] = Object.entries(origin);
    const { args } = chain.api.tx.referenda.submit(origin, { Inline: '0x00' }, { After: 0 });
    assert.equal(args[0].value.toString(), name);
    const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
    assert.deepEqual([pallet, words.join('_')], [track.id ? 'Origins' : 'system', track.name]);
    const spends = ['treasurer', 'big_spender', 'medium_spender', 'small_spender', 'tipper'];
    assert.equal(spendCap !== null, spends.includes(track.name));
  }
  const { spendCap } = listed.find(({ id }) => id === TIPPER);
  assert.equal(BigInt(spendCap), 1_000n * UNIT);
});

test('governance_referenda lists what the state has, in every block', async () => {
  await everywhere(async (at) => {
    const state = await chain.api.at(at);
    const count = (await state.query.referenda.referendumCount()).toNumber();
    const { items, nextCursor } = await plain(governance.referenda(null, null, 1_000, at));
    assert.equal(nextCursor, null);
    const indices = Array.from({ length: count }, (_, index) => count - 1 - index);
    assert.deepEqual(items.map(({ referendum }) => referendum), indices);
    for (const item of items) {
      // The name of the call and the enactment of an approved one have tests of their own.
      if (item.state === 'ongoing') delete item.proposal.call;
      else delete item.enactment;
      assert.deepEqual(item, await referendumOf(state, item.referendum));
    }
  });
});

test('governance_referenda goes page by page, all or the ongoing or ended ones', async () => {
  const { cancelled } = referenda;
  const at = ends.killed.block;
  const { items } = await plain(governance.referenda(null, null, null, at));
  assert.deepEqual(await walk((cursor) => governance.referenda(null, cursor, 2, at)), items);
  const [newest] = items;
  const page = await plain(governance.referenda(null, null, 1, at));
  assert.deepEqual(page, { items: [newest], nextCursor: newest.referendum });
  for (const ongoing of [true, false]) {
    const some = items.filter(({ state }) => (state === 'ongoing') === ongoing);
    assert.ok(some.length > 0);
    const walked = await walk((cursor) => governance.referenda(ongoing, cursor, 1, at));
    assert.deepEqual(walked, some);
  }
  const before = await plain(governance.referenda(null, cancelled.index, 1, at));
  assert.equal(before.items[0].referendum, cancelled.index - 1);
  const none = await plain(governance.referenda(null, null, null, chain.api.genesisHash));
  assert.deepEqual(none, { items: [], nextCursor: null });
});

test('a proposal is named by its call, where the chain has it', async () => {
  const { carried, rejected, waiting, unknown } = referenda;
  const at = ends.killed.block;
  const listed = async (index) => {
    const { items } = await plain(governance.referenda(null, index + 1, 1, at));
    return items[0].proposal;
  };
  const carriedDetail = await detail(carried.index, carried.block);
  assert.equal(carriedDetail.proposal.call, 'market.setParams');
  const { method, section } = chain.api.createType('Call', carriedDetail.encodedCall);
  assert.deepEqual([section, method], ['market', 'setParams']);
  assert.equal(blake2AsHex(carriedDetail.encodedCall, 256), carriedDetail.proposal.hash);

  // A long call is named in the detail only.
  assert.equal((await listed(rejected.index)).call, null);
  const long = await detail(rejected.index, at);
  assert.equal(long.proposal.call, 'system.remark');
  assert.equal(long.encodedCall.length, 2 + 2 * long.proposal.len);

  assert.equal((await listed(waiting.index)).call, 'system.remark');
  assert.equal((await detail(waiting.index, at)).proposal.call, 'system.remark');
  const missing = await detail(unknown.index, at);
  assert.deepEqual([missing.encodedCall, missing.proposal.call], [null, null]);
});

test('governance_referendum has the list’s fields, and the standing by the curves', async () => {
  await everywhere(async (at, height) => {
    const { query } = await chain.api.at(at);
    const { items } = await plain(governance.referenda(null, null, 1_000, at));
    const issuance = await query.balances.totalIssuance();
    const votable = issuance.toBigInt() - (await query.balances.inactiveIssuance()).toBigInt();
    for (const item of items) {
      const { encodedCall, standing, ...info } = await detail(item.referendum, at);
      if (item.proposal) info.proposal.call = item.proposal.call;
      assert.deepEqual(info, item);
      if (item.state === 'ongoing') {
        assertStanding(item, standing, { height, votable });
      } else {
        assert.deepEqual([encodedCall, standing], [undefined, undefined]);
      }
    }
  });
});

/** Checks the standing of an ongoing referendum after the block at `height`. */
function assertStanding({ track, since, tally, stage }, standing, { height, votable }) {
  const { approval, support, missing } = standing;
  const { minApproval, minSupport, decisionPeriod } = tracksOf(chain.api).get(track);
  const [ayes, nays, capital] = [tally.ayes, tally.nays, tally.support].map(BigInt);
  assert.equal(BigInt(standing.votable), votable);
  assert.equal(BigInt(support.now), (capital * BILLION) / votable);
  assert.equal(BigInt(approval.now), ayes + nays > 0n ? (ayes * BILLION) / (ayes + nays) : 0n);
  const elapsed = BigInt(Math.min(height - (since ?? height), decisionPeriod.toNumber()));
  const part = (elapsed * BILLION) / decisionPeriod.toBigInt();
  assert.ok(near(approval.needed, threshold(minApproval, part)));
  assert.ok(near(support.needed, threshold(minSupport, part)));

  const needed = BigInt(approval.needed);
  const capitalNeeded = (BigInt(support.needed) * votable + BILLION - 1n) / BILLION;
  const difference = capitalNeeded - capital;
  assert.equal(BigInt(missing.support), difference > 0n ? difference : 0n);
  if (nays > 0n && needed === BILLION) {
    assert.equal(missing.ayes, null);
  } else {
    // With them it is approved, and with one less it is not.
    const passes = (more) => {
      const all = ayes + nays + more;
      return all > 0n && (ayes + more) * BILLION >= needed * all;
    };
    const more = BigInt(missing.ayes);
    assert.ok(passes(more) && (more === 0n || !passes(more - 1n)));
  }
  assert.equal(standing.forecast === null, stage === 'queued');
}

/** Returns true if the block at `height` begins a session: it has no room for scheduled steps. */
async function beginsSession(height) {
  const events = await eventsOf(chain.api, await hashAt(height));
  return events.some((event) => chain.api.events.session.NewSession.is(event));
}

test('the forecast comes true, unless somebody votes or governance interferes', async () => {
  const outcomes = {
    carried: 'approved', slow: 'approved', rejected: 'rejected', waiting: 'timedOut',
    unknown: 'timedOut',
  };
  for (const [name, outcome] of Object.entries(outcomes)) {
    const { index } = referenda[name];
    const end = await heightOf(chain.api, ends[name].block);
    // Each block from there on that begins a session can delay a step by one.
    let [last, seen, sessions] = [null, 0, 0];
    for (let height = end - 1; height >= first; height -= 1) {
      const { tally, standing } = (await detail(index, await hashAt(height))) ?? {};
      if (!tally) break;
      last ??= tally;
      if (JSON.stringify(tally) !== JSON.stringify(last)) break;
      const { outcome: forecast, block, blocksLeft } = standing.forecast;
      assert.deepEqual([forecast, blocksLeft], [outcome, block - height], name);
      const late = end - block;
      assert.ok(late >= 0 && late <= sessions, `${name}: ${block} at ${height}, not ${end}`);
      seen += 1;
      if (await beginsSession(height)) sessions += 1;
    }
    assert.ok(seen >= 2, `${name}: ${seen}`);
  }
});

test('a referendum without a place waits in the queue', async () => {
  const { cancelled, killed } = referenda;
  const [waits, decided] = await Promise.all([cancelled, killed].map(
    ({ index }) => detail(index, cancelled.queued),
  ));
  assert.deepEqual([waits.stage, waits.since, waits.ends], ['queued', null, null]);
  assert.equal(waits.standing.forecast, null);
  assert.deepEqual([decided.stage, decided.track], ['deciding', ROOT_TRACK]);
});

test('an approved call waits for its enactment, which then is no more', async () => {
  const { carried } = referenda;
  const { enactment } = await detail(carried.index, ends.carried.block);
  const { minEnactmentPeriod } = tracksOf(chain.api).get(PARAMETER_ADMIN);
  const end = await heightOf(chain.api, ends.carried.block);
  assert.equal(enactment, end + minEnactmentPeriod.toNumber());
  const changed = async (height) => {
    const { query } = await chain.api.at(await hashAt(height));
    return (await query.market.changedAt('offer_deposit')).isSome;
  };
  const made = enactment + ((await beginsSession(enactment)) ? 1 : 0);
  assert.deepEqual(await Promise.all([made - 1, made].map(changed)), [false, true]);
  assert.equal((await detail(carried.index, await hashAt(made))).enactment, null);
});

test('refundable deposits are those that can be refunded', async () => {
  const { refundSubmissionDeposit, refundDecisionDeposit } = chain.api.tx.referenda;
  const refunds = {
    submissionDeposit: refundSubmissionDeposit,
    decisionDeposit: refundDecisionDeposit,
  };
  await Promise.all(Object.entries(referenda).map(async ([name, { index }]) => {
    const answer = await detail(index);
    await Promise.all(Object.entries(refunds).map(async ([which, refund]) => {
      const refunded = send(refund(index), alice);
      if (answer[which]?.refundable) await refunded;
      else await assert.rejects(refunded, /referenda\.(BadStatus|NoDeposit)/, name);
    }));
    const left = await detail(index);
    assert.equal(left.decisionDeposit, null);
    assert.ok(!left.submissionDeposit?.refundable);
  }));
});

test('governance_votingPower counts all NES of an account, and what is delegated', async () => {
  const { api } = chain;
  for (const at of [hashes[0], ends.carried.block, hashes.at(-1)]) {
    const state = await api.at(at);
    for (const { address } of [...VOTERS, eve, ferdie]) {
      const answer = await plain(governance.votingPower(address, at));
      assert.deepEqual(answer, await powerOf(state, address));
      assert.equal((await plain(api.rpc.nes.account(address, at))).votingPower, answer.total);
    }
  }
  const [mine] = (await plain(governance.votingPower(eve.address))).tracks;
  assert.deepEqual(mine.delegated, { votes: `${3_000n * UNIT}`, capital: `${1_000n * UNIT}` });
});

test('governance_locks returns votes, delegations and earlier locks, in every block', async () => {
  const seen = { lockedUntil: 0, prior: 0, ongoing: 0, delegating: 0, abstain: 0 };
  await everywhere(async (at, height) => {
    const state = await chain.api.at(at);
    for (const { address } of [eve, ferdie, dave]) {
      const answer = await plain(governance.locks(address, at));
      assert.deepEqual(answer, await locksOf(state, address, height));
      for (const { votes, prior, delegating } of answer.tracks) {
        if (prior) seen.prior += 1;
        if (delegating) seen.delegating += 1;
        seen.ongoing += votes.filter(({ ongoing }) => ongoing).length;
        seen.lockedUntil += votes.filter(({ lockedUntil }) => lockedUntil !== null).length;
        seen.abstain += votes.filter(({ abstain }) => abstain !== '0').length;
      }
    }
  });
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 0, what);
});

test('unlock frees what governance_locks says, when it says so', async () => {
  const { api } = chain;
  const lockOf = async ({ address }, at) => {
    const { query } = await api.at(at);
    const locks = await query.balances.locks(address);
    return locks.find(({ id }) => id.toUtf8() === 'pyconvot')?.amount.toBigInt() ?? 0n;
  };
  const onTrack = async ({ address }, track, at) =>
    (await plain(governance.locks(address, at))).tracks.find((row) => row.track === track);
  const { removeVote, undelegate, unlock } = api.tx.convictionVoting;

  // Six-fold, and removed long ago.
  const end = await heightOf(api, ends.carried.block);
  const until = end + 32 * LOCK_PERIOD;
  const [early, due] = await Promise.all([until - 1, until].map(
    async (height) => onTrack(ferdie, PARAMETER_ADMIN, await hashAt(height)),
  ));
  assert.deepEqual(early.prior, { amount: `${6n * UNIT}`, until });
  assert.deepEqual([early.unlockable, due.unlockable], ['0', `${6n * UNIT}`]);

  // Eve's votes, which lock until they are removed.
  const { carried, rejected } = referenda;
  const { block: removed } = await send(api.tx.utility.batchAll([
    removeVote(PARAMETER_ADMIN, carried.index), removeVote(TIPPER, rejected.index),
  ]), eve);
  // Ferdie's delegation, which has a lock of its own.
  await send(undelegate(TIPPER), ferdie);
  for (const holder of [eve, ferdie]) {
    const calls = [PARAMETER_ADMIN, TIPPER].map((track) => unlock(track, holder.address));
    const { block } = await send(api.tx.utility.batchAll(calls), alice);
    const at = await parent(block);
    const [had, has] = await Promise.all([at, block].map((hash) => lockOf(holder, hash)));
    const { locked, unlockable } = await plain(governance.locks(holder.address, at));
    assert.deepEqual([locked, unlockable], [`${had}`, `${had - has}`]);
  }
  assert.equal((await plain(governance.locks(eve.address))).locked, '0');
  assert.ok(await heightOf(api, removed) > end + LOCK_PERIOD);
});

test('subscribers hear of the ongoing referenda, and of each change', async () => {
  const at = await head();
  const { items: ongoing } = await plain(governance.referenda(true, null, null, at));
  for (const own of received) {
    assert.deepEqual(own[0], []);
    assert.deepEqual(own.at(-1), ongoing);
    for (const [index, list] of own.entries()) {
      assert.ok(list.every(({ state }) => state === 'ongoing'));
      if (index > 0) assert.notDeepEqual(list, own[index - 1]);
    }
  }
  // No change was left out, since nobody read slowly.
  const lists = [];
  await everywhere(async (hash) => {
    const { items } = await plain(governance.referenda(true, null, 1_000, hash));
    if (JSON.stringify(items) !== JSON.stringify(lists.at(-1))) lists.push(items);
  });
  for (const own of received) assert.deepEqual(own.slice(-lists.length), lists);
});

test('a subscription that ends says nothing more', async () => {
  const listener = await listen((callback) => governance.subscribeReferenda(callback));
  assert.ok(Array.isArray(await listener.next()));
  listener.stop();
});

test('the example of the documentation has the form of the answer', async () => {
  const { index } = referenda.slow;
  const end = await heightOf(chain.api, ends.slow.block);
  const answer = await detail(index, await hashAt(end - 8));
  const example = exampleUnder('Governance');
  const nulls = { document: null };
  assert.deepEqual(form({ ...answer, ...nulls }), form({ ...example, ...nulls }));
});

test('clients that read metadata get the same answers', async () => {
  const at = ends.rejected.block;
  const { call } = await chain.api.at(at);
  const { governanceApi } = call;
  assert.equal((await governanceApi.tracks()).length, tracksOf(chain.api).size);
  const { index } = referenda.rejected;
  const { info } = (await governanceApi.referendum(index)).unwrap();
  assert.ok(info.asEnded.end.isRejected);
  const page = await governanceApi.referenda(true, null, 1_000);
  const { items } = await plain(governance.referenda(true, null, 1_000, at));
  assert.deepEqual(page.items.map(([one]) => one.toNumber()), items.map((one) => one.referendum));
  const { total } = await plain(governance.votingPower(eve.address, at));
  assert.equal(`${(await governanceApi.votingPower(eve.address)).total}`, total);
  const { locked } = await plain(governance.locks(eve.address, at));
  assert.equal(`${(await governanceApi.locks(eve.address)).locked}`, locked);
});

test('what cannot be answered is null or an error', async () => {
  assert.equal(await detail(4_000_000), null);
  const { address } = eve;
  const tooLarge = isError(20_002, 'LIMIT_TOO_LARGE');
  await assert.rejects(governance.referenda(null, null, 1_001), tooLarge);
  await assert.rejects(governance.referenda(null, null, 0), isWrongForm);
  const unknown = `0x${'22'.repeat(32)}`;
  const isUnknown = isError(20_000, 'UNKNOWN_BLOCK');
  await assert.rejects(governance.tracks(unknown), isUnknown);
  await assert.rejects(governance.referenda(null, null, null, unknown), isUnknown);
  await assert.rejects(governance.referendum(0, unknown), isUnknown);
  await assert.rejects(governance.votingPower(address, unknown), isUnknown);
  await assert.rejects(governance.locks(address, unknown), isUnknown);
});
