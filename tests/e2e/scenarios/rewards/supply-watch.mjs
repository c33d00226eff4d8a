// The supply after every best block, forks included, checked by its own sums.

import { checkedSupply } from '../../model/supply.mjs';

export class SupplyWatch {
  /** The supply as the chain reports it, by block. */
  byBlock = new Map();
  stop;
  #api;
  #genesis; // The issuance.
  #known = new Set();

  /** Begins with the first block; calls `fail(error)` when a check fails. */
  static async start(api, fail) {
    const watch = new SupplyWatch();
    watch.#api = api;
    watch.#known.add(api.genesisHash.toHex());
    const { query } = await api.at(api.genesisHash);
    watch.#genesis = (await query.balances.totalIssuance()).toBigInt();
    watch.stop = await api.rpc.chain.subscribeNewHeads((head) => {
      watch.#check(head.hash.toHex()).catch(fail);
    });
    return watch;
  }

  /** Checks `hash`, and before it its ancestors that were never a head. */
  async #check(hash) {
    if (this.#known.has(hash)) return;
    this.#known.add(hash);
    const { number, parentHash } = await this.#api.rpc.chain.getHeader(hash);
    await this.#check(parentHash.toHex());
    try {
      this.byBlock.set(hash, await checkedSupply(this.#api, hash, this.#genesis));
    } catch (error) {
      // The state of a fork that was given up goes.
      const best = (await this.#api.rpc.chain.getBlockHash(number)).toHex();
      if (best === hash || !/discarded|UnknownBlock/.test(error.message)) throw error;
    }
  }
}
