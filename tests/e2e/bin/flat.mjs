// Compares the few with the many: reads the results of frame-omni-bencher, and fails when something
// accesses the database over a fifth more often among the many. scripts/flat.sh runs it.

import { readFileSync } from 'node:fs';

import { table } from '../lib/table.mjs';

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

/** Returns the most accesses and the time in ms of `benchmark` with these `components`. */
function measured(results, benchmark, components) {
  const found = results.find((result) => result.benchmark === benchmark);
  const fits = (row) => row.components.every(([name, value]) => value === components[name]);
  const times = (found?.time_results ?? []).filter(fits);
  const accesses = (found?.db_results ?? []).filter(fits);
  if (!times.length || !accesses.length) {
    fail(`the results have no ${benchmark} with ${JSON.stringify(components)}`);
  }
  return {
    reads: Math.max(...accesses.map(({ reads }) => reads)),
    writes: Math.max(...accesses.map(({ writes }) => writes)),
    time: median(times.map((row) => row.extrinsic_time)) / 1e6,
  };
}

/** Returns the draws among the few and the many offers. */
function draws(results) {
  return [1, 9].map((s) => ({
    what: `draw of ${s}`,
    among: '1,000 → 100,000 offers',
    few: measured(results, 'draw', { s }),
    many: measured(results, 'draw_among_100000', { s }),
  }));
}

/** Returns every benchmark of stakes, first with more delegators and then with more nodes. */
function stakes(results) {
  return results.flatMap(({ benchmark }) => {
    const many = measured(results, benchmark, { d: 100_000, n: 10_000 });
    const what = benchmark.replace('flat_', '');
    return [
      {
        what,
        among: '10 → 100,000 delegators',
        few: measured(results, benchmark, { d: 10, n: 10_000 }),
        many,
      },
      {
        what,
        among: '100 → 10,000 nodes',
        few: measured(results, benchmark, { d: 100_000, n: 100 }),
        many,
      },
    ];
  });
}

const [drawsFile, stakesFile] = process.argv.slice(2);
if (!stakesFile) fail('usage: flat.mjs <results of draws> <results of stakes>');
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

const rows = [];
const grown = [];
for (const { what, among, few, many } of [...draws(read(drawsFile)), ...stakes(read(stakesFile))]) {
  for (const metric of ['reads', 'writes', 'time']) {
    const shown = (value) => (metric === 'time' ? `${value.toFixed(2)} ms` : `${value}`);
    const ratio = few[metric] ? `×${(many[metric] / few[metric]).toFixed(2)}` : '–';
    rows.push([what, among, metric, shown(few[metric]), shown(many[metric]), ratio]);
    if (metric !== 'time' && many[metric] > few[metric] * ALLOWED) {
      grown.push(`${what}, ${among}: ${many[metric]} ${metric} instead of ${few[metric]}`);
    }
  }
}
console.log(table(['', 'among', '', 'few', 'many', 'ratio'], rows));
if (grown.length) fail(`some things cost over a fifth more among the many: ${grown.join('; ')}`);
