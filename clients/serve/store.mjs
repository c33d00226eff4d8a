// The node's answers on disk, a file a task, written once: before the commitment is sent. So a
// program that was stopped reveals what it committed to, and never makes a second answer.
//
//   <state>/<genesis>/<task>.json        the answer, its salt and its output
//   <state>/<genesis>/<task>.revealing   its reveal may be on the chain: the blocks to look in
//   <state>/<genesis>/<task>.revealed    its reveal is in a block; from then on it is served

import { link, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { OperatorError, TaskError } from './errors.mjs';
import { jsonIn, recordIn, textOf } from './record.mjs';

const DAY = 24 * 60 * 60 * 1000;

export class Store {
  #folder;
  #owner; // The genesis and the node of every record here.

  /** Opens the answers of `node` on the chain `genesis`, below the folder `state`. */
  static async open(state, genesis, node) {
    const store = new Store();
    store.#folder = path.join(state, genesis);
    store.#owner = { genesis, node };
    try {
      await mkdir(store.#folder, { recursive: true, mode: 0o700 });
      await store.#write('probe', '');
      await rm(store.#path('probe'), { force: true });
    } catch ({ code }) {
      throw new OperatorError(`the state directory ${store.#folder} cannot be written (${code})`);
    }
    return store;
  }

  /** The chain's genesis hash. */
  get genesis() {
    return this.#owner.genesis;
  }

  #path = (name) => path.join(this.#folder, name);

  /** Keeps `{ task, inputHash, answer, salt, output }` permanently: no answer is overwritten. */
  async keep(record) {
    const name = `${record.task}.json`;
    const draft = `${name}.new`;
    await this.#write(draft, textOf({ ...this.#owner, ...record }));
    await link(this.#path(draft), this.#path(name)); // Fails when there is one.
    await rm(this.#path(draft));
    await this.#sync();
  }

  /** Returns the record of the answer to `task`; nothing, when there is none. */
  async answerTo(task) {
    const file = this.#path(`${task}.json`);
    const text = await readFile(file, 'utf8').catch(absent);
    if (text === undefined) return undefined;
    const record = recordIn(text);
    if (!record) throw new TaskError(`the state file ${file} is damaged; it is kept as it is`);
    const { genesis, node } = this.#owner;
    if (record.genesis !== genesis || record.node !== node || record.task !== task) {
      throw new TaskError(`the state file ${file} is not of this node's task; it is kept as it is`);
    }
    return record;
  }

  /** Notes that the answer to `task` is about to be revealed in a block of `{ from, due }`. */
  beginReveal = (task, blocks) => this.#write(`${task}.revealing`, JSON.stringify(blocks));

  /** Notes that the answer to `task` is revealed. */
  async endReveal(task) {
    await rename(this.#path(`${task}.revealing`), this.#path(`${task}.revealed`)).catch(absent);
    await this.#sync();
  }

  /** Notes that the answer to `task` was not revealed and will not be. */
  dropReveal = (task) => rm(this.#path(`${task}.revealing`), { force: true });

  /** Returns the reveals that may be in a block or not, as `{ task, from, due }`. */
  async openReveals() {
    const found = [];
    for (const name of await readdir(this.#folder)) {
      const [, task] = /^(\d+)\.revealing$/.exec(name) ?? [];
      const blocks = task && jsonIn(await readFile(this.#path(name), 'utf8'));
      if (blocks) found.push({ task, ...blocks });
    }
    return found;
  }

  /** Returns the output of `task`, once it is revealed; nothing otherwise. */
  async outputOf(task) {
    const revealed = await stat(this.#path(`${task}.revealed`)).catch(absent);
    return revealed && (await this.answerTo(task))?.output;
  }

  /** Removes files older than `days`, but none of the tasks in the set `open`. */
  async clean(days, open) {
    for (const name of await readdir(this.#folder)) {
      const [, task] = /^(\d+)\.(?:json|json\.new|revealing|revealed)$/.exec(name) ?? [];
      if (!task || open.has(task)) continue;
      const status = await stat(this.#path(name)).catch(absent);
      if (status?.mtimeMs < Date.now() - days * DAY) await rm(this.#path(name), { force: true });
    }
  }

  async #write(name, text) {
    const file = await open(this.#path(name), 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Makes the names of new files survive a loss of power. */
  async #sync() {
    const folder = await open(this.#folder);
    await folder.sync().finally(() => folder.close());
  }
}

/**
 * Returns nothing for the error of a missing file, and throws others.
 *
 * @returns {undefined}
 */
function absent(error) {
  if (error.code !== 'ENOENT') throw error;
}
