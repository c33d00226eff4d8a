// The sender of one account's calls, one after the other, until each is in a block.

import { setTimeout as pause } from 'node:timers/promises';

import { CallRefused, ConnectionLost, firstLine } from './errors.mjs';
import { logError } from './log.mjs';

/** The blocks in which a transaction can be included; then the pool drops it. */
export const LIFE = 16;

export class Sender {
  #connection;
  #pair;
  #last = Promise.resolve();

  constructor(connection, pair) {
    this.#connection = connection;
    this.#pair = pair;
  }

  /**
   * Sends `call` until it is in a block; returns that. After an error that may pass it is sent
   * again, once a block, until `signal` aborts; a {@link CallRefused} does not pass.
   */
  async send(call, signal) {
    const { method, section } = call.method;
    for (let logged; ;) {
      signal.throwIfAborted();
      let why;
      try {
        return await this.once(call);
      } catch (error) {
        if (error instanceof CallRefused || error instanceof ConnectionLost) throw error;
        why = firstLine(error);
      }
      // The others may have been faster, which the next block shows.
      await this.#connection.while(pause(this.#connection.blockTime, undefined, { signal }));
      if (why !== logged) logError(`${section}.${method} is tried again: ${why}`);
      logged = why;
    }
  }

  /** Sends `call` a single time; returns the block that it is in. */
  async once(call) {
    const included = await this.#inOrder(() => this.#submit(call));
    return this.#connection.while(included.inBlock);
  }

  /** Runs `work` after the earlier work; returns its result. */
  #inOrder(work) {
    const turn = this.#last.then(() => this.#connection.while(work()));
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Submits `call` with the nonce after those in the pool; returns a promise of its block. */
  async #submit(call) {
    const nonce = await this.#connection.api.rpc.system.accountNextIndex(this.#pair.address);
    const signed = await call.signAsync(this.#pair, { nonce, era: LIFE });
    let update;
    const inBlock = new Promise((resolve, reject) => {
      update = (result) => judge(result, resolve, reject);
    });
    inBlock.catch(() => {});
    const stop = await signed.send(update);
    inBlock.catch(() => {}).finally(stop);
    return { inBlock };
  }
}

function judge({ dispatchError, internalError, isError, status }, resolve, reject) {
  if (dispatchError) reject(refusal(dispatchError));
  else if (internalError) reject(internalError);
  else if (isError) reject(new Error(`the pool says ${status.type.toLowerCase()}`));
  else if (status.isInBlock) resolve(status.asInBlock.toHex());
}

/** Returns the error of a call, by the chain's name for it. */
function refusal(error) {
  if (!error.isModule) return new CallRefused(`${error}`);
  const { section, name, docs } = error.registry.findMetaError(error.asModule);
  return new CallRefused(`${section}.${name}: ${docs.join(' ').trim()}`);
}
