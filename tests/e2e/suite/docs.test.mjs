// The programs that pages print, run as they stand there.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { blake2AsHex } from '@polkadot/util-crypto';

import { eve } from '../lib/actors.mjs';
import { startChain } from '../lib/node.mjs';
import { freePorts } from '../lib/ports.mjs';
import { carry, ROOT, upgradeCode, upgradeFile } from '../roles/governance.mjs';
import { exampleUnder } from './examples.mjs';
import { codeOf, runPage } from './pages.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const e2e = path.join(root, 'tests', 'e2e');
let chain;

before(async () => {
  const [port] = await freePorts(1);
  // The port that the pages name.
  chain = await startChain(['--tmp', '--index'], [9944, port]);
});

after(() => chain?.stop());

/** Runs the demo as scripts/run.sh does, until its nodes serve on; returns what stops them. */
async function startDemo() {
  const child = spawn(
    process.execPath,
    [path.join(e2e, 'bin', 'demo.mjs'), chain.url, '--stay'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  for await (const line of readline.createInterface({ input: child.stdout })) {
    if (line.endsWith('serve on.')) {
      child.stdout.resume();
      return async () => {
        child.kill();
        assert.deepEqual(await ended, [0, null]);
      };
    }
  }
  throw new Error(`the demo ended with ${await ended}`);
}

test('develop/pay-for-an-inference.md installs the packages of this suite', () => {
  const installed = codeOf('develop/pay-for-an-inference.md', 'sh').matchAll(/(@\S+)@(\S+)/g);
  const { dependencies } = JSON.parse(readFileSync(path.join(e2e, 'package.json'), 'utf8'));
  const versions = Object.fromEntries([...installed].map(([, name, version]) => [name, version]));
  const names = ['@polkadot/api', '@polkadot/util-crypto'];
  assert.deepEqual(versions, Object.fromEntries(names.map((name) => [name, dependencies[name]])));
});

test('develop/pay-for-an-inference.md pays what it prints and gets an answer', async () => {
  const { api } = chain;
  const free = async () => (await api.query.system.account(eve.address)).data.free.toBigInt();
  const stop = await startDemo();
  try {
    const before = await free();
    const printed = await runPage('develop/pay-for-an-inference.md');
    const [, task, fee] = printed.match(/^task (\d+) is .* fee of (\d+) planck$/m);
    const [, escrow, prepaid] = printed.match(/^(\d+) planck wait for the nodes, (\d+) for/m);
    const [, paid, refund] = printed.match(/^it is agreed: (\d+) planck .*, (\d+) planck/m);
    const [, workFee] = printed.match(/^the chain's work cost (\d+) planck$/m);
    assert.equal(before - (await free()), BigInt(paid) + BigInt(workFee) + BigInt(fee));
    const receipt = (await api.rpc.inference.receipt(task)).unwrap().toJSON();
    assert.deepEqual([receipt.outcome, receipt.paid, receipt.refund], ['agreed', paid, refund]);
    assert.equal(receipt.workFee, workFee);
    const put = [escrow, prepaid].reduce((sum, one) => sum + BigInt(one), 0n);
    assert.equal(put, BigInt(paid) + BigInt(workFee) + BigInt(refund));
    const [output, dryRun] = printed.trim().split('\n').slice(-2);
    assert.match(output, /^\{"compound":"0\.\d{4}",.*\}$/);
    assert.match(dryRun, /^28000 bytes would take \d+ and \d+ planck$/);
    await checkDryRun();
  } finally {
    await stop();
  }
});

/** Checks that the dry run of develop/json-rpc.md is taken as it stands there. */
async function checkDryRun() {
  const { inference } = chain.api.rpc;
  const preview = (await inference.dryRunRequest(eve.address, exampleUnder('Dry runs'))).toJSON();
  const fields = ['due', 'escrow', 'quorum', 'seats', 'slashable', 'workFee'];
  assert.deepEqual(Object.keys(preview).sort(), fields);
  assert.equal(preview.escrow, exampleUnder('Inference').escrow);
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
    path.join(e2e, 'bin', 'code-hash.mjs'),
    upgradeFile(),
  ]);
  assert.equal(stdout.trim(), blake2AsHex(upgradeCode(), 256));
});

test('operate/upgrade-the-runtime.md applies an authorised upgrade', async () => {
  const { api } = chain;
  await carry(api, ROOT, api.tx.system.authorizeUpgrade(blake2AsHex(upgradeCode(), 256)));
  const printed = await runPage('operate/upgrade-the-runtime.md', [upgradeFile()]);
  assert.match(printed, /the next block runs the new code\n$/);
  const { specVersion } = await api.rpc.state.getRuntimeVersion();
  assert.equal(specVersion.toNumber(), 2);
});
