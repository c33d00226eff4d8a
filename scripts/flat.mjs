// Compares draws among 1,000 and among 100,000 offers: reads the results of frame-omni-bencher and
// fails when those among the many access the database over a fifth more often. flat.sh runs it.

import { readFileSync } from 'node:fs';

import { table } from './e2e/table.mjs';

const FEW = 'draw';
const MANY = 'draw_among_100000';
const SEATS = [1, 9];
const ALLOWED = 1.2;

function fail(why) {
  console.error(`\nerror: ${why}`);
  process.exit(1);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** What `benchmark` measured for `seats`: the most reads and writes, and the median time in ms. */
function measured(results, benchmark, seats) {
  const found = results.find((result) => result.benchmark === benchmark);
  const ofSeats = (rows = []) => rows.filter(({ components }) =>
    components.some(([name, value]) => name === 's' && value === seats));
  const times = ofSeats(found?.time_results);
  const accesses = ofSeats(found?.db_results);
  if (!times.length || !accesses.length) fail(`the results have no ${benchmark} of ${seats} seats`);
  return {
    reads: Math.max(...accesses.map(({ reads }) => reads)),
    writes: Math.max(...accesses.map(({ writes }) => writes)),
    time: median(times.map((row) => row.extrinsic_time)) / 1e6,
  };
}

const [path] = process.argv.slice(2);
if (!path) fail('usage: node scripts/flat.mjs <results of frame-omni-bencher, as JSON>');
const results = JSON.parse(readFileSync(path, 'utf8'));

const rows = [];
const grown = [];
for (const seats of SEATS) {
  const few = measured(results, FEW, seats);
  const many = measured(results, MANY, seats);
  for (const what of ['reads', 'writes', 'time']) {
    const shown = (value) => (what === 'time' ? `${value.toFixed(2)} ms` : `${value}`);
    const ratio = few[what] ? `×${(many[what] / few[what]).toFixed(2)}` : '–';
    rows.push([`${seats}`, what, shown(few[what]), shown(many[what]), ratio]);
    if (what !== 'time' && many[what] > few[what] * ALLOWED) {
      grown.push(`${many[what]} ${what} for ${seats} seats instead of ${few[what]}`);
    }
  }
}
console.log(table(['seats', '', 'among 1,000', 'among 100,000', 'ratio'], rows));
if (grown.length) {
  fail(`a draw among 100,000 offers costs over a fifth more than among 1,000: ${grown.join('; ')}`);
}
