// Bounds on work, which is done in turns.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';

import { limit, takeTurns } from '../limit.mjs';

/** Returns work that notes its name in `begun` when it begins, and what ends it by its name. */
function works(begun) {
  const ends = new Map();
  const work = (name) => () => new Promise((resolve) => {
    begun.push(name);
    ends.set(name, resolve);
  });
  const end = (name) => {
    ends.get(name)(name);
    return settled();
  };
  return { work, end };
}

test('work waits for a place, and urgent work goes first', async () => {
  const begun = [];
  const { work, end } = works(begun);
  const run = limit(1);
  const done = [run(work('a')), run(work('b')), run(work('c')), run(work('urgent'), true)];
  assert.deepEqual(begun, ['a']);
  for (const name of ['a', 'urgent', 'b', 'c']) await end(name);
  assert.deepEqual(begun, ['a', 'urgent', 'b', 'c']);
  assert.deepEqual(await Promise.all(done), ['a', 'b', 'c', 'urgent']);
});

test('work that fails gives its place back', async () => {
  const run = limit(1);
  await assert.rejects(run(() => Promise.reject(new Error('no'))), /no/);
  assert.equal(await run(async () => 'yes'), 'yes');
  const turns = takeTurns({ most: 1, each: 1, queue: 1 });
  const { signal } = new AbortController();
  await assert.rejects(turns('a', () => Promise.reject(new Error('no')), signal), /no/);
  assert.equal(await turns('a', async () => 'yes', signal), 'yes');
});

test('owners take turns, each within its own bound', async () => {
  const begun = [];
  const { work, end } = works(begun);
  const { signal } = new AbortController();
  const turns = takeTurns({ most: 3, each: 2, queue: 9 });
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'];
  for (const name of all) turns(name[0], work(name), signal);
  await settled();
  assert.deepEqual(begun, ['a1', 'a2', 'b1']);
  await end('a1'); // Those of b and c wait for longer than a3 has since a2 began.
  await end('a2');
  await end('b1');
  assert.deepEqual(begun.slice(3).sort(), ['a3', 'b2', 'c1']);
  await end('a3');
  assert.deepEqual(begun.at(-1), 'a4');
});

test('an owner whose queue is full is refused, and another is not', async () => {
  const { work, end } = works([]);
  const { signal } = new AbortController();
  const turns = takeTurns({ most: 9, each: 1, queue: 1 });
  const first = turns('a', work('a1'), signal);
  const second = turns('a', work('a2'), signal);
  await settled();
  await assert.rejects(turns('a', work('a3'), signal), /1 others of a wait already/);
  turns('b', work('b1'), signal);
  await settled();
  for (const name of ['a1', 'a2', 'b1']) await end(name);
  assert.deepEqual(await Promise.all([first, second]), ['a1', 'a2']);
});

test('who gives up waiting leaves the queue', async () => {
  const begun = [];
  const { work, end } = works(begun);
  const stay = new AbortController().signal;
  const stop = new AbortController();
  const turns = takeTurns({ most: 1, each: 1, queue: 1 });
  turns('a', work('a1'), stay);
  await settled();
  const left = turns('a', work('a2'), stop.signal);
  stop.abort(new Error('too late'));
  await assert.rejects(left, /too late/);
  turns('a', work('a3'), stay);
  await end('a1');
  assert.deepEqual(begun, ['a1', 'a3']);
});
