// Runs four validators under load, and holds what their eras bring against the rules: from the
// formula of the emission to the claims of delegators, to the planck.
//
//   node rewards-proof.mjs [eras]     50 eras of twenty seconds, unless a number is given
//
// tests/rewards.test.mjs plays a few.

import { pathToFileURL } from 'node:url';

import { RewardsStage } from './rewards-stage.mjs';
import { erasTable, nodesTable, stakersTable } from './rewards-tables.mjs';
import { Season } from './season.mjs';

/** Plays so many eras on a network of their own and tells them through `say`. */
export async function play(eras, say = () => {}) {
  const stage = await RewardsStage.open();
  const season = new Season(stage, eras, say);
  try {
    await season.begin();
    await season.follow();
    await season.claim();
    await season.checkStranger();
    season.end();
    say(`\n${erasTable(stage.eras)}`);
    say(`\n${nodesTable(stage.api, stage.eras)}`);
    say(`\n${stakersTable(stage.api, stage.stakers)}\n`);
  } finally {
    season.load?.halt();
    await stage.close();
  }
}

async function main(eras = '50') {
  if (!/^[1-9]\d*$/.test(eras)) throw new Error(`“${eras}” is no number of eras`);
  const began = Date.now();
  console.log(`\nFour validators run for ${eras} eras`);
  await play(Number(eras), console.log);
  console.log(`Done in ${Math.round((Date.now() - began) / 1000)} s.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // The validators end with this process, however it ends.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  await main(...process.argv.slice(2)).catch((error) => {
    console.error(`\nThe proof failed: ${error.message}`);
    process.exitCode = 1;
  });
}
