// Checks what a fault costs a validator or a service among five validators, and what none costs.
//
//   node slashing-proof.mjs              all of these, on a network each
//   node slashing-proof.mjs executed     one is run twice and slashed: losses and their recipients
//   node slashing-proof.mjs cancelled    a vote cancels that slash: nobody loses anything
//   node slashing-proof.mjs keys         it changes its keys meanwhile, and is slashed all the same
//   node slashing-proof.mjs absent       one is killed for two eras, chilled, and comes back
//   node slashing-proof.mjs minimum      one with the least stake fails tasks, is slashed, tops up

import { runAbsence } from '../scenarios/slashing/absent.mjs';
import { five } from '../scenarios/slashing/five.mjs';
import { runKeyChange } from '../scenarios/slashing/keys.mjs';
import { runMinimum } from '../scenarios/slashing/minimum.mjs';
import { runSlashing } from '../scenarios/slashing/outcomes.mjs';

/** The shape of the network: eras of 60 slots. */
const SHAPE = five(6);
/**
 * One with eras of 80 slots. Nobody counts as absent in an era with fewer than ten blocks for each
 * seat, 50 here; of 60 slots four validators of five fill 50 on average, and often fewer.
 */
const LONGER = five(8);

const PROOFS = {
  executed: () => runSlashing('executed', console.log, SHAPE),
  cancelled: () => runSlashing('cancelled', console.log, SHAPE),
  keys: () => runKeyChange(console.log, SHAPE),
  absent: () => runAbsence(console.log, LONGER),
  minimum: () => runMinimum(console.log, SHAPE),
};

async function main(names) {
  const unknown = names.find((name) => !(name in PROOFS));
  if (unknown) throw new Error(`${unknown} is none of ${Object.keys(PROOFS).join(', ')}`);
  for (const name of names) {
    const began = Date.now();
    console.log(`\nFive validators run: ${name}`);
    await PROOFS[name]();
    console.log(`Done in ${Math.round((Date.now() - began) / 1000)} s.`);
  }
}

// The validators end with this process, however it ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const names = process.argv.slice(2);
await main(names.length > 0 ? names : Object.keys(PROOFS)).catch((error) => {
  console.error(`\nThe proof failed: ${error.message}`);
  process.exitCode = 1;
});
