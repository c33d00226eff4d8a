// What eras mint and whom it reaches; a short run of the proof, whose facts fail by themselves.

import { test } from 'node:test';

import { play } from '../scenarios/rewards/run.mjs';

test('eras mint what they must, and all of it reaches whom it must', async () => {
  await play(3);
});
