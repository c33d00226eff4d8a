// The demo: a developer pays for an inference; the chain picks the nodes, they answer, agree and
// earn, and their stakers claim.

import { nes, UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie, nameOf } from '../lib/actors.mjs';
import { freePorts } from '../lib/ports.mjs';
import { description } from '../lib/sentiment.mjs';
import { table } from '../lib/table.mjs';
import { differences, movements, snapshot } from '../model/ledger.mjs';
import { fetchOutput, quote, request, settlement } from '../roles/developer.mjs';
import { offer, register } from '../roles/operator.mjs';
import { publish } from '../roles/publisher.mjs';
import { ServiceNode } from '../roles/service-node.mjs';
import { claim, delegate } from '../roles/staker.mjs';

const STAKE = 50_000n * UNIT;
const DELEGATION = 5_000n * UNIT;
const TEXT = 'Paying for an inference was easy, and the answer came back fast. I love it!';
const MAX_USAGE = { input: 256, output: 128 };
/** The most usage that the offers take. */
const LARGEST = { input: 100_000, output: 1_000 };

/** The shape of tariffs: the price for a request, 1 % of it a byte in and 2 % a byte out. */
export const SHAPE = { base: 1_000_000_000, input: 10_000_000, output: 20_000_000 };

const OFFERS = [
  { operator: bob, price: UNIT / 100n },
  { operator: charlie, price: UNIT / 80n },
  { operator: dave, price: UNIT / 50n },
];

/**
 * Runs the demo on the chain behind `api` and `url`, and logs each step; returns its observations,
 * and as `serving` the nodes, which serve until they are stopped. By the operator's name, `agents`
 * has the agent that a node works through.
 */
export async function demo({ api, url }, { log = (_line) => {}, agents = {} } = {}) {
  const before = await snapshot(api, (await api.rpc.chain.getBlockHash()).toHex());
  const serving = [];
  try {
    log('\nAlice publishes a model: VADER, three nodes answer and two must agree');
    const service = await publish(api, alice, description, SHAPE);

    log('Bob, Charlie and Dave stake 50,000 NES each and offer it');
    const ports = await freePorts(OFFERS.length);
    await Promise.all(OFFERS.map(async ({ operator, price }, index) => {
      await register(api, operator, `http://127.0.0.1:${ports[index]}`, STAKE);
      await offer(api, operator, service, { price, maxUsage: LARGEST });
    }));
    log('Each runs clients/serve with the model behind it');
    await Promise.all(OFFERS.map(async ({ operator }, index) => {
      const signer = agents[operator.meta.name];
      const options = { url, operator, signer, port: ports[index], log: prefixed(operator, log) };
      serving.push(await ServiceNode.start(options));
    }));
    log("Ferdie stakes 5,000 NES behind Bob's node");
    await delegate(api, ferdie, bob, DELEGATION);

    const price = await quote(api, service, MAX_USAGE);
    log(`Eve asks for a quote: at most ${nes(price.escrow)}, of which the rest comes back`);

    log(`Eve asks: “${TEXT}”`);
    const { version, maxPrice } = price;
    const asked = await request(api, eve, service, TEXT, MAX_USAGE, { version, maxPrice });
    const { settled, block } = await settlement(api, asked);
    log(`The chain settles task ${asked.task}: ${settled.outcome.type}`);

    const { isAgreed } = settled.outcome;
    const output = isAgreed ? await collect(api, asked.task, settled, log) : undefined;

    const claims = await claimAll(api, settled, log);
    const after = await snapshot(api, claims.at(-1)?.block ?? block);
    const moved = await movements(api, before.hash, after.hash);
    const wrong = differences(before, after, moved);
    const ended = { ...asked, settled, output, claims };
    return { service, price, ...ended, moved, differences: wrong, serving };
  } catch (error) {
    await stop(serving);
    throw error;
  }
}

/** Stops nodes that serve. */
export const stop = (serving) => Promise.all(serving.map((node) => node.stop()));

const prefixed = (operator, log) => (line) => log(`  ${operator.meta.name}'s node ${line}`);

/** Fetches the output from the first winner; returns it. */
async function collect(api, task, { outcome, members }, log) {
  const { result } = outcome.asAgreed.output;
  const winner = members.find(({ paid }) => paid.toBigInt() > 0n).node;
  const output = await fetchOutput(api, winner, task, result.toHex());
  log(`Eve fetches the output from ${nameOf(api, winner)}'s node, its hash is the agreed one:`);
  log(`  ${output}`);
  return output;
}

/**
 * Has all stakers behind the nodes that were paid claim, one after the other; returns the claims in
 * this order.
 */
async function claimAll(api, { members }, log) {
  const claims = [];
  const stakes = [[bob, bob], [ferdie, bob], [charlie, charlie], [dave, dave]];
  for (const [staker, node] of stakes) {
    const { paid } = members.find((member) => member.node.eq(node.address));
    if (paid.isZero()) continue;
    const { block, claimed } = await claim(api, staker, node);
    log(`${staker.meta.name} claims ${nes(claimed.amount)} behind ${node.meta.name}'s node`);
    claims.push({ staker, node, block, amount: claimed.amount.toBigInt() });
  }
  return claims;
}

/** Returns the table of payments; those from one to another for one reason are one sum. */
export function bill(api, moved) {
  const name = (address, nobody) => (address ? nameOf(api, address) : nobody);
  const sums = new Map();
  for (const { why, from, to, amount } of moved) {
    const key = JSON.stringify([name(from, '(minted)'), name(to, '(burned)'), why]);
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  const rows = [...sums].map(([key, amount]) => [...JSON.parse(key), nes(amount)]);
  return table(['from', 'to', 'for', 'amount'], rows);
}
