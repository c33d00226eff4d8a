// Offers over time: prices that rise and fall, pauses, and the versions of a service.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import { awaitEvent, awaitHeight, eventsOf, find, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { description } from '../lib/sentiment.mjs';
import { quote, request, requestCall } from '../roles/developer.mjs';
import { awaitTaskEvent } from '../roles/member.mjs';
import { offer, offerInForce, register, setOffer } from '../roles/operator.mjs';
import { BY_UNIT, FLAT, publish, ROYALTY } from '../roles/publisher.mjs';
import { isError, plain } from './answers.mjs';
import { agreeOn, ENDPOINT, openMarket } from './market.mjs';

const USAGE = { input: 100, output: 50 };
const PRICE = UNIT;
/** The cost of that usage at one NES: each input unit costs 1,000 planck, each output 2,000. */
const COST = UNIT + 100n * 1_000n + 50n * 2_000n;
/** The cost of the answer of `agreeOn`, 12 input units and 34 output ones, at that price. */
const ANSWERED = UNIT + 12n * 1_000n + 34n * 2_000n;
const URI = 'https://example.org/newer';
const NEWER_ROYALTY = 30_000_000;
const CONTENT = `0x${'77'.repeat(32)}`;
let chain;
let service;
let solo; // A service of which one node answers each task.

before(async () => {
  chain = await startChain();
  service = await openMarket(chain.api, [PRICE, PRICE, PRICE], {
    slots: 20, shape: BY_UNIT, quorum: 3,
  });
  await register(chain.api, ferdie, ENDPOINT, 20_000n * UNIT);
});

after(() => chain?.stop());

const account = ({ address }) => `${chain.api.createType('AccountId', address)}`;
const offerOf = async (id, { address }, at) =>
  (await (await chain.api.at(at)).query.market.offers(id, address)).unwrap();

/** Returns the item of `market_offers` of an operator, after the block `at`. */
async function listed(id, operator, at) {
  const { items } = await plain(chain.api.rpc.market.offers(id, null, null, at));
  return items.find(({ node }) => node === account(operator));
}

/** Waits, from the block `since` on, for the event `name` of an offer; returns its block. */
async function offerEvent(name, since, { id, version = 0, operator }) {
  const kind = chain.api.events.market[name];
  const matches = (event) => {
    const { data } = event;
    if (!kind.is(event)) return false;
    return data.service.eq(id) && data.version.eq(version) && data.node.eq(operator.address);
  };
  return (await awaitEvent(chain.api, since, matches, name)).block;
}

/** Returns what each member of a settled task was paid, by the nodes' addresses. */
const paidOf = ({ settled }) =>
  new Map(settled.members.map(({ node, paid }) => [`${node}`, paid.toBigInt()]));

test('a change is announced, and three blocks later draws go by it', async () => {
  const { api } = chain;
  const id = await publish(api, alice, description, FLAT);
  const { block, events } = await setOffer(api, bob, id, { price: PRICE });
  const { due, terms } = find(events, api.events.market.OfferSet);
  assert.equal(due.toNumber(), (await heightOf(api, block)) + 3);
  assert.equal(api.consts.market.changeDelay.toNumber(), 3);
  const maxUsage = { input: 10_000, output: 10_000 };
  const given = { version: 0, maxUsage, slots: 4, slashable: false };
  assert.deepEqual(terms.toJSON(), { ...given, price: Number(PRICE) });
  const { change, drawable } = await listed(id, bob, block);
  assert.deepEqual(change, { ...given, price: `${PRICE}`, due: due.toNumber() });
  assert.equal(drawable, false);

  const entered = await offerEvent('OfferEntered', block, { id, operator: bob });
  // The first block of an epoch has no time for it.
  const late = (await heightOf(api, entered)) - due.toNumber();
  assert.ok(late === 0 || late === 1, `${late} blocks late`);
  const records = await (await api.at(entered)).query.system.events();
  const { phase } = records.find(({ event }) => api.events.market.OfferEntered.is(event));
  assert.ok(phase.isInitialization);
  const offered = await listed(id, bob, entered);
  assert.deepEqual([offered.change, offered.drawable], [null, true]);
});

test('an offer needs a price within the bounds, a usage, and a version that is taken', async () => {
  const { api } = chain;
  const most = (await api.query.market.parameters()).maxPrice.toBigInt();
  assert.equal(most, 1_000n * UNIT);
  const refused = [
    [{ price: 0 }, /market\.PriceOutOfBounds/],
    [{ price: most + 1n }, /market\.PriceOutOfBounds/],
    [{ price: PRICE, maxUsage: { input: 0, output: 0 } }, /market\.UsageMissing/],
    [{ price: PRICE, version: 1 }, /market\.UnknownVersion/],
  ];
  for (const [terms, why] of refused) await assert.rejects(setOffer(api, bob, service, terms), why);
  const nothing = { base: 0, input: 0, output: 0 };
  await assert.rejects(publish(api, alice, description, nothing), /market\.ShapeMissing/);
});

test('a quote says which share of offers and of stake a maximum reaches', async () => {
  const { api } = chain;
  await offer(api, ferdie, service, { price: 9n * UNIT, slots: 20 });
  // Of four nodes at 1, 1, 1 and 9 NES all would be wanted for three seats, but 9 NES are more than
  // twice what is asked in the middle.
  const recommended = await quote(api, service, USAGE);
  assert.equal(recommended.maxPrice, `${2n * UNIT}`);
  assert.deepEqual([recommended.eligible, recommended.drawable], [4, 3]);
  assert.equal(recommended.shareOfOffers, 750_000_000); // Three of four.
  assert.equal(recommended.shareOfStake, 600_000_000); // 30,000 NES of 50,000.
  assert.equal(recommended.escrow, `${3n * 2n * COST}`);
  assert.equal(recommended.highest, `${9n * COST}`);

  const all = await quote(api, service, USAGE, { maxPrice: 9n * UNIT });
  assert.equal(all.maxPrice, `${9n * UNIT}`);
  assert.deepEqual([all.drawable, all.shareOfOffers, all.shareOfStake], [4, 1e9, 1e9]);
  assert.equal(all.escrow, `${3n * 9n * COST}`);
  const low = quote(api, service, USAGE, { maxPrice: UNIT - 1n });
  await assert.rejects(low, isError(20_104, 'TOO_FEW_NODES'));
});

test('a rise after a request changes nothing, and holds an epoch later', async () => {
  const { api } = chain;
  const terms = { version: 0, maxPrice: 3n * UNIT };
  const asking = request(api, eve, service, 'Before?', USAGE, terms);
  const raising = setOffer(api, bob, service, { price: 2n * UNIT, slots: 20 });
  const [asked, raised] = await Promise.all([asking, raising]);
  const [requested, set] = [await heightOf(api, asked.block), await heightOf(api, raised.block)];
  // The draw comes two blocks after the request.
  assert.ok(set >= requested && set < requested + 2, `${requested}, ${set}`);
  const { data } = await awaitTaskEvent(api, asked, api.events.inference.Drawn);
  assert.ok(data.members.some((node) => node.eq(bob.address)));
  assert.equal(paidOf(await agreeOn(api, asked)).get(account(bob)), ANSWERED);

  await offerInForce(api, bob, service);
  const from = set + api.consts.babe.epochDuration.toNumber();
  const now = (await api.rpc.chain.getBlockHash()).toHex();
  const { price, rise } = await listed(service, bob, now);
  if ((await heightOf(api, now)) < from) {
    assert.equal(price, `${PRICE}`);
    assert.deepEqual(rise, { price: `${2n * UNIT}`, from });
  }
  await awaitHeight(api, from);
  const later = await request(api, eve, service, 'After?', USAGE, terms);
  assert.equal(paidOf(await agreeOn(api, later)).get(account(bob)), 2n * ANSWERED);
  assert.equal((await offerOf(service, bob, later.block)).rise.unwrap().from.toNumber(), from);
});

test('a lower price holds at once, also for a task that is not drawn yet', async () => {
  const { api } = chain;
  const terms = { version: 0, maxPrice: 3n * UNIT };
  const asking = request(api, eve, service, 'Less?', USAGE, terms);
  const lowering = setOffer(api, charlie, service, { price: PRICE / 2n, slots: 20 });
  const [asked] = await Promise.all([asking, lowering]);
  assert.equal(paidOf(await agreeOn(api, asked)).get(account(charlie)), ANSWERED / 2n);
});

test('a paused node is not drawn, and withdraws its offer three blocks later', async () => {
  const { api } = chain;
  await offer(api, ferdie, service, { price: PRICE, slots: 20 });
  const pausing = setOffer(api, bob, service, { price: PRICE, slots: 0 });
  const withdraw = () => send(api.tx.market.withdrawOffer(bob.address, service), bob);
  await assert.rejects(withdraw(), /market\.OfferNotPaused/);
  const { block } = await pausing;
  await offerEvent('OfferLeft', block, { id: service, operator: bob });

  const order = requestCall(api, service, 'Without him?', USAGE, { maxPrice: 9n * UNIT });
  const sent = await send(api.tx.utility.batchAll(Array(10).fill(order)), eve);
  const requested = sent.events.filter((event) => api.events.inference.Requested.is(event));
  for (const { data: { task } } of requested) {
    const asked = { task: `${task}`, block: sent.block };
    const { data } = await awaitTaskEvent(api, asked, api.events.inference.Drawn);
    assert.ok(!data.members.some((node) => node.eq(bob.address)), `task ${task}`);
  }
  const { events } = await withdraw();
  const { deposit, node } = find(events, api.events.market.OfferWithdrawn);
  assert.equal(deposit.toBigInt(), UNIT);
  assert.ok(node.eq(bob.address));
  assert.ok((await api.query.market.offers(service, bob.address)).isNone);
});

/** Requests `version` of a service that one node answers; returns the node, and its fee's parts. */
async function served(id, version) {
  const { api } = chain;
  const asked = await request(api, eve, id, 'Who?', USAGE, { version, maxPrice: PRICE });
  const { data } = await awaitTaskEvent(api, asked, api.events.inference.Drawn);
  const all = [alice, bob, charlie, dave, ferdie];
  const node = all.find(({ address }) => data.members[0].eq(address));
  const { settled } = await agreeOn(api, asked, [node]);
  assert.equal(settled.version.toNumber(), version);
  return { node, parts: settled.members[0].parts };
}

test('each of two versions is answered by its own nodes', async () => {
  const { api } = chain;
  solo = await publish(api, alice, description, BY_UNIT, { committee: 1, quorum: 1 });
  const old = [alice, bob, charlie, dave];
  await Promise.all(old.map((operator) => offer(api, operator, solo, { price: PRICE })));
  const { version } = find((await update(solo)).events, api.events.market.ServiceUpdated);
  assert.equal(version.toNumber(), 1);
  await offer(api, ferdie, solo, { price: PRICE, version: 1 });
  await assert.rejects(update(solo), /market\.TwoVersions/);

  const info = await plain(api.rpc.market.service(solo));
  assert.deepEqual([info.version, info.former, info.offers], [1, 0, 5]);
  assert.deepEqual(
    info.versions.map((one) => [one.version, one.uri, one.royalty, one.indexed, one.stake]),
    [
      [1, URI, NEWER_ROYALTY, 1, `${20_000n * UNIT}`],
      // Alice's 100,000 NES count as the 50,000 of the cap.
      [0, description.uri, ROYALTY, 4, `${80_000n * UNIT}`],
    ],
  );
  for (let times = 0; times < 3; times += 1) {
    const [former, newer] = await Promise.all([served(solo, 0), served(solo, 1)]);
    assert.ok(old.includes(former.node));
    assert.equal(former.parts.royalty.toBigInt(), (ANSWERED * 2n) / 100n);
    assert.equal(newer.node, ferdie);
    assert.equal(newer.parts.royalty.toBigInt(), (ANSWERED * 3n) / 100n);
  }
});

const update = (id) =>
  send(chain.api.tx.market.update(id, URI, CONTENT, NEWER_ROYALTY), alice);

test('the older version closes when the newer one has half of its stake', async () => {
  const { api } = chain;
  const { VersionClosed } = api.events.market;
  await offer(api, bob, solo, { price: PRICE, version: 1 }); // 30,000 NES against 70,000.
  assert.equal((await plain(api.rpc.market.service(solo))).former, 0);
  const { block } = await setOffer(api, charlie, solo, { price: PRICE, version: 1 });
  const entered = await offerEvent('OfferEntered', block, {
    id: solo, version: 1, operator: charlie,
  });
  const closed = find(await eventsOf(api, entered), VersionClosed);
  assert.deepEqual(closed.toJSON(), [solo, 0]);
  assert.equal((await plain(api.rpc.market.service(solo))).former, null);

  const stale = request(api, eve, solo, 'Still?', USAGE, { version: 0, maxPrice: PRICE });
  await assert.rejects(stale, /inference\.UnknownVersion/);
  const isUnknown = isError(20_106, 'UNKNOWN_VERSION');
  await assert.rejects(quote(api, solo, USAGE, { version: 0 }), isUnknown);
  await assert.rejects(setOffer(api, dave, solo, { price: PRICE }), /market\.UnknownVersion/);
  assert.equal((await quote(api, solo, USAGE)).version, 1);
  // A task from before may still wait for its draw, so Dave stays until he pauses.
  const withdraw = (who) => send(api.tx.market.withdrawOffer(dave.address, solo), who);
  await assert.rejects(withdraw(eve), /market\.NotForThisNode/);
  await assert.rejects(withdraw(dave), /market\.OfferNotPaused/);
});
