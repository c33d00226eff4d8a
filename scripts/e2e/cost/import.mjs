// How long the real node takes to import a chain that it has built.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { binary } from '../node.mjs';

const run = promisify(execFile);

/** Writes the blocks of the chain at `base`, up to `last`, into `file`. */
export function exportBlocks(base, last, file) {
  const what = ['--binary', '--to', `${last}`, file];
  return run(binary(), ['export-blocks', '--dev', '--base-path', base, ...what]);
}

/** The seconds that an import of `file` into an empty database takes, start and end included. */
export async function importTime(file) {
  const base = await mkdtemp(path.join(os.tmpdir(), 'nes-import-'));
  const start = process.hrtime.bigint();
  await run(binary(), ['import-blocks', '--dev', '--base-path', base, '--binary', file]);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  await rm(base, { recursive: true });
  return seconds;
}
