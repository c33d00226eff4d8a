// Runs the suite, four files at a time: each waits for its chain's blocks most of the time.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { tap } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const AT_ONCE = 4;

const folder = fileURLToPath(new URL('../suite', import.meta.url));
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.test.mjs'))
  .map((name) => path.join(folder, name));

const tests = run({ files, concurrency: AT_ONCE });
tests.on('test:fail', () => (process.exitCode = 1));
tests.compose(tap).pipe(process.stdout);
