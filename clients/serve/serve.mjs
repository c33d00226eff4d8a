// The program that serves the tasks that a node is drawn for, with the operator's own model: it
// waits for them, answers, commits, reveals, and serves its outputs. `--help` has the options,
// docs/operate/serve.md the rest.

import { setTimeout as pause } from 'node:timers/promises';

import { Connection } from './connection.mjs';
import { Disputes } from './disputes.mjs';
import { Duties } from './duties.mjs';
import { OperatorError, firstLine } from './errors.mjs';
import { serveFiles } from './http.mjs';
import { keyIn } from './key.mjs';
import { log, logError } from './log.mjs';
import { checkModel } from './model.mjs';
import { UsageError, help, optionsOf } from './options.mjs';
import { settleReveals } from './reveals.mjs';
import { Sender } from './sender.mjs';
import { Store } from './store.mjs';

/** The time until the node is connected to again, in ms. */
const PAUSE = 2_000;
/** The time between two removals of old outputs, in ms. */
const CLEANING = 60 * 60 * 1000;

/** The program, over all its connections. */
class Server {
  #options;
  #pair;
  #connection;
  #store;
  #disputes;
  #duties;
  #cleaned = 0;

  /** Serves until `stop` aborts. */
  async run(options, stop) {
    this.#options = options;
    this.#pair = await keyIn(options.keyFile);
    await checkModel(options.command);
    const files = await serveFiles(options.listen, {
      answers: (task) => this.#store?.outputOf(task),
      inputs: (task) => this.#inputOf(task),
    });
    log(`serves outputs at ${files.url}/answers/<task>`);
    try {
      const stopped = new Promise((resolve) => stop.addEventListener('abort', resolve));
      await Promise.race([this.#keepConnected(stop), stopped]);
    } finally {
      await this.#connection?.close();
      this.#disputes?.stop();
      await this.#duties?.stop();
      await files.close();
    }
  }

  /** Connects again whenever the connection is lost, and after errors that may pass. */
  async #keepConnected(stop) {
    let logged;
    while (!stop.aborted) {
      try {
        await this.#connect();
        logged = undefined;
        await this.#connection.lost;
      } catch (error) {
        if (error instanceof OperatorError) throw error;
        const why = firstLine(error);
        if (why !== logged && !stop.aborted) logError(`${why}; trying again`);
        logged = why;
        await this.#connection?.close();
        await pause(PAUSE, undefined, { signal: stop }).catch(() => {});
      }
    }
  }

  /** Makes a new connection, settles interrupted reveals, and waits for tasks from then on. */
  async #connect() {
    const { node, url } = this.#options;
    const connection = await Connection.open(url);
    this.#connection = connection;
    await connection.checkKey(this.#pair, node);
    await this.#prepare(connection);
    await settleReveals(connection, this.#store, node);
    const sender = new Sender(connection, this.#pair);
    await this.#disputes.resume(connection, sender);
    this.#duties.resume(connection, sender);
    await connection.watchOffers(node, ({ service, version }) => {
      log(`the offer of service ${service}, version ${version}, is not drawn any more`);
    });
    await connection.watchDecisions(this.#pair.publicKey, (decision, back) => {
      this.#disputes.decided(decision, back).catch((error) => logError(firstLine(error)));
    });
    await connection.watchHeads((head) => {
      this.#duties.advance(head);
      this.#disputes.advance(head);
    });
    await connection.follow(node, (assignments) => this.#update(assignments));
    log(`waits at ${url} for tasks of ${node}`);
  }

  /** Opens the state of the chain; it must stay the same chain. */
  async #prepare({ api, genesis }) {
    const { node, state, url } = this.#options;
    if (!this.#store) {
      const store = await Store.open(state, genesis, `${api.createType('AccountId', node)}`);
      const isOpen = (task) => this.#duties.isOpen(task);
      this.#disputes = await Disputes.open({ ...this.#options, isOpen, store });
      this.#duties = new Duties({ ...this.#options, disputes: this.#disputes, store });
      this.#store = store;
    }
    if (this.#store.genesis !== genesis) throw new OperatorError(`${url} is of another chain now`);
  }

  /** Finds the remote input of `task`, as long as that is open. */
  #inputOf(task) {
    if (!this.#store || this.#duties.isOpen(task)) return this.#store?.inputFileOf(task);
    return Promise.resolve(/** @type {const} */ ({ missing: 'noInput' }));
  }

  #update(assignments) {
    this.#duties.update(assignments);
    if (Date.now() < this.#cleaned + CLEANING) return;
    this.#cleaned = Date.now();
    const open = new Set([...assignments.map(({ task }) => `${task}`), ...this.#disputes.tasks]);
    this.#store.clean(this.#options.keep, open).catch((error) => logError(error.message));
  }
}

async function main() {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort());
  const options = optionsOf(process.argv.slice(2));
  if (options.help) return console.log(help);
  await new Server().run(options, stop.signal);
  return log('stopped');
}

await main().catch((error) => {
  logError(error instanceof OperatorError ? error.message : error.stack);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
process.exit(); // Whatever is still being connected to is not waited for.
