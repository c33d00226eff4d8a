// A developer pays for an inference; the chain picks the nodes, they answer, agree and earn, and
// who stakes behind them claims.
//
//   node demo.mjs [ws://127.0.0.1:9944]     on a running development chain
//
// tests/demo.test.mjs takes the same steps.

import { pathToFileURL } from 'node:url';

import { alice, bob, charlie, dave, eve, ferdie, nameOf, rewardPot } from './actors.mjs';
import { awaitFinality, connect } from './chain.mjs';
import { differences, movements, snapshot } from './ledger.mjs';
import { freePorts } from './node.mjs';
import { fetchOutput, quote, request, settlement } from './roles/developer.mjs';
import { offer, register } from './roles/operator.mjs';
import { publish } from './roles/publisher.mjs';
import { ServiceNode } from './roles/service-node.mjs';
import { claim, delegate } from './roles/staker.mjs';
import { description } from './sentiment.mjs';
import { nes, table } from './table.mjs';

const UNIT = 10n ** 12n;
const STAKE = 10_000n * UNIT;
const DELEGATION = 5_000n * UNIT;
const TEXT = 'Paying for an inference was easy, and the answer came back fast. I love it!';
const MAX_USAGE = { input: 256, output: 128 };

/** Each node's tariff: `base` for a request, then for each byte in and out. */
const TARIFFS = [
  [bob, { base: UNIT / 100n, input: UNIT / 10_000n, output: UNIT / 5_000n }],
  [charlie, { base: UNIT / 80n, input: UNIT / 10_000n, output: UNIT / 5_000n }],
  [dave, { base: UNIT / 50n, input: UNIT / 20_000n, output: UNIT / 4_000n }],
];

/**
 * Runs the whole demo on the chain behind `api` and `url`, and tells it through `say`; gives all
 * that it saw. By the operator's name, `agents` has the agent that a node works through.
 */
export async function demo({ api, url }, { say = () => {}, agents = {} } = {}) {
  const before = await snapshot(api, (await api.rpc.chain.getBlockHash()).toHex());
  const running = [];
  try {
    say('\nAlice publishes a model: VADER, three nodes answer and two must agree');
    const service = await publish(api, alice, description);

    say('Bob, Charlie and Dave stake 10,000 NES each and offer it');
    const ports = await freePorts(TARIFFS.length);
    await Promise.all(TARIFFS.map(async ([operator, tariff], index) => {
      await register(api, operator, `http://127.0.0.1:${ports[index]}`, STAKE);
      await offer(api, operator, service, tariff);
    }));
    say('Each runs scripts/serve with the model behind it');
    await Promise.all(TARIFFS.map(async ([operator], index) => {
      const signer = agents[operator.meta.name];
      const options = { url, operator, signer, port: ports[index], say: tell(operator, say) };
      running.push(await ServiceNode.start(options));
    }));
    say("Ferdie stakes 5,000 NES behind Bob's node");
    await delegate(api, ferdie, bob, DELEGATION);

    const price = await quote(api, service, MAX_USAGE);
    say(`Eve asks for a quote: at most ${nes(price.escrow)}, of which the rest comes back`);

    say(`Eve asks: “${TEXT}”`);
    const asked = await request(api, eve, service, TEXT, MAX_USAGE, price.maxTariff);
    const { settled, block } = await settlement(api, asked);
    say(`The chain settles task ${asked.task}: ${settled.outcome.type}`);

    const result = { service, price, ...asked, settled };
    if (settled.outcome.isAgreed) result.output = await collect(api, asked.task, settled, say);

    const claims = await claimAll(api, settled, say);
    const after = await snapshot(api, claims.at(-1)?.block ?? block);
    const moved = await movements(api, before.hash, after.hash);
    return { ...result, claims, moved, differences: differences(before, after, moved) };
  } finally {
    await Promise.all(running.map((node) => node.stop()));
  }
}

const tell = (operator, say) => (what) => say(`  ${operator.meta.name}'s node ${what}`);

/** Fetches the output from the first winner. */
async function collect(api, task, { outcome, members }, say) {
  const { result } = outcome.asAgreed.answer;
  const winner = members.find(({ paid }) => paid.toBigInt() > 0n).node;
  const output = await fetchOutput(api, winner, task, result.toHex());
  say(`Eve fetches the output from ${nameOf(api, winner)}'s node, its hash is the agreed one:`);
  say(`  ${output}`);
  return output;
}

/**
 * Everyone who stakes behind a node that was paid claims, one after the other; gives the claims in
 * this order.
 */
async function claimAll(api, { members }, say) {
  const claims = [];
  const stakes = [[bob, bob], [ferdie, bob], [charlie, charlie], [dave, dave]];
  for (const [staker, node] of stakes) {
    const { paid } = members.find((member) => member.node.eq(node.address));
    if (paid.isZero()) continue;
    const { block, claimed } = await claim(api, staker, node);
    say(`${staker.meta.name} claims ${nes(claimed.amount)} behind ${node.meta.name}'s node`);
    claims.push({ staker, node, block, amount: claimed.amount.toBigInt() });
  }
  return claims;
}

/** Who paid what to whom, as lines: what went the same way for the same reason is one sum. */
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

/** What `moved` leaves in the reward pot. */
function waiting(api, moved) {
  const pot = `${rewardPot(api)}`;
  return moved.reduce((sum, { from, to, amount }) => {
    if (to === pot) return sum + amount;
    return from === pot ? sum - amount : sum;
  }, 0n);
}

async function main(url = 'ws://127.0.0.1:9944') {
  const api = await connect(url);
  try {
    await awaitFinality(api, 1);
    const { moved, settled, differences: wrong } = await demo({ api, url }, { say: console.log });
    if (!settled.outcome.isAgreed) throw new Error('the nodes did not agree on an answer');
    console.log(`\nWho paid what to whom\n\n${bill(api, moved)}\n`);
    console.log(`Eve paid ${nes(settled.paid)} for the task and got ${nes(settled.refund)} back.`);
    const rest = waiting(api, moved);
    if (rest > 0n) console.log(`The reward pot keeps ${nes(rest)} that could not be divided.`);
    if (wrong.length > 0) {
      throw new Error(`the balances do not add up: ${wrong.map(({ account }) => account)}`);
    }
    console.log('Every balance of the chain moved by exactly these amounts.');
  } finally {
    await api.disconnect();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(process.argv[2]).catch((error) => {
    console.error(`The demo failed: ${error.message}`);
    process.exitCode = 1;
  });
}
