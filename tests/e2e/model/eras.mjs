// Eras as their final blocks tell them: what each mints, and what its blocks and work bring whom.
// Everything is held against the rules at once, to the planck.

import { isDeepStrictEqual } from 'node:util';

import { nes } from 'nes-js';

import { nameOf } from '../lib/actors.mjs';
import { hold, holdMoney } from '../lib/facts.mjs';
import { emissionAfter, payoutsOf, POINTS, total } from './emission.mjs';

/** An era that runs: its transfers are those of each block that takes calls. */
const newEra = (era) => ({ era, blocks: 0, transfers: [], earned: new Map(), burned: 0n });

export class Eras {
  /** Those that are distributed, in order. */
  done = [];
  /** What all eras have minted, and burned, the running one too. */
  minted = 0n;
  burned = 0n;
  #running = newEra(0);
  #ended; // The one that is being distributed.

  constructor(api) {
    this.api = api;
  }

  /** Takes in the next final block. */
  async read(block) {
    const { EraDistributed, EraEnded, NodePaid } = this.api.events.rewards;
    const { Settled } = this.api.events.inference;
    for (const { event, phase } of block.records) {
      if (EraEnded.is(event)) await this.#end(block, event.data);
      else if (NodePaid.is(event)) this.#pay(event.data, phase);
      else if (EraDistributed.is(event)) await this.#distribute(block, event.data);
      else if (Settled.is(event)) this.#settle(event.data);
    }
    // The block in which an era begins is the first of that era.
    this.#of(block.author).points += POINTS;
    this.#running.blocks += 1;
    this.#countTransfers(block.records.map(({ event }) => event));
  }

  /** The first block of a session is full, whatever is in it. */
  #countTransfers(events) {
    const { balances: { Transfer }, session: { NewSession } } = this.api.events;
    if (events.some((event) => NewSession.is(event))) return;
    this.#running.transfers.push(events.filter((event) => Transfer.is(event)).length);
  }

  #of(node) {
    const { earned } = this.#running;
    if (!earned.has(`${node}`)) earned.set(`${node}`, { points: 0n, work: 0n });
    return earned.get(`${node}`);
  }

  #settle({ members }) {
    for (const { node, parts } of members) {
      const burned = parts.burned.toBigInt();
      const work = burned + parts.treasury.toBigInt();
      if (work > 0n) this.#of(node).work += work;
      this.#running.burned += burned;
      this.burned += burned;
    }
  }

  async #end({ parent }, { era, emission, burned }) {
    const ended = this.#running;
    hold('the era that ended', era.toNumber(), ended.era);
    hold('the era before it is distributed', this.#ended === undefined, true);
    const { query } = await this.api.at(parent);
    const before = (await query.balances.totalIssuance()).toBigInt();
    const minted = emissionAfter(before);
    for (const [part, amount] of Object.entries(minted)) {
      holdMoney(`what era ${era} mints for ${part}`, emission[part], amount);
    }
    holdMoney(`what era ${era} burned`, burned, ended.burned);
    this.minted += Object.values(minted).reduce((sum, amount) => sum + amount);
    const due = payoutsOf(minted, ended.earned);
    this.#ended = { ...ended, before, minted, due, paid: new Map(), byCall: 0 };
    this.#running = newEra(ended.era + 1);
  }

  #pay({ era, node, payout: { validation, incentive } }, phase) {
    const { due, paid, ...ended } = this.#ended;
    const who = `what ${nameOf(this.api, node)}'s node is paid for era ${era}`;
    hold('the era that is paid', era.toNumber(), ended.era);
    if (paid.has(`${node}`)) throw new Error(`${who} is paid twice`);
    const payout = { validation: validation.toBigInt(), incentive: incentive.toBigInt() };
    if (!isDeepStrictEqual(payout, due.get(`${node}`))) {
      throw new Error(`${who} is ${show(payout)} and should be ${show(due.get(`${node}`))}`);
    }
    paid.set(`${node}`, payout);
    if (phase.isApplyExtrinsic) this.#ended.byCall += 1;
  }

  async #distribute({ hash }, { era, unpaid }) {
    const { due, paid, minted, ...ended } = this.#ended;
    hold('the era that is distributed', era.toNumber(), ended.era);
    hold(`how many nodes era ${era} pays`, paid.size, due.size);
    const sum = [...paid.values()].reduce((all, payout) => all + total(payout), 0n);
    holdMoney(`the rest of era ${era}`, unpaid, minted.validators + minted.incentives - sum);
    const { query } = await this.api.at(hash);
    const { points } = (await query.rewards.ended(era)).unwrap();
    const all = BigInt(ended.blocks) * POINTS;
    hold(`all points of era ${era}`, points.validation.toBigInt(), all);
    const rest = minted.treasury + unpaid.toBigInt();
    this.done.push({ ...ended, minted, paid, sum, rest, block: hash });
    this.#ended = undefined;
  }
}

const show = (payout) =>
  payout ? `${nes(payout.validation)} and ${nes(payout.incentive)}` : 'nothing';
