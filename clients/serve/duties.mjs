// Does what the chain asks of the node: commits to an answer, and reveals it, but not before.

import { randomBytes } from 'node:crypto';

import { hexToU8a, u8aToHex } from '@polkadot/util';
import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';
import { preimage } from 'nes-js';

import { ConnectionLost, TaskError, firstLine } from './errors.mjs';
import { awaitInput } from './input.mjs';
import { limit } from './limit.mjs';
import { complain, say } from './log.mjs';
import { runModel } from './model.mjs';
import { settleReveals } from './reveals.mjs';

export class Duties {
  #acts = new Map(); // What was begun, by duty and task, for as long as the chain asks for it.
  #jobs;
  #options;
  #connection;
  #sender;

  /** `options` are those of the command line, with the `store` beside them. */
  constructor(options) {
    this.#options = options;
    this.#jobs = limit(options.jobs);
  }

  /** From now on calls go through `sender`; what failed so far is begun again. */
  resume(connection, sender) {
    this.#connection = connection;
    this.#sender = sender;
    for (const [key, { over }] of this.#acts) if (over) this.#acts.delete(key);
  }

  /** Begins what `assignments`, all that the node has, newly ask for, and ends what they do not. */
  update(assignments) {
    const asked = new Map();
    for (const { task, ...rest } of assignments) {
      const assignment = { task: `${task}`, ...rest };
      if (this.#isOurs(assignment)) asked.set(`${rest.duty} ${task}`, assignment);
    }
    for (const [key, act] of this.#acts) {
      if (asked.has(key)) continue;
      act.end.abort(new TaskError('the chain waits for it no longer'));
      this.#acts.delete(key);
    }
    for (const [key, assignment] of asked) {
      if (!this.#acts.has(key)) this.#acts.set(key, this.#begin(assignment));
    }
  }

  /** Ends everything, and waits until it has ended. */
  async stop() {
    const acts = [...this.#acts.values()];
    acts.forEach(({ end }) => end.abort());
    await Promise.all(acts.map(({ done }) => done));
  }

  #isOurs({ duty, service }) {
    const { services } = this.#options;
    return duty !== 'wait' && (services.length === 0 || services.includes(service));
  }

  #begin(assignment) {
    const end = new AbortController();
    const act = { end, over: false };
    const work = assignment.duty === 'commit' ? this.#commit : this.#reveal;
    act.done = work.call(this, assignment, end.signal)
      .catch((error) => this.#explain(assignment, error, end.signal))
      .finally(() => (act.over = true));
    return act;
  }

  /** What is lost with the connection begins again with the next one. */
  #explain({ task, duty }, error, { aborted, reason }) {
    const why = aborted && error.name === 'AbortError' ? reason : error;
    if (why instanceof ConnectionLost || why?.name === 'AbortError') return;
    complain(`cannot ${duty} for task ${task}: ${firstLine(why)}`);
  }

  async #commit(assignment, signal) {
    const { task } = assignment;
    const record =
      (await this.#recordOf(assignment)) ??
      (await this.#jobs(() => this.#answer(assignment, signal)));
    signal.throwIfAborted();
    say(`commits to an answer for task ${task}`);
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
    say(`reveals its answer for task ${task}`);
    const call = connection.api.tx.inference.reveal(task, node, record.answer, record.salt);
    try {
      await this.#sender.send(call, signal);
      await store.endReveal(task);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) await settleReveals(connection, store, node);
      throw error;
    }
  }

  /** What was answered before; the number of a task means another one on a chain begun anew. */
  async #recordOf({ task, inputHash }) {
    const record = await this.#options.store.answerTo(task);
    if (record && record.inputHash !== inputHash) {
      throw new TaskError('the state directory has an answer to another task of that number');
    }
    return record;
  }

  /** Has the model answer, and keeps the answer. */
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
