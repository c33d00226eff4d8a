// What a node that serves inference runs all day: the operators' own program, clients/serve.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

import { within } from '../lib/chain.mjs';

/** The operators' program. */
export const program = fileURLToPath(new URL('../../../clients/serve/serve.mjs', import.meta.url));
const model = fileURLToPath(new URL('../bin/sentiment.mjs', import.meta.url));

/** The command that runs the demo's model. */
export const SENTIMENT = `exec '${process.execPath}' '${model}'`;

/** A folder of its own for a service node's key and state. */
export const newFolder = () => mkdtemp(path.join(os.tmpdir(), 'nes-serve-'));

export class ServiceNode {
  said = [];
  #waiting = [];

  /**
   * Starts the program for the node of `operator` behind the node at `url`; it signs as `signer`,
   * `//Name` or longer, answers with `exec`, and serves at `port`, or at any. `folder`, when it is
   * given, holds its state and stays. `flags` are further options.
   */
  static async start({ url, operator, signer = operator, exec = SENTIMENT, port = 0, ...rest }) {
    const { folder, flags = [], say = () => {} } = rest;
    const node = new ServiceNode();
    node.folder = folder ?? (await newFolder());
    node.isOwn = !folder;
    const key = path.join(node.folder, 'key');
    await writeFile(key, `//${signer.meta.name}`, { mode: 0o600 });
    node.#spawn([
      '--url', url, '--node', operator.address, '--key-file', key, '--exec', exec,
      '--state', path.join(node.folder, 'state'), '--listen', `127.0.0.1:${port}`, ...flags,
    ], say);
    await node.says(/^waits at /);
    return node;
  }

  #spawn(args, say) {
    const stdio = ['ignore', 'ignore', 'pipe'];
    this.child = spawn(process.execPath, [program, ...args], { stdio });
    const kill = () => this.child.kill('SIGKILL');
    process.once('exit', kill);
    this.ended = once(this.child, 'close').then(([code, signal]) => {
      process.off('exit', kill);
      return code ?? signal;
    });
    readline.createInterface({ input: this.child.stderr }).on('line', (line) => {
      this.said.push(line);
      if (/task \d/.test(line)) say(line);
      this.#waiting = this.#waiting.filter((check) => !check(line));
    });
  }

  /** Waits until a line of its log matches, from the first one on, or from those after `from`. */
  async says(pattern, from = 0) {
    const heard = this.said.slice(from).find((line) => pattern.test(line));
    if (heard) return heard;
    const line = new Promise((resolve) => {
      this.#waiting.push((next) => pattern.test(next) && (resolve(next), true));
    });
    const early = this.ended.then((how) => {
      throw new Error(`the service node ended with ${how}:\n${this.said.join('\n')}`);
    });
    return within(60_000, Promise.race([line, early]), `a service node to say ${pattern}`);
  }

  /** Ends it in order, or as `signal` does; gives its exit code or that signal. */
  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    const how = await this.ended;
    if (this.isOwn) await rm(this.folder, { recursive: true });
    return how;
  }
}
