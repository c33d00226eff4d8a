// The duties of the node: to commit to an answer and to reveal it, when the chain asks for it.

import { randomBytes } from 'node:crypto';

import { hexToU8a, u8aToHex } from '@polkadot/util';
import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';
import { preimage } from 'nes-js';

import { ConnectionLost, TaskError, firstLine } from './errors.mjs';
import { awaitInput } from './input.mjs';
import { limit } from './limit.mjs';
import { log, logError } from './log.mjs';
import { runModel } from './model.mjs';
import { settleReveals } from './reveals.mjs';

export class Duties {
  #begun = new Map(); // By duty and task, for as long as the chain asks for it.
  #jobs;
  #options;
  #connection;
  #sender;

  /** Takes the options of the command line, and the `store` beside them. */
  constructor(options) {
    this.#options = options;
    this.#jobs = limit(options.jobs);
  }

  /** Sends calls through `sender` from now on; duties that failed begin again. */
  resume(connection, sender) {
    this.#connection = connection;
    this.#sender = sender;
    for (const [key, { over }] of this.#begun) if (over) this.#begun.delete(key);
  }

  /** Begins the new duties of `assignments`, which are all of the node, and ends the old ones. */
  update(assignments) {
    const asked = new Map();
    for (const { task, ...rest } of assignments) {
      const assignment = { task: `${task}`, ...rest };
      if (this.#isOurs(assignment)) asked.set(`${rest.duty} ${task}`, assignment);
    }
    for (const [key, duty] of this.#begun) {
      if (asked.has(key)) continue;
      duty.end.abort(new TaskError('the chain waits for it no longer'));
      this.#begun.delete(key);
    }
    for (const [key, assignment] of asked) {
      if (!this.#begun.has(key)) this.#begun.set(key, this.#begin(assignment));
    }
  }

  /** Ends everything, and waits until it has ended. */
  async stop() {
    const all = [...this.#begun.values()];
    for (const { end } of all) end.abort();
    await Promise.all(all.map(({ done }) => done));
  }

  #isOurs({ duty, service }) {
    const { services } = this.#options;
    return duty !== 'wait' && (services.length === 0 || services.includes(service));
  }

  #begin(assignment) {
    const end = new AbortController();
    const work = assignment.duty === 'commit' ? this.#commit : this.#reveal;
    const done = work.call(this, assignment, end.signal)
      .catch((error) => this.#explain(assignment, error, end.signal))
      .finally(() => (begun.over = true));
    const begun = { end, done, over: false };
    return begun;
  }

  /** Logs an error, but not of duties that begin again with the next connection. */
  #explain({ task, duty }, error, { aborted, reason }) {
    const why = aborted && error.name === 'AbortError' ? reason : error;
    if (why instanceof ConnectionLost || why?.name === 'AbortError') return;
    logError(`cannot ${duty} for task ${task}: ${firstLine(why)}`);
  }

  async #commit(assignment, signal) {
    const { task } = assignment;
    const record =
      (await this.#recordOf(assignment)) ??
      (await this.#jobs(() => this.#answer(assignment, signal)));
    signal.throwIfAborted();
    log(`commits to an answer for task ${task}`);
    const { inference } = this.#connection.api.tx;
    const { node } = this.#options;
    await this.#sender.send(inference.commit(task, node, this.#commitment(record)), signal);
  }

  async #reveal(assignment, signal) {
    const { task, due } = assignment;
    const record = await this.#recordOf(assignment);
    if (!record) throw new TaskError('what it committed to is not in the state directory');
    const { node, store } = this.#options;
    const connection = this.#connection;
    const head = await connection.while(connection.api.rpc.chain.getHeader());
    await store.beginReveal(task, { from: head.number.toNumber(), due });
    log(`reveals its answer for task ${task}`);
    const call = connection.api.tx.inference.reveal(task, node, record.answer, record.salt);
    try {
      await this.#sender.send(call, signal);
      await store.endReveal(task);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) await settleReveals(connection, store, node);
      throw error;
    }
  }

  /** Returns the earlier answer; on a chain begun anew the number means another task. */
  async #recordOf({ task, inputHash }) {
    const record = await this.#options.store.answerTo(task);
    if (record && record.inputHash !== inputHash) {
      throw new TaskError('the state directory has an answer to another task of that number');
    }
    return record;
  }

  /** Has the model answer, and keeps the answer; returns it. */
  async #answer(assignment, signal) {
    const { command, privateInputs, store } = this.#options;
    const { task, inputHash, maxUsage } = assignment;
    const input = await awaitInput(assignment, { privateInputs, signal });
    const { output, usage } = await runModel(command, input, { task: assignment, signal });
    for (const side of ['input', 'output']) {
      if (usage[side] > maxUsage[side]) {
        const units = `${usage[side]} units of ${side}`;
        throw new TaskError(`it used ${units}, the payer allows ${maxUsage[side]}`);
      }
    }
    const answer = { result: blake2AsHex(output, 256), usage };
    const record = { task, inputHash, answer, salt: u8aToHex(randomBytes(32)), output };
    await store.keep(record);
    return record;
  }

  #commitment({ task, answer, salt }) {
    const node = decodeAddress(this.#options.node);
    const genesis = hexToU8a(this.#connection.genesis);
    return blake2AsHex(preimage(genesis, task, node, answer, hexToU8a(salt)), 256);
  }
}
