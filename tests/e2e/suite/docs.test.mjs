// The scripts that the pages on governance print, run as they stand there.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { blake2AsHex } from '@polkadot/util-crypto';

import { startChain } from '../lib/node.mjs';
import { freePorts } from '../lib/ports.mjs';
import { carry, ROOT, upgradeCode, upgradeFile } from '../roles/governance.mjs';

const run = promisify(execFile);
const here = path.dirname(fileURLToPath(import.meta.url));
const docs = path.join(here, '..', '..', '..', 'docs');
let chain;

before(async () => {
  const [port] = await freePorts(1);
  // The port that the pages name.
  chain = await startChain(['--tmp'], [9944, port]);
});

after(() => chain?.stop());

/** Runs the one script of the page at `page` with `arguments`; returns what it prints. */
async function runPage(page, ...args) {
  const text = readFileSync(path.join(docs, page), 'utf8');
  const scripts = [...text.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, script]) => script);
  assert.equal(scripts.length, 1, `${page} has one script`);
  // Beside the packages that it imports.
  const file = path.join(here, '..', `.${path.basename(page, '.md')}.mjs`);
  await writeFile(file, scripts[0]);
  try {
    return (await run(process.execPath, [file, ...args], { timeout: 120_000 })).stdout;
  } finally {
    await rm(file);
  }
}

test('develop/vote.md proposes, delegates, votes and unlocks', async () => {
  const before = await chain.api.query.rewards.parameters();
  const printed = await runPage('develop/vote.md');
  assert.match(printed, /nothing is locked any more\n$/);
  const now = await chain.api.query.rewards.parameters();
  assert.equal(before.incentiveRatio.toNumber() - now.incentiveRatio.toNumber(), 10_000_000);
});

test('the program that prints the hash of a code', async () => {
  const { stdout } = await run(process.execPath, [
    path.join(here, '..', 'bin', 'code-hash.mjs'),
    upgradeFile(),
  ]);
  assert.equal(stdout.trim(), blake2AsHex(upgradeCode(), 256));
});

test('operate/upgrade-the-runtime.md applies an authorised upgrade', async () => {
  const { api } = chain;
  await carry(api, ROOT, api.tx.system.authorizeUpgrade(blake2AsHex(upgradeCode(), 256)));
  const printed = await runPage('operate/upgrade-the-runtime.md', upgradeFile());
  assert.match(printed, /the next block runs the new code\n$/);
  const { specVersion } = await api.rpc.state.getRuntimeVersion();
  assert.equal(specVersion.toNumber(), 2);
});
