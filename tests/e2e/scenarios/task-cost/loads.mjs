// The loads of chains: transfers, tasks, or nothing.

import { u8aToHex } from '@polkadot/util';
import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../../lib/actors.mjs';
import { awaitFinality, follow } from '../../lib/chain.mjs';
import { description } from '../../lib/sentiment.mjs';
import { waitFor } from '../../lib/wait.mjs';
import { requestCall } from '../../roles/developer.mjs';
import { commitCall, revealCall } from '../../roles/member.mjs';
import { offer, register } from '../../roles/operator.mjs';
import { FLAT, publish } from '../../roles/publisher.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
const ANSWER = { output: { result: u8aToHex(new Uint8Array(32).fill(1)), usage: USAGE } };
/** Nobody is overtaken by the others. */
const ALL_OF_THREE = { committee: 3, quorum: 3 };
const NODES = [bob, charlie, dave];

/** Opens a service with three nodes that take as many tasks at once as an offer can say. */
export async function openMarket(api) {
  const service = await publish(api, alice, description, FLAT, ALL_OF_THREE);
  await Promise.all(NODES.map(async (operator) => {
    await register(api, operator, 'http://127.0.0.1:1', 10_000n * UNIT);
    await offer(api, operator, service, { price: PRICE, slots: 65_535 });
  }));
  return service;
}

/** Returns a function that signs and submits calls of `pair` in order, without waiting. */
async function sender(api, pair) {
  let nonce = (await api.rpc.system.accountNextIndex(pair.address)).toNumber();
  return async (tx) => {
    const signed = await tx.signAsync(pair, { nonce: nonce++, era: 0 });
    await api.rpc.author.submitExtrinsic(signed);
  };
}

/** Sends nothing. */
export const idle = async () => {};

/** Sends `count` transfers to an account that exists. */
export async function transfers(api, count) {
  const submit = await sender(api, eve);
  for (let done = 0; done < count; done += 1) {
    await submit(api.tx.balances.transferKeepAlive(ferdie.address, UNIT + BigInt(done)));
  }
  await drained(api);
}

/** Runs `count` tasks, from their requests to their settlements, all agreed. */
export async function tasks(api, count, service) {
  const submit = new Map();
  for (const node of NODES) submit.set(node.address, await sender(api, node));
  const reply = (callOf, task) => Promise.all(NODES.map(async (node) =>
    submit.get(node.address)(await callOf(api, node, task, ANSWER))));
  const { Drawn, RevealingStarted, Settled } = api.events.inference;

  let settled = 0;
  /** @type {Promise<unknown>[]} */
  const replies = [];
  const notice = (event) => {
    const { outcome, task } = event.data;
    if (Drawn.is(event)) {
      replies.push(reply(commitCall, task));
    } else if (RevealingStarted.is(event)) {
      replies.push(reply(revealCall, task));
    } else if (Settled.is(event) && outcome.isAgreed) {
      settled += 1;
    }
  };
  const stop = await follow(api, notice);
  const ask = await sender(api, eve);
  for (let done = 0; done < count; done += 1) {
    await ask(requestCall(api, service, `${done}`, USAGE, { maxPrice: PRICE }));
  }
  await waitFor(() => settled === count, { what: `${count} tasks to be agreed` });
  stop();
  await Promise.all(replies);
}

/** Waits until the pool is empty and its transactions are final. */
async function drained(api) {
  const isEmpty = async () => (await api.rpc.author.pendingExtrinsics()).length === 0;
  await waitFor(isEmpty, { what: 'an empty pool', ms: 600_000 });
  await awaitFinality(api, (await api.rpc.chain.getHeader()).number.toNumber());
}
