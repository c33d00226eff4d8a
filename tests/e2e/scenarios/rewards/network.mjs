// Four validators whose blocks are all looked at: what the proof of rewards plays on.

import { authorOf, connect, followBlocks, pause } from '../../lib/chain.mjs';
import { hold, holdMoney } from '../../lib/facts.mjs';
import { Finality } from '../../lib/finality.mjs';
import { startNetwork } from '../../lib/network.mjs';
import { Eras } from '../../model/eras.mjs';
import { differences, movements, snapshot } from '../../model/ledger.mjs';
import { Stakers } from '../../model/stakers.mjs';
import { checkParts } from '../../model/supply.mjs';
import { Watch } from './watch.mjs';

export class RewardsStage {
  /** How many slashes there were, and how often all accounts were counted. */
  slashes = 0;
  counts = 0;
  #failure;
  #closing = [];
  #books; // The balances that were looked at last.

  /** Keeps the first error; everything that waits fails with it. */
  fail = (error) => {
    this.#failure ??= error;
  };

  static async open() {
    const stage = new RewardsStage();
    try {
      await stage.#open();
    } catch (error) {
      await stage.close().catch(() => {});
      throw error;
    }
    return stage;
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
    this.watch = await Watch.start(api, this.fail);
    this.#closing.push(() => this.watch.stop());
    this.eras = new Eras(api);
    this.stakers = await Stakers.open(api);
    this.#books = await snapshot(api, api.genesisHash.toHex());
    const visit = (hash) => this.#read(hash).catch(this.fail);
    this.#closing.push(await followBlocks(api, visit, 1, { final: true }));
  }

  async close() {
    this.fail(new Error('the stage is closed'));
    for (const end of this.#closing.reverse()) await end();
  }

  /** Takes in the next final block, which was a best one and was looked at then. */
  async #read(hash) {
    if (this.#failure) return;
    await this.until('a look at a final block', () => this.watch.supplies.has(hash));
    const { query } = await this.api.at(hash);
    const records = await query.system.events();
    const parent = (await this.api.rpc.chain.getHeader(hash)).parentHash.toHex();
    const block = { hash, parent, author: await authorOf(this.api, hash), records };
    const { Slashed } = this.api.events.nodeStaking;
    this.slashes += records.filter(({ event }) => Slashed.is(event)).length;
    await this.eras.read(block);
    this.stakers.read(block);
    const { minted, burned } = this.watch.supplies.get(hash);
    holdMoney('what the chain says was minted', minted, this.eras.minted);
    holdMoney('what the chain says was burned', burned, this.eras.burned);
  }

  /** Waits until `condition` gives something; gives that. */
  async until(what, condition, ms = 240_000) {
    for (const end = Date.now() + ms;; await pause(100)) {
      if (this.#failure) throw this.#failure;
      const found = condition();
      if (found) return found;
      if (Date.now() > end) throw new Error(`waited ${ms / 1000} s for ${what}`);
    }
  }

  /** Waits until everybody has been paid for `era`, in a final block; gives the era. */
  async paid(era) {
    const isIt = (one) => one.era === era;
    return this.until(`the payment of era ${era}`, () => this.eras.done.find(isIt));
  }

  /**
   * Holds where all NES are after the final `block` against all accounts, and what these have
   * against the events since the last look.
   */
  async count(block) {
    await checkParts(this.api, block);
    const now = await snapshot(this.api, block);
    const moved = await movements(this.api, this.#books.hash, block);
    const wrong = differences(this.#books, now, moved).map(({ account }) => account);
    hold('balances that are not what the events say', `${wrong}` || 'none', 'none');
    this.#books = now;
    this.counts += 1;
  }
}
