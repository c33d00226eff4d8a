// A validator that is run twice is slashed; the proof's first act, whose facts fail by themselves.

import { test } from 'node:test';

import { play } from '../scenarios/slashing/outcomes.mjs';

test('a validator that is run twice is slashed once, its delegators with it', async () => {
  await play('executed');
});
