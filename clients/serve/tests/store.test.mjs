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
const answer = { result: blake2AsHex(output, 256), usage: { input: 1, output: 3 } };
const RECORD = {
  task: '7', inputHash: `0x${'22'.repeat(32)}`, answer, salt: `0x${'33'.repeat(32)}`, output,
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
  await store.keep(RECORD);
  assert.deepEqual(await store.answerTo('7'), { genesis: GENESIS, node: NODE, ...RECORD });
  assert.equal((await stat(place('7.json'))).mode & 0o777, 0o600);
  assert.equal((await stat(place('.'))).mode & 0o777, 0o700);
});

test('an answer is never overwritten', async () => {
  await store.keep(RECORD);
  const other = { ...RECORD, salt: `0x${'44'.repeat(32)}` };
  await assert.rejects(store.keep(other), { code: 'EEXIST' });
  assert.equal((await store.answerTo('7')).salt, RECORD.salt);
});

test('what is damaged, of another node, chain or task, is named and kept', async () => {
  await store.keep(RECORD);
  const sound = await readFile(place('7.json'), 'utf8');
  /** @type {[string, RegExp][]} */
  const changes = [
    ['', /is damaged/],
    [sound.slice(0, -9), /is damaged/],
    [sound.replace('AP8K', 'AP8L'), /is damaged/],
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

test('an output is there from the end of its reveal on', async () => {
  await store.keep(RECORD);
  assert.equal(await store.outputOf('7'), undefined);
  await store.beginReveal('7', { from: 10, due: 30 });
  assert.equal(await store.outputOf('7'), undefined);
  assert.deepEqual(await store.openReveals(), [{ task: '7', from: 10, due: 30 }]);
  await store.endReveal('7');
  assert.deepEqual(await store.openReveals(), []);
  assert.deepEqual(await store.outputOf('7'), output);
});

test('what is old is removed, but nothing of an open task, and nothing else', async () => {
  const old = new Date(Date.now() - 15 * 24 * 60 * 60 * 1000);
  for (const task of ['7', '8', '9']) await store.keep({ ...RECORD, task });
  await writeFile(place('notes'), '');
  for (const name of ['7.json', '8.json', 'notes']) await utimes(place(name), old, old);
  await store.clean(14, new Set(['8']));
  const left = await Promise.all(['7.json', '8.json', '9.json', 'notes'].map(exists));
  assert.deepEqual(left, [false, true, true, true]);
});

test('a directory that cannot be written is named', async () => {
  await writeFile(path.join(state, 'file'), '');
  const open = Store.open(path.join(state, 'file'), GENESIS, NODE);
  await assert.rejects(open, (error) =>
    error instanceof OperatorError && /cannot be written \(ENOTDIR\)$/.test(error.message));
});
