// Duties, as long as the chain asks for them, and what is logged when it does no longer.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, mock, test } from 'node:test';

import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';
import { preimage } from 'nes-js';

import { Duties } from '../duties.mjs';
import { Store } from '../store.mjs';
import { assignmentOf, Chain, inlineOf, NODE } from './chain.mjs';
import { DEAD } from './servers.mjs';

const TEXT = 'Say it again.';
let state;
let chain;
let store;
let lines;
let duties;

beforeEach(async () => {
  state = await mkdtemp(path.join(os.tmpdir(), 'nes-duties-'));
  chain = new Chain();
  store = await Store.open(state, chain.genesis, NODE);
  lines = [];
  mock.method(process.stderr, 'write', (line) => lines.push(line.trim()));
  duties = dutiesOf();
});

afterEach(async () => {
  await duties.stop();
  mock.restoreAll();
  await rm(state, { recursive: true });
});

/** Returns the duties of a program that was started with `options`. */
function dutiesOf(options = {}) {
  const begun = new Duties({
    node: NODE, command: 'cat', jobs: 1, privateInputs: true, services: [], dispute: 0n, store,
    disputes: { watch: async () => {} }, ...options,
  });
  begun.resume(chain, chain.sender);
  begun.advance(100);
  return begun;
}

/** Waits until `condition` holds. */
async function until(condition) {
  for (let tries = 0; !(await condition()); tries += 1) {
    assert.ok(tries < 500, `${condition}\n${lines.join('\n')}`);
    await new Promise((again) => setTimeout(again, 20));
  }
}

const sent = (count) => until(() => chain.sent.length === count);
const logged = (pattern) => until(() => lines.some((line) => pattern.test(line)));

/** Commits to the answer to `assignment`, and changes the chain's mind to a reveal of it. */
async function committed(assignment) {
  duties.update([assignment]);
  await sent(1);
  chain.stuck = true;
  duties.update([{ ...assignment, duty: 'reveal', due: 160 }]);
  await logged(/^reveals its answer for task 1$/);
}

test('a commitment binds the input and the version of its assignment', async () => {
  const assignment = inlineOf(chain, 1, TEXT);
  duties.update([assignment]);
  await sent(1);
  const { answer, salt } = await store.answerTo('1');
  const seat = {
    genesis: chain.genesis, task: 1, input: assignment.input.hash, version: 2,
    node: decodeAddress(NODE),
  };
  const commitment = blake2AsHex(preimage(seat, answer, salt), 256);
  assert.deepEqual(chain.sent, [{ name: 'commit', task: '1', node: NODE, commitment }]);
});

test('an answer to another input or version of that number is not used', async () => {
  duties.update([inlineOf(chain, 1, TEXT)]);
  await sent(1);
  for (const another of [inlineOf(chain, 1, 'Other.'), inlineOf(chain, 1, TEXT, { version: 3 })]) {
    duties.update([]);
    lines = [];
    duties.update([another]);
    await logged(/^error: cannot commit for task 1: .* an answer to another task of that number$/);
  }
  assert.equal(chain.sent.length, 1);
});

test('tasks of other services and versions are left to other programs', async () => {
  duties = dutiesOf({ services: [{ id: 7, version: 2 }, { id: 8 }] });
  const asked = [[7, 2], [7, 3], [8, 5], [9, 1]].map(([service, version], task) =>
    inlineOf(chain, task, TEXT, { service, version }));
  duties.update(asked);
  duties.update(asked);
  await sent(2);
  assert.deepEqual(chain.sent.map(({ task }) => task).sort(), ['0', '2']);
  assert.deepEqual(lines.filter((line) => /not served/.test(line)), [
    'task 1 asks for version 3 of service 7, which is not served here',
  ]);
});

test('an input is waited for until only the time for a commitment is left', async () => {
  duties.update([assignmentOf(1, DEAD, TEXT)]);
  duties.advance(135);
  await logged(/is asked for again/);
  assert.deepEqual(chain.sent, []);
  duties.advance(136);
  await sent(1);
  assert.deepEqual((await store.answerTo('1')).answer, { unservable: 'unreadable' });
});

test('an input is not waited for any more when the others make the window shorter', async () => {
  duties.update([assignmentOf(1, DEAD, TEXT)]);
  await logged(/is asked for again/);
  duties.update([assignmentOf(1, DEAD, TEXT, { due: 102 })]);
  await sent(1);
  assert.deepEqual((await store.answerTo('1')).answer, { unservable: 'unreadable' });
});

test('who is overtaken by a quorum of the others says so in one line', async () => {
  duties = dutiesOf({ command: 'sleep 600' });
  duties.update([inlineOf(chain, 1, TEXT)]);
  duties.advance(110);
  duties.update([inlineOf(chain, 1, TEXT, { duty: 'wait' })]);
  await logged(/overtaken|went on/);
  assert.deepEqual(lines, ['task 1 went on before this node could commit']);
});

test('who is overtaken with its answer says so in one line', async () => {
  await committed(inlineOf(chain, 1, TEXT));
  lines = [];
  duties.advance(143);
  duties.update([]);
  await logged(/went on/);
  assert.deepEqual(lines, ['task 1 went on before this node could reveal']);
});

test('a duty that was missed is an error', async () => {
  duties = dutiesOf({ command: 'sleep 600' });
  duties.update([inlineOf(chain, 1, TEXT)]);
  duties.advance(140);
  duties.update([]);
  await logged(/^error: cannot commit for task 1: the chain waits for it no longer$/);
});

test('an input is open for others until its task is not, and then removed', async () => {
  duties.update([assignmentOf(1, `data:,${TEXT}`, TEXT)]);
  await sent(1);
  duties.update([assignmentOf(1, `data:,${TEXT}`, TEXT, { duty: 'wait' })]);
  assert.deepEqual([duties.isOpen('1'), duties.isOpen('2')], [true, false]);
  assert.ok('file' in (await store.inputFileOf('1')));
  duties.update([]);
  assert.equal(duties.isOpen('1'), false);
  await until(async () => 'missing' in (await store.inputFileOf('1')));
});

/** The fields of an assignment whose answer can be disputed. */
const DISPUTABLE = { slashable: true, secondOf: null };

test('a task that can be disputed is watched before it has an answer, and no other', async () => {
  const watched = [];
  const watch = async ({ task }) => watched.push([task, await store.answerTo(task)]);
  duties = dutiesOf({ disputes: { watch } });
  duties.update([
    inlineOf(chain, 1, TEXT, DISPUTABLE),
    inlineOf(chain, 2, TEXT, { ...DISPUTABLE, slashable: false }),
    inlineOf(chain, 3, TEXT, { ...DISPUTABLE, secondOf: 0 }),
    inlineOf(chain, 4, TEXT, { ...DISPUTABLE, duty: 'wait' }),
  ]);
  await sent(3);
  assert.deepEqual(watched, [['1', undefined]]);
});

test('an answer that a node disputes by is computed though the others were faster', async () => {
  duties = dutiesOf({ command: 'sleep 0.3; cat', dispute: 1n });
  duties.update([inlineOf(chain, 1, TEXT, DISPUTABLE)]);
  duties.advance(110);
  duties.update([]);
  await logged(/went on/);
  assert.deepEqual((await store.answerTo('1')).answer.output.result, blake2AsHex(TEXT, 256));
  assert.deepEqual(chain.sent, []);
  assert.deepEqual(lines, ['task 1 went on before this node could commit']);
});

test('an answer that nobody disputes by is not computed when the others were faster', async () => {
  for (const [options, rest] of [
    [{ dispute: 0n }, DISPUTABLE],
    [{ dispute: 1n }, { ...DISPUTABLE, slashable: false }],
    [{ dispute: 1n }, { ...DISPUTABLE, secondOf: 3 }],
  ]) {
    lines = [];
    duties = dutiesOf({ command: 'sleep 600', ...options });
    duties.update([inlineOf(chain, 1, TEXT, rest)]);
    duties.advance(110);
    duties.update([]);
    await logged(/went on/);
  }
});

test('an answer that is only compared has the time for its commitment, no more', async () => {
  duties = dutiesOf({ command: 'sleep 600', dispute: 1n });
  duties.update([inlineOf(chain, 1, TEXT, DISPUTABLE)]);
  duties.advance(110);
  duties.update([]);
  duties.advance(139);
  await new Promise((passed) => setTimeout(passed, 200));
  assert.deepEqual(lines, []);
  duties.advance(140);
  await logged(/went on/);
  assert.equal(await store.answerTo('1'), undefined);
});

test('a task that a fork opens anew is answered by what was only compared', async () => {
  duties = dutiesOf({ command: 'sleep 0.3; cat', dispute: 1n });
  const assignment = inlineOf(chain, 1, TEXT, DISPUTABLE);
  duties.update([assignment]);
  duties.advance(110);
  duties.update([]);
  duties.update([assignment]);
  await sent(1);
  assert.equal(lines.filter((line) => /^error/.test(line)).length, 0);
});

test('a seat of a second committee is named, answered and revealed like any other', async () => {
  await committed(inlineOf(chain, 1, TEXT, { ...DISPUTABLE, secondOf: 0 }));
  assert.equal(lines[0], 'task 1 asks about the disputed task 0');
  assert.equal(chain.sent[0].name, 'commit');
});
