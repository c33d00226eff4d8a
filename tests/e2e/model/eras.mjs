// Eras as final blocks report them: what each mints and pays for blocks and work. Everything is
// compared with the rules at once, to the planck.

import { isDeepStrictEqual } from 'node:util';

import { nes } from 'nes-js';

import { nameOf } from '../lib/actors.mjs';
import { check, checkAmount } from '../lib/checks.mjs';
import { emissionAfter, payoutsOf, POINTS, total } from './emission.mjs';

/** Returns an era that begins; its transfers are those of each block that takes calls. */
const newEra = (era) => ({ era, blocks: 0, transfers: [], earned: new Map(), burned: 0n });

export class Eras {
  /** The eras that are distributed, in order. */
  done = [];
  /** The planck that all eras have minted and burned, the running one too. */
  minted = 0n;
  burned = 0n;
  #running = newEra(0);
  #ended; // The era that is being distributed.
  #api;

  /** Begins with the era at genesis. */
  constructor(api) {
    this.#api = api;
  }

  /** Takes in the next final block. */
  async read(block) {
    const { EraDistributed, EraEnded, NodePaid } = this.#api.events.rewards;
    const { Settled } = this.#api.events.inference;
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

  /** Counts transfers, but not in the first block of a session, which takes no calls. */
  #countTransfers(events) {
    const { balances: { Transfer }, session: { NewSession } } = this.#api.events;
    if (events.some((event) => NewSession.is(event))) return;
    this.#running.transfers.push(events.filter((event) => Transfer.is(event)).length);
  }

  #of(node) {
    const { earned } = this.#running;
    if (!earned.has(`${node}`)) earned.set(`${node}`, { points: 0n, work: 0n });
    return earned.get(`${node}`);
  }

  /** Counts the work that was paid; an attendance is none. */
  #settle({ outcome, members }) {
    if (!outcome.isAgreed) return;
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
    check('the era that ended', era.toNumber(), ended.era);
    check('the era before it is distributed', this.#ended === undefined, true);
    const { query } = await this.#api.at(parent);
    const before = (await query.balances.totalIssuance()).toBigInt();
    const minted = emissionAfter(before);
    for (const [part, amount] of Object.entries(minted)) {
      checkAmount(`what era ${era} mints for ${part}`, emission[part], amount);
    }
    checkAmount(`what era ${era} burned`, burned, ended.burned);
    this.minted += Object.values(minted).reduce((sum, amount) => sum + amount);
    const due = payoutsOf(minted, ended.earned);
    this.#ended = { ...ended, before, minted, due, paid: new Map(), byCall: 0 };
    this.#running = newEra(ended.era + 1);
  }

  #pay({ era, node, payout: { validation, incentive } }, phase) {
    const { due, paid, ...ended } = this.#ended;
    const who = `what ${nameOf(this.#api, node)}'s node is paid for era ${era}`;
    check('the era that is paid', era.toNumber(), ended.era);
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
    check('the era that is distributed', era.toNumber(), ended.era);
    check(`the count of nodes that era ${era} pays`, paid.size, due.size);
    const sum = [...paid.values()].reduce((all, payout) => all + total(payout), 0n);
    checkAmount(`the rest of era ${era}`, unpaid, minted.validators + minted.incentives - sum);
    const { query } = await this.#api.at(hash);
    const { points } = (await query.rewards.endedEras(era)).unwrap();
    const all = BigInt(ended.blocks) * POINTS;
    check(`all points of era ${era}`, points.validation.toBigInt(), all);
    const rest = minted.treasury + unpaid.toBigInt();
    this.done.push({ ...ended, minted, paid, sum, rest, block: hash });
    this.#ended = undefined;
  }
}

const show = (payout) =>
  payout ? `${nes(payout.validation)} and ${nes(payout.incentive)}` : 'nothing';
