// The node's binary.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** Returns the binary's file: `NES_NODE`, or what `cargo build --release` makes. */
export function binary() {
  const target =
    process.env.CARGO_TARGET_DIR ?? path.join(os.homedir(), '.cache', 'nes-chain', 'target');
  const file = process.env.NES_NODE ?? path.join(target, 'release', 'nes-node');
  if (!existsSync(file)) {
    throw new Error(`there is no node at ${file}: build it with scripts/run.sh or set NES_NODE`);
  }
  return file;
}

/** Runs the binary with `args` until it ends; returns what it printed: `stdout` and `stderr`. */
export const run = (args) => promisify(execFile)(binary(), args, { maxBuffer: 2 ** 26 });
