// Sends calls of one account, one after the other, until each is in a block.

import { setTimeout as pause } from 'node:timers/promises';

import { CallRefused, ConnectionLost, firstLine } from './errors.mjs';
import { complain } from './log.mjs';

/** For so many blocks a transaction can be included; then the pool drops it. */
const LIFE = 16;

export class Sender {
  #connection;
  #pair;
  #last = Promise.resolve();

  constructor(connection, pair) {
    this.#connection = connection;
    this.#pair = pair;
  }

  /**
   * Sends `call` until it is in a block, which it gives. What may pass is tried again, once a
   * block, until `signal` aborts; a {@link CallRefused} does not.
   */
  async send(call, signal) {
    const { method, section } = call.method;
    for (let told; ;) {
      signal.throwIfAborted();
      try {
        const included = await this.#inOrder(() => this.#submit(call));
        return await this.#connection.while(included.inBlock);
      } catch (error) {
        if (error instanceof CallRefused || error instanceof ConnectionLost) throw error;
        const why = firstLine(error);
        if (why !== told) complain(`${section}.${method} is tried again: ${why}`);
        told = why;
      }
      const blockTime = this.#connection.api.consts.babe.expectedBlockTime.toNumber();
      await this.#connection.while(pause(blockTime, undefined, { signal }));
    }
  }

  /** Runs `work` when what came before it is done. */
  #inOrder(work) {
    const turn = this.#last.then(() => this.#connection.while(work()));
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Hands `call` to the pool, with the nonce after those that wait there. */
  async #submit(call) {
    const nonce = await this.#connection.api.rpc.system.accountNextIndex(this.#pair.address);
    const signed = await call.signAsync(this.#pair, { nonce, era: LIFE });
    const included = {};
    included.inBlock = new Promise((resolve, reject) => {
      included.judge = (result) => judge(result, resolve, reject);
    });
    included.inBlock.catch(() => {});
    included.stop = await signed.send(included.judge);
    included.inBlock.catch(() => {}).finally(included.stop);
    return included;
  }
}

function judge({ dispatchError, internalError, isError, status }, resolve, reject) {
  if (dispatchError) reject(refusal(dispatchError));
  else if (internalError) reject(internalError);
  else if (isError) reject(new Error(`the pool says ${status.type.toLowerCase()}`));
  else if (status.isInBlock) resolve(status.asInBlock.toHex());
}

/** What a call failed with, by the chain's name for it. */
function refusal(error) {
  if (!error.isModule) return new CallRefused(`${error}`);
  const { section, name, docs } = error.registry.findMetaError(error.asModule);
  return new CallRefused(`${section}.${name}: ${docs.join(' ').trim()}`);
}
