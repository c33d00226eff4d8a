// The slash of a validator that is run twice: the run of the proof in which it is executed.

import { test } from 'node:test';

import { runSlashing } from '../scenarios/slashing/outcomes.mjs';

test('a validator that is run twice is slashed once, its delegators with it', async () => {
  await runSlashing('executed');
});
