// Runs four validators under load, and compares what their eras bring with the rules, from the
// formula of the emission to the claims of delegators, to the planck.
//
//   node rewards-proof.mjs [eras]     50 eras of twenty seconds, unless a number is given

import { runRewards } from '../scenarios/rewards/run.mjs';

async function main(eras = '50') {
  if (!/^[1-9]\d*$/.test(eras)) throw new Error(`“${eras}” is no number of eras`);
  const began = Date.now();
  console.log(`\nFour validators run for ${eras} eras`);
  await runRewards(Number(eras), console.log);
  console.log(`Done in ${Math.round((Date.now() - began) / 1000)} s.`);
}

// The validators end with this process, however it ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
await main(...process.argv.slice(2)).catch((error) => {
  console.error(`\nThe proof failed: ${error.message}`);
  process.exitCode = 1;
});
