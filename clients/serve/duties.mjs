// The duties of the node: to commit to an answer and to reveal it, when the chain asks for it.

import { Answers, isSecond } from './answers.mjs';
import { ConnectionLost, Overtaken, TaskError, firstLine } from './errors.mjs';
import { log, logError } from './log.mjs';
import { isServed } from './options.mjs';
import { commitmentOf } from './record.mjs';
import { settleReveals } from './reveals.mjs';

/** The blocks, and the ms, that are left for a commitment when an input is no longer waited for. */
const ENOUGH = { blocks: 3, ms: 4_000 };

export class Duties {
  #begun = new Map(); // By duty and task, for as long as the chain asks for it.
  #open = new Set(); // The tasks that the chain asks this node about, by their numbers.
  #refused = new Set(); // Those of them of a version that the model does not serve.
  #unasked = new Set(); // The ended duties whose answers are still computed, to be compared.
  #head = 0;
  #answers;
  #options;
  #connection;
  #sender;

  /** Takes the options of the command line, and the `store` and the `disputes` beside them. */
  constructor(options) {
    this.#options = options;
    this.#answers = new Answers(options);
  }

  /** Sends calls through `sender` from now on; duties that failed begin again. */
  resume(connection, sender) {
    this.#connection = connection;
    this.#sender = sender;
    for (const [key, { over }] of this.#begun) if (over) this.#begun.delete(key);
  }

  /** Begins the new duties of `assignments`, which are all of the node, and ends the old ones. */
  update(assignments) {
    this.#follow(new Set(assignments.map(({ task }) => `${task}`)));
    const asked = new Map();
    for (const { task, ...rest } of assignments) {
      const assignment = { task: `${task}`, ...rest };
      if (this.#isOurs(assignment)) asked.set(`${rest.duty} ${task}`, assignment);
    }
    for (const [key, duty] of this.#begun) {
      if (asked.has(key)) continue;
      this.#begun.delete(key);
      // A window that has not passed was closed by the others.
      const early = this.#head < duty.window - 1;
      duty.end.abort(early ? new Overtaken() : new TaskError('the chain waits for it no longer'));
    }
    for (const [key, assignment] of asked) {
      const duty = this.#begun.get(key) ?? this.#begin(assignment);
      this.#begun.set(key, duty);
      duty.due = assignment.due;
      duty.window = Math.max(duty.window, assignment.due);
    }
    this.#hurry();
  }

  /** Notes the height of the best block. */
  advance(head) {
    this.#head = head;
    this.#hurry();
  }

  /** Returns true if the chain asks this node about `task`. */
  isOpen = (task) => this.#open.has(task);

  /** Ends everything, and waits until it has ended. */
  async stop() {
    const all = [...this.#begun.values(), ...this.#unasked];
    for (const { end, work } of all) {
      end.abort();
      work.abort();
    }
    await Promise.all(all.map(({ done }) => done));
  }

  /** Notes the tasks that are open, and forgets those that are not. */
  #follow(open) {
    for (const task of this.#open) {
      if (open.has(task)) continue;
      this.#refused.delete(task);
      this.#options.store.dropInput(task).catch((error) => logError(firstLine(error)));
    }
    this.#open = open;
  }

  #isOurs(assignment) {
    const { task, duty, service, version } = assignment;
    const { services } = this.#options;
    if (duty === 'wait') return false;
    if (isServed(services, assignment)) return true;
    if (services.some(({ id }) => id === service) && !this.#refused.has(task)) {
      this.#refused.add(task);
      const asked = `version ${version} of service ${service}`;
      log(`task ${task} asks for ${asked}, which is not served here`);
    }
    return false;
  }

  #begin(assignment) {
    const { task, due } = assignment;
    const [end, late, work] = Array.from({ length: 3 }, () => new AbortController());
    const duty = { task, end, late, work, done: undefined, over: false, due, window: due };
    end.signal.addEventListener('abort', () => {
      const { reason } = end.signal;
      late.abort(reason);
      if (this.#goesOn(assignment, duty)) this.#unasked.add(duty);
      else work.abort(reason);
    });
    const earlier = [...this.#unasked].filter((other) => other.task === task);
    duty.done = Promise.all(earlier.map(({ done }) => done))
      .then(() => this.#do(assignment, { end: end.signal, late: late.signal, work: work.signal }))
      .catch((error) => this.#explain(assignment, error, end.signal))
      .finally(() => {
        duty.over = true;
        this.#unasked.delete(duty);
      });
    return duty;
  }

  /** Returns true if the answer of an ended duty is computed all the same, to be compared. */
  #goesOn(assignment, { end, over }) {
    const { dispute } = this.#options;
    const isOvertaken = end.signal.reason instanceof Overtaken;
    return isOvertaken && !over && dispute > 0n && isDisputable(assignment);
  }

  /**
   * Ends answers that took longer than the others' window, and has duties go on without an input
   * when only the time for a commitment is left.
   */
  #hurry() {
    for (const { end, window, work } of this.#unasked) {
      if (this.#head >= window) work.abort(end.signal.reason);
    }
    const { blocks, ms } = ENOUGH;
    const enough = Math.max(blocks, Math.ceil(ms / this.#connection.blockTime));
    for (const { due, late } of this.#begun.values()) {
      if (due - this.#head <= enough) late.abort();
    }
  }

  /** Logs an error, but not of duties that begin again with the next connection. */
  #explain({ task, duty }, error, { aborted, reason }) {
    const why = aborted && error.name === 'AbortError' ? reason : error;
    if (why instanceof ConnectionLost || why?.name === 'AbortError') return;
    if (why instanceof Overtaken) log(`task ${task} went on before this node could ${duty}`);
    else logError(`cannot ${duty} for task ${task}: ${firstLine(why)}`);
  }

  /** Does a duty: after `end` nobody waits for it, after `work` its answer is of no use either. */
  async #do(assignment, signals) {
    if (isDisputable(assignment)) await this.#options.disputes.watch(assignment);
    if (assignment.duty === 'commit') await this.#commit(assignment, signals);
    else await this.#reveal(assignment, signals);
  }

  async #commit(assignment, { end, late, work }) {
    const { secondOf, task } = assignment;
    if (isSecond(assignment)) log(`task ${task} asks about the disputed task ${secondOf}`);
    const record =
      (await this.#recordOf(assignment)) ??
      (await this.#answers.give(assignment, this.#connection, { end: work, late }));
    end.throwIfAborted();
    log(`commits to an answer for task ${task}`);
    const { inference } = this.#connection.api.tx;
    const { node } = this.#options;
    await this.#sender.send(inference.commit(task, node, commitmentOf(record, record.salt)), end);
  }

  async #reveal(assignment, { end }) {
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
      await this.#sender.send(call, end);
      await store.endReveal(task);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) await settleReveals(connection, store, node);
      throw error;
    }
  }

  /** Returns the earlier answer; on a chain begun anew the number means another task. */
  async #recordOf({ task, input, version }) {
    const record = await this.#options.store.answerTo(task);
    if (record && (record.inputHash !== input.hash || record.version !== version)) {
      throw new TaskError('the state directory has an answer to another task of that number');
    }
    return record;
  }
}

/** Returns true if an answer that is settled for the task of `assignment` may be disputed. */
const isDisputable = (assignment) => assignment.slashable && !isSecond(assignment);
