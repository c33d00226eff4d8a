// Specifications of chains with the storage of their genesis. A node starts sooner from one of them
// than from a preset, whose storage it asks the runtime for, which it compiles twice more for that.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { run } from './binary.mjs';

const made = new Map(); // By preset: the file.

/**
 * Returns the file of the specification of `preset`, `dev` or `local`. It is made once for this
 * process and those that it starts afterwards.
 */
export function specOf(preset) {
  if (!made.has(preset)) made.set(preset, make(preset));
  return made.get(preset);
}

/** Returns the specification of `preset` as an object. Its storage has no number. */
export const readSpec = async (preset) => JSON.parse(await readFile(await specOf(preset), 'utf8'));

/**
 * Returns the specification of `preset` after `change` of the patch that it is, with the storage of
 * that genesis, as an object.
 */
export async function changedSpec(preset, change) {
  const spec = JSON.parse(await exportSpec([preset]));
  change(spec.genesis.runtimeGenesis.patch);
  const file = path.join(folder(), `${preset}-changed.json`);
  await writeFile(file, JSON.stringify(spec));
  return JSON.parse(await exportSpec([file, '--raw']));
}

async function make(preset) {
  const file = path.join(folder(), `${preset}.json`);
  if (!existsSync(file)) await writeFile(file, await exportSpec([preset, '--raw']));
  return file;
}

const exportSpec = async (args) => (await run(['export-chain-spec', '--chain', ...args])).stdout;

/** Returns the folder of the specifications, which goes with the process that needed it first. */
function folder() {
  if (!process.env.NES_SPECS) {
    const own = mkdtempSync(path.join(os.tmpdir(), 'nes-specs-'));
    process.once('exit', () => rmSync(own, { recursive: true }));
    process.env.NES_SPECS = own;
  }
  return process.env.NES_SPECS;
}
