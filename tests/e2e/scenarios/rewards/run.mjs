// The steps of the proof of rewards; each is told through `say`, and each fact is held against what
// it must be.

import { nes, UNIT } from 'nes-js';

import { alice, bob, charlie, eve, ferdie, pairOf } from '../../lib/actors.mjs';
import { awaitEra, find, send } from '../../lib/chain.mjs';
import { Facts } from '../../lib/facts.mjs';
import { total } from '../../model/emission.mjs';
import { claim, delegate } from '../../roles/staker.mjs';
import { distribute } from '../../roles/stranger.mjs';
import { Load, payers } from './load.mjs';
import { RewardsStage } from './network.mjs';
import { erasTable, nodesTable, stakersTable } from './tables.mjs';

/** What Eve and Ferdie have behind Bob's node, each. */
const ALIKE = 123_456_789_012_345_679n;
/** What Ferdie has behind Charlie's. */
const OTHER = 98_765_432_109_876_543n;
/** How many nodes the stranger has paid. */
const LIMIT = 2;
/** The fewest transfers in a block that takes calls, on average. */
const BUSY = 3;

/** Forks are many: what counts is what becomes final. */
const FINAL = { final: true };

const stranger = pairOf('//Stranger');

export class Season extends Facts {
  /** A season of `count` eras on `stage`. */
  constructor(stage, count, say) {
    super(say);
    Object.assign(this, { stage, count, api: stage.api });
  }

  /** Begins the load, and an era with Eve and Ferdie behind their nodes. */
  async begin() {
    const { api, stage } = this;
    const fund = ({ address }) => api.tx.balances.transferKeepAlive(address, 10_000n * UNIT);
    await send(api.tx.utility.batchAll([stranger, ...payers].map(fund)), alice, FINAL);
    this.load = await Load.start(stage.apis, stage.fail);
    this.say('Transfers begin, at every node');
    this.first = (await api.query.nodeStaking.activeEra()).toNumber() + 1;
    await awaitEra(api, this.first);
    await Promise.all([eve, ferdie].map((staker) => delegate(api, staker, bob, ALIKE, FINAL)));
    await delegate(api, ferdie, charlie, OTHER, FINAL);
    this.say(`Eve and Ferdie stake ${nes(ALIKE)} each behind Bob's node`);
    this.say(`Ferdie stakes ${nes(OTHER)} behind Charlie's`);
    this.load.ask();
    this.say('Tasks begin, one after the other');
    this.asked = distribute(api, stranger, this.first, LIMIT);
    this.asked.catch(stage.fail);
  }

  /** Follows the eras to the payment of their nodes; Ferdie claims after each but the last. */
  async follow() {
    const { api, count, first, stage } = this;
    for (let era = first; era < first + count; era += 1) {
      const paid = await stage.paid(era);
      if (era + 1 < first + count) {
        for (const node of [bob, charlie]) await claim(api, ferdie, node, FINAL);
      }
      await stage.count(paid.block);
      this.#tell(paid);
    }
    await this.load.stop();
  }

  #tell({ era, blocks, transfers, minted, paid, rest }) {
    const all = transfers.reduce((sum, one) => sum + one, 0);
    if (all < BUSY * transfers.length) throw new Error(`era ${era} has only ${all} transfers`);
    const least = Math.min(...transfers);
    this.say(`Era ${era}: ${blocks} blocks, ${all} transfers, at least ${least} in a block`);
    const mints = minted.validators + minted.incentives + minted.treasury;
    const nodes = [...paid.values()].reduce((sum, payout) => sum + total(payout), 0n);
    this.say(`  minted: ${nes(mints)}, of which ${paid.size} nodes get ${nes(nodes)}`);
    this.money('the treasury gets the rest', rest, mints - nodes);
  }

  /** Eve claims, once, and has the last of Ferdie's rewards claimed at the same time. */
  async claim() {
    const { api, count, stage, stage: { stakers } } = this;
    const { claim: own, claimFor } = api.tx.nodeStaking;
    const rest = [bob, charlie].map(({ address }) => claimFor(address, ferdie.address));
    const all = api.tx.utility.batchAll([own(bob.address), ...rest]);
    const { events } = await send(all, eve, FINAL);
    const { amount } = find(events, api.events.nodeStaking.Claimed);
    const claims = (staker) => stakers.claimsOf(bob.address, staker.address);
    await stage.until('the claims', () => claims(eve).length > 0);
    this.say('Eve claims what she has earned; Ferdie did so after every era');
    this.equal("Eve's claims", claims(eve).length, 1);
    this.equal("Ferdie's claims", claims(ferdie).length, count);
    this.money('what Eve gets', claims(eve)[0], amount);
    const often = claims(ferdie).reduce((sum, one) => sum + one, 0n);
    this.money('what Ferdie got for the same stake', often, amount);
  }

  /** The stranger's call has paid nodes, or they were paid already; and no other call has. */
  async checkStranger() {
    const { api, stage, stage: { eras } } = this;
    const { events, error } = await this.asked;
    const { era, byCall } = await stage.paid(this.first);
    this.say(`A stranger asked to pay ${LIMIT} nodes for era ${era}: ${error?.name ?? 'paid'}`);
    const own = events.filter((event) => api.events.rewards.NodePaid.is(event)).length;
    this.equal('nodes that this call paid', byCall, own);
    const others = eras.done.filter((one) => one.era !== era && one.byCall > 0).length;
    this.equal('other eras for which a call was needed', others, 0);
  }

  /** What holds at the end. */
  end() {
    const { counts, eras, finality, slashes, watch } = this.stage;
    this.say('All eras');
    this.equal('slashes', slashes, 0);
    this.say(`  minted: ${nes(eras.minted)}, burned: ${nes(eras.burned)}`);
    this.say(`  settled tasks: ${this.load.tasks}`);
    this.equal('eras after which all accounts added up', counts, this.count);
    this.say(`  best blocks after which the supply was right: ${watch.supplies.size}`);
    const { height, longest } = finality.check();
    this.say(`  finality: ${height} blocks, the same of four nodes, never more than ` +
      `${longest.toFixed(1)} s apart`);
  }
}

/** Plays so many eras on a network of their own and tells them through `say`. */
export async function play(eras, say = () => {}) {
  const stage = await RewardsStage.open();
  const season = new Season(stage, eras, say);
  try {
    await season.begin();
    await season.follow();
    await season.claim();
    await season.checkStranger();
    season.end();
    say(`\n${erasTable(stage.eras)}`);
    say(`\n${nodesTable(stage.api, stage.eras)}`);
    say(`\n${stakersTable(stage.api, stage.stakers)}\n`);
  } finally {
    season.load?.halt();
    await stage.close();
  }
}
