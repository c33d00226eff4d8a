// Spends of the treasury by referendum: at once, and for a bounty.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { UNIT } from 'nes-js';

import {
  alice, bob, bountyAccount, charlie, eve, ferdie, pairOf, treasury,
} from '../lib/actors.mjs';
import { awaitEvent, awaitHeight, find, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { differences, movements, reasonsOf, snapshot } from '../model/ledger.mjs';
import { carry, chainTime, power } from '../roles/governance.mjs';

const TWO_MINUTES = 120_000;
const FUNDS = 20_000n * UNIT;
const SPEND = 9_876_543_210_987_654n; // Just below the 10,000 NES of a small spender.
const BOUNTY = 1_234_567_890_123_457n;
const FEE = 100n * UNIT + 1n;
const DESCRIPTION = 'A client in another language.';
let chain;
let start;

before(async () => {
  chain = await startChain();
  const { api } = chain;
  start = await snapshotNow();
  await send(api.tx.balances.transferKeepAlive(treasury(api), FUNDS), alice);
});

after(() => chain?.stop());

const head = async () => (await chain.api.rpc.chain.getBlockHash()).toHex();
const snapshotNow = async () => snapshot(chain.api, await head());

/** Returns what an account owns after `block`: free, and on deposit. */
async function money(account, block) {
  const { data } = await (await chain.api.at(block)).query.system.account(account);
  return { free: data.free.toBigInt(), reserved: data.reserved.toBigInt() };
}

const parentOf = async (block) => (await chain.api.rpc.chain.getHeader(block)).parentHash.toHex();

/** Returns the movements of NES in `block`. */
const movedIn = async (block) => movements(chain.api, await parentOf(block), block);

/** Has the treasury's spend of `amount` to `to` carried with the power of `name`. */
const spend = (name, amount, { address }) =>
  carry(chain.api, power(name), chain.api.tx.treasury.spend(null, amount, address, null));

describe('on one chain', { concurrency: true }, () => {
  test('a spend that is carried is paid out to the planck', async () => {
    const { api } = chain;
    const payee = pairOf('//Payee');
    const { block: proposed, events } = await spend('SmallSpender', SPEND, payee);
    const approved = find(events, api.events.treasury.AssetSpendApproved);
    assert.equal(approved.amount.toBigInt(), SPEND);
    assert.ok(approved.beneficiary.eq(payee.address));
    const early = api.tx.treasury.checkStatus(approved.index);
    await assert.rejects(send(early, eve), /treasury\.NotAttempted/);

    const paid = await send(api.tx.treasury.payout(approved.index), eve); // Anyone may.
    assert.ok(find(paid.events, api.events.treasury.Paid).index.eq(approved.index));
    assert.ok((await chainTime(api, proposed, paid.block)) < TWO_MINUTES);
    assert.deepEqual(await money(payee.address, paid.block), { free: SPEND, reserved: 0n });
    const moved = await movedIn(paid.block);
    assert.deepEqual(reasonsOf(api, moved, payee), ['spend of the treasury']);
    const [before, has] = await Promise.all([await parentOf(paid.block), paid.block]
      .map((block) => snapshot(api, block)));
    assert.deepEqual(differences(before, has, moved), []);

    const again = api.tx.treasury.payout(approved.index);
    await assert.rejects(send(again, eve), /treasury\.AlreadyAttempted/);
    const checked = await send(api.tx.treasury.checkStatus(approved.index), payee);
    find(checked.events, api.events.treasury.SpendProcessed);
    assert.equal((await money(payee.address, checked.block)).free, SPEND, 'the check is free');
    assert.ok((await api.query.treasury.spends(approved.index)).isNone);
  });

  test('a spender has a cap', async () => {
    const above = spend('Tipper', 1_000n * UNIT + 1n, ferdie);
    await assert.rejects(above, /treasury\.InsufficientPermission/);
  });

  test('a spend that the treasury does not have waits until it has', async () => {
    const { api } = chain;
    const { events } = await spend('MediumSpender', 100_000n * UNIT, ferdie);
    const { index } = find(events, api.events.treasury.AssetSpendApproved);
    await assert.rejects(send(api.tx.treasury.payout(index), bob), /treasury\.PayoutError/);
    assert.ok((await api.query.treasury.spends(index)).unwrap().status.isPending);
  });

  test('the deprecated way to spend is refused', async () => {
    const { api } = chain;
    const call = api.tx.treasury.spendLocal(UNIT, ferdie.address);
    const tipped = carry(api, power('Tipper'), call);
    await assert.rejects(tipped, /system\.CallFiltered/);
  });

  test('a bounty from its proposal to its claim', async () => {
    const { api } = chain;
    const { bounties } = api.tx;
    const hunter = pairOf('//Hunter');
    const [author, curator] = [pairOf('//Author'), charlie];
    await send(api.tx.balances.transferKeepAlive(author.address, 100n * UNIT), bob);

    const proposed = await send(bounties.proposeBounty(BOUNTY, DESCRIPTION), author);
    const { index } = find(proposed.events, api.events.bounties.BountyProposed);
    const bond = 10n * UNIT + BigInt(DESCRIPTION.length) * (UNIT / 1_000n);
    assert.equal((await money(author.address, proposed.block)).reserved, bond);

    const call = bounties.approveBountyWithCurator(index, curator.address, FEE);
    const { block: since } = await carry(api, power('SmallSpender'), call);
    const isFunded = (event) => api.events.bounties.BountyBecameActive.is(event);
    const funded = await awaitEvent(api, since, isFunded, 'the funds of a bounty');
    const account = bountyAccount(api, index);
    assert.equal((await money(account, funded.block)).free, BOUNTY);
    assert.equal((await money(author.address, funded.block)).reserved, 0n);

    const had = await money(curator.address, await head());
    const accepted = await send(bounties.acceptCurator(index), curator);
    const deposit = (await money(curator.address, accepted.block)).reserved - had.reserved;
    assert.equal(deposit, FEE / 2n);
    const awarded = await send(bounties.awardBounty(index, hunter.address), curator);
    const { status } = (await api.query.bounties.bounties(index)).unwrap();
    const unlockAt = status.asPendingPayout.unlockAt.toNumber();
    const delay = api.consts.bounties.bountyDepositPayoutDelay.toNumber();
    assert.equal(unlockAt, (await heightOf(api, awarded.block)) + delay);
    // A claim in the next block comes too early, one in the block after that in time.
    await awaitHeight(api, unlockAt - 1);
    const claimed = await send(bounties.claimBounty(index), eve); // Anyone may.
    assert.ok((await chainTime(api, proposed.block, claimed.block)) < TWO_MINUTES);
    const { payout } = find(claimed.events, api.events.bounties.BountyClaimed);
    assert.equal(payout.toBigInt(), BOUNTY - FEE);
    assert.equal((await money(hunter.address, claimed.block)).free, BOUNTY - FEE);
    assert.equal((await money(account, claimed.block)).free, 0n);
    const moved = (await movedIn(claimed.block)).filter(({ from }) => from === `${account}`);
    assert.deepEqual(moved.map(({ amount }) => amount), [FEE, BOUNTY - FEE]);
    assert.equal((await money(curator.address, claimed.block)).reserved, had.reserved);
    assert.ok((await api.query.bounties.bounties(index)).isNone);
  });
});

test('every balance moved by exactly what the events say', async () => {
  const end = await snapshotNow();
  const moved = await movements(chain.api, start.hash, end.hash);
  assert.deepEqual(differences(start, end, moved), []);
});
