// The emission of eras and its recipients: a short run of the proof.

import { test } from 'node:test';

import { runRewards } from '../scenarios/rewards/run.mjs';

test('eras mint what they must, and all of it reaches those who earned it', async () => {
  await runRewards(3);
});
