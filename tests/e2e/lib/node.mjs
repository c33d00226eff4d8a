// The process of the real node.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { awaitFinality, connect } from './chain.mjs';

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

/** Returns `count` ports that are free. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => net.createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** Returns the port at which a server listens. */
export const portOf = (server) => server.address().port;

/**
 * Starts the binary with `flags` on two ports. Returns its `url`, a `signal` that aborts when it
 * ends, `ended`, which then fails with the end of its log, `stop()`, which fails when it had ended
 * by itself, and `crash()`, which kills it.
 *
 * @param {string[]} flags
 * @param {number[]} ports
 */
export function startNode(flags, [rpcPort, port]) {
  const quiet = ['--no-mdns', '--no-prometheus', '--no-telemetry'];
  const ports = ['--rpc-port', `${rpcPort}`, '--port', `${port}`];
  const child = spawn(binary(), [...flags, ...quiet, ...ports]);
  const log = [];
  child.stderr.on('data', (chunk) => log.push(chunk) > 1000 && log.shift());
  child.stdout.resume();
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  const end = new AbortController();
  const ended = once(child, 'exit').then(([code, signal]) => {
    process.off('exit', kill);
    throw new Error(`the node ended with ${code ?? signal}:\n${Buffer.concat(log)}`);
  });
  ended.catch((error) => end.abort(error));
  const stop = async () => {
    if (end.signal.aborted) await ended; // It crashed: its log says why.
    child.kill('SIGINT');
    const timer = setTimeout(kill, 10_000);
    await ended.catch(() => clearTimeout(timer));
  };
  const crash = () => {
    kill();
    return ended.catch(() => {});
  };
  return { url: `ws://127.0.0.1:${rpcPort}`, signal: end.signal, ended, stop, crash };
}

/**
 * Starts a development chain with `flags`, on free ports unless two are given, and waits until it
 * finalises; returns what {@link start} does.
 *
 * @param {string[]} [flags]
 * @param {number[]} [ports]
 */
export const startChain = (flags = ['--tmp'], ports) => start(['--dev', ...flags], { ports });

/**
 * Starts the binary with `flags`, on free ports unless two are given, and waits until the block at
 * `height` is final. Returns a connected `api`, its `url`, `stop()`, which fails when the node had
 * ended by itself, and `crash()`, which kills it.
 *
 * @param {string[]} flags
 * @param {{ ports?: number[], height?: number }} [options]
 */
export async function start(flags, { ports, height = 1 } = {}) {
  const places = ports ?? (await freePorts(2));
  const { url, signal, ended, stop, crash } = startNode(flags, places);
  try {
    const api = await connect(url, { signal });
    await Promise.race([awaitFinality(api, height), ended]);
    return {
      api,
      url,
      stop: () => api.disconnect().then(stop),
      crash: () => crash().then(() => api.disconnect()),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
