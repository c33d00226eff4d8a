// The section `market` of the JSON-RPC: services and who offers them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve } from '../lib/actors.mjs';
import { find, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { description } from '../lib/sentiment.mjs';
import { request } from '../roles/developer.mjs';
import { offer } from '../roles/operator.mjs';
import { BY_UNIT, FLAT, publish, RATE, ROYALTY } from '../roles/publisher.mjs';
import { asRoot } from '../roles/sudo.mjs';
import { isError, plain, walk } from './answers.mjs';
import { openMarket } from './market.mjs';

const NONE = 4_000_000;
const REASON = `0x${'22'.repeat(32)}`;
const PRICES = [UNIT, 2n * UNIT, 4n * UNIT];
const STAKE = 10_000n * UNIT;
let chain;
let market;
let service;
let metered;

before(async () => {
  chain = await startChain();
  market = chain.api.rpc.market;
  service = await openMarket(chain.api, PRICES, { shape: BY_UNIT });
  metered = await publishMetered('Storage by the day');
});

after(() => chain?.stop());

/** Publishes a metered service of Eve's that is kept on the chain by an offer of Bob's. */
async function publishMetered(name) {
  const { api } = chain;
  const spec = {
    kind: 'Storage',
    ...description,
    name,
    unit: 'GiB day',
    shape: FLAT,
    inputBytes: 0,
    rate: 0,
    verification: 'Metered',
    minStake: 5n * UNIT,
    royalty: 0,
  };
  const { events } = await send(api.tx.market.publish(spec), eve);
  const id = find(events, api.events.market.ServicePublished).service.toNumber();
  await offer(api, bob, id, { price: PRICES[0] });
  return id;
}

const account = ({ address }) => `${chain.api.createType('AccountId', address)}`;

test('market_service returns a service', async () => {
  const { name, unit, uri, contentHash } = description;
  // Half of the stake is reached in the middle of the second offer's band of price, whose bounds
  // are 7/4 of 2^40 and 2^41 planck.
  const median = (7n * 2n ** 38n + 2n ** 41n) / 2n;
  assert.deepEqual(await plain(market.service(service)), {
    publisher: account(alice),
    kind: 'inference',
    name,
    unit,
    shape: BY_UNIT,
    inputBytes: 1,
    rate: RATE,
    verification: { redundant: { committee: 3, quorum: 2 } },
    minStake: '0',
    status: 'onSale',
    reason: null,
    deposit: `${10n * UNIT}`,
    version: 0,
    former: null,
    offers: 3,
    openTasks: 0,
    versions: [{
      version: 0,
      uri,
      contentHash,
      royalty: ROYALTY,
      offers: 3,
      indexed: 3,
      stake: `${3n * STAKE}`,
      median: `${median}`,
      exact: false,
      slashable: false,
      duties: 0,
    }],
  });
});

test('market_service returns a metered service', async () => {
  const info = await plain(market.service(metered));
  assert.equal(info.publisher, account(eve));
  assert.equal(info.kind, 'storage');
  assert.equal(info.verification, 'metered');
  assert.equal(info.minStake, `${5n * UNIT}`);
  assert.deepEqual([info.inputBytes, info.rate], [0, 0]);
});

test('a service with tasks says what a unit covers and how fast its nodes are', async () => {
  const { api } = chain;
  const redundant = { committee: 3, quorum: 2 };
  const sized = (size) => publish(api, alice, { ...description, ...size }, BY_UNIT, redundant);
  await assert.rejects(sized({ inputBytes: 0 }), /market\.InputBytesMissing/);
  await assert.rejects(sized({ rate: 0 }), /market\.RateMissing/);
  const info = await plain(market.service(await sized({ inputBytes: 5, rate: 7 })));
  assert.deepEqual([info.inputBytes, info.rate], [5, 7]);
});

test('market_services goes page by page', async () => {
  const { items, nextCursor } = await plain(market.services());
  assert.equal(nextCursor, null);
  const ids = items.map((item) => item.service);
  for (const id of [service, metered]) assert.ok(ids.includes(id));
  for (const { service: id, ...info } of items) {
    assert.deepEqual(info, await plain(market.service(id)));
  }
  const first = await plain(market.services(null, 1));
  assert.deepEqual(first, { items: [items[0]], nextCursor: ids[0] });
  assert.deepEqual(await walk((cursor) => market.services(cursor, 1)), items);
});

test('market_offers returns the offers of a service, page by page', async () => {
  const { items, nextCursor } = await plain(market.offers(service));
  assert.equal(nextCursor, null);
  assert.equal(items.length, 3);
  for (const [index, operator] of [bob, charlie, dave].entries()) {
    const row = (await chain.api.query.market.offers(service, operator.address)).unwrap();
    const { node, ...info } = items.find((item) => item.node === account(operator));
    assert.deepEqual(info, {
      version: 0,
      price: `${PRICES[index]}`,
      rise: null,
      maxUsage: { input: 10_000, output: 10_000 },
      slots: 4,
      slashable: false,
      busy: 0,
      stake: `${STAKE}`,
      standing: chain.api.consts.market.newcomerStanding.toNumber(),
      drawable: true,
      entered: row.place.unwrap().entered.toNumber(),
      change: null,
      deposit: `${UNIT}`,
    });
  }
  const first = await plain(market.offers(service, null, 2));
  assert.deepEqual(first, { items: items.slice(0, 2), nextCursor: items[1].node });
  assert.deepEqual(await walk((cursor) => market.offers(service, cursor, 2)), items);
});

test('an open task is counted', async () => {
  const usage = { input: 10, output: 10 };
  const { block } = await request(chain.api, eve, service, 'Counted?', usage);
  assert.equal((await plain(market.service(service, block))).openTasks, 1);
});

test('a service off sale says why', async () => {
  const { api } = chain;
  const [retired, delisted] = [await publishMetered('Retired'), await publishMetered('Delisted')];
  await send(api.tx.market.retire(retired), eve);
  await asRoot(api, api.tx.market.delist(delisted, REASON));
  const answers = await Promise.all([retired, delisted].map((id) => plain(market.service(id))));
  assert.deepEqual(
    answers.map(({ status, reason }) => ({ status, reason })),
    [{ status: 'retired', reason: null }, { status: 'delisted', reason: REASON }],
  );
  const { items } = await plain(market.offers(retired));
  assert.equal(items.length, 1);
  assert.ok(answers.every(({ versions }) => versions.length === 1 && versions[0].version === 0));
});

test('a block may be named', async () => {
  const genesis = chain.api.genesisHash.toHex();
  assert.equal(await plain(market.service(service, genesis)), null);
  assert.equal(await plain(market.offers(service, null, null, genesis)), null);
  const empty = { items: [], nextCursor: null };
  assert.deepEqual(await plain(market.services(null, null, genesis)), empty);
  await assert.rejects(market.service(service, REASON), isError(20_000, 'UNKNOWN_BLOCK'));
});

test('what is unknown is null, and a page has at most a thousand items', async () => {
  assert.equal(await plain(market.service(NONE)), null);
  assert.equal(await plain(market.offers(NONE)), null);
  const tooLarge = isError(20_002, 'LIMIT_TOO_LARGE');
  await assert.rejects(market.services(null, 1_001), tooLarge);
  await assert.rejects(market.offers(service, null, 1_001), tooLarge);
});
