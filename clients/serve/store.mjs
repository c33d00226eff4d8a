// The node's answers on disk, written once: before the commitment is sent. So a program that was
// stopped reveals what it committed to, and never makes a second answer.
//
//   <state>/<genesis>/<task>.json        the answer and its salt
//   <state>/<genesis>/<task>.output      its output, if it has one
//   <state>/<genesis>/<task>.revealing   its reveal may be on the chain: the blocks to look in
//   <state>/<genesis>/<task>.revealed    its reveal is in a block; from then on it is served
//   <state>/<genesis>/<task>.watched     its settled answer may still be disputed
//   <state>/<genesis>/<task>.dispute     the node's dispute: written before its call is sent
//   <state>/<genesis>/inputs/<task>      the remote input of a task, while that is open

import { link, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { blake2AsHex } from '@polkadot/util-crypto';

import { OperatorError, TaskError } from './errors.mjs';
import { disputeIn, isOutputOf, jsonIn, recordIn } from './record.mjs';

const DAY = 24 * 60 * 60 * 1000;
/** The number of times longer that an answer is kept than its output. */
const LONGER = 10;

/**
 * A file that is served, or the reason why there is none.
 *
 * @typedef {{ file: string } | { missing: keyof typeof import('./http.mjs').MISSING }} Found
 */

export class Store {
  #folder;
  #owner; // The genesis and the node of every record here.

  /** Opens the answers of `node` on the chain `genesis`, below the folder `state`. */
  static async open(state, genesis, node) {
    const store = new Store();
    store.#folder = path.join(state, genesis);
    store.#owner = { genesis, node };
    try {
      await mkdir(store.#path('inputs'), { recursive: true, mode: 0o700 });
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

  /**
   * Keeps the record `{ task, inputHash, version, answer, salt }` and its `output` permanently: no
   * answer is overwritten. Returns the record as it is kept, with its chain and node.
   */
  async keep(record, output) {
    const name = `${record.task}.json`;
    const draft = `${name}.new`;
    // One without a record is of an answer that was interrupted.
    if (output && !(await this.#has(name))) await this.#write(`${record.task}.output`, output);
    const kept = { ...this.#owner, ...record };
    await this.#write(draft, JSON.stringify(kept));
    await link(this.#path(draft), this.#path(name)); // Fails when there is one.
    await rm(this.#path(draft));
    await this.#sync();
    return kept;
  }

  /** Returns the record of the answer to `task`, whose output is whole; nothing without one. */
  async answerTo(task) {
    const record = await this.recordOf(task);
    if (!record) return undefined;
    const output = await readFile(this.#path(`${task}.output`)).catch(absent);
    if (isOutputOf(record, output)) return record;
    throw new TaskError(`the file ${this.#path(`${task}.output`)} is damaged; it is kept as it is`);
  }

  /** Returns the record of the answer to `task`, whatever its output; nothing without one. */
  async recordOf(task) {
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
  openReveals = () => this.#notes('revealing');

  /** Returns what is noted about tasks in the files of this `kind`. */
  async #notes(kind) {
    const found = [];
    for (const name of await readdir(this.#folder)) {
      const { name: task, ext } = path.parse(name);
      const note = ext === `.${kind}` && jsonIn(await readFile(this.#path(name), 'utf8'));
      if (note) found.push({ task, ...note });
    }
    return found;
  }

  /** Notes that the answer to the `task` of a watch may be disputed. */
  async beginWatch({ task, ...watch }) {
    await this.#write(`${task}.watched`, JSON.stringify(watch));
    await this.#sync();
  }

  /** Keeps the node's dispute `{ task, again, salt, bond, sent, placed, over }` as it is now. */
  async keepDispute(dispute) {
    const name = `${dispute.task}.dispute`;
    await this.#write(`${name}.new`, JSON.stringify(dispute));
    await rename(this.#path(`${name}.new`), this.#path(name));
    await this.#sync();
  }

  /** Returns the node's dispute of `task`; nothing without one. */
  async disputeOf(task) {
    const file = this.#path(`${task}.dispute`);
    const text = await readFile(file, 'utf8').catch(absent);
    if (text === undefined) return undefined;
    const dispute = disputeIn(text);
    if (dispute?.task === task) return dispute;
    throw new TaskError(`the state file ${file} is damaged; it is kept as it is`);
  }

  /** Notes that the node's dispute of `task` is over. */
  dropDispute = (task) => rm(this.#path(`${task}.dispute`), { force: true });

  /** Notes that the answer to `task` can be disputed no longer. */
  async endWatch(task) {
    await this.dropDispute(task);
    await rm(this.#path(`${task}.watched`), { force: true });
  }

  /**
   * Returns the tasks whose answers may be disputed, with their service and version, and a height
   * at which they were open.
   */
  watches = () => this.#notes('watched');

  /**
   * Finds the output of `task`, once it is revealed.
   *
   * @returns {Promise<Found>}
   */
  async outputOf(task) {
    const record = await this.recordOf(task);
    if (!record) return { missing: 'noAnswer' };
    if (!(await this.#has(`${task}.revealed`))) return { missing: 'notRevealed' };
    if (!record.answer.output) return { missing: 'noOutput' };
    const name = `${task}.output`;
    return (await this.#has(name)) ? { file: this.#path(name) } : { missing: 'noLongerKept' };
  }

  /** Keeps the remote input of `task`, whose hash was compared. */
  async keepInput(task, bytes) {
    const name = path.join('inputs', task);
    await this.#write(`${name}.new`, bytes);
    await rename(this.#path(`${name}.new`), this.#path(name));
  }

  /** Returns the remote input of `task` with this `hash`; nothing, when it is not kept. */
  async inputOf(task, hash) {
    const bytes = await readFile(this.#path(path.join('inputs', task))).catch(absent);
    return bytes && blake2AsHex(bytes, 256) === hash ? bytes : undefined;
  }

  /**
   * Finds the remote input of `task`.
   *
   * @returns {Promise<Found>}
   */
  async inputFileOf(task) {
    const name = path.join('inputs', task);
    return (await this.#has(name)) ? { file: this.#path(name) } : { missing: 'noInput' };
  }

  /** Removes the remote input of `task`. */
  dropInput = (task) => rm(this.#path(path.join('inputs', task)), { force: true });

  /**
   * Removes outputs older than `days`, what else there is of their tasks when it is ten times as
   * old, and inputs that were forgotten; but nothing of the tasks in the set `open`.
   */
  async clean(days, open) {
    const names =
      /^(\d+)\.(?:(output)|(?:json|dispute)(?:\.new)?|revealing|revealed|watched)$/;
    await this.#cleanFolder('.', names, open, (isOutput) => (isOutput ? days : LONGER * days));
    await this.#cleanFolder('inputs', /^(\d+)(?:\.new)?$/, open, () => 1);
  }

  async #cleanFolder(folder, names, open, daysOf) {
    for (const name of await readdir(this.#path(folder))) {
      const [, task, isOutput] = names.exec(name) ?? [];
      if (!task || open.has(task)) continue;
      const file = path.join(this.#path(folder), name);
      const status = await stat(file).catch(absent);
      if (status?.mtimeMs < Date.now() - daysOf(isOutput) * DAY) await rm(file, { force: true });
    }
  }

  #has = (name) => stat(this.#path(name)).then(() => true, absent);

  async #write(name, data) {
    const file = await open(this.#path(name), 'w', 0o600);
    try {
      await file.writeFile(data);
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
