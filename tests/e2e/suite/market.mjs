// A service with three nodes whose answers the tests send themselves.

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve } from '../lib/actors.mjs';
import { awaitEvent, eventsOf, send } from '../lib/chain.mjs';
import { description } from '../lib/sentiment.mjs';
import { waitForCall } from '../lib/wait.mjs';
import { request, requestCall, settlement } from '../roles/developer.mjs';
import { awaitTaskEvent, commit, commitCall, reveal, revealCall } from '../roles/member.mjs';
import { offer, register } from '../roles/operator.mjs';
import { FLAT, publish } from '../roles/publisher.mjs';

export const ENDPOINT = 'http://127.0.0.1:1';

export const NODES = [bob, charlie, dave];
export const OUTPUT = { result: `0x${'33'.repeat(32)}`, usage: { input: 12, output: 34 } };
export const ANSWER = { output: OUTPUT };
export const LIE = { output: { ...OUTPUT, result: `0x${'66'.repeat(32)}` } };

/**
 * Opens the service with these prices of Bob, Charlie and Dave, in this order, and `slots` each;
 * returns its id once all of them can be drawn. Two of three must agree, unless a `quorum` of three
 * is asked for: then no member is overtaken by the others. Their offers can be `slashable`.
 */
export async function openMarket(api, prices, options = {}) {
  const { slots = 4, shape = FLAT, quorum = 2, slashable = false } = options;
  const service = await publish(api, alice, description, shape, { committee: 3, quorum });
  await Promise.all(NODES.map(async (operator, index) => {
    await register(api, operator, ENDPOINT, 10_000n * UNIT);
    await offer(api, operator, service, { price: prices[index], slots, slashable });
  }));
  return service;
}

/** Has Eve request a task and the nodes of `service` agree; returns what `settlement` does. */
export async function agreeTask(api, service, usage) {
  return agreeOn(api, await request(api, eve, service, 'Do you agree?', usage));
}

/** Has `nodes`, its committee, agree on the task that was `asked`; returns its settlement. */
export const agreeOn = (api, asked, nodes = NODES) =>
  reply(api, asked, nodes.map(() => ANSWER), nodes);

/**
 * Has `nodes` reply to the task that was `asked`. In their order, `replies` has the answer that a
 * node commits to and reveals, one that it keeps `{ hidden }`, or nothing. A minority reveals before
 * the others can agree. Returns the settlement.
 */
export async function reply(api, asked, replies, nodes = NODES) {
  const { Drawn, RevealingStarted } = api.events.inference;
  await awaitTaskEvent(api, asked, Drawn);
  const given = nodes.flatMap((node, index) => {
    const answer = replies[index];
    return answer ? { node, answer: answer.hidden ?? answer, isOpen: !answer.hidden } : [];
  });
  const all = (step, some) =>
    Promise.all(some.map(({ node, answer }) => step(api, node, asked.task, answer)));
  await all(commit, given);
  const open = given.filter(({ isOpen }) => isOpen);
  const votes = ({ answer }) => open.filter((other) => other.answer === answer).length;
  const most = Math.max(...open.map(votes));
  if (open.length > 0) await awaitTaskEvent(api, asked, RevealingStarted);
  await all(reveal, open.filter((one) => votes(one) < most));
  await all(reveal, open.filter((one) => votes(one) === most));
  return settlement(api, asked);
}

/**
 * Has Eve ask `service`, in which all three must agree, `count` times at once, at up to `maxPrice`,
 * and the nodes answer, but for `absent`, which misses the whole window; returns the block in which
 * the last task ended, and its events.
 */
export async function missTasks(api, service, usage, maxPrice, count, absent) {
  const { Drawn, Requested, RevealingStarted, Settled } = api.events.inference;
  const order = requestCall(api, service, 'Do you agree?', usage, { maxPrice });
  const asked = await send(api.tx.utility.batchAll(Array(count).fill(order)), eve);
  const requested = asked.events.filter((event) => Requested.is(event));
  const tasks = requested.map(({ data }) => `${data.task}`);
  const all = (kind) => {
    const waiting = new Set(tasks);
    const isLast = (event) =>
      kind.is(event) && waiting.delete(`${event.data.task}`) && waiting.size === 0;
    return awaitEvent(api, asked.block, isLast, `${kind.meta.name} of ${count} tasks`);
  };
  const present = NODES.filter((node) => node !== absent);
  const together = (callOf) => Promise.all(present.map(async (node) => {
    const calls = await Promise.all(tasks.map((task) => callOf(api, node, task, ANSWER)));
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
    const order = requestCall(api, service, 'Anyone?', usage, { maxPrice });
    // The runtime of an upgrade refuses one that was signed for the old one.
    order.signAndSend(eve, { nonce, era: 0 }).catch(() => {});
    nonce += 1;
  });
}

/** The most usage of a task that no node takes, although there are enough: draws of it fail. */
export const UNFIT = { input: 10_001, output: 1 };

/** Waits until `count` draws of the queued `task` have failed; returns its purchase. */
export function failedDraws(api, { task }, count) {
  const subscribe = (resolve) => api.query.inference.tasks(task, (found) => {
    if (found.isNone) return;
    const purchase = found.unwrap().purpose.asPaid;
    if (purchase.failedDraws.gten(count)) resolve(purchase);
  });
  return waitForCall(subscribe, { what: `${count} failed draws of task ${task}` });
}
