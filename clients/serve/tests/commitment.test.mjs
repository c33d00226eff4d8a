// The commitments of primitives/committee/src/answers.rs.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';
import { preimage } from 'nes-js';

const hashOf = (byte) => `0x${byte.repeat(32)}`;
const SEAT = {
  genesis: hashOf('11'),
  task: 0x0102_0304_0506_0708n,
  input: hashOf('55'),
  version: 6,
  node: hashOf('22'),
};

const commitment = (answer) => blake2AsHex(preimage(SEAT, answer, hashOf('44')), 256);

test('a commitment to an output is that of the vector', () => {
  const output = { result: hashOf('33'), usage: { input: 1_000, output: 250 } };
  const vector = '0x91b8ac6562d80ac71a50fd3c98c990b9a7212c9dc04f80c30bc26d33ca1845b2';
  assert.equal(commitment({ output }), vector);
});

test('a commitment to two near outputs is that of the vector', () => {
  const unservable = { ambiguous: [hashOf('33'), hashOf('66')] };
  const vector = '0xf3f38dedb0c5c6b61d4e38f496b0a972e81618dfe10499e7bf763136e1c1043f';
  assert.equal(commitment({ unservable }), vector);
});
