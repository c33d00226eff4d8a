// Measures the cost of a task of three nodes beside a transfer: the weights that blocks count, and
// the time that the real node takes to import them.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { awaitFinality, connect } from '../lib/chain.mjs';
import { startNode } from '../lib/node.mjs';
import { freePorts } from '../lib/ports.mjs';
import { table } from '../lib/table.mjs';
import { idle, openMarket, tasks, transfers } from '../scenarios/task-cost/loads.mjs';
import { exportBlocks, importTime, counted } from '../scenarios/task-cost/measures.mjs';

/** The count of tasks on a chain. */
const TASKS = Number(process.argv[2] ?? 400);
/** The count of transfers: about as much work, so that both rise alike above the noise. */
const TRANSFERS = 10 * TASKS;
/** The count of blocks of each chain. */
const BLOCKS = Number(process.argv[3] ?? 60);
/** The count of imports, of which the median counts. */
const RUNS = 5;
/** The extrinsics of a task with three members. */
const TASK = { 'inference.request': 1, 'inference.commit': 3, 'inference.reveal': 3 };

/** Builds a chain under `load`; returns its weights and the file of its blocks. */
async function build(folder, name, { load, count }) {
  const base = path.join(folder, name);
  const { url, signal, stop } = startNode(['--dev', '--base-path', base], await freePorts(2));
  const api = await connect(url, { signal });
  await load(api, count, await openMarket(api));
  await awaitFinality(api, BLOCKS);
  const weights = await counted(api);
  const last = (await api.rpc.chain.getHeader()).number.toNumber();
  await api.disconnect();
  await stop();
  if (last > BLOCKS + 10) throw new Error(`${BLOCKS} blocks are too few for ${count} ${name}`);
  const file = path.join(folder, `${name}.blocks`);
  await exportBlocks(base, BLOCKS, file);
  return { weights, file };
}

const median = (values) => [...values].sort((one, other) => one - other)[values.length >> 1];

/** Returns the median import times of `files`, timed in turns so that all meet the same noise. */
async function importTimes(files) {
  const times = files.map(() => []);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, file] of files.entries()) times[index].push(await importTime(file));
  }
  return times.map(median);
}

function mean(weights, kind) {
  const { sum, count } = weights.get(kind);
  return sum / count;
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'nes-task-cost-'));
try {
  const chains = [];
  const loads = {
    nothing: { load: idle, count: 0 },
    transfers: { load: transfers, count: TRANSFERS },
    tasks: { load: tasks, count: TASKS },
  };
  for (const [name, load] of Object.entries(loads)) {
    console.log(`Building ${BLOCKS} blocks with ${name}`);
    chains.push(await build(folder, name, load));
  }
  const [, sent, asked] = chains;
  const transfer = mean(sent.weights, 'balances.transferKeepAlive');
  const part = ([kind, count]) => [kind, count * mean(asked.weights, kind)];
  const parts = Object.entries(TASK).map(part);
  const task = parts.reduce((sum, [, weight]) => sum + weight, 0);

  console.log('Importing each chain, in turns');
  const [nothing, ...loaded] = await importTimes(chains.map(({ file }) => file));
  const each = (seconds, count) => ((seconds - nothing) / count) * 1e6;
  const [transferTime, taskTime] = [each(loaded[0], TRANSFERS), each(loaded[1], TASKS)];

  const row = (name, one, other) => [
    name, `${one.toFixed(0)} µs`, `${other.toFixed(0)} µs`, `${(other / one).toFixed(1)}`,
  ];
  console.log(table(['', 'a transfer', 'a task', 'multiple'], [
    row('weight, in all', transfer / 1e6, task / 1e6),
    ...parts.map(([kind, weight]) => row(`  of it ${kind}`, transfer / 1e6, weight / 1e6)),
    row('time of import', transferTime, taskTime),
  ]));
} finally {
  await rm(folder, { recursive: true });
}
