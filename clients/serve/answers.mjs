// The node's answers to tasks, each of which its model gives to the task's input.

import { randomBytes } from 'node:crypto';

import { u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { download } from './download.mjs';
import { TaskError, Unservable, firstLine } from './errors.mjs';
import { readInline, readRemote } from './input.mjs';
import { limit, takeTurns } from './limit.mjs';
import { log } from './log.mjs';
import { runModel } from './model.mjs';

/** The most downloads at once, those of one payer's inputs, and those of them that can wait. */
const DOWNLOADS = { most: 16, each: 2, queue: 16 };

/** The most models at once that answer in second committees, beside those of `--jobs`. */
const SECONDS = 2;

/** Returns true if `assignment` is a seat of a second committee. */
export const isSecond = ({ secondOf }) => Number.isSafeInteger(secondOf);

export class Answers {
  #downloads = takeTurns(DOWNLOADS);
  #seconds = limit(SECONDS);
  #models;
  #options;

  /** Takes the options of the command line, and the `store` beside them. */
  constructor(options) {
    this.#options = options;
    this.#models = limit(options.jobs);
  }

  /**
   * Returns the record of the answer to `assignment`, which is kept by then. When `end` aborts
   * nobody waits for it any more; when `late` does, an input that has not come is unreadable.
   */
  async give(assignment, connection, { end, late }) {
    const { task, version, input } = assignment;
    const { answer, output } = await this.#run(assignment, connection, { end, late })
      .catch((error) => {
        end.throwIfAborted();
        if (!(error instanceof Unservable)) throw error;
        log(`task ${task} has no output: ${firstLine(error)}`);
        return { answer: { unservable: error.reason }, output: undefined };
      });
    const salt = u8aToHex(randomBytes(32));
    const record = { task, inputHash: input.hash, version, answer, salt };
    return this.#options.store.keep(record, output);
  }

  /**
   * Runs the model as soon as one can be run; in-line tasks go first, and second committees wait
   * for no others.
   */
  async #run(assignment, connection, { end, late }) {
    const { task, input, maxUsage } = assignment;
    const { command, store } = this.#options;
    const inline = input.inline && (await readInline(assignment, connection, end));
    if (!inline) await this.#fetch(assignment, connection, late);
    const run = isSecond(assignment) ? this.#seconds : this.#models;
    return run(async () => {
      const bytes = inline ?? (await store.inputOf(task, input.hash));
      if (!bytes) throw new TaskError('its input has gone from the state directory');
      const { output, usage } = await runModel(command, bytes, { task: assignment, signal: end });
      for (const side of ['input', 'output']) {
        if (usage[side] > maxUsage[side]) {
          const units = `${usage[side]} units of ${side}`;
          throw new Unservable('tooLarge', `it used ${units}, the payer allows ${maxUsage[side]}`);
        }
      }
      return { answer: { output: { result: blake2AsHex(output, 256), usage } }, output };
    }, Boolean(inline));
  }

  /** Has the remote input in the store, from where it is also served to the other members. */
  async #fetch(assignment, connection, late) {
    const { task, payer, service, input, maxUsage } = assignment;
    const { privateInputs, store } = this.#options;
    let bytes = await store.inputOf(task, input.hash);
    if (!bytes) {
      const get = (uri) =>
        this.#downloads(payer, () => download(uri, { privateInputs, signal: late }), late);
      const endpointOf = (node) => connection.endpointOf(node);
      bytes = await readRemote(assignment, { endpointOf, fetch: get, signal: late })
        .catch((error) => {
          if (!late.aborted) throw error;
          throw new Unservable('unreadable', 'nobody gave its input in time');
        });
      await store.keepInput(task, bytes);
    }
    const covered = maxUsage.input * (await connection.inputBytesOf(service));
    if (bytes.length > covered) {
      const length = `${bytes.length} bytes of input`;
      throw new Unservable('tooLarge', `it has ${length}, the payer allows ${covered}`);
    }
  }
}
