// Validators on this machine, of which one can be killed, or run twice.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { u8aToHex } from '@polkadot/util';
import { xxhashAsHex } from '@polkadot/util-crypto';

import { alice } from './actors.mjs';
import { run } from './binary.mjs';
import { awaitFinality, awaitNode, connect } from './chain.mjs';
import { startNode } from './node.mjs';
import { checkPhases } from './phases.mjs';
import { freePorts } from './ports.mjs';
import { changedSpec, readSpec } from './spec.mjs';

/** Runs are compared with all their blocks, which are more than a node keeps the state of. */
const ARCHIVE = ['--state-pruning', 'archive'];

/** The local preset as it is. */
export const LOCAL = { names: ['alice', 'bob', 'charlie', 'dave'] };

/**
 * Starts validators with Alice for sudo, those of the local preset unless `names` are given and
 * `change` makes its genesis theirs, and waits until they finalise. Returns
 *
 * - an `api` that is connected to the first one, its `url`, and the `urls` of the others;
 * - `crash(name)`, which kills one, and `restart(name)`, which starts it again;
 * - `twin(name)`, which starts another one with the keys of `name`, waits until it listens and
 *   returns its `stop()`;
 * - `stop()`, which fails when a validator had ended by itself, or an event's phase was not its own.
 *
 * @param {{ names: string[], change?: (patch: any) => void }} shape
 */
export async function startNetwork({ names, change } = LOCAL) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'nes-network-'));
  const network = new Network(folder);
  let api;
  const stop = async () => {
    const [checked] = await Promise.allSettled([api && checkPhases(api)]);
    await api?.disconnect();
    const ends = await network.stop();
    await rm(folder, { recursive: true });
    for (const end of [...ends, checked]) if (end.status === 'rejected') throw end.reason;
  };
  try {
    const [url, ...urls] = await network.open(names, await localSpec(change));
    const first = network.running.get(names[0]);
    api = await connect(first.url, first);
    const ends = [...network.running.values()].map(({ ended }) => ended);
    await Promise.race([awaitFinality(api, 1), ...ends]);
    const { crash, restart, twin } = network;
    return { api, url, urls, crash, restart, twin, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** The processes of the validators. */
class Network {
  running = new Map(); // By name, or by that of a twin.
  #folder;
  #spec;
  #places = new Map(); // By name.

  constructor(folder) {
    this.#folder = folder;
    this.#spec = path.join(folder, 'spec.json');
  }

  /** Starts a validator for each name; returns their URLs. */
  async open(names, spec) {
    await writeFile(this.#spec, spec);
    const places = await Promise.all(names.map((name) => placeFor(this.#folder, name)));
    names.forEach((name, index) => this.#places.set(name, places[index]));
    return names.map((name) => this.#start(name).url);
  }

  /** Starts the validator `name` at its place, or at another one as `title`. */
  #start(name, title = name, { flags, ports } = this.#places.get(name)) {
    const addresses = [...this.#places.values()].map(({ address }) => address);
    const args = ['--chain', this.#spec, `--${name}`, ...flags, ...ARCHIVE];
    const node = startNode([...args, '--bootnodes', ...addresses], ports);
    this.running.set(title, node);
    return node;
  }

  crash = async (name) => {
    await this.running.get(name).crash();
    this.running.delete(name);
  };

  restart = async (name) => {
    const node = this.#start(name);
    await awaitNode(node.url, node);
  };

  twin = async (name) => {
    const title = `${name}-twin`;
    const node = this.#start(name, title, await placeFor(this.#folder, title));
    await awaitNode(node.url, node);
    return { stop: () => node.stop().then(() => this.running.delete(title)) };
  };

  /** Stops all; returns how each ended. */
  stop = () => Promise.allSettled([...this.running.values()].map((node) => node.stop()));
}

/** Returns the specification of the local preset, after `change`, with Alice for sudo. */
async function localSpec(change) {
  const spec = change ? await changedSpec('local', change) : await readSpec('local');
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
