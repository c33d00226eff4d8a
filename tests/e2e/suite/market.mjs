// A service with three nodes whose answers the tests send themselves.

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve } from '../lib/actors.mjs';
import { awaitEvent, eventsOf, send } from '../lib/chain.mjs';
import { description } from '../lib/sentiment.mjs';
import { inputOf, request, settlement } from '../roles/developer.mjs';
import { awaitTaskEvent, commit, commitCall, reveal, revealCall } from '../roles/member.mjs';
import { offer, register } from '../roles/operator.mjs';
import { FLAT, publish } from '../roles/publisher.mjs';

export const ENDPOINT = 'http://127.0.0.1:1';

export const NODES = [bob, charlie, dave];
export const ANSWER = { result: `0x${'33'.repeat(32)}`, usage: { input: 12, output: 34 } };

/**
 * Opens the service with these prices of Bob, Charlie and Dave, in this order, and `slots` each;
 * returns its id once all of them can be drawn.
 */
export async function openMarket(api, prices, { slots = 4, shape = FLAT } = {}) {
  const service = await publish(api, alice, description, shape);
  await Promise.all(NODES.map(async (operator, index) => {
    await register(api, operator, ENDPOINT, 10_000n * UNIT);
    await offer(api, operator, service, { price: prices[index], slots });
  }));
  return service;
}

/** Has Eve request a task and the nodes of `service` agree; returns what `settlement` does. */
export async function agreeTask(api, service, usage) {
  return agreeOn(api, await request(api, eve, service, 'Do you agree?', usage));
}

/** Has `nodes`, its committee, agree on the task that was `asked`; returns its settlement. */
export async function agreeOn(api, asked, nodes = NODES) {
  const all = (step) => Promise.all(nodes.map((node) => step(api, node, asked.task, ANSWER)));
  await awaitTaskEvent(api, asked, api.events.inference.Drawn);
  await all(commit);
  await awaitTaskEvent(api, asked, api.events.inference.RevealingStarted);
  await all(reveal);
  return settlement(api, asked);
}

const agree = (_node) => ANSWER;

/**
 * Has Eve ask `service` `count` times at once, at up to `maxPrice`, and each node answer all of it
 * as `answerOf(node)` says; returns the block in which the last task ended, and its events.
 */
export async function answerTasks(api, service, usage, maxPrice, count, answerOf = agree) {
  const { Drawn, Requested, RevealingStarted, Settled } = api.events.inference;
  const input = inputOf('Do you agree?');
  const order = api.tx.inference.request(service, 0, input, usage, maxPrice, null);
  const asked = await send(api.tx.utility.batchAll(Array(count).fill(order)), eve);
  const requested = asked.events.filter((event) => Requested.is(event));
  const tasks = requested.map(({ data }) => `${data.task}`);
  const all = (kind) => {
    const waiting = new Set(tasks);
    const isLast = (event) =>
      kind.is(event) && waiting.delete(`${event.data.task}`) && waiting.size === 0;
    return awaitEvent(api, asked.block, isLast, `${kind.meta.name} of ${count} tasks`);
  };
  const together = (callOf) => Promise.all(NODES.map((node) => {
    const calls = tasks.map((task) => callOf(api, node, task, answerOf(node)));
    return send(api.tx.utility.batchAll(calls), node);
  }));
  await all(Drawn);
  await together(commitCall);
  await all(RevealingStarted);
  await together(revealCall);
  const { block } = await all(Settled);
  return { block, events: await eventsOf(api, block) };
}

/**
 * Has Eve request a task when each block comes, so that the next one has it; nobody answers any.
 * Returns the function that ends it.
 */
export async function requestInEachBlock(api, service, usage, maxPrice) {
  let nonce = (await api.rpc.system.accountNextIndex(eve.address)).toNumber();
  return api.rpc.chain.subscribeNewHeads(() => {
    const order =
      api.tx.inference.request(service, 0, inputOf('Anyone?'), usage, maxPrice, null);
    // The runtime of an upgrade refuses one that was signed for the old one.
    order.signAndSend(eve, { nonce, era: 0 }).catch(() => {});
    nonce += 1;
  });
}
