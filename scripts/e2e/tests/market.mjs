// A service with three nodes behind it, for tests that need no running node.

import { alice, bob, charlie, dave, eve } from '../actors.mjs';
import { request, settlement } from '../roles/developer.mjs';
import { commit, happening, reveal } from '../roles/member.mjs';
import { offer, register } from '../roles/operator.mjs';
import { publish } from '../roles/publisher.mjs';
import { description } from '../sentiment.mjs';

export const UNIT = 10n ** 12n;
export const ENDPOINT = 'http://127.0.0.1:1';

const NODES = [bob, charlie, dave];
const ANSWER = { result: `0x${'33'.repeat(32)}`, usage: { input: 12, output: 34 } };

/**
 * Opens it with these tariffs for Bob, Charlie and Dave, in this order, and so many slots each;
 * gives the service's id.
 */
export async function openMarket(api, tariffs, slots) {
  const service = await publish(api, alice, description);
  await Promise.all(NODES.map(async (operator, index) => {
    await register(api, operator, ENDPOINT, 10_000n * UNIT);
    await offer(api, operator, service, tariffs[index], slots);
  }));
  return service;
}

/** Has Eve ask `service`, at most this much and this dear, and its nodes agree; gives its end. */
export async function agreeTask(api, service, usage, maximum) {
  const asked = await request(api, eve, service, 'Do you agree?', usage, maximum);
  const together = (act) => Promise.all(NODES.map((node) => act(api, node, asked.task, ANSWER)));
  await happening(api, asked, api.events.inference.Drawn);
  await together(commit);
  await happening(api, asked, api.events.inference.RevealingStarted);
  await together(reveal);
  return settlement(api, asked);
}
