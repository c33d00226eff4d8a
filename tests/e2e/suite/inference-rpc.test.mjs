// The section `inference` of the JSON-RPC: tasks, what they ask of nodes, and what becomes of them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { stringToHex } from '@polkadot/util';
import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import { find, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { description } from '../lib/sentiment.mjs';
import { inputOf, request, requestCall, settlement } from '../roles/developer.mjs';
import { commitment } from '../roles/member.mjs';
import { BY_UNIT, publish, RATE } from '../roles/publisher.mjs';
import { isError, isWrongForm, listen, plain, walk } from './answers.mjs';
import { exampleUnder, form } from './examples.mjs';
import { failedDraws, openMarket, UNFIT } from './market.mjs';
import { receiptOf } from './receipts.mjs';

const NONE = 4_000_000;
const NODES = [bob, charlie, dave];
const PRICE = UNIT;
const USAGE = { input: 100, output: 50 };
const OUTPUT = { result: `0x${'33'.repeat(32)}`, usage: { input: 12, output: 34 } };
const ANSWER = { output: OUTPUT };
const SALT = `0x${'44'.repeat(32)}`;
let chain;
let inference;
let service;

before(async () => {
  chain = await startChain();
  inference = chain.api.rpc.inference;
  service = await openMarket(chain.api, [PRICE, PRICE, PRICE], {
    slots: 100, shape: BY_UNIT, quorum: 3,
  });
});

after(() => chain?.stop());

const TERMS = { version: 0, maxPrice: PRICE };
const ask = (input, payer = eve) => request(chain.api, payer, service, input, USAGE, TERMS);
const watch = (task) => listen((callback) => inference.subscribeTask(task, callback));
const watchNode = ({ address }) =>
  listen((callback) => inference.subscribeAssigned(address, callback));

async function commit(task, node) {
  const hidden = await commitment(chain.api, task, node.address, ANSWER, SALT);
  return send(chain.api.tx.inference.commit(task, node.address, hidden), node);
}

const reveal = (task, node) =>
  send(chain.api.tx.inference.reveal(task, node.address, ANSWER, SALT), node);

/** Returns a request as `inference_dryRunRequest` takes it; `changes` replace parts of it. */
function order(text, changes = {}) {
  const terms = { version: 0, maxUsage: USAGE, maxPrice: `${PRICE}` };
  return { service, input: { inline: stringToHex(text) }, ...terms, ...changes };
}

/** Returns `text` as a remote input of a dry run. */
function remote(text) {
  const { contentHash: hash, uri } = inputOf(text);
  return { remote: { hash, uri } };
}

const dryRun = (changes, payer = eve, text = 'What if?') =>
  inference.dryRunRequest(payer.address, order(text, changes));

const account = ({ address }) => `${chain.api.createType('AccountId', address)}`;

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
  const { task, block } = await ask('And then?');
  const info = await plain(inference.task(task, block));
  const before = (await api.rpc.chain.getHeader(block)).parentHash;
  const answer = await plain(inference.dryRunRequest(eve.address, order('And then?'), before));
  const { seats, quorum, escrow, workFee, due, slashable, ...rest } = answer;
  assert.deepEqual(rest, {});
  assert.deepEqual(
    { seats, quorum, escrow, workFee, slashable },
    {
      seats: 3, quorum: info.quorum, escrow: info.escrow, workFee: info.workFee, slashable: false,
    },
  );
  assert.equal(due - (await height(before)), info.due - info.requested);
});

test('a dry run changes nothing', async () => {
  const { api } = chain;
  const next = await api.query.inference.nextTaskId();
  await dryRun();
  assert.equal(`${await api.query.inference.nextTaskId()}`, `${next}`);
});

test('a dry run takes a remote input, whose draw costs the same', async () => {
  const [inline, other] =
    await Promise.all([{}, { input: remote('What if?') }].map((changes) => plain(dryRun(changes))));
  assert.deepEqual(other, inline);
});

test('a dry run takes a patience, for which more is prepaid', async () => {
  const head = (await chain.api.rpc.chain.getBlockHash()).toHex();
  const ask = async (patience) =>
    BigInt((await plain(inference.dryRunRequest(eve.address, order('?', patience), head))).workFee);
  const patiences = [{}, ...[5, 1, 100].map((patience) => ({ patience }))];
  const [usual, five, one, most] = await Promise.all(patiences.map(ask));
  assert.equal(usual, five);
  // Later draws: one in a block, three in five, seven in a hundred.
  const draw = (five - one) / 2n;
  assert.equal(most - one, 6n * draw);
  assert.ok(one > draw, 'the settlement is prepaid too');
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
    [{ input: { remote: { hash: SALT, uri: 'a'.repeat(257) } } }, 20_200, 'URI_TOO_LONG'],
    [{ input: { inline: '0x' } }, 20_210, 'INPUT_MISSING'],
    [{ input: { inline: `0x${'00'.repeat(16_385)}` } }, 20_211, 'INPUT_TOO_LARGE'],
    [{ input: { inline: `0x${'00'.repeat(101)}` } }, 20_212, 'USAGE_BELOW_INPUT'],
    [{ patience: 0 }, 20_213, 'INVALID_PATIENCE'],
    [{ patience: 101 }, 20_213, 'INVALID_PATIENCE'],
    [{ maxUsage: { input: 0, output: 0 } }, 20_202, 'USAGE_MISSING'],
    [{ maxUsage: { input: 10 ** 13, output: 0 } }, 20_203, 'USAGE_TOO_LARGE'],
    [{ maxUsage: { input: 100, output: 1_200 * RATE + 1 } }, 20_203, 'USAGE_TOO_LARGE'],
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
  const { api } = chain;
  const low = PRICE / 2n; // Below the band of price in which all offers are.
  const sent = send(requestCall(api, service, 'Cheap?', USAGE, { maxPrice: low }), eve);
  await assert.rejects(sent, /inference\.MaximumBelowOffers/);
  const long = { input: 100, output: 1_200 * RATE + 1 };
  const slow = send(requestCall(api, service, 'Now?', long, { maxPrice: PRICE }), eve);
  await assert.rejects(slow, /inference\.UsageTooLarge/);
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
  const { remote: where } = remote('Where?');
  for (const input of [
    'Where?', {}, { inline: 'Where?' }, { inline: [0] }, { inlined: '0x00' },
    { inline: '0x00', remote: where }, { remote: { uri: where.uri } },
  ]) {
    await assert.rejects(dryRun({ input }), isWrongForm, JSON.stringify(input));
  }
  await assert.rejects(dryRun({ maxUsage: { input: 1 } }), isWrongForm);
});

test('inference_commitment makes the same commitment as a client', async () => {
  const { api } = chain;
  const { task } = await ask('What do you think?');
  const [low, high] = ['01', '02'].map((byte) => `0x${byte.repeat(32)}`);
  const reasons = ['invalid', 'tooLarge', 'unreadable', { ambiguous: [low, high] }];
  for (const answer of [ANSWER, ...reasons.map((unservable) => ({ unservable }))]) {
    const theirs = await plain(inference.commitment(task, bob.address, answer, SALT));
    const ours = await commitment(api, task, bob.address, answer, SALT);
    assert.equal(theirs, ours, JSON.stringify(answer));
  }
  assert.equal(await plain(inference.commitment(NONE, bob.address, ANSWER, SALT)), null);
  for (const answer of [OUTPUT, { unservable: 'busy' }, { output: OUTPUT, unservable: 'invalid' }]) {
    await assert.rejects(inference.commitment(task, bob.address, answer, SALT), isWrongForm);
  }
});

test('inference_input is the bytes of an open task’s in-line input', async () => {
  const { task, block } = await ask('Who reads this?');
  const at = await chain.api.rpc.chain.getHeader(block);
  const bytes = (...params) => inference.input(...params).then((found) => plain(found));
  assert.equal(await bytes(task), stringToHex('Who reads this?'));
  assert.equal(await bytes(task, block), stringToHex('Who reads this?'));
  assert.equal(await bytes(task, at.parentHash), null);
  assert.equal(await bytes(NONE), null);
  await assert.rejects(inference.input(task, SALT), isError(20_000, 'UNKNOWN_BLOCK'));
});

test('inference_input of a remote input is refused', async () => {
  const { task } = await ask(inputOf('Elsewhere.'));
  await assert.rejects(inference.input(task), ({ code, data, message }) => {
    assert.equal(code, 20_214);
    assert.deepEqual(data, { code: 'INPUT_IS_REMOTE', task: Number(task) });
    return message.includes('at a URI');
  });
});

test('inference_task returns where the input is', async () => {
  const { api } = chain;
  const text = 'Where is it?';
  const [inline, remote] = [await ask(text), await ask(inputOf(text))];
  const [here, there] = await Promise.all([inline, remote].map(async ({ task, block }) =>
    (await plain(inference.task(task, block))).input));
  const { contentHash: hash, uri } = inputOf(text);
  assert.deepEqual(there, { hash, uri });
  const { inline: { block, extrinsic, offset, length }, ...rest } = here;
  assert.deepEqual(rest, { hash });
  assert.deepEqual([block, length], [await height(inline.block), text.length]);
  const { extrinsics } = (await api.rpc.chain.getBlock(inline.block)).block;
  const bytes = extrinsics[extrinsic].toU8a().slice(offset, offset + length);
  assert.equal(new TextDecoder().decode(bytes), text);
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

test('the example of the documentation has the form of a task whose members commit', async () => {
  const { task } = await ask('What is it like?');
  const { nextThat, stop } = await watch(task);
  const { task: { members, ...info } } = await nextThat(({ task: one }) => one?.members.length > 0);
  stop();
  const answer = { ...info, members: members.slice(0, 1) };
  assert.equal(answer.phase, 'committing');
  assert.deepEqual(form(answer), form(exampleUnder('Inference')));
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
  assert.ok(settled.outcome.isAgreed);
  assert.deepEqual(receipt, receiptOf(settled));

  assert.deepEqual(await next(), { ...ended, finalized: true });
  const last = await height(await api.rpc.chain.getFinalizedHead());
  assert.ok(last >= (await height(end)));
  stop();
});

test('a subscriber hears that a task was cancelled', async () => {
  const { api } = chain;
  const asked = await request(api, eve, service, 'No.', UNFIT, { ...TERMS, patience: 100 });
  const { task } = asked;
  const { nextThat, stop } = await watch(task);
  await failedDraws(api, asked, 1);
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
  assert.deepEqual(assigned.input, (await plain(inference.task(task))).input);
  assert.equal(assigned.input.hash, inputOf('Who works?').contentHash);
  assert.deepEqual([...assigned.others].sort(), [charlie, dave].map(account).sort());
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
