// The receipts of the index, which are the chain's, whatever happened to the node.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, eve, ferdie } from '../lib/actors.mjs';
import { awaitEvent, awaitFinality, find, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { pause } from '../lib/wait.mjs';
import { inputOf, request, requestCall } from '../roles/developer.mjs';
import { BY_UNIT } from '../roles/publisher.mjs';
import { isError, isWrongForm, plain } from './answers.mjs';
import { exampleUnder, form } from './examples.mjs';
import {
  ANSWER, failedDraws, LIE, NODES, openMarket, OUTPUT, reply, UNFIT,
} from './market.mjs';
import { checkIndex } from './receipts.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
const TERMS = { maxPrice: PRICE, version: 0, patience: 100 };
const UNKNOWN = 4_000_000;

const UNREADABLE = { unservable: 'unreadable' };
const INVALID = { unservable: 'invalid' };
const AMBIGUOUS = {
  unservable: { ambiguous: [`0x${'01'.repeat(32)}`, `0x${'02'.repeat(32)}`] },
};

/** Tasks that are drawn: the replies of Bob, Charlie and Dave, and what the receipt then says. */
const DRAWN = {
  'all but one agree': {
    replies: [ANSWER, LIE, ANSWER],
    outcome: 'agreed',
    conducts: ['won', 'wrongAnswer', 'won'],
  },
  'one is silent': {
    replies: [ANSWER, undefined, ANSWER],
    outcome: 'agreed',
    conducts: ['won', 'overtaken', 'won'],
  },
  'the input is invalid': {
    replies: [ANSWER, INVALID, INVALID],
    outcome: 'unservable',
    reason: 'invalid',
    conducts: ['wrongAnswer', 'attended', 'attended'],
  },
  'the output is ambiguous': {
    replies: [AMBIGUOUS, undefined, AMBIGUOUS],
    outcome: 'unservable',
    reason: AMBIGUOUS.unservable,
    conducts: ['attended', 'overtaken', 'attended'],
  },
  'the input cannot be read': {
    input: inputOf('Nowhere.'),
    replies: [UNREADABLE, ANSWER, UNREADABLE],
    outcome: 'unservable',
    reason: 'unreadable',
    conducts: ['blameless', 'attended', 'blameless'],
  },
  'they disagree': {
    replies: [ANSWER, LIE, INVALID],
    outcome: 'inconclusive',
    conducts: ['attended', 'attended', 'attended'],
  },
  'two do not reveal': {
    replies: [ANSWER, { hidden: ANSWER }, { hidden: ANSWER }],
    outcome: 'inconclusive',
    conducts: ['attended', 'noReveal', 'noReveal'],
  },
  'two do not commit': {
    replies: [ANSWER, undefined, undefined],
    outcome: 'inconclusive',
    conducts: ['attended', 'noCommit', 'noCommit'],
  },
  'nobody commits': {
    replies: [],
    outcome: 'expired',
    conducts: ['noCommit', 'noCommit', 'noCommit'],
  },
};

let folder;
let flags;
let chain;
let service;
let receipts;
const tasks = new Map(); // By the name of what happens.

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'nes-receipts-'));
  flags = ['--base-path', folder, '--index'];
  chain = await startChain(flags);
  service = await openMarket(chain.api, [PRICE, PRICE, PRICE], { slots: 40, shape: BY_UNIT });
  const gone = await openMarket(chain.api, [PRICE, PRICE, PRICE], { shape: BY_UNIT });
  await Promise.all([endDrawn(chain.api), endUndrawn(chain.api, gone)]);
  receipts = await checkIndex(chain.api);
});

after(async () => {
  await chain?.stop();
  await rm(folder, { recursive: true });
});

/** Has a task end in each of the ways that need a committee. */
async function endDrawn(api) {
  await Promise.all(Object.entries(DRAWN).map(async ([name, { input = name, replies }], index) => {
    const payer = index % 2 ? ferdie : eve;
    const asked = await request(api, payer, service, input, USAGE);
    tasks.set(name, asked.task);
    await reply(api, asked, replies);
    await final(api, asked);
  }));
}

/** Has a task end in each of the ways that need none, with `gone` for a service that retires. */
async function endUndrawn(api, gone) {
  const cancelled = await request(api, eve, service, 'Anyone?', UNFIT, TERMS);
  await failedDraws(api, cancelled, 1);
  await send(api.tx.inference.cancel(cancelled.task), eve);
  const unfit = await requestUnfit(api);
  const order = requestCall(api, gone, 'Too late.', USAGE, { maxPrice: PRICE });
  const both = [order, api.tx.market.retire(gone)];
  const { block, events } = await send(api.tx.utility.batchAll(both), alice);
  const retired = { task: `${find(events, api.events.inference.Requested).task}`, block };
  await Promise.all([cancelled, unfit, retired].map((one) => final(api, one)));
  for (const [name, { task }] of Object.entries({ cancelled, unfit, retired })) {
    tasks.set(name, task);
  }
}

/** Sends a request of Eve's that ends soon, without nodes. */
const requestUnfit = (api) =>
  request(api, eve, service, 'Anyone?', UNFIT, { ...TERMS, patience: 1 });

const final = (api, { task, block }) =>
  awaitEvent(
    api,
    block,
    (event) => api.events.inference.Settled.is(event) && event.data.task.toString() === task,
    `the end of task ${task}`,
    { final: true },
  );

const restart = async (more = []) => {
  chain = await startChain([...flags, ...more]);
  return chain.api;
};

const receiptOf = (name) => receipts.find(({ task }) => `${task}` === tasks.get(name));

test('every outcome has a receipt that says what the chain said', () => {
  const outcomes = [...new Set(receipts.map(({ outcome }) => outcome))].sort();
  const all = ['agreed', 'cancelled', 'expired', 'inconclusive', 'noNodes', 'unservable'];
  assert.deepEqual(outcomes, all);
  assert.equal(receipts.length, tasks.size);
});

test('receipts say how each member did, and what it answered', () => {
  for (const [name, { outcome, reason = null, replies, conducts }] of Object.entries(DRAWN)) {
    const receipt = receiptOf(name);
    assert.deepEqual([receipt.outcome, receipt.reason], [outcome, reason], name);
    assert.deepEqual(receipt.output, outcome === 'agreed' ? OUTPUT : null, name);
    const members = NODES.map(({ address }) => {
      const account = `${chain.api.createType('AccountId', address)}`;
      return receipt.members.find(({ node }) => node === account);
    });
    assert.deepEqual(members.map(({ conduct }) => conduct), conducts, name);
    members.forEach(({ answer }, seat) => {
      const given = replies[seat];
      assert.deepEqual(answer, given && !given.hidden ? given : null, name);
    });
  }
});

test('receipts say what was asked, and what became of the payer’s money', () => {
  for (const [name, { input = name }] of Object.entries(DRAWN)) {
    const receipt = receiptOf(name);
    const hash = typeof input === 'string' ? inputOf(input).contentHash : input.contentHash;
    assert.equal(receipt.input, hash, name);
    assert.ok(receipt.requested > 0 && receipt.requested < receipt.block);
    assert.ok(BigInt(receipt.workFee) > 0n, name);
    const paid = receipt.members.reduce((sum, member) => sum + BigInt(member.paid), 0n);
    assert.ok(paid > 0n, 'no draw is free');
    assert.equal(receipt.paid, `${paid}`);
  }
  for (const [name, shortage] of [['retired', 'offSale'], ['unfit', 'tooFewEligible']]) {
    const receipt = receiptOf(name);
    assert.deepEqual([receipt.outcome, receipt.shortage], ['noNodes', shortage]);
  }
  for (const name of ['cancelled', 'unfit', 'retired']) {
    const { members, paid } = receiptOf(name);
    assert.deepEqual([members, paid], [[], '0']);
  }
});

test('the example of the documentation has the form of a receipt', () => {
  const receipt = receiptOf('all but one agree');
  const winner = receipt.members.find(({ conduct }) => conduct === 'won');
  assert.deepEqual(form({ ...receipt, members: [winner] }), form(exampleUnder('Receipts')));
});

test('a task that has not ended has no receipt', async () => {
  assert.equal(await plain(chain.api.rpc.inference.receipt(UNKNOWN)), null);
});

test('a listing of nothing is an empty page', async () => {
  const page = await plain(chain.api.rpc.inference.receipts({ node: eve.address }));
  assert.deepEqual(page, { items: [], nextCursor: null });
});

test('a listing needs exactly one filter and a limit that a page has', async () => {
  const ask = (filter, limit) => chain.api.rpc.inference.receipts(filter, null, limit);
  const both = { payer: eve.address, service };
  await assert.rejects(ask({}), isError(20304, 'INVALID_FILTER'));
  await assert.rejects(ask(both), isError(20304, 'INVALID_FILTER'));
  await assert.rejects(ask({ service }, 1_001), isError(20002, 'LIMIT_TOO_LARGE'));
  await assert.rejects(ask({ colour: 1 }), isWrongForm);
});

test('the index says how far it is', async () => {
  const { first, indexed, finalized, error } = await plain(chain.api.rpc.index.status());
  assert.equal(first, 1);
  assert.ok(indexed > 1 && indexed <= finalized);
  assert.equal(error, null);
});

test('nothing is lost when the node is killed while tasks end', async () => {
  const known = receipts;
  for (let kills = 0; kills < 3; kills += 1) {
    const { api } = chain;
    for (let asked = 0; asked < 3; asked += 1) await requestUnfit(api);
    await pause(1_500 + 700 * kills); // They end at about this time.
    await chain.crash();
    const { number } = await (await restart()).rpc.chain.getHeader();
    await awaitFinality(chain.api, number.toNumber());
    receipts = await checkIndex(chain.api);
  }
  assert.deepEqual(receipts.slice(0, known.length), known);
  assert.ok(receipts.length > known.length);
});

test('an index that is built again says the same', async () => {
  await chain.stop();
  const api = await restart(['--rebuild-index']);
  assert.deepEqual((await checkIndex(api)).slice(0, receipts.length), receipts);
  assert.equal((await plain(api.rpc.index.status())).first, 1);
});

test('an index that cannot be whole says so', async () => {
  const place = path.join(folder, 'pruned');
  const pruned = ['--base-path', place, '--state-pruning', '4'];
  await chain.stop();
  chain = await startChain(pruned);
  const { api } = chain;
  const unindexed = isError(20300, 'NOT_INDEXED');
  await assert.rejects(api.rpc.inference.receipt(0), unindexed);
  await assert.rejects(api.rpc.inference.receipts({ service: 0 }), unindexed);
  await assert.rejects(api.rpc.index.status(), unindexed);

  await awaitFinality(api, 12);
  await chain.stop();
  chain = await startChain([...pruned, '--index']);
  const { governance, inference } = chain.api.rpc;
  const before = isError(20303, 'BEFORE_INDEX');
  await assert.rejects(inference.receipt(0), before);
  await assert.rejects(governance.eraTurnout(0), before);
  await assert.rejects(governance.document(chain.api.genesisHash), before);
  assert.equal(await plain(governance.eraTurnout(1_000)), null);
  const { first, indexed } = await plain(chain.api.rpc.index.status());
  assert.ok(first > 1);

  await chain.stop();
  chain = await startChain(pruned);
  await awaitFinality(chain.api, indexed + 24);
  await chain.stop();
  chain = await startChain([...pruned, '--index']);
  await assert.rejects(chain.api.rpc.inference.receipt(0), isError(20302, 'INDEX_FAILED'));
  const { error, finalized } = await plain(chain.api.rpc.index.status());
  assert.match(error, /state of block \d+ is not here/);
  await awaitFinality(chain.api, finalized + 2);
});
