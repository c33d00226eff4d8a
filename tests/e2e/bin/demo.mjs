// Runs the demo on a running development chain, and prints who paid what to whom.
//
//   node demo.mjs [ws://127.0.0.1:9944]

import { nes } from 'nes-js';

import { rewardPot } from '../lib/actors.mjs';
import { awaitFinality, connect } from '../lib/chain.mjs';
import { bill, demo } from '../scenarios/demo.mjs';

/** Returns what `moved` leaves in the reward pot. */
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
    const { moved, settled, differences: wrong } = await demo({ api, url }, { log: console.log });
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

await main(process.argv[2]).catch((error) => {
  console.error(`The demo failed: ${error.message}`);
  process.exitCode = 1;
});
