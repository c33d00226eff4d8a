// Holds what the chain says of all NES against itself, after every best block, forks included.

import { checkedSupply } from '../../model/supply.mjs';

export class Watch {
  /** What the chain says, by block. */
  supplies = new Map();
  #known = new Set();

  /** Begins with the first block; `fail(error)` is told what is wrong. */
  static async start(api, fail) {
    const watch = new Watch();
    watch.api = api;
    watch.#known.add(api.genesisHash.toHex());
    const { query } = await api.at(api.genesisHash);
    watch.genesis = (await query.balances.totalIssuance()).toBigInt();
    watch.stop = await api.rpc.chain.subscribeNewHeads((head) => {
      watch.#look(head.hash.toHex()).catch(fail);
    });
    return watch;
  }

  /** Checks `hash`, and before it its ancestors that were never a head. */
  async #look(hash) {
    if (this.#known.has(hash)) return;
    this.#known.add(hash);
    const { number, parentHash } = await this.api.rpc.chain.getHeader(hash);
    await this.#look(parentHash.toHex());
    try {
      this.supplies.set(hash, await checkedSupply(this.api, hash, this.genesis));
    } catch (error) {
      // The state of a fork that was given up goes.
      const best = (await this.api.rpc.chain.getBlockHash(number)).toHex();
      if (best === hash || !/discarded|UnknownBlock/.test(error.message)) throw error;
    }
  }
}
