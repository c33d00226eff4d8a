// The section `inference` of the JSON-RPC: tasks, what they ask of nodes, and what becomes of them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import { find, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { description } from '../lib/sentiment.mjs';
import { inputOf, request, settlement } from '../roles/developer.mjs';
import { commitment } from '../roles/member.mjs';
import { BY_UNIT, publish } from '../roles/publisher.mjs';
import { isError, isWrongForm, listen, plain, walk } from './answers.mjs';
import { openMarket } from './market.mjs';

const NONE = 4_000_000;
const NODES = [bob, charlie, dave];
const PRICE = UNIT;
const USAGE = { input: 100, output: 50 };
const ANSWER = { result: `0x${'33'.repeat(32)}`, usage: { input: 12, output: 34 } };
const SALT = `0x${'44'.repeat(32)}`;
let chain;
let inference;
let service;

before(async () => {
  chain = await startChain();
  inference = chain.api.rpc.inference;
  service = await openMarket(chain.api, [PRICE, PRICE, PRICE], { slots: 100, shape: BY_UNIT });
});

after(() => chain?.stop());

const TERMS = { version: 0, maxPrice: PRICE };
const ask = (text, payer = eve) => request(chain.api, payer, service, text, USAGE, TERMS);
const watch = (task) => listen((callback) => inference.subscribeTask(task, callback));
const watchNode = ({ address }) =>
  listen((callback) => inference.subscribeAssigned(address, callback));

function commit(task, node) {
  const { genesisHash, tx } = chain.api;
  const hidden = commitment(genesisHash.toHex(), task, node.address, ANSWER, SALT);
  return send(tx.inference.commit(task, node.address, hidden), node);
}

const reveal = (task, node) =>
  send(chain.api.tx.inference.reveal(task, node.address, ANSWER, SALT), node);

/** Returns a request as `inference_dryRunRequest` takes it; `changes` replace parts of it. */
function order(text, changes = {}) {
  const { contentHash: inputHash, uri: inputUri } = inputOf(text);
  const terms = { version: 0, maxUsage: USAGE, maxPrice: `${PRICE}` };
  return { service, inputHash, inputUri, ...terms, ...changes };
}

const dryRun = (changes, payer = eve, text = 'What if?') =>
  inference.dryRunRequest(payer.address, order(text, changes));

const height = (hash) => heightOf(chain.api, hash);

/** Returns each state of `task` by `inference_task`, from the block `since` to `until`, once. */
async function history(task, since, until) {
  const states = [];
  const end = await height(until);
  for (let at = await height(since); at < end; at += 1) {
    const hash = await chain.api.rpc.chain.getBlockHash(at);
    const state = await plain(inference.task(task, hash));
    if (JSON.stringify(state) !== JSON.stringify(states.at(-1))) states.push(state);
  }
  return states;
}

test('a dry run returns what the request then does', async () => {
  const { api } = chain;
  const head = (await api.rpc.chain.getHeader()).hash.toHex();
  const answer = await plain(inference.dryRunRequest(eve.address, order('And then?'), head));
  const { task, block } = await ask('And then?');
  const info = await plain(inference.task(task, block));
  assert.deepEqual(
    { seats: answer.seats, quorum: answer.quorum, escrow: answer.escrow },
    { seats: 3, quorum: info.quorum, escrow: info.escrow },
  );
  assert.equal(answer.due - (await height(head)), info.due - info.requested);
});

test('a dry run changes nothing', async () => {
  const { api } = chain;
  const next = await api.query.inference.nextTaskId();
  await dryRun();
  assert.equal(`${await api.query.inference.nextTaskId()}`, `${next}`);
});

test('a dry run takes a committee, and amounts as integers', async () => {
  const answer = await plain(dryRun({ maxPrice: 2_000_000_000_000, committee: 3 }));
  // At twice the price 100 input units cost 2,000 planck each, and 50 output units 4,000.
  assert.equal(BigInt(answer.escrow), 3n * (2n * UNIT + 400_000n));
});

test('a dry run names what it is refused for', async () => {
  const { api } = chain;
  const lonely = await publish(api, alice, description, BY_UNIT);
  /** @type {[object, number, string][]} */
  const refusals = [
    [{ service: NONE }, 20_100, 'UNKNOWN_SERVICE'],
    [{ committee: 2 }, 20_103, 'INVALID_COMMITTEE'],
    [{ inputUri: 'a'.repeat(257) }, 20_200, 'URI_TOO_LONG'],
    [{ maxUsage: { input: 0, output: 0 } }, 20_202, 'USAGE_MISSING'],
    [{ maxUsage: { input: 10 ** 13, output: 0 } }, 20_203, 'USAGE_TOO_LARGE'],
    [{ version: 1 }, 20_106, 'UNKNOWN_VERSION'],
    [{ maxPrice: '0' }, 20_204, 'MAXIMUM_BELOW_OFFERS'],
    [{ committee: 9 }, 20_205, 'TOO_FEW_OFFERS'],
    [{ service: lonely }, 20_205, 'TOO_FEW_OFFERS'],
    [{ maxPrice: `${2n ** 127n}` }, 20_206, 'ESCROW_TOO_LARGE'],
    [{ maxPrice: `${10n ** 20n}` }, 20_208, 'INSUFFICIENT_BALANCE'],
  ];
  for (const [changes, number, name] of refusals) {
    await assert.rejects(dryRun(changes), isError(number, name), name);
  }
});

test('a dry run refuses what the chain refuses', async () => {
  const { tx } = chain.api;
  const input = inputOf('Cheap?');
  const low = PRICE / 2n; // Below the band of price in which all offers are.
  const sent = send(tx.inference.request(service, 0, input, USAGE, low, null), eve);
  await assert.rejects(sent, /inference\.MaximumBelowOffers/);
  await assert.rejects(dryRun({ maxPrice: `${low}` }), ({ data, message }) => {
    assert.deepEqual(data, { code: 'MAXIMUM_BELOW_OFFERS', service });
    return message.includes('market_quote');
  });
});

test('a request of a wrong form is refused as such', async () => {
  for (const amount of ['-1', 'one', -1, 1.5, '1.5', `${2n ** 128n}`]) {
    await assert.rejects(dryRun({ maxPrice: amount }), isWrongForm, `${amount}`);
  }
  await assert.rejects(dryRun({ commitee: 3 }), isWrongForm);
  await assert.rejects(dryRun({ maxUsage: { input: 1 } }), isWrongForm);
});

test('inference_commitment makes the same commitment as a client', async () => {
  const theirs = await inference.commitment(7, bob.address, ANSWER, SALT);
  const ours = commitment(chain.api.genesisHash.toHex(), 7, bob.address, ANSWER, SALT);
  assert.equal(theirs.toHex(), ours);
  await assert.rejects(inference.commitment(7, bob.address, { result: SALT }, SALT), isWrongForm);
});

test('inference_tasksByPayer returns the payer’s open tasks, page by page', async () => {
  const asked = [];
  for (const text of ['One.', 'Two.', 'Three.']) asked.push(await ask(text, ferdie));
  const at = asked.at(-1).block;
  const list = (cursor, limit) => inference.tasksByPayer(ferdie.address, cursor, limit, at);
  const { items, nextCursor } = await plain(list());
  assert.equal(nextCursor, null);
  const ids = items.map(({ task }) => `${task}`).sort();
  assert.deepEqual(ids, asked.map(({ task }) => task).sort());
  for (const { task, ...info } of items) {
    assert.deepEqual(info, await plain(inference.task(task, at)));
    assert.equal(info.version, 0);
  }
  assert.deepEqual(await walk((cursor) => list(cursor, 1)), items);
  await assert.rejects(list(null, 1_001), isError(20_002, 'LIMIT_TOO_LARGE'));
  const none = await plain(inference.tasksByPayer(alice.address, null, null, at));
  assert.deepEqual(none, { items: [], nextCursor: null });
});

test('a subscriber hears of a task from its request to its finality', async () => {
  const { api } = chain;
  const { task, block } = await ask('How does it go?');
  const { next, nextThat, stop } = await watch(task);
  const first = await next();
  const changes = [first];
  const nextChange = (matches) => nextThat((change) => changes.push(change) && matches(change));
  const phase = (name) => (change) => change.task?.phase === name;

  if (first.task.phase !== 'committing') await nextChange(phase('committing'));
  for (const node of NODES) await commit(task, node);
  await nextChange(phase('revealing'));
  const revealed = NODES.map((node) => reveal(task, node));
  const ended = await nextChange(({ state }) => state === 'ended');
  await Promise.all(revealed);

  const { settled, block: end } = await settlement(api, { task, block });
  const open = changes.filter(({ state }) => state === 'open').map((change) => change.task);
  const states = await history(task, block, end);
  // The subscription may have begun after the draw.
  assert.ok(open.length >= states.length - 1);
  assert.deepEqual(open, states.slice(-open.length));

  const { receipt } = ended;
  assert.deepEqual(ended, { state: 'ended', receipt, block: end, finalized: false });
  assert.deepEqual(receipt, receiptOf(task, settled));

  assert.deepEqual(await next(), { ...ended, finalized: true });
  const last = await height(await api.rpc.chain.getFinalizedHead());
  assert.ok(last >= (await height(end)));
  stop();
});

/** Returns the receipt of a task that all agreed on, by its event. */
function receiptOf(task, settled) {
  assert.ok(settled.outcome.isAgreed);
  return {
    task: Number(task),
    payer: `${settled.payer}`,
    service,
    version: 0,
    outcome: 'agreed',
    answer: ANSWER,
    shortage: null,
    members: settled.members.map(({ node, paid, parts }) => ({
      node: `${node}`,
      answer: ANSWER,
      conduct: 'won',
      paid: `${paid}`,
      parts: Object.fromEntries([...parts].map(([part, amount]) => [part, `${amount}`])),
    })),
    paid: `${settled.paid}`,
    refund: `${settled.refund}`,
  };
}

test('a subscriber hears that a task was cancelled', async () => {
  const { api } = chain;
  const { task } = await ask('No.');
  const { nextThat, stop } = await watch(task);
  const { events } = await send(api.tx.inference.cancel(task), eve);
  const { refund } = find(events, api.events.inference.Settled);
  const { receipt } = await nextThat(({ finalized }) => finalized);
  assert.equal(receipt.outcome, 'cancelled');
  assert.equal(receipt.refund, `${refund}`);
  assert.deepEqual(receipt.members, []);
  stop();
});

test('a subscriber hears that there is no such task', async () => {
  const { next, stop } = await watch(NONE);
  assert.deepEqual(await next(), { state: 'unknown' });
  stop();
});

test('a node hears what its tasks ask of it', async () => {
  const { next, nextThat, stop } = await watchNode(bob);
  await next();
  const { task } = await ask('Who works?');
  const own = (list) => list.find((item) => `${item.task}` === task);
  const duty = (name) => nextThat((list) => own(list)?.duty === name).then(own);

  const assigned = await duty('commit');
  assert.equal(assigned.service, service);
  assert.equal(assigned.inputHash, inputOf('Who works?').contentHash);
  assert.equal(assigned.inputUri, inputOf('Who works?').uri);
  assert.deepEqual(assigned.maxUsage, USAGE);
  assert.deepEqual(assigned.tariff, { base: `${PRICE}`, input: '1000', output: '2000' });
  const listed = await walk((cursor) => inference.assigned(bob.address, cursor, 1));
  assert.deepEqual(own(listed), assigned);

  await commit(task, bob);
  await duty('wait');
  await Promise.all([charlie, dave].map((node) => commit(task, node)));
  await duty('reveal');
  await reveal(task, bob);
  await duty('wait');
  await Promise.all([charlie, dave].map((node) => reveal(task, node)));
  await nextThat((list) => !own(list));
  stop();
});

test('who starts to listen late hears of the tasks that are open already', async () => {
  const first = await ask('Early?');
  const second = await ask('Late?');
  const drawn = await watch(second.task);
  await drawn.nextThat(({ task }) => task?.phase === 'committing');
  drawn.stop();
  const { next, stop } = await watchNode(charlie);
  const ids = (await next()).map(({ task }) => task);
  assert.deepEqual(ids, [...ids].sort((one, other) => one - other));
  for (const { task } of [first, second]) assert.ok(ids.includes(Number(task)));
  stop();
});

test('who has no task hears so', async () => {
  const { next, stop } = await watchNode(eve);
  assert.deepEqual(await next(), []);
  assert.deepEqual(await plain(inference.assigned(eve.address)), { items: [], nextCursor: null });
  stop();
});
