// Governance as wallets reach it: the pages that polkadot.js Apps shows, and proxies.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie, pairOf } from '../lib/actors.mjs';
import { find, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { requestCall } from '../roles/developer.mjs';
import { actFor, power, voteCall } from '../roles/governance.mjs';
import { failedDraws, openMarket, UNFIT } from './market.mjs';

/** The items of the metadata without which polkadot.js Apps does not show a page. */
const PAGES = {
  referenda: ['tx.referenda.submit', 'tx.convictionVoting.vote', 'consts.referenda.tracks'],
  treasury: ['query.treasury.proposals'],
  bounties: ['tx.bounties.proposeBounty'],
  preimages: ['query.preimage.statusFor', 'tx.preimage.notePreimage'],
  scheduler: ['query.scheduler.agenda'],
  whitelist: ['tx.whitelist.removeWhitelistedCall'],
  techcomm: ['query.technicalCommittee.members', 'tx.technicalCommittee.propose'],
  proxies: ['tx.proxy.addProxy', 'query.proxy.proxies'],
  multisigs: ['tx.multisig.asMulti', 'query.multisig.multisigs'],
  identities: ['tx.identity.setIdentity', 'query.identity.identityOf'],
  batches: ['tx.utility.batch', 'tx.utility.batchAll'],
};
const PRICE = UNIT;
const TERMS = { maxPrice: PRICE };
const USAGE = { input: 100, output: 100 };
let chain;
let service;

before(async () => {
  chain = await startChain();
  service = await openMarket(chain.api, [PRICE, PRICE, PRICE]);
});

after(() => chain?.stop());

test('polkadot.js Apps shows every page of governance', () => {
  for (const [page, needs] of Object.entries(PAGES)) {
    for (const path of needs) {
      const found = path.split('.').reduce((part, name) => part?.[name], chain.api);
      assert.ok(found, `the page of ${page} needs ${path}`);
    }
  }
});

test('the tracks in the metadata are those of this chain, with its real periods', () => {
  const { consts } = chain.api;
  const found = consts.referenda.tracks.map(([id, info]) => [
    id.toNumber(),
    `${info.name}`.replaceAll('\0', ''), // It is as long as the longest name can be.
    info.maxDeciding.toNumber(),
    info.decisionDeposit.toBigInt() / UNIT,
    info.decisionPeriod.toNumber(),
  ]);
  assert.deepEqual(found, [
    [0, 'root', 1, 100_000n, 20],
    [1, 'whitelisted_caller', 10, 10_000n, 20],
    [10, 'parameter_admin', 5, 20_000n, 20],
    [11, 'staking_admin', 5, 20_000n, 20],
    [12, 'slash_admin', 100, 500n, 20],
    [13, 'market_curator', 50, 1_000n, 20],
    [20, 'referendum_canceller', 20, 5_000n, 20],
    [21, 'referendum_killer', 20, 20_000n, 20],
    [30, 'treasurer', 2, 10_000n, 20],
    [31, 'big_spender', 3, 5_000n, 20],
    [32, 'medium_spender', 20, 1_000n, 20],
    [33, 'small_spender', 50, 200n, 20],
    [34, 'tipper', 100, 20n, 20],
  ]);
  assert.equal(consts.convictionVoting.voteLockingPeriod.toNumber(), 2);
});

test('the technical collective has members', async () => {
  const members = await chain.api.query.technicalCommittee.members();
  const expected = [alice, bob, charlie].map(({ address }) => address);
  for (const address of expected) assert.ok(members.some((one) => one.eq(address)));
  assert.equal(members.length, 3);
});

/** Names a new account with 1,000 NES a proxy of `real`; returns its key. */
async function proxyOf(real, kind) {
  const { api } = chain;
  const agent = pairOf(`//${real.meta.name}//${kind}`);
  await send(api.tx.balances.transferKeepAlive(agent.address, 1_000n * UNIT), dave);
  await send(api.tx.proxy.addProxy(agent.address, kind, 0), real);
  return agent;
}

const freeOf = async ({ address }) =>
  (await chain.api.query.system.account(address)).data.free.toBigInt();

describe('on one chain', { concurrency: true }, () => {
  test('a Governance proxy proposes, votes and decides, and moves nothing', async () => {
    const { api } = chain;
    const { balances, bounties, convictionVoting, preimage, referenda, treasury } = api.tx;
    const { technicalCommittee, utility } = api.tx;
    const agent = await proxyOf(charlie, 'Governance');
    const byProxy = (call) => actFor(api, agent, charlie, call);

    const call = treasury.spend(null, UNIT, charlie.address, null);
    const lookup = { Lookup: { hash_: call.method.hash, len: call.method.encodedLength } };
    const proposed = await byProxy(utility.batchAll([
      preimage.notePreimage(call.method.toHex()),
      referenda.submit(power('Tipper'), lookup, { After: 0 }),
      referenda.placeDecisionDeposit(0),
    ]));
    const { index } = find(proposed.events, api.events.referenda.Submitted);
    await byProxy(voteCall(api, { index }, { balance: 5n * UNIT, conviction: 'Locked2x' }));
    const { tally } = (await api.query.referenda.referendumInfoFor(index)).unwrap().asOngoing;
    assert.equal(tally.ayes.toBigInt(), 10n * UNIT);
    await byProxy(convictionVoting.removeVote(null, index));
    await byProxy(convictionVoting.delegate(0, eve.address, 'None', 7n * UNIT));
    const lent = await api.query.convictionVoting.votingFor(eve.address, 0);
    assert.equal(lent.asCasting.delegations.capital.toBigInt(), 7n * UNIT);
    await byProxy(convictionVoting.undelegate(0));
    for (const track of [0, 34]) await byProxy(convictionVoting.unlock(track, charlie.address));
    assert.deepEqual((await api.query.balances.locks(charlie.address)).toJSON(), []);

    const bounty = await byProxy(bounties.proposeBounty(10n * UNIT, 'By proxy'));
    const { index: id } = find(bounty.events, api.events.bounties.BountyProposed);
    assert.ok((await api.query.bounties.bounties(id)).unwrap().proposer.eq(charlie.address));
    const remark = api.tx.system.remark('0x');
    await byProxy(technicalCommittee.propose(2, remark, remark.method.encodedLength));
    assert.equal((await api.query.technicalCommittee.proposals()).length, 1);

    const had = await freeOf(charlie);
    const transfer = balances.transferKeepAlive(agent.address, UNIT);
    await assert.rejects(byProxy(transfer), /system\.CallFiltered/);
    await assert.rejects(byProxy(utility.batchAll([transfer])), /system\.CallFiltered/);
    await assert.rejects(byProxy(api.tx.nodeStaking.leave()), /system\.CallFiltered/);
    assert.equal(await freeOf(charlie), had);
  });

  test('an Inference proxy requests and cancels, and moves nothing', async () => {
    const { api } = chain;
    const { balances, convictionVoting, inference, utility } = api.tx;
    const agent = await proxyOf(ferdie, 'Inference');
    const byProxy = (call) => actFor(api, agent, ferdie, call);
    const requestBy = async (usage) => {
      const order = requestCall(api, service, 'By proxy?', usage, { ...TERMS, patience: 100 });
      const sent = await byProxy(utility.batchAll([order]));
      return find(sent.events, api.events.inference.Requested);
    };
    const had = await freeOf(ferdie);
    const unfit = await requestBy(UNFIT);
    assert.ok(unfit.payer.eq(ferdie.address));
    assert.equal(unfit.escrow.toBigInt(), 3n * UNIT);
    await failedDraws(api, unfit, 1);
    const { events } = await byProxy(inference.cancel(unfit.task));
    const { outcome, workFee, refund } = find(events, api.events.inference.Settled);
    assert.ok(outcome.isCancelled);
    assert.equal(refund.toBigInt(), 3n * UNIT + unfit.workFee.toBigInt() - workFee.toBigInt());
    const { workFee: prepaid } = await requestBy(USAGE);
    const spent = 3n * UNIT + workFee.toBigInt() + prepaid.toBigInt();
    assert.equal(await freeOf(ferdie), had - spent);

    const transfer = balances.transferKeepAlive(agent.address, UNIT);
    await assert.rejects(byProxy(transfer), /system\.CallFiltered/);
    await assert.rejects(byProxy(utility.batchAll([transfer])), /system\.CallFiltered/);
    const unlock = convictionVoting.unlock(0, ferdie.address);
    await assert.rejects(byProxy(unlock), /system\.CallFiltered/);
  });
});
