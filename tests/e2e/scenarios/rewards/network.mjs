// A network of four validators, each block of which is checked.

import { authorOf, connect, followBlocks } from '../../lib/chain.mjs';
import { check, checkAmount } from '../../lib/checks.mjs';
import { Finality } from '../../lib/finality.mjs';
import { startNetwork } from '../../lib/network.mjs';
import { waitFor } from '../../lib/wait.mjs';
import { Eras } from '../../model/eras.mjs';
import { differences, movements, snapshot } from '../../model/ledger.mjs';
import { Stakers } from '../../model/stakers.mjs';
import { checkParts } from '../../model/supply.mjs';
import { SupplyWatch } from './supply-watch.mjs';

export class RewardsNetwork {
  /** The connection to the first validator, and those to all. */
  api;
  apis;
  finality;
  supplies;
  eras;
  stakers;
  /** The counts of slashes, and of comparisons of all accounts. */
  slashes = 0;
  counts = 0;
  #failure;
  #closing = [];
  #books; // The balances that were compared last.

  /** Keeps the first error; everything that waits fails with it. */
  fail = (error) => {
    this.#failure ??= error;
  };

  static async open() {
    const network = new RewardsNetwork();
    try {
      await network.#open();
    } catch (error) {
      await network.close().catch(() => {});
      throw error;
    }
    return network;
  }

  async #open() {
    const { api, urls, stop } = await startNetwork();
    this.#closing.push(stop);
    this.api = api;
    const others = await Promise.all(urls.map((url) => connect(url)));
    this.#closing.push(() => Promise.all(others.map((other) => other.disconnect())));
    this.apis = [api, ...others];
    this.finality = await Finality.watch(this.apis);
    this.#closing.push(() => this.finality.stop());
    this.supplies = await SupplyWatch.start(api, this.fail);
    this.#closing.push(() => this.supplies.stop());
    this.eras = new Eras(api);
    this.stakers = await Stakers.open(api);
    this.#books = await snapshot(api, api.genesisHash.toHex());
    const visit = (hash) => this.#read(hash).catch(this.fail);
    this.#closing.push(await followBlocks(api, visit, 1, { final: true }));
  }

  async close() {
    this.fail(new Error('the network is closed'));
    for (const end of this.#closing.reverse()) await end();
  }

  /** Takes in the next final block, whose supply was checked when it was the best one. */
  async #read(hash) {
    if (this.#failure) return;
    await this.until('the supply of a final block', () => this.supplies.byBlock.has(hash));
    const { query } = await this.api.at(hash);
    const records = await query.system.events();
    const parent = (await this.api.rpc.chain.getHeader(hash)).parentHash.toHex();
    const block = { hash, parent, author: await authorOf(this.api, hash), records };
    const { Slashed } = this.api.events.nodeStaking;
    this.slashes += records.filter(({ event }) => Slashed.is(event)).length;
    await this.eras.read(block);
    this.stakers.read(block);
    const { minted, burned } = this.supplies.byBlock.get(hash);
    checkAmount('what the chain says was minted', minted, this.eras.minted);
    checkAmount('what the chain says was burned', burned, this.eras.burned);
  }

  /** Waits until `condition` returns something; returns that. */
  async until(what, condition) {
    const found = () => {
      if (this.#failure) throw this.#failure;
      return condition();
    };
    return waitFor(found, { what, ms: 240_000 });
  }

  /** Waits until everybody has been paid for `era`, in a final block; returns the era. */
  async paid(era) {
    const isIt = (one) => one.era === era;
    return this.until(`the payment of era ${era}`, () => this.eras.done.find(isIt));
  }

  /**
   * Compares the parts of the supply after the final `block` with all accounts, and these with the
   * events since the last comparison.
   */
  async compare(block) {
    await checkParts(this.api, block);
    const now = await snapshot(this.api, block);
    const moved = await movements(this.api, this.#books.hash, block);
    const wrong = differences(this.#books, now, moved).map(({ account }) => account);
    check('balances that are not what the events say', `${wrong}` || 'none', 'none');
    this.#books = now;
    this.counts += 1;
  }
}
