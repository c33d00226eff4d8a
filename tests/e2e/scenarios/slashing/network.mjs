// A network of validators, and the stakers behind the node of one of them, Dave.

import { dave, eve, ferdie, nameOf } from '../../lib/actors.mjs';
import { awaitEvent, authorOf, follow, heightOf } from '../../lib/chain.mjs';
import { Finality } from '../../lib/finality.mjs';
import { LOCAL, startNetwork } from '../../lib/network.mjs';
import { waitFor } from '../../lib/wait.mjs';
import { positionOf } from '../../model/stake.mjs';
import { delegate, undelegate } from '../../roles/staker.mjs';

/** The time in which the second Dave has to be noticed before it is started again, in ms. */
const PATIENCE = 30_000;
/** The count of starts. */
const ATTEMPTS = 4;

/** The stakers behind Dave's node, who take `back` some of what they `staked`, odd amounts all. */
const STAKES = [
  { staker: dave, staked: 0n, back: 7_000_000_000_000_003n },
  { staker: eve, staked: 123_456_789_012_345_679n, back: 23_456_000_000_000_001n },
  { staker: ferdie, staked: 98_765_432_109_876_543n, back: 0n },
];

export const stakers = STAKES.map(({ staker }) => staker);

/** The network, and every final event from its first block on. */
export class SlashingNetwork {
  api;
  finality;
  /** The URL of the first validator. */
  url;
  /** The count of validators at genesis. */
  count;
  #events = []; // Each `{ event, block }`.
  #network;
  #unfollow;

  /** Opens a network of this shape, as `startNetwork` does, for the time of `work(network)`. */
  static async during(work, shape = LOCAL) {
    const opened = new SlashingNetwork();
    await opened.#open(shape);
    try {
      await work(opened);
    } finally {
      await opened.#close();
    }
  }

  async #open(shape) {
    this.#network = await startNetwork(shape);
    this.count = shape.names.length;
    this.api = this.#network.api;
    this.url = this.#network.url;
    const keep = (event, block) => this.#events.push({ event, block });
    this.#unfollow = await follow(this.api, keep, 1, { final: true });
    this.finality = await Finality.watch([this.api]);
  }

  async #close() {
    this.#unfollow();
    this.finality.stop();
    await this.#network.stop();
  }

  /** Returns the final events of `kind`, for example `api.events.offences.Offence`. */
  all(kind) {
    return this.#events.filter(({ event }) => kind.is(event));
  }

  /** Waits for the first final event of `kind`, not longer than `ms`; returns it and its block. */
  async first(kind, ms = 60_000) {
    return waitFor(() => this.all(kind)[0], { what: kind.meta.name, ms });
  }

  /** Has everyone stake and take back; returns a final block after that. */
  async stake() {
    const final = { final: true };
    const joining = STAKES.filter(({ staked }) => staked > 0n);
    const leaving = STAKES.filter(({ back }) => back > 0n);
    await Promise.all(joining.map(({ staker, staked }) =>
      delegate(this.api, staker, dave, staked, final)));
    await Promise.all(leaving.map(({ staker, back }) =>
      undelegate(this.api, staker, dave, back, final)));
    return this.last();
  }

  /** Returns everyone's position behind Dave's node after `block`. */
  async positions(block) {
    const at = await this.api.at(block);
    return Promise.all(stakers.map((staker) => positionOf(at, dave, staker)));
  }

  /**
   * Runs Dave twice until that is slashed in the best chain; returns the event and the twin. It
   * begins with an era: when the slash is cancelled at once, the next set is not chosen yet, and
   * has Dave in it, who is disabled in this one only.
   */
  async runTwice() {
    const matches = (event) => this.api.events.nodeStaking.Slashed.is(event);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      await this.eraBegins();
      const since = await this.last();
      const twin = await this.twin();
      const slashed = awaitEvent(this.api, since, matches, 'a slash', { ms: PATIENCE });
      const found = await slashed.catch(() => undefined);
      if (found) return { event: found.event, twin };
      await twin.stop();
    }
    throw new Error('nobody has reported that Dave is run twice');
  }

  /** Starts another Dave with the same keys. */
  twin = () => this.#network.twin('dave');

  /** Kills Dave, or starts him again. */
  crash = () => this.#network.crash('dave');
  restart = () => this.#network.restart('dave');

  /** Returns the index of the first session of `era`. */
  async firstSession(era) {
    return era * (await this.api.query.tempo.clockStore()).eraEpochs.toNumber();
  }

  /** Waits until the final chain is in `era`; returns the block with which that began. */
  async eraStart(era) {
    const { EraStarted } = this.api.events.nodeStaking;
    const begins = () =>
      this.all(EraStarted).find(({ event }) => event.data.era.toNumber() === era);
    return (await waitFor(begins, { what: `era ${era} to be final`, ms: 600_000 })).block;
  }

  /** Returns the names of the authors of the blocks after `from` up to `to`. */
  async authors(from, to) {
    const [first, last] = await Promise.all([from, to].map((hash) => heightOf(this.api, hash)));
    const names = [];
    for (let height = first + 1; height <= last; height += 1) {
      const hash = (await this.api.rpc.chain.getBlockHash(height)).toHex();
      names.push(nameOf(this.api, await authorOf(this.api, hash)));
    }
    return names;
  }

  session = async () => (await this.api.query.session.currentIndex()).toNumber();

  /** Waits for the beginning of an era. */
  eraBegins = () => this.#begins('an era', (index, length) => index % length === 0);

  /** Waits for the beginning of the last session of an era. */
  lastSession = () =>
    this.#begins('the last session of an era', (index, length) => (index + 1) % length === 0);

  /** Waits for the beginning of a session whose index, with the length of eras, `matches`. */
  async #begins(what, matches) {
    const length = await this.firstSession(1);
    const start = await this.session();
    const begins = async () => {
      const index = await this.session();
      return index !== start && matches(index, length);
    };
    await waitFor(begins, { what, ms: 240_000 });
  }

  /** Returns the final reports of offences, all or those that came after the event `since`. */
  reports(since) {
    const from = since ? this.#events.indexOf(since) : 0;
    const events = this.#events.slice(from);
    return events.filter(({ event }) => this.api.events.offences.Offence.is(event));
  }

  /** The count of reports so far, by consensus, as text. */
  get reported() {
    const kinds = this.reports().map(({ event }) =>
      event.data.kind.toUtf8().startsWith('babe') ? 'BABE' : 'GRANDPA');
    const count = (kind) => kinds.filter((one) => one === kind).length;
    return `${kinds.length} (${count('BABE')} of BABE, ${count('GRANDPA')} of GRANDPA)`;
  }

  /** Returns the last final block. */
  async last() {
    return (await this.api.rpc.chain.getFinalizedHead()).toHex();
  }
}
