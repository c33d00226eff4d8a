// The bytes of a commitment, as primitives/committee/src/answers.rs has them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { preimage } from '../index.mjs';

const repeated = (byte) => new Uint8Array(32).fill(byte);
const hex = (bytes) => Buffer.from(bytes).toString('hex');

test('a commitment is made of 164 bytes in one layout', () => {
  const answer = { result: `0x${'33'.repeat(32)}`, usage: { input: 1_000, output: 250 } };
  const task = 0x0102_0304_0506_0708n;
  const bytes = preimage(repeated(0x11), task, repeated(0x22), answer, repeated(0x44));
  assert.equal(bytes.length, 164);
  assert.equal(hex(bytes), [
    hex(Buffer.from('nes/commit/1')), '11'.repeat(32), '0807060504030201', '22'.repeat(32),
    '33'.repeat(32), 'e803000000000000', 'fa00000000000000', '44'.repeat(32),
  ].join(''));
});
