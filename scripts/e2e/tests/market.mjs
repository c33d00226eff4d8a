// A service with three nodes behind it, for tests that need no running node.

import { alice, bob, charlie, dave } from '../actors.mjs';
import { offer, register } from '../roles/operator.mjs';
import { publish } from '../roles/publisher.mjs';
import { description } from '../sentiment.mjs';

export const UNIT = 10n ** 12n;
export const ENDPOINT = 'http://127.0.0.1:1';

/**
 * Opens it with these tariffs for Bob, Charlie and Dave, in this order, and so many slots each;
 * gives the service's id.
 */
export async function openMarket(api, tariffs, slots) {
  const service = await publish(api, alice, description);
  await Promise.all([bob, charlie, dave].map(async (operator, index) => {
    await register(api, operator, ENDPOINT, 10_000n * UNIT);
    await offer(api, operator, service, tariffs[index], slots);
  }));
  return service;
}
