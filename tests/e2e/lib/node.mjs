// The process of the real node.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { binary } from './binary.mjs';
import { awaitFinality, connect } from './chain.mjs';
import { checkPhases } from './phases.mjs';
import { freePorts } from './ports.mjs';
import { specOf } from './spec.mjs';
import { pause } from './wait.mjs';

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

/** The flags for which `--dev` stands besides the specification. */
const DEVELOPMENT = [
  '--alice', '--force-authoring', '--unsafe-force-node-key-generation', '--tx-ban-seconds', '0',
];

/**
 * Starts a development chain with `flags`, on free ports unless two are given, and waits until it
 * finalises; returns what {@link start} does.
 *
 * @param {string[]} [flags]
 * @param {number[]} [ports]
 */
export async function startChain(flags = ['--tmp'], ports) {
  return start(['--chain', await specOf('dev'), ...DEVELOPMENT, ...flags], { ports });
}

/**
 * Starts the binary with `flags`, on free ports unless two are given, and waits until the block at
 * `height` is final. Returns a connected `api`, its `url`, `stop()`, which fails when the node had
 * ended by itself or an event's phase was not its own, and `crash()`, which kills it.
 *
 * @param {string[]} flags
 * @param {{ ports?: number[], height?: number }} [options]
 */
export async function start(flags, { ports, height = 1 } = {}) {
  const places = ports ?? (await freePorts(2));
  const node = startNode(flags, places);
  const { url, signal, ended, stop, crash } = node;
  let api;
  try {
    api = await connect(url, { signal });
    await Promise.race([awaitFinality(api, height), ended]);
    return {
      api,
      url,
      stop: () => lastCheck(node).finally(() => api.disconnect().then(stop)),
      crash: () => crash().then(() => api.disconnect()),
    };
  } catch (error) {
    await api?.disconnect();
    await stop();
    throw error;
  }
}

/** Checks the phases of the chain's events; fails with the node's end if it ends by itself. */
async function lastCheck({ url, signal, ended }) {
  if (signal.aborted) return; // `stop()` says why.
  const check = async () => {
    // The test's own connection may be closed, or know the types of before an upgrade.
    const api = await connect(url, { signal });
    await checkPhases(api).finally(() => api.disconnect());
  };
  // A node that ends closes its connections a moment before.
  const patient = check().catch(async (error) => {
    await Promise.race([ended, pause(1000)]);
    throw error;
  });
  await Promise.race([patient, ended]);
}
