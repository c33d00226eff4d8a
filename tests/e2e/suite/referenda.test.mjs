// Referenda from proposal to effect, at the same time on one chain: a change of parameters, a slash
// that is cancelled, a rejection, a killed proposal, and urgent calls that the technical collective
// whitelists.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { hexToString, stringToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { alice, bob, charlie, eve, ferdie, pairOf } from '../lib/actors.mjs';
import { awaitEra, awaitEvent, find, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { differences, movements, snapshot } from '../model/ledger.mjs';
import { PERCENT, positionOf, valueAfter } from '../model/stake.mjs';
import {
  carry, chainTime, decide, decision, enactment, paramsCall, power, propose, vote,
} from '../roles/governance.mjs';
import { delegate } from '../roles/staker.mjs';
import { makeExact } from '../roles/sudo.mjs';
import { missTasks, openMarket } from './market.mjs';

const TWO_MINUTES = 120_000;
const TIPPER = 34;
const SUBMISSION = 10n * UNIT;
const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
let chain;
let start;

before(async () => {
  chain = await startChain();
  start = await snapshotNow();
});

after(() => chain?.stop());

const head = async () => (await chain.api.rpc.chain.getBlockHash()).toHex();
const snapshotNow = async () => snapshot(chain.api, await head());

/** Gives a new account 100,000 NES; returns its key. */
async function holder(name) {
  const pair = pairOf(`//${name}`);
  await send(chain.api.tx.balances.transferKeepAlive(pair.address, 100_000n * UNIT), eve);
  return pair;
}

const reservedOf = async ({ address }) =>
  (await chain.api.query.system.account(address)).data.reserved.toBigInt();

/** Returns what the track of this id demands. */
function track(id) {
  const [, info] = chain.api.consts.referenda.tracks.find(([one]) => one.eqn(id));
  return { deposit: info.decisionDeposit.toBigInt(), period: info.decisionPeriod.toNumber() };
}

describe('on one chain', { concurrency: true }, () => {
  test('a vote changes a parameter, and the event has the old and the new ones', async () => {
    const { api } = chain;
    const before = (await api.query.market.parameters()).toJSON();
    const changes = { offerDeposit: 2n * UNIT, maxRoyalty: 50_000_000 };
    const call = await paramsCall(api, 'market', changes);
    const { index, block, events, ms } = await carry(api, power('ParameterAdmin'), call);
    assert.ok(ms < TWO_MINUTES, `${ms} ms`);

    const [old, now] = find(events, api.events.market.ParamsChanged);
    assert.deepEqual(old.toJSON(), before);
    assert.deepEqual(now.toJSON(), { ...before, offerDeposit: 2e12, maxRoyalty: 50_000_000 });
    const { query } = await api.at(block);
    assert.deepEqual((await query.market.parameters()).toJSON(), now.toJSON());
    assert.equal((await query.market.changedAt('offer_deposit')).toString(),
      `${await heightOf(api, block)}`);
    assert.ok((await query.market.changedAt('stake_cap')).isNone);
    assert.ok((await query.referenda.referendumInfoFor(index)).unwrap().isApproved);
  });

  test('parameters out of bounds are refused when the vote has carried them', async () => {
    const { api } = chain;
    const old = (await api.query.inference.parameters()).toJSON();
    const call = await paramsCall(api, 'inference', { commitWindow: 4 });
    const carried = carry(api, power('ParameterAdmin'), call);
    await assert.rejects(carried, /inference\.ParamsOutOfBounds/);
    assert.deepEqual((await api.query.inference.parameters()).toJSON(), old);
  });

  test('a vote cancels a slash in time, and the stake is whole again', async () => {
    const { api } = chain;
    const prices = [PRICE, PRICE, PRICE];
    const service = await openMarket(api, prices, { slots: 40, quorum: 3, slashable: true });
    await makeExact(api, service, { operators: 3 });
    await delegate(api, eve, charlie, 1_000n * UNIT);
    const whole = await behindCharlie(await head());
    assert.deepEqual(whole.held, [10_000n * UNIT, 1_000n * UNIT]);
    // Even if an era ends between them, four end in one.
    const missed = await missTasks(api, service, USAGE, PRICE, 7, charlie);
    const isSlash = (event) => api.events.nodeStaking.Slashed.is(event);
    const slashed = await awaitEvent(api, missed.block, isSlash, 'the slash');
    const { slash, fraction, executeEra } = slashed.event.data;
    assert.equal(fraction.toBigInt(), PERCENT / 10n);
    const { stake } = await behindCharlie(slashed.block);
    assert.equal(stake, valueAfter(PERCENT / 10n, whole.stake));

    const call = api.tx.nodeStaking.cancelSlash(slash);
    const { block, events, ms } = await carry(api, power('SlashAdmin'), call);
    assert.ok(ms < TWO_MINUTES, `${ms} ms`);
    assert.ok(find(events, api.events.nodeStaking.SlashCancelled).slash.eq(slash));
    const { query } = await api.at(block);
    assert.ok((await query.nodeStaking.activeEra()).lt(executeEra));
    assert.ok((await query.nodeStaking.openSlashes(slash)).isNone);
    assert.deepEqual(await behindCharlie(block), whole);

    // In the era in which it would have been executed, nothing is.
    await awaitEra(api, executeEra.toNumber());
    const isLater = (event) => api.events.session.NewSession.is(event);
    const later = await awaitEvent(api, await head(), isLater, 'the next session');
    assert.deepEqual(await behindCharlie(later.block), whole);
  });

  test('a proposal with too little support fails, and only one deposit comes back', async () => {
    const { api } = chain;
    const proposer = await holder('Proposer');
    const { deposit, period } = track(TIPPER);
    const call = api.tx.treasury.spend(null, 7n * UNIT, proposer.address, null);
    const referendum = await propose(api, proposer, power('Tipper'), call);
    assert.equal(await reservedOf(proposer), SUBMISSION + deposit + (await preimageHold(proposer)));
    // 1,000 NES of 60 million are less than the floor of the track.
    await vote(api, referendum, [eve], { balance: 1_000n * UNIT, conviction: 'Locked6x' });

    const early = api.tx.referenda.refundDecisionDeposit(referendum.index);
    await assert.rejects(send(early, eve), /referenda\.Unfinished/);
    const { outcome, tally, block } = await decision(api, referendum);
    assert.equal(outcome, 'Rejected');
    assert.deepEqual(tally, { ayes: 6_000n * UNIT, nays: 0n, support: 1_000n * UNIT });
    // It is looked at in the block after it; the first of a session has no time for that.
    const blocks = (await heightOf(api, block)) - (await heightOf(api, referendum.block));
    assert.ok(blocks > period && blocks <= period + 3, `${blocks} blocks`);
    assert.ok((await chainTime(api, referendum.block, block)) < TWO_MINUTES);

    const { refundDecisionDeposit, refundSubmissionDeposit } = api.tx.referenda;
    const refunded = await send(refundDecisionDeposit(referendum.index), ferdie);
    const back = find(refunded.events, api.events.referenda.DecisionDepositRefunded);
    assert.equal(back.amount.toBigInt(), deposit);
    assert.ok(back.who.eq(proposer.address));
    const submission = refundSubmissionDeposit(referendum.index);
    await assert.rejects(send(submission, proposer), /referenda\.BadStatus/);
    await send(api.tx.preimage.unnotePreimage(referendum.hash), proposer);
    assert.equal(await reservedOf(proposer), SUBMISSION);
    assert.equal((await api.query.treasury.spendCount()).toNumber(), 0);
  });

  test('the document of a discussion stands beside its proposal', async () => {
    const { api } = chain;
    const proposer = await holder('Author');
    const call = api.tx.treasury.spend(null, 8n * UNIT, proposer.address, null);
    const { index } = await propose(api, proposer, power('Tipper'), call);
    const text = JSON.stringify({ title: 'Eight NES', text: 'For the one who asks.' });
    const hash = blake2AsHex(text, 256);
    await send(api.tx.utility.batchAll([
      api.tx.preimage.notePreimage(stringToHex(text)),
      api.tx.referenda.setMetadata(index, hash),
    ]), proposer);
    assert.equal((await api.query.referenda.metadataOf(index)).unwrap().toHex(), hash);
    const noted = await api.query.preimage.preimageFor([hash, text.length]);
    assert.equal(hexToString(noted.unwrap().toHex()), text);
    const other = api.tx.referenda.setMetadata(index, null);
    await assert.rejects(send(other, eve), /referenda\.NoPermission/);
  });

  test('an upgrade that the collective whitelists is urgent', async () => {
    const { api } = chain;
    const code = `0x${'11'.repeat(32)}`;
    const call = api.tx.system.authorizeUpgrade(code);
    const dispatch = api.tx.whitelist.dispatchWhitelistedCallWithPreimage(call);
    const [referendum, whitelisted] = await Promise.all([
      propose(api, ferdie, power('WhitelistedCaller'), dispatch),
      decide(api, api.tx.whitelist.whitelistCall(call.method.hash)),
    ]);
    const listed = find(whitelisted.events, api.events.whitelist.CallWhitelisted);
    assert.ok(listed.callHash.eq(call.method.hash));
    await vote(api, referendum);
    const { block, events, ms } = await enactment(api, referendum);
    assert.ok(ms < TWO_MINUTES, `${ms} ms`);
    const { result } = find(events, api.events.whitelist.WhitelistedCallDispatched);
    assert.ok(result.isOk);
    const { query } = await api.at(block);
    assert.equal((await query.system.authorizedUpgrade()).unwrap().codeHash.toHex(), code);
    assert.ok((await query.whitelist.whitelistedCall(call.method.hash)).isNone);
  });

  test('a call that is carried before it is whitelisted waits for anyone to relay it', async () => {
    const { api } = chain;
    const relayer = await holder('Relayer');
    const [key, value] = [stringToHex('test:deferred'), '0x2a'];
    const call = api.tx.system.setStorage([[key, value]]);
    const { hash } = call.method;
    const dispatch = api.tx.whitelist.dispatchWhitelistedCallWithPreimage(call);
    const referendum = await propose(api, ferdie, power('WhitelistedCaller'), dispatch);
    await vote(api, referendum);
    const { block, events } = await enactment(api, referendum);
    find(events, api.events.whitelist.DispatchDeferred);
    const { query } = await api.at(block);
    const expiry = (await query.whitelist.deferredDispatch(hash)).unwrap().toNumber();
    assert.ok(expiry > await heightOf(api, block));

    await assert.rejects(send(dispatch, relayer), /whitelist\.CallIsNotWhitelisted/);
    await decide(api, api.tx.whitelist.whitelistCall(hash), [bob, charlie]);
    assert.equal((await api.rpc.state.getStorage(key)).toString(), '');
    const money = async () => (await api.query.system.account(relayer.address)).data.free;
    const had = await money();
    const relayed = await send(dispatch, relayer);
    assert.ok((await chainTime(api, referendum.block, relayed.block)) < TWO_MINUTES);
    assert.ok(find(relayed.events, api.events.whitelist.WhitelistedCallDispatched).result.isOk);
    const { who } = find(relayed.events, api.events.whitelist.DeferredDispatchExecuted);
    assert.ok(who.eq(relayer.address));
    assert.equal((await api.rpc.state.getStorage(key)).toString(), value);
    assert.ok((await money()).eq(had), 'the relay is free');
  });

  test('one member of three whitelists nothing', async () => {
    const { api } = chain;
    const call = api.tx.whitelist.whitelistCall(`0x${'22'.repeat(32)}`);
    const motion = api.tx.technicalCommittee.propose(1, call, call.method.encodedLength);
    const { events } = await send(motion, alice);
    const { result } = find(events, api.events.technicalCommittee.Executed);
    assert.ok(result.asErr.isBadOrigin);
  });
});

/** Returns the stake behind Charlie's node after `block`: as it counts, and on hold. */
async function behindCharlie(block) {
  const { api } = chain;
  const at = await api.at(block);
  const positions = await Promise.all([charlie, eve].map((one) => positionOf(at, charlie, one)));
  const { stake } = (await api.rpc.nodes.info(charlie.address, block)).unwrap().toJSON();
  return { stake: BigInt(stake), held: positions.map(({ held }) => held) };
}

/** Returns what an account has on hold for the one preimage that it has noted. */
async function preimageHold({ address }) {
  const holds = await chain.api.query.balances.holds(address);
  const amounts = holds.filter(({ id }) => id.isPreimage).map(({ amount }) => amount.toBigInt());
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

// Alone: it has to be carried before the other proposal fails.
test('a killed proposal loses its deposits to the treasury', async () => {
  const { api } = chain;
  const proposer = await holder('Nuisance');
  const { deposit } = track(TIPPER);
  const call = api.tx.treasury.spend(null, 9n * UNIT, proposer.address, null);
  const referendum = await propose(api, proposer, power('Tipper'), call);
  const kill = api.tx.referenda.kill(referendum.index);
  const { events } = await carry(api, power('ReferendumKiller'), kill);
  const slashed = events.filter((event) => api.events.referenda.DepositSlashed.is(event));
  const amounts = slashed.map(({ data }) => data.amount.toBigInt());
  assert.deepEqual(amounts, [SUBMISSION, deposit]);
  assert.equal((await decision(api, referendum)).outcome, 'Killed');
  assert.equal(await reservedOf(proposer), await preimageHold(proposer));
});

test('every balance moved by exactly what the events say', async () => {
  const end = await snapshotNow();
  const moved = await movements(chain.api, start.hash, end.hash);
  assert.deepEqual(differences(start, end, moved), []);
});
