// The finality of one node or of several, and their agreement.

/** The longest time without a new final block, in seconds. */
const STANDSTILL = 30;

export class Finality {
  #hashes = new Map(); // By height.
  #last = []; // By node: height and time of the last final block.
  #longest = 0;
  #split;
  #unsubscribe = [];

  /** Watches the nodes behind `apis` from now on. */
  static async watch(apis) {
    const finality = new Finality();
    finality.#last = apis.map(() => ({ height: 0, at: Date.now() }));
    const heads = apis.map((api, node) =>
      api.rpc.chain.subscribeFinalizedHeads((head) => finality.#note(node, head)));
    finality.#unsubscribe = await Promise.all(heads);
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
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /**
   * Returns the height that is final at every node, and the longest time from one final block to
   * the next at any of them, in s. Fails when that is too long or when two nodes differ.
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
