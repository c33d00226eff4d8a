// A node that serves inference: the operators' own program, clients/serve.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

import { waitFor } from '../lib/wait.mjs';

/** The operators' program. */
export const program = fileURLToPath(new URL('../../../clients/serve/serve.mjs', import.meta.url));
const model = fileURLToPath(new URL('../bin/sentiment.mjs', import.meta.url));

/** The command that runs the demo's model. */
export const SENTIMENT = `exec '${process.execPath}' '${model}'`;

/** Makes a folder for a service node's key and state. */
export const newFolder = () => mkdtemp(path.join(os.tmpdir(), 'nes-serve-'));

export class ServiceNode {
  /** The lines of its log. */
  lines = [];
  child;
  #folder;
  #isOwn; // The folder goes with the node.
  #ended;
  #waiting = [];

  /**
   * Starts the program for the node of `operator` behind the node at `url`; it signs as `signer`,
   * `//Name` or longer, answers with `exec`, and serves at `port`, or at any. `folder`, when it is
   * given, holds its state and stays. `flags` are further options. `log` gets each line on a task.
   */
  static async start({ url, operator, signer = operator, exec = SENTIMENT, port = 0, ...rest }) {
    const { folder, flags = [], log = () => {} } = rest;
    const node = new ServiceNode();
    node.#folder = folder ?? (await newFolder());
    node.#isOwn = !folder;
    const key = path.join(node.#folder, 'key');
    await writeFile(key, `//${signer.meta.name}`, { mode: 0o600 });
    node.#spawn([
      '--url', url, '--node', operator.address, '--key-file', key, '--exec', exec,
      '--state', path.join(node.#folder, 'state'), '--listen', `127.0.0.1:${port}`, ...flags,
    ], log);
    try {
      await node.awaitLine(/^waits at /);
    } catch (error) {
      await node.stop('SIGKILL');
      throw error;
    }
    return node;
  }

  #spawn(args, log) {
    this.child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const kill = () => this.child.kill('SIGKILL');
    process.once('exit', kill);
    this.#ended = once(this.child, 'close').then(([code, signal]) => {
      process.off('exit', kill);
      return code ?? signal;
    });
    readline.createInterface({ input: this.child.stderr }).on('line', (line) => {
      this.lines.push(line);
      if (/task \d/.test(line)) log(line);
      this.#waiting = this.#waiting.filter((resolves) => !resolves(line));
    });
  }

  /** Waits for a line of its log that matches, the one at `from` or a later one; returns it. */
  async awaitLine(pattern, from = 0) {
    const earlier = this.lines.slice(from).find((line) => pattern.test(line));
    if (earlier) return earlier;
    const later = new Promise((resolve) => {
      this.#waiting.push((line) => pattern.test(line) && (resolve(line), true));
    });
    const end = this.#ended.then((how) => {
      throw new Error(`the service node ended with ${how}:\n${this.lines.join('\n')}`);
    });
    const line = Promise.race([later, end]);
    return waitFor(line, { what: `a service node to log ${pattern}`, ms: 60_000 });
  }

  /** Ends the program with `signal`; returns its exit code, or the signal that ended it. */
  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    const how = await this.#ended;
    if (this.#isOwn) await rm(this.#folder, { recursive: true });
    return how;
  }
}
