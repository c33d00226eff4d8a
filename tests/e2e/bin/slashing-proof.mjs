// Runs a validator of four twice with the same keys, and checks what becomes of it.
//
//   node slashing-proof.mjs              both ends, on a network each, within six minutes
//   node slashing-proof.mjs executed     the slash is executed: losses and their recipients
//   node slashing-proof.mjs cancelled    a vote cancels it: nobody loses anything

import { OUTCOMES, runSlashing } from '../scenarios/slashing/outcomes.mjs';

async function main(names) {
  for (const name of names) {
    const began = Date.now();
    console.log(`\nFour validators run; the slash will be ${name}`);
    await runSlashing(name, console.log);
    console.log(`Done in ${Math.round((Date.now() - began) / 1000)} s.`);
  }
}

// The validators end with this process, however it ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const names = process.argv.slice(2);
await main(names.length > 0 ? names : Object.keys(OUTCOMES)).catch((error) => {
  console.error(`\nThe proof failed: ${error.message}`);
  process.exitCode = 1;
});
