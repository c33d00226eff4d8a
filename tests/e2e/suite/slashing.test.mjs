// A validator that is run twice is slashed; the run of the proof whose slash is executed.

import { test } from 'node:test';

import { runSlashing } from '../scenarios/slashing/outcomes.mjs';

test('a validator that is run twice is slashed once, its delegators with it', async () => {
  await runSlashing('executed');
});
