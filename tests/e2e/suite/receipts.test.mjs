// The receipts of the index, which are the chain's, whatever happened to the node.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import { awaitEvent, awaitFinality, find, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { inputOf, request } from '../roles/developer.mjs';
import { BY_UNIT } from '../roles/publisher.mjs';
import { ServiceNode } from '../roles/service-node.mjs';
import { isError, isWrongForm, plain } from './answers.mjs';
import { openMarket } from './market.mjs';
import { checkIndex } from './receipts.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
const UNKNOWN = 4_000_000;

let folder;
let flags;
let chain;
let service;
let receipts;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'nes-receipts-'));
  flags = ['--base-path', folder, '--index'];
  chain = await startChain(flags);
  service = await openMarket(chain.api, [PRICE, PRICE, PRICE], { slots: 8, shape: BY_UNIT });
  const gone = await openMarket(chain.api, [PRICE, PRICE, PRICE], { shape: BY_UNIT });
  const nodes = await startNodes();
  try {
    await endTasks(chain.api, gone);
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
  }
  receipts = await checkIndex(chain.api);
});

after(async () => {
  await chain?.stop();
  await rm(folder, { recursive: true });
});

/** Starts three nodes, which disagree, err or are silent when they are asked to. */
function startNodes() {
  return Promise.all([bob, charlie, dave].map((operator, index) => {
    const exec = `
      text=$(cat)
      case $text in
        'Silence!') exit 1 ;;
        'Disagree!') echo ${index} ;;
        'One errs.') echo ${index === 0 ? 'wrong' : 'right'} ;;
        *) echo "$text" ;;
      esac`;
    return ServiceNode.start({ url: chain.url, operator, exec });
  }));
}

/** Brings about every outcome, with `gone` for a service that retires, until all are final. */
async function endTasks(api, gone) {
  const ask = (payer, text) => request(api, payer, service, text, USAGE);
  const open = [await ask(eve, 'Silence!'), await ask(eve, 'Disagree!')];
  open.push(await ask(ferdie, 'I love it!'), await ask(ferdie, 'One errs.'));
  await endAtOnce(api, eve);

  const order = api.tx.inference.request(gone, 0, inputOf('Too late.'), USAGE, PRICE, null);
  const both = [order, api.tx.market.retire(gone)];
  const { block, events } = await send(api.tx.utility.batchAll(both), alice);
  open.push({ task: find(events, api.events.inference.Requested).task.toString(), block });
  await Promise.all(open.map((one) => final(api, one)));
}

/** Sends a request of `payer` that is cancelled in the same block. */
async function endAtOnce(api, payer) {
  const task = await api.query.inference.nextTaskId();
  const order = api.tx.inference.request(service, 0, inputOf('Never mind.'), USAGE, PRICE, null);
  return send(api.tx.utility.batchAll([order, api.tx.inference.cancel(task)]), payer);
}

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

test('every outcome has a receipt that says what the chain said', () => {
  const outcomes = receipts.map(({ outcome }) => outcome).sort();
  const all = ['agreed', 'agreed', 'cancelled', 'expired', 'inconclusive', 'noNodes'];
  assert.deepEqual(outcomes, all);
});

test('receipts say how each member did', () => {
  const conducts = (wanted) => {
    const { members } = receipts.find(({ outcome }) => outcome === wanted);
    return members.map(({ conduct }) => conduct);
  };
  assert.deepEqual(conducts('expired'), ['blameless', 'blameless', 'blameless']);
  assert.deepEqual(conducts('inconclusive'), ['unjudged', 'unjudged', 'unjudged']);
  assert.deepEqual(conducts('cancelled'), []);
  const agreed = receipts.filter(({ outcome }) => outcome === 'agreed');
  const erred = agreed.filter(({ members }) => members.some((one) => one.conduct !== 'won'));
  assert.equal(erred.length, 1);
  const [wrong] = erred[0].members.filter(({ conduct }) => conduct === 'wrongAnswer');
  assert.equal(wrong.paid, '0');
  assert.equal(receipts.find(({ outcome }) => outcome === 'noNodes').shortage, 'offSale');
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
    for (let tasks = 0; tasks < 3; tasks += 1) await endAtOnce(api, eve);
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
