// Validators of the local preset on this machine, of which one can be run twice.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { u8aToHex } from '@polkadot/util';
import { xxhashAsHex } from '@polkadot/util-crypto';

import { alice } from './actors.mjs';
import { run } from './binary.mjs';
import { awaitFinality, awaitNode, connect } from './chain.mjs';
import { startNode } from './node.mjs';
import { freePorts } from './ports.mjs';
import { readSpec } from './spec.mjs';

const NAMES = ['alice', 'bob', 'charlie', 'dave'];

/**
 * Starts the four validators with Alice for sudo, and waits until they finalise. Returns an `api`
 * that is connected to Alice's, the `urls` of the others, `twin(name)`, which starts another one
 * with the keys of `name`, waits until it listens and returns its `stop()`, and `stop()`, which
 * fails when a validator had ended by itself.
 */
export async function startNetwork() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'nes-network-'));
  const spec = path.join(folder, 'spec.json');
  const running = [];
  let api;
  const stop = async () => {
    await api?.disconnect();
    const ends = await Promise.allSettled(running.map((node) => node.stop()));
    await rm(folder, { recursive: true });
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  };
  try {
    await writeFile(spec, await localSpec());
    const places = await Promise.all(NAMES.map((name) => placeFor(folder, name)));
    const bootnodes = ['--bootnodes', ...places.map(({ address }) => address)];
    const start = (name, { flags, ports }) => {
      const node = startNode(['--chain', spec, `--${name}`, ...flags, ...bootnodes], ports);
      running.push(node);
      return node;
    };
    const [first, ...others] = NAMES.map((name, index) => start(name, places[index]));
    api = await connect(first.url, { signal: first.signal });
    await Promise.race([awaitFinality(api, 1), ...running.map(({ ended }) => ended)]);

    const twin = async (name) => {
      const node = start(name, await placeFor(folder, `${name}-twin`));
      await awaitNode(node.url, node);
      return { stop: () => node.stop().then(() => running.splice(running.indexOf(node), 1)) };
    };
    const urls = others.map(({ url }) => url);
    return { api, urls, twin, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** Returns the specification of the local preset with Alice for sudo. */
async function localSpec() {
  const spec = await readSpec('local');
  const { top } = spec.genesis.raw;
  const key = `${xxhashAsHex('Sudo', 128)}${xxhashAsHex('Key', 128).slice(2)}`;
  if (key in top) throw new Error('the local preset has a sudo of its own');
  top[key] = u8aToHex(alice.publicKey);
  return JSON.stringify(spec);
}

/** Returns the flags and ports of a node, and the address under which the others find it. */
async function placeFor(folder, name) {
  const key = path.join(folder, `${name}.key`);
  const { stdout, stderr } = await run(['key', 'generate-node-key', '--file', key]);
  const peer = `${stdout}${stderr}`.trim().split('\n').pop();
  const ports = await freePorts(2);
  return {
    flags: ['--base-path', path.join(folder, name), '--node-key-file', key],
    ports,
    address: `/ip4/127.0.0.1/tcp/${ports[1]}/p2p/${peer}`,
  };
}
