// What becomes final at one node or at several, and whether they agree.

/** The longest that finality may stand still, in seconds. */
const STANDSTILL = 30;

export class Finality {
  #hashes = new Map(); // By height.
  #last = []; // By node: height and time of the last final block.
  #longest = 0;
  #split;

  /** Watches the nodes behind `apis` from now on. */
  static async watch(apis) {
    const finality = new Finality();
    finality.#last = apis.map(() => ({ height: 0, at: Date.now() }));
    const heads = apis.map((api, node) =>
      api.rpc.chain.subscribeFinalizedHeads((head) => finality.#note(node, head)));
    finality.unwatch = await Promise.all(heads);
    return finality;
  }

  #note(node, head) {
    const [height, hash] = [head.number.toNumber(), head.hash.toHex()];
    if ((this.#hashes.get(height) ?? hash) !== hash) this.#split = height;
    this.#hashes.set(height, hash);
    const at = Date.now();
    this.#longest = Math.max(this.#longest, at - this.#last[node].at);
    this.#last[node] = { height, at };
  }

  stop() {
    for (const end of this.unwatch) end();
  }

  /**
   * What every node has made final, as a height, and the longest that a final block took to follow
   * another one at any of them, in s. Fails when that is too long or when two nodes differ.
   */
  check() {
    const now = Date.now();
    const gaps = this.#last.map(({ at }) => now - at);
    const longest = Math.max(this.#longest, ...gaps) / 1000;
    if (this.#split) throw new Error(`two blocks of height ${this.#split} are final`);
    if (longest > STANDSTILL) throw new Error(`nothing became final for ${longest} s`);
    return { height: Math.min(...this.#last.map(({ height }) => height)), longest };
  }
}
