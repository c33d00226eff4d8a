// Four validators on one machine, one of which stops.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { binary } from '../lib/binary.mjs';
import { freePorts } from '../lib/ports.mjs';

const script = fileURLToPath(new URL('../../../scripts/local-network.sh', import.meta.url));

test('a network goes on finalising with one of four validators stopped', async () => {
  const ports = await freePorts(8);
  const env = {
    ...process.env,
    NES_NODE: binary(),
    NES_RPC_PORTS: ports.slice(0, 4).join(' '),
    NES_P2P_PORTS: ports.slice(4).join(' '),
  };
  const child = spawn(script, ['--check'], { env, timeout: 900_000 });
  const said = [];
  child.stdout.on('data', (chunk) => said.push(chunk));
  child.stderr.on('data', (chunk) => said.push(chunk));
  const [code] = await once(child, 'close');
  assert.equal(code, 0, Buffer.concat(said).toString());
});
