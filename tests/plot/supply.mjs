// Draws the emission of the public chain's first years, as the runtime computes it at genesis, and
// writes the numbers beside the picture. scripts/plot-supply.sh runs it.
//
// Options: `--check` writes nothing and fails when the files are not what would be written;
// `--url <url>` asks the chain of a running node instead of starting one.

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { nes } from 'nes-js';

import { connect } from '../e2e/lib/chain.mjs';
import { startPublicShape } from '../e2e/lib/public-shape.mjs';
import { table } from '../e2e/lib/table.mjs';
import { draw } from './picture.mjs';
import { COLUMNS, toCsv } from './rows.mjs';

const YEARS = 30;
const folder = new URL('../../docs/protocol/', import.meta.url);

const { values: options } = parseArgs({ options: {
  check: { type: 'boolean' },
  url: { type: 'string' },
} });

const { cap, rows } = await ask(options.url);
const files = { 'supply.csv': toCsv(rows), 'supply.svg': await draw(cap, rows) };
for (const [name, content] of Object.entries(files)) {
  const file = fileURLToPath(new URL(name, folder));
  await (options.check ? check : writeFile)(file, content);
}
if (!options.check) console.log(table(COLUMNS, rows.map(cells)));

/** Returns the cap, and a row for genesis and for each year after it, in planck. */
async function ask(url) {
  const chain = url ? await connected(url) : await startPublicShape({ height: 0 });
  try {
    const { call } = await chain.api.at(chain.api.genesisHash);
    const supply = await call.supplyApi.supply();
    const years = await call.rewardsApi.schedule(YEARS);
    const nothing = { emission: 0n, validators: 0n, incentives: 0n, treasury: 0n };
    const genesis = { year: 0, issuance: supply.issuance.toBigInt(), ...nothing };
    return { cap: supply.cap.toBigInt(), rows: [genesis, ...years.map(rowOf)] };
  } finally {
    await chain.stop();
  }
}

async function connected(url) {
  const api = await connect(url);
  return { api, stop: () => api.disconnect() };
}

function rowOf({ year, issuance, emission }) {
  const [validators, incentives, treasury] =
    [emission.validators, emission.incentives, emission.treasury].map((part) => part.toBigInt());
  return {
    year: year.toNumber(),
    issuance: issuance.toBigInt(),
    emission: validators + incentives + treasury,
    validators,
    incentives,
    treasury,
  };
}

async function check(file, content) {
  if ((await readFile(file, 'utf8').catch(() => undefined)) !== content) {
    throw new Error(`${file} is not what the runtime says: run scripts/plot-supply.sh`);
  }
}

/** Returns a row for people, without the fractions of a NES. */
function cells({ year, ...amounts }) {
  const whole = COLUMNS.slice(1).map((name) => nes(amounts[name]).replace(/\.\d+/, ''));
  return [`${year}`, ...whole];
}
