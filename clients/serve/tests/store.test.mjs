// The state directory, whose files stay, are only the node's own, and are served in time.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';

import { OperatorError, TaskError } from '../errors.mjs';
import { Store } from '../store.mjs';

const GENESIS = `0x${'11'.repeat(32)}`;
const NODE = 'the node';
const output = Buffer.from([0, 255, 10]);
const answer = { output: { result: blake2AsHex(output, 256), usage: { input: 1, output: 3 } } };
const RECORD = {
  task: '7', inputHash: `0x${'22'.repeat(32)}`, version: 2, answer, salt: `0x${'33'.repeat(32)}`,
};
let state;
let store;

beforeEach(async () => {
  state = await mkdtemp(path.join(os.tmpdir(), 'nes-store-'));
  store = await Store.open(state, GENESIS, NODE);
});

afterEach(() => rm(state, { recursive: true }));

const place = (name) => path.join(state, GENESIS, name);

const exists = (name) => stat(place(name)).then(() => true, () => false);

test('an answer comes back as it was kept, for its owner alone', async () => {
  assert.equal(await store.answerTo('7'), undefined);
  await store.keep(RECORD, output);
  assert.deepEqual(await store.answerTo('7'), { genesis: GENESIS, node: NODE, ...RECORD });
  assert.deepEqual(await readFile(place('7.output')), output);
  for (const name of ['7.json', '7.output']) {
    assert.equal((await stat(place(name))).mode & 0o777, 0o600);
  }
  assert.equal((await stat(place('.'))).mode & 0o777, 0o700);
});

test('an answer without an output comes back too', async () => {
  const ambiguous = [`0x${'44'.repeat(32)}`, `0x${'55'.repeat(32)}`];
  for (const unservable of ['invalid', 'tooLarge', 'unreadable', { ambiguous }]) {
    await store.keep({ ...RECORD, answer: { unservable } }, undefined);
    assert.deepEqual((await store.answerTo('7')).answer, { unservable });
    await rm(place('7.json'));
  }
});

test('an answer is never overwritten', async () => {
  await store.keep(RECORD, output);
  const other = { ...RECORD, salt: `0x${'44'.repeat(32)}` };
  await assert.rejects(store.keep(other, Buffer.from('other')), { code: 'EEXIST' });
  assert.equal((await store.answerTo('7')).salt, RECORD.salt);
});

test('an output whose answer was interrupted is of no meaning', async () => {
  await writeFile(place('7.output'), 'half');
  assert.equal(await store.answerTo('7'), undefined);
  await store.keep(RECORD, output);
  assert.equal((await store.answerTo('7')).salt, RECORD.salt);
});

test('what is damaged, of another node, chain or task, is named and kept', async () => {
  await store.keep(RECORD, output);
  const sound = await readFile(place('7.json'), 'utf8');
  /** @type {[string, RegExp][]} */
  const changes = [
    ['', /is damaged/],
    [sound.slice(0, -9), /is damaged/],
    [sound.replace(answer.output.result, '0x12'), /is damaged/],
    [sound.replace('"version":2', '"version":-2'), /is damaged/],
    [sound.replace(/"output":.*?}}/, '"unservable":"busy"'), /is damaged/],
    [sound.replace(answer.output.result, GENESIS), /7\.output is damaged/],
    [sound.replace(NODE, 'another'), /not of this node's task/],
    [sound.replace(GENESIS, GENESIS.replace('11', '12')), /not of this node's task/],
    [sound.replace('"task":"7"', '"task":"8"'), /not of this node's task/],
  ];
  for (const [text, why] of changes) {
    await writeFile(place('7.json'), text);
    await assert.rejects(store.answerTo('7'), (error) => {
      assert.ok(error instanceof TaskError);
      return why.test(error.message);
    });
    assert.equal(await readFile(place('7.json'), 'utf8'), text);
  }
});

test('an output whose bytes have changed is damaged', async () => {
  await store.keep(RECORD, output);
  await writeFile(place('7.output'), 'changed');
  await assert.rejects(store.answerTo('7'), /7\.output is damaged; it is kept as it is$/);
  assert.equal(await readFile(place('7.output'), 'utf8'), 'changed');
});

test('an output is there from the end of its reveal on', async () => {
  assert.deepEqual(await store.outputOf('7'), { missing: 'noAnswer' });
  await store.keep(RECORD, output);
  assert.deepEqual(await store.outputOf('7'), { missing: 'notRevealed' });
  await store.beginReveal('7', { from: 10, due: 30 });
  assert.deepEqual(await store.outputOf('7'), { missing: 'notRevealed' });
  assert.deepEqual(await store.openReveals(), [{ task: '7', from: 10, due: 30 }]);
  await store.endReveal('7');
  assert.deepEqual(await store.openReveals(), []);
  assert.deepEqual(await store.outputOf('7'), { file: place('7.output') });
});

test('an answer without an output has none once it is revealed', async () => {
  await store.keep({ ...RECORD, answer: { unservable: 'invalid' } }, undefined);
  assert.deepEqual(await store.outputOf('7'), { missing: 'notRevealed' });
  await store.beginReveal('7', { from: 10, due: 30 });
  await store.endReveal('7');
  assert.deepEqual(await store.outputOf('7'), { missing: 'noOutput' });
});

test('an input is there until it is dropped, and is its hash’s', async () => {
  const input = Buffer.from('the input');
  const hash = blake2AsHex(input, 256);
  assert.deepEqual(await store.inputFileOf('7'), { missing: 'noInput' });
  await store.keepInput('7', input);
  assert.deepEqual(await store.inputFileOf('7'), { file: place('inputs/7') });
  assert.deepEqual(await store.inputOf('7', hash), input);
  assert.equal(await store.inputOf('7', GENESIS), undefined);
  await store.dropInput('7');
  assert.equal(await store.inputOf('7', hash), undefined);
  assert.deepEqual(await store.inputFileOf('7'), { missing: 'noInput' });
});

const age = (name, days) => {
  const then = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
  return utimes(place(name), then, then);
};

test('what is old is removed, but nothing of an open task, and nothing else', async () => {
  for (const task of ['7', '8', '9']) {
    await store.keep({ ...RECORD, task }, output);
    await store.keepInput(task, output);
  }
  await writeFile(place('notes'), '');
  for (const name of ['7.output', '7.json', 'inputs/7', '8.output', 'inputs/8', 'notes']) {
    await age(name, 15);
  }
  await store.clean(14, new Set(['8']));
  const left = async (names) => (await Promise.all(names.map(exists))).map(Number).join('');
  assert.equal(await left(['7.output', '8.output', '9.output', 'notes']), '0111');
  assert.equal(await left(['inputs/7', 'inputs/8', 'inputs/9']), '011');
  assert.equal(await exists('7.json'), true);
});

test('an answer outlives its output, and says that this is no longer kept', async () => {
  await store.keep(RECORD, output);
  await store.beginReveal('7', { from: 10, due: 30 });
  await store.endReveal('7');
  for (const name of ['7.output', '7.json', '7.revealed']) await age(name, 139);
  await store.clean(14, new Set());
  assert.deepEqual(await store.outputOf('7'), { missing: 'noLongerKept' });
  for (const name of ['7.json', '7.revealed']) await age(name, 141);
  await store.clean(14, new Set());
  assert.deepEqual(await store.outputOf('7'), { missing: 'noAnswer' });
});

test('a directory that cannot be written is named', async () => {
  await writeFile(path.join(state, 'file'), '');
  const open = Store.open(path.join(state, 'file'), GENESIS, NODE);
  await assert.rejects(open, (error) =>
    error instanceof OperatorError && /cannot be written \(ENOTDIR\)$/.test(error.message));
});
