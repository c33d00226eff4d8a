// Answers of real models to inputs from real servers, whatever these do.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';

import { Answers } from '../answers.mjs';
import { TaskError } from '../errors.mjs';
import { Store } from '../store.mjs';
import { assignmentOf, Chain, inlineOf, NODE } from './chain.mjs';
import { DEAD, serverOf, silentServer } from './servers.mjs';

const TEXT = 'Say it again.';
const AGAIN = {
  output: { result: blake2AsHex(TEXT, 256), usage: { input: TEXT.length, output: TEXT.length } },
};
let state;
let chain;
let store;

beforeEach(async () => {
  state = await mkdtemp(path.join(os.tmpdir(), 'nes-answers-'));
  chain = new Chain();
  store = await Store.open(state, chain.genesis, NODE);
});

afterEach(() => rm(state, { recursive: true }));

const answersOf = (command, jobs = 1) =>
  new Answers({ command, jobs, privateInputs: true, store });

/** Returns the controllers of the signals that a duty hands on. */
function signals() {
  const end = new AbortController();
  const late = new AbortController();
  end.signal.addEventListener('abort', () => late.abort(end.signal.reason));
  return { end, late };
}

/** Has `answers` give the answer to `assignment`; returns it. */
async function give(answers, assignment, { end, late } = signals()) {
  const limits = { end: end.signal, late: late.signal };
  return (await answers.give(assignment, chain, limits)).answer;
}

test('an answer is kept before it is given, with what it binds', async () => {
  const assignment = inlineOf(chain, '1', TEXT);
  assert.deepEqual(await give(answersOf('cat'), assignment), AGAIN);
  const { genesis, task, version, inputHash, answer } = await store.answerTo('1');
  assert.deepEqual([genesis, task, version, inputHash], [
    chain.genesis, '1', 2, assignment.input.hash,
  ]);
  assert.deepEqual(answer, AGAIN);
  await assert.rejects(give(answersOf('cat'), assignment), { code: 'EEXIST' });
});

// Regression: an input was fetched in the place of a model, for which the other tasks then waited.
test('silent servers of a payer keep no other task waiting', async () => {
  const { url, asked } = await silentServer();
  const healthy = await serverOf((_, response) => response.end(TEXT));
  const answers = answersOf('cat');
  const stop = signals();
  const silent = ['1', '2', '3'].map((task) => {
    const assignment = assignmentOf(task, `${url}/${task}`, TEXT, { payer: 'Eve' });
    return assert.rejects(give(answers, assignment, stop), /stop/);
  });
  while (asked.length < 2) await new Promise((again) => setTimeout(again, 10));
  for (const [task, uri] of [['4', `data:,${TEXT}`], ['5', healthy], ['6', `data:,${TEXT}`]]) {
    const payer = task === '6' ? 'Eve' : 'Ferdie';
    assert.deepEqual(await give(answers, assignmentOf(task, uri, TEXT, { payer })), AGAIN);
  }
  assert.deepEqual(await give(answers, inlineOf(chain, '7', TEXT)), AGAIN);
  assert.equal(asked.length, 2); // No silence has ended yet: then the third would be asked.
  stop.end.abort(new Error('stop'));
  await Promise.all(silent);
});

test('in-line tasks go first when the models are busy', async () => {
  const order = path.join(state, 'order');
  const answers = answersOf(`sleep 0.3; echo $NES_TASK >> '${order}'; cat`);
  const remote = ['1', '2', '3'].map((task) =>
    give(answers, assignmentOf(task, `data:,${TEXT}`, TEXT)));
  await new Promise((begun) => setTimeout(begun, 150));
  const inline = give(answers, inlineOf(chain, '4', TEXT));
  await Promise.all([...remote, inline]);
  assert.deepEqual((await readFile(order, 'utf8')).trim().split('\n')[1], '4');
});

test('second committees wait for no other task, and two are answered at once', async () => {
  const order = path.join(state, 'order');
  const answers = answersOf(`sleep 0.4; echo $NES_TASK >> '${order}'; cat`);
  const others = ['1', '2'].map((task) => give(answers, inlineOf(chain, task, TEXT)));
  await new Promise((begun) => setTimeout(begun, 150));
  const seconds = ['3', '4', '5'].map((task) =>
    give(answers, inlineOf(chain, task, TEXT, { secondOf: 0 })));
  await Promise.all([...others, ...seconds]);
  const done = (await readFile(order, 'utf8')).trim().split('\n');
  assert.deepEqual([done[0], done.slice(1, 3).sort()], ['1', ['3', '4']]);
  assert.deepEqual(done.slice(3).sort(), ['2', '5']);
});

test('an input that nobody gives in time is unreadable', async () => {
  chain.endpoints.set('Bob', DEAD);
  const { url } = await silentServer();
  for (const [task, uri] of [['1', url], ['2', DEAD], ['3', 'data:,another']]) {
    const limits = signals();
    const others = ['Bob', 'Charlie'];
    const given = give(answersOf('cat'), assignmentOf(task, uri, TEXT, { others }), limits);
    setTimeout(() => limits.late.abort(), 200);
    assert.deepEqual(await given, { unservable: 'unreadable' });
  }
});

test('what can be read is answered, however late it is', async () => {
  const limits = signals();
  limits.late.abort();
  const assignment = assignmentOf('1', `data:,${TEXT}`, TEXT);
  assert.deepEqual(await give(answersOf('cat'), assignment, limits), AGAIN);
  await store.keepInput('2', Buffer.from(TEXT));
  const kept = assignmentOf('2', DEAD, TEXT);
  assert.deepEqual(await give(answersOf('cat'), kept, limits), AGAIN);
});

test('a task that nobody waits for has no answer', async () => {
  const limits = signals();
  const given = give(answersOf('cat'), assignmentOf('1', DEAD, TEXT), limits);
  limits.end.abort(new TaskError('too late'));
  await assert.rejects(given, /too late/);
  assert.equal(await store.answerTo('1'), undefined);
});

test('a member’s input is taken, and kept for others', async () => {
  chain.endpoints.set('Bob', await serverOf(({ url }, response) => {
    response.writeHead(url === '/inputs/1' ? 200 : 404).end(TEXT);
  }));
  const assignment = assignmentOf('1', DEAD, TEXT, { others: ['Charlie', 'Bob'] });
  assert.deepEqual(await give(answersOf('cat'), assignment), AGAIN);
  const { file } = /** @type {{ file: string }} */ (await store.inputFileOf('1'));
  assert.equal(await readFile(file, 'utf8'), TEXT);
});

test('what is above the maximum is too large', async () => {
  const tooLarge = { unservable: 'tooLarge' };
  const ran = path.join(state, 'ran');
  const small = { maxUsage: { input: 13, output: 12 } };
  assert.deepEqual(await give(answersOf('cat'), inlineOf(chain, '1', TEXT, small)), tooLarge);
  // An input unit covers 4 bytes.
  const uncovered = { maxUsage: { input: 3, output: 99 } };
  const model = `touch '${ran}'; echo '{"input":1,"output":1}' >&3`;
  const remote = assignmentOf('2', `data:,${TEXT}`, TEXT, uncovered);
  assert.deepEqual(await give(answersOf(model), remote), tooLarge);
  await assert.rejects(stat(ran), { code: 'ENOENT' });
});

test('the model’s own reason is the answer', async () => {
  const answer = await give(answersOf('echo invalid >&3'), inlineOf(chain, '1', TEXT));
  assert.deepEqual(answer, { unservable: 'invalid' });
  assert.deepEqual((await store.answerTo('1')).answer, answer);
});

test('a model that fails gives no answer', async () => {
  const given = give(answersOf('echo invalid >&3; exit 3'), inlineOf(chain, '1', TEXT));
  await assert.rejects(given, /the model ended with 3/);
  assert.equal(await store.answerTo('1'), undefined);
});
