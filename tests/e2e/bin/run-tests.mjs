// Runs the suite, several files at a time: each waits for its chain's blocks most of the time.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { tap } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

import { specOf } from '../lib/spec.mjs';

const AT_ONCE = 4;

/** The files that take over a minute, which begin first; the longest ones come first. */
const LONG = [
  'disputes', 'receipts', 'slashing', 'slashing-keys', 'settlement', 'worlds', 'serve-inputs',
  'delegation', 'governance-rpc', 'turnout', 'serve', 'rewards', 'vesting', 'offers', 'safe-mode',
  'referenda', 'votes', 'upgrade', 'inputs', 'network', 'inference-rpc', 'supply-rpc', 'repair', 'indexers',
  'rewards-rpc', 'docs', 'upgrade-receipts', 'demo', 'cancel', 'patience',
];

const folder = fileURLToPath(new URL('../suite', import.meta.url));
const rank = (name) => [...LONG, name].indexOf(name);
const files = readdirSync(folder)
  .flatMap((file) => file.match(/^(.*)\.test\.mjs$/)?.[1] ?? [])
  .sort((one, other) => rank(one) - rank(other))
  .map((name) => path.join(folder, `${name}.test.mjs`));

await Promise.all(['dev', 'local'].map(specOf));
const tests = run({ files, concurrency: AT_ONCE });
tests.on('test:fail', () => (process.exitCode = 1));
tests.compose(tap).pipe(process.stdout);
