// The node's disputes of settled answers that contradict its own. All that it does follows from the
// chain's state and from what it has kept, at each block anew; so it can be stopped at any time.

import { randomBytes } from 'node:crypto';

import { u8aEq, u8aToHex } from '@polkadot/util';
import { decodeAddress } from '@polkadot/util-crypto';
import { contradicts, nes } from 'nes-js';

import { CallRefused, ConnectionLost, OperatorError, firstLine } from './errors.mjs';
import { log, logError } from './log.mjs';
import { isServed } from './options.mjs';
import { commitmentOf } from './record.mjs';
import { LIFE } from './sender.mjs';

/** The most disputes that a node can have at once. */
const MOST = 3;
/** The blocks after which a call that was kept is in no pool: its life, and some to sign it. */
const PENDING = LIFE + 4;

/** The error of the chain when the node's dispute is another one than that which is kept. */
const NOT_OURS = 'disputes.WrongOpening';

/**
 * A task whose settled answer can be disputed: `record` is the node's answer, `dispute` its own as
 * it is kept, `bond` the part of the limit that it is promised, `opening` the end of the call that
 * opens it, and `logged` the lines about it. It is `failed` when its call is in no pool, and
 * `broken` when nothing can be done about it.
 *
 * @typedef {{
 *   from: number, record?: any, dispute?: any, bond?: bigint, opening?: AbortController,
 *   busy?: boolean, failed?: boolean, opened?: boolean, broken?: boolean, logged: Set<string>,
 * }} Watch
 */

/** @returns {Watch} */
const watchFrom = (from) => ({ from, logged: new Set() });

export class Disputes {
  /** @type {Map<string, Watch>} */
  #watches = new Map();
  #head = 0;
  #key;
  #options;
  #connection;
  #sender;

  /**
   * Takes up what the state directory has. The options are those of the command line, the `store`
   * beside them, and `isOpen(task)`, true for tasks that the chain still asks the node about.
   */
  static async open(options) {
    const disputes = new Disputes();
    disputes.#options = options;
    disputes.#key = decodeAddress(options.node);
    for (const { task, from, ...asked } of await options.store.watches()) {
      if (!isServed(options.services, asked)) continue; // That is another program's.
      const watch = watchFrom(from);
      disputes.#watches.set(task, watch);
      watch.dispute = await options.store.disputeOf(task).catch((error) => {
        watch.broken = true;
        logError(error.message);
      });
      if (watch.dispute && !watch.dispute.over) watch.bond = BigInt(watch.dispute.bond);
    }
    return disputes;
  }

  /** Sends calls through `sender` from now on; says which disputes of the node it cannot open. */
  async resume(connection, sender) {
    this.#connection = connection;
    this.#sender = sender;
    if (connection.api.tx.disputes) {
      for (const { isOurs, task, ...asked } of await this.#openOnes()) {
        const watch = this.#watches.get(task);
        if (watch?.dispute || watch?.broken) continue;
        if (!isOurs || !isServed(this.#options.services, asked)) continue;
        logError(`cannot open the dispute of task ${task}: it is not in the state directory`);
      }
    } else if (this.#options.dispute > 0n) {
      throw new OperatorError('the chain takes no disputes; leave --dispute out');
    }
  }

  /** The tasks whose answers must be kept. */
  get tasks() {
    return [...this.#watches.keys()];
  }

  /** Watches the task of an assignment, before there is an answer to it. */
  async watch({ task, service, version }) {
    if (this.#watches.has(task)) return;
    const from = this.#head;
    this.#watches.set(task, watchFrom(from));
    await this.#options.store.beginWatch({ task, service, version, from });
  }

  /** Looks after all disputes at the height `head` of the best block; returns when that is done. */
  async advance(head) {
    this.#head = head;
    await Promise.all([...this.#watches].map(([task, watch]) => this.#lookAfter(task, watch)));
  }

  async #lookAfter(task, watch) {
    if (watch.busy || watch.broken || this.#options.isOpen(task)) return;
    watch.busy = true;
    try {
      await this.#look(task, watch);
    } catch (error) {
      if (error instanceof ConnectionLost) return;
      this.#complain(watch, `cannot see to a dispute of task ${task}: ${firstLine(error)}`);
    } finally {
      watch.busy = false;
    }
  }

  /** Reports the decision of the chain about `task`, with which `back` planck came back. */
  async decided({ task, decision, answer }, back) {
    const { dispute, opened } = this.#watches.get(task) ?? {};
    if (!dispute?.placed) return;
    const record = await this.#options.store.recordOf(task);
    const say = (how) => log(`the dispute of task ${task} ${how}; ${nes(back)} came back`);
    if (!opened) say('ended before this node had opened it');
    else if (answer && contradicts(record.answer, answer)) say('was lost, which costs stake');
    else if (decision === 'overturned') say('was won, and the rest comes with the slashes');
    else say(`ended: the settled answer is ${decision}`);
  }

  /** Ends the calls that go on. */
  stop() {
    for (const watch of this.#watches.values()) endOpening(watch);
  }

  /** Does what is to do about `task` now. */
  async #look(task, watch) {
    watch.record ??= await this.#options.store.recordOf(task);
    const { record } = watch;
    const info = await this.#connection.ask('inference_dispute', Number(task));
    if (!isContradicted(record, info)) {
      endOpening(watch);
      if (await this.#isOver(task, watch, record)) await this.#forget(task);
      return;
    }
    const own = info.disputers.find(({ node }) => this.#isOurs(node));
    const isKept = watch.dispute?.again === info.again;
    if (own && isKept) await this.#open(task, watch, record, info, own);
    else if (own) this.#complain(watch, `cannot open the dispute of task ${task}: it is not kept`);
    else if (!isKept) await this.#disputeAnew(task, watch, record, info);
    else await this.#disputeAgain(task, watch, record, info);
  }

  /** Returns true if no dispute of `task` can come any more, which is so in a final block. */
  async #isOver(task, { from }, record) {
    const connection = this.#connection;
    const { hash, number } = await connection.finalBlock();
    if (number < from) return false;
    const info = await connection.ask('inference_dispute', Number(task), hash);
    if (info) return record && !isContradicted(record, info);
    return !(await connection.ask('inference_task', Number(task), hash));
  }

  async #forget(task) {
    await this.#options.store.endWatch(task);
    this.#watches.delete(task);
  }

  /** Disputes for the first time, or before another second committee. */
  async #disputeAnew(task, watch, record, info) {
    if (watch.dispute) {
      // That the earlier round is over may be taken back, and its salt be needed again.
      const { hash } = await this.#connection.finalBlock();
      const final = await this.#connection.ask('inference_dispute', Number(task), hash);
      if (final?.again !== info.again) return;
      watch.dispute = undefined;
      watch.bond = undefined;
      watch.logged.clear();
      await this.#options.store.dropDispute(task);
    }
    if (await this.#isRefused(task, watch, info)) return;
    await this.#dispute(task, watch, record, info, u8aToHex(randomBytes(32)));
  }

  /** Disputes once more, unless an earlier call may still be included, or cannot succeed. */
  async #disputeAgain(task, watch, record, info) {
    const { over, placed, salt, sent } = watch.dispute;
    if (over || (this.#head <= sent + PENDING && !watch.failed)) return;
    if (placed && info.state !== 'undisputed') {
      log(`others who risk more have taken this node's place in the dispute of task ${task}`);
      await this.#giveUp(watch);
    } else if (!(await this.#isRefused(task, watch, info))) {
      await this.#dispute(task, watch, record, info, salt);
    }
  }

  /** Returns true, and says why once, if the answer to `task` is not to be disputed now. */
  async #isRefused(task, watch, info) {
    const why = this.#lateness(info) ?? (await this.#excess(task, watch, BigInt(info.bond)));
    if (why) this.#say(watch, `does not dispute the settled answer to task ${task}: ${why}`);
    return Boolean(why);
  }

  /** Returns why the next block takes no disputer of a task, if that is so. */
  #lateness({ state, until, closes }) {
    const last = { undisputed: until, waiting: Infinity, open: closes }[state];
    return this.#head < last ? undefined : 'it is too late';
  }

  /** Promises a `bond` for `task` of what is left of the limit; returns why, if it cannot. */
  async #excess(task, watch, bond) {
    const { dispute: most } = this.#options;
    if (most === 0n) return `it takes --dispute and a bond of ${nes(bond)}`;
    const open = await this.#openOnes();
    // From here on nothing is waited for, so that no two are promised the same rest.
    const bonds = new Map(open.map((other) => [other.task, other.bond]));
    for (const [other, promised] of this.#watches) {
      if (promised.bond !== undefined) bonds.set(other, promised.bond);
    }
    bonds.delete(task);
    if (bonds.size >= MOST) return `the node has ${MOST} disputes already`;
    const left = [...bonds.values()].reduce((rest, one) => rest - one, most);
    if (bond > left) return `its bond of ${nes(bond)} is above what is left of --dispute`;
    watch.bond = bond;
    return undefined;
  }

  /** Returns the open disputes that count for the node, also those of which it is the payer. */
  async #openOnes() {
    const { node: name } = this.#options;
    const { items } = await this.#connection.ask('inference_disputes', { node: name });
    return items.map(({ task, service, version, disputers }) => {
      const own = disputers.find(({ node }) => this.#isOurs(node));
      const bond = BigInt(own?.bond ?? 0);
      return { task: `${task}`, service, version, isOurs: Boolean(own), bond };
    });
  }

  /** Keeps the dispute, and sends its call once. */
  async #dispute(task, watch, record, info, salt) {
    const { bond, again } = info;
    const { node } = this.#options;
    watch.opened = false;
    watch.failed = true;
    await this.#keep(watch, {
      task, again, salt, bond, sent: this.#head, placed: false, over: false,
    });
    watch.failed = false;
    const what = info.state === 'undisputed' ? 'disputes' : 'joins the dispute of';
    this.#say(watch, `${what} the settled answer to task ${task} with a bond of ${nes(bond)}`);
    const { disputes } = this.#connection.api.tx;
    const call = disputes.dispute(task, node, commitmentOf(record, salt), bond);
    this.#sender.once(call)
      .catch((error) => {
        if (error instanceof ConnectionLost) return undefined;
        this.#complain(watch, `cannot dispute task ${task}: ${firstLine(error)}`);
        if (error instanceof CallRefused) return this.#giveUp(watch);
        return (watch.failed = true);
      })
      .catch((error) => logError(firstLine(error)));
  }

  /** Opens the node's commitment when the second committee reveals, and until that is done. */
  async #open(task, watch, record, { state, second }, own) {
    if (!watch.dispute.placed) await this.#keep(watch, { placed: true });
    if (own.opened) watch.opened = true;
    const isDue = state === 'open' && !own.opened && (await this.#isRevealing(second));
    if (!isDue) endOpening(watch);
    if (!isDue || watch.opening) return;
    this.#say(watch, `opens its answer in the dispute of task ${task}`);
    const { node } = this.#options;
    const { disputes } = this.#connection.api.tx;
    const call = disputes.openDispute(task, node, record.answer, watch.dispute.salt);
    const opening = new AbortController();
    watch.opening = opening;
    this.#sender.send(call, opening.signal)
      .then(() => (watch.opened = true))
      .catch((error) => {
        if (opening.signal.aborted || error instanceof ConnectionLost) return;
        this.#complain(watch, `cannot open the dispute of task ${task}: ${firstLine(error)}`);
        watch.broken = firstLine(error).startsWith(NOT_OURS);
      })
      .finally(() => opening === watch.opening && endOpening(watch));
  }

  /** Returns true if the members of the second committee `task` reveal now. */
  async #isRevealing(task) {
    return (await this.#connection.ask('inference_task', task))?.phase === 'revealing';
  }

  /** Disputes no more before the present second committee. */
  #giveUp(watch) {
    watch.bond = undefined;
    return this.#keep(watch, { over: true });
  }

  /** Changes the node's dispute, in the state directory too. */
  async #keep(watch, change) {
    watch.dispute = { ...watch.dispute, ...change };
    await this.#options.store.keepDispute(watch.dispute);
  }

  #isOurs = (node) => Boolean(node) && u8aEq(decodeAddress(node), this.#key);

  /** Logs a line about a task once. */
  #say({ logged }, line) {
    if (!logged.has(line)) log(line);
    logged.add(line);
  }

  #complain = (watch, line) => this.#say(watch, `error: ${line}`);
}

/** Sends the call that opens a dispute no more. */
function endOpening(watch) {
  watch.opening?.abort();
  watch.opening = undefined;
}

/** Returns true if the node's own answer, in `record`, contradicts the settled one. */
const isContradicted = (record, info) =>
  Boolean(record && info) &&
  record.inputHash === info.input &&
  record.version === info.version &&
  contradicts(record.answer, info.answer);
