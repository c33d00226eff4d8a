// The bytes of a commitment, as primitives/committee/src/answers.rs has them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeAnswer, preimage } from '../index.mjs';

const repeated = (byte) => new Uint8Array(32).fill(byte);
const hashOf = (byte) => `0x${hex(repeated(byte))}`;
const hex = (bytes) => Buffer.from(bytes).toString('hex');

const SEAT = {
  genesis: repeated(0x11),
  task: 0x0102_0304_0506_0708n,
  input: hashOf(0x55),
  version: 6,
  node: repeated(0x22),
};
const SALT = repeated(0x44);
const SEAT_BYTES = [
  hex(Buffer.from('nes/commit/2')), '11'.repeat(32), '0807060504030201', '55'.repeat(32),
  '06000000', '22'.repeat(32),
].join('');

test('a commitment is made of the seat, the answer and the salt', () => {
  const output = { result: hashOf(0x33), usage: { input: 1_000, output: 250 } };
  assert.equal(
    hex(preimage(SEAT, { output }, SALT)),
    `${SEAT_BYTES}00${'33'.repeat(32)}e803000000000000fa00000000000000${'44'.repeat(32)}`,
  );
  const unservable = { ambiguous: /** @type {const} */ ([hashOf(0x33), hashOf(0x66)]) };
  assert.equal(
    hex(preimage(SEAT, { unservable }, SALT)),
    `${SEAT_BYTES}0102${'33'.repeat(32)}${'66'.repeat(32)}${'44'.repeat(32)}`,
  );
});

test('a reason is a byte', () => {
  const reasons = /** @type {const} */ (['invalid', 'tooLarge', 'unreadable']);
  const encoded = reasons.map((unservable) => hex(encodeAnswer({ unservable })));
  assert.deepEqual(encoded, ['0100', '0101', '0103']);
});

test('hashes are taken as bytes and in hexadecimal', () => {
  const seat = { ...SEAT, genesis: hashOf(0x11), task: `${SEAT.task}`, input: repeated(0x55) };
  const answer = /** @type {const} */ ({ unservable: 'invalid' });
  assert.deepEqual(preimage(seat, answer, hashOf(0x44)), preimage(SEAT, answer, SALT));
});
