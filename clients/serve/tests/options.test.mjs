// The command line.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { UNIT } from 'nes-js';

import { isServed, optionsOf, UsageError } from '../options.mjs';
import { NODE } from './chain.mjs';

const NEEDED = ['--node', NODE, '--key-file', 'key', '--exec', 'cat', '--state', 'state'];

const disputeOf = (text) => optionsOf([...NEEDED, '--dispute', text]).dispute;

test('an amount is read to the planck', () => {
  assert.equal(optionsOf(NEEDED).dispute, 0n);
  assert.equal(disputeOf('250'), 250n * UNIT);
  assert.equal(disputeOf('0.5'), UNIT / 2n);
  assert.equal(disputeOf('1.000000000001'), UNIT + 1n);
});

test('what is no amount is refused', () => {
  for (const text of ['', 'NES', '-1', '1,5', '1.', '.5', '1.0000000000001', '1e3', '0x10']) {
    assert.throws(() => disputeOf(text), UsageError, text);
  }
});

test('all services are served, or those of the options', () => {
  const asked = { service: 7, version: 2 };
  const is = (...services) => isServed(services, asked);
  assert.equal(is(), true);
  assert.equal(is({ id: 7 }), true);
  assert.equal(is({ id: 8 }, { id: 7, version: 2 }), true);
  assert.equal(is({ id: 8 }, { id: 7, version: 3 }), false);
});
