// Four validators of which one, Dave, is run twice: what the proofs of slashing play on.

import { dave, eve, ferdie } from '../../lib/actors.mjs';
import { awaitEvent, follow, pause } from '../../lib/chain.mjs';
import { Finality } from '../../lib/finality.mjs';
import { startNetwork } from '../../lib/network.mjs';
import { positionOf } from '../../model/stake.mjs';
import { delegate, undelegate } from '../../roles/staker.mjs';

/** How long the second Dave has to be noticed before it is started again. */
const PATIENCE = 30_000;
/** How often that is tried. */
const ATTEMPTS = 4;

/** Who stands behind Dave's node, and takes `back` some of what was `staked`, odd amounts all. */
const STAKES = [
  { staker: dave, staked: 0n, back: 7_000_000_000_000_003n },
  { staker: eve, staked: 123_456_789_012_345_679n, back: 23_456_000_000_000_001n },
  { staker: ferdie, staked: 98_765_432_109_876_543n, back: 0n },
];

export const stakers = STAKES.map(({ staker }) => staker);

/** The network, and every final event from its first block on. */
export class Stage {
  seen = [];

  static async open() {
    const stage = new Stage();
    stage.network = await startNetwork();
    stage.api = stage.network.api;
    const keep = (event, block) => stage.seen.push({ event, block });
    stage.unfollow = await follow(stage.api, keep, 1, { final: true });
    stage.finality = await Finality.watch([stage.api]);
    return stage;
  }

  async close() {
    this.unfollow();
    this.finality.stop();
    await this.network.stop();
  }

  /** The final events that `kind`, for example `api.events.offences.Offence`, knows. */
  all(kind) {
    return this.seen.filter(({ event }) => kind.is(event));
  }

  /** Waits for the first final event of this kind, not longer than `ms`. */
  async first(kind, ms = 60_000) {
    for (const end = Date.now() + ms; this.all(kind).length === 0;) {
      if (Date.now() > end) throw new Error(`waited ${ms / 1000} s for ${kind.meta.name}`);
      await pause(200);
    }
    return this.all(kind)[0];
  }

  /** Everyone stakes and takes back; gives a final block after that. */
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

  /** What everyone has behind Dave's node after `block`. */
  async positions(block) {
    const at = await this.api.at(block);
    return Promise.all(stakers.map((staker) => positionOf(at, dave, staker)));
  }

  /**
   * Runs Dave twice until that is slashed in the best chain; gives the event and the twin. It
   * begins with the last session of an era, so that Dave is in the next era's set already.
   */
  async runTwice() {
    await this.#lastSession();
    const matches = (event) => this.api.events.nodeStaking.Slashed.is(event);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const since = await this.last();
      const twin = await this.network.twin('dave');
      const slashed = awaitEvent(this.api, since, matches, 'a slash', { ms: PATIENCE });
      const found = await slashed.catch(() => undefined);
      if (found) return { event: found.event, twin };
      await twin.stop();
    }
    throw new Error('nobody has reported that Dave is run twice');
  }

  /** The index of the first session of `era`. */
  async firstSession(era) {
    return era * (await this.api.query.tempo.clockStore()).eraEpochs.toNumber();
  }

  session = async () => (await this.api.query.session.currentIndex()).toNumber();

  /** Waits for the beginning of the last session of an era. */
  async #lastSession() {
    const length = await this.firstSession(1);
    const now = await this.session();
    for (let index = now; index === now || (index + 1) % length !== 0;) {
      await pause(200);
      index = await this.session();
    }
  }

  /** The final reports of offences after what was `seen` first. */
  reports(since) {
    const from = since ? this.seen.indexOf(since) : 0;
    return this.seen.slice(from).filter(({ event }) => this.api.events.offences.Offence.is(event));
  }

  /** How many reports came so far, and of what, as text. */
  get reported() {
    const kinds = this.reports().map(({ event }) =>
      event.data.kind.toUtf8().startsWith('babe') ? 'BABE' : 'GRANDPA');
    const count = (kind) => kinds.filter((one) => one === kind).length;
    return `${kinds.length} (${count('BABE')} of BABE, ${count('GRANDPA')} of GRANDPA)`;
  }

  /** The last final block. */
  async last() {
    return (await this.api.rpc.chain.getFinalizedHead()).toHex();
  }
}
