// Answers that contradict each other: the table of primitives/core/src/task.rs.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { contradicts } from '../index.mjs';

/** @typedef {import('../index.mjs').Answer} Answer */

const bytes = (byte) => new Uint8Array(32).fill(byte);

/** @returns {Answer} */
const output = (result, units) =>
  ({ output: { result: bytes(result), usage: { input: 1, output: units } } });

/** @returns {Answer} */
const ambiguous = (first, second) => ({ unservable: { ambiguous: [bytes(first), bytes(second)] } });

/** @type {Answer} */
const invalid = { unservable: 'invalid' };
/** @type {Answer} */
const tooLarge = { unservable: 'tooLarge' };
/** @type {Answer} */
const unreadable = { unservable: 'unreadable' };

/** @type {[Answer, Answer, boolean][]} */
const TABLE = [
  [output(1, 5), output(1, 5), false],
  [output(1, 5), output(2, 5), true],
  [output(1, 5), output(1, 6), true],
  [output(1, 5), ambiguous(1, 2), false],
  [output(2, 5), ambiguous(1, 2), false],
  [output(3, 5), ambiguous(1, 2), true],
  [ambiguous(1, 2), ambiguous(1, 2), false],
  [ambiguous(1, 2), ambiguous(2, 3), false],
  [ambiguous(1, 2), ambiguous(3, 4), true],
  [ambiguous(1, 2), invalid, true],
  [invalid, invalid, false],
  [invalid, tooLarge, true],
  [output(1, 5), invalid, true],
  [output(1, 5), unreadable, false],
  [invalid, unreadable, false],
];

test('answers contradict when they share no output', () => {
  for (const [one, other, expected] of TABLE) {
    assert.equal(contradicts(one, other), expected);
    assert.equal(contradicts(other, one), expected);
  }
});

test('hashes in hexadecimal are the same as their bytes, and integers as large ones', () => {
  const text = `0x${'0A'.repeat(32)}`;
  /** @type {Answer} */
  const answer = { output: { result: text, usage: { input: 1n, output: 5n } } };
  assert.equal(contradicts(answer, output(10, 5)), false);
  assert.equal(contradicts(answer, ambiguous(10, 11)), false);
  assert.equal(contradicts(answer, output(11, 5)), true);
});
