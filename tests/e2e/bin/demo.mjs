// Runs the demo on a running development chain, and prints who paid what to whom.
//
//   node demo.mjs [ws://127.0.0.1:9944] [--stay]
//
// With --stay its nodes serve on until it is stopped.

import { nes } from 'nes-js';

import { rewardPot } from '../lib/actors.mjs';
import { awaitFinality, connect } from '../lib/chain.mjs';
import { bill, demo, stop } from '../scenarios/demo.mjs';

/** Returns the amount that `moved` leaves in the reward pot. */
function waiting(api, moved) {
  const pot = `${rewardPot(api)}`;
  return moved.reduce((sum, { from, to, amount }) => {
    if (to === pot) return sum + amount;
    return from === pot ? sum - amount : sum;
  }, 0n);
}

/** Waits for a signal to end; fails if the node goes first. */
const signalled = (api) => new Promise((resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  api.once('disconnected', () => reject(new Error('the node has gone')));
});

async function main(url, stays) {
  const api = await connect(url);
  let serving = [];
  try {
    await awaitFinality(api, 1);
    const seen = await demo({ api, url }, { log: console.log });
    ({ serving } = seen);
    report(api, seen);
    if (stays) {
      const apps = `https://polkadot.js.org/apps/?rpc=${url}`;
      console.log(`\nThe chain is at ${url} (polkadot.js: ${apps}), and the three nodes serve on.`);
      console.log('Ctrl-C stops it.');
      await signalled(api);
    }
  } finally {
    await stop(serving);
    await api.disconnect();
  }
}

/** Prints the payments of the demo; fails unless they account for every balance. */
function report(api, { moved, settled, differences: wrong }) {
  if (!settled.outcome.isAgreed) throw new Error('the nodes did not agree on an answer');
  console.log(`\nWho paid what to whom\n\n${bill(api, moved)}\n`);
  const { paid, workFee, refund } = settled;
  console.log(`Eve paid ${nes(paid)} for the answer and ${nes(workFee)} for the chain's work.`);
  console.log(`She got ${nes(refund)} back.`);
  const rest = waiting(api, moved);
  if (rest > 0n) console.log(`The reward pot keeps ${nes(rest)} until it is claimed.`);
  if (wrong.length > 0) {
    throw new Error(`the balances do not add up: ${wrong.map(({ account }) => account)}`);
  }
  console.log('Every balance of the chain moved by exactly these amounts.');
}

const stays = process.argv.includes('--stay');
const [url = 'ws://127.0.0.1:9944'] = process.argv.slice(2).filter((word) => word !== '--stay');
await main(url, stays).catch((error) => {
  console.error(`The demo failed: ${error.message}`);
  process.exitCode = 1;
});
