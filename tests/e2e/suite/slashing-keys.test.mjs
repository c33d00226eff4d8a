// The slash of a validator that changes its session keys while it is run twice.

import { test } from 'node:test';

import { runKeyChange } from '../scenarios/slashing/keys.mjs';

/** Regression: the proof of its old keys was made of the new ones. */
test('a validator that changes its keys while it is run twice is slashed all the same', async () => {
  await runKeyChange();
});
