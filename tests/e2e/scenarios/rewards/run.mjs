// The steps of the proof of rewards; each is logged and checked.

import { nes, UNIT } from 'nes-js';

import { alice, bob, charlie, eve, ferdie, pairOf } from '../../lib/actors.mjs';
import { awaitEra, find, send } from '../../lib/chain.mjs';
import { LoggedChecks } from '../../lib/checks.mjs';
import { total } from '../../model/emission.mjs';
import { claim, delegate } from '../../roles/staker.mjs';
import { distribute } from '../../roles/stranger.mjs';
import { Load, payers } from './load.mjs';
import { RewardsNetwork } from './network.mjs';
import { erasTable, nodesTable, stakersTable } from './tables.mjs';

/** The stake of Eve and of Ferdie behind Bob's node. */
const ALIKE = 123_456_789_012_345_679n;
/** The stake of Ferdie behind Charlie's. */
const OTHER = 98_765_432_109_876_543n;
/** The count of nodes that the stranger has paid. */
const LIMIT = 2;
/** The fewest transfers in a block that takes calls, on average. */
const BUSY = 3;

/** Forks are many: only final blocks count. */
const FINAL = { final: true };

const stranger = pairOf('//Stranger');

/** Runs `count` eras on a network of their own; logs and checks each step. */
export async function runRewards(count, log = (_line) => {}) {
  const network = await RewardsNetwork.open();
  const run = new RewardsRun(network, count, log);
  try {
    await run.begin();
    await run.follow();
    await run.claim();
    await run.checkStranger();
    run.end();
    log(`\n${erasTable(network.eras)}`);
    log(`\n${nodesTable(network.api, network.eras)}`);
    log(`\n${stakersTable(network.api, network.stakers)}\n`);
  } finally {
    run.load?.halt();
    await network.close();
  }
}

class RewardsRun extends LoggedChecks {
  load;
  #network;
  #api;
  #count; // Of eras.
  #first; // The first era.
  #distributed; // By the stranger.

  constructor(network, count, log) {
    super(log);
    this.#network = network;
    this.#api = network.api;
    this.#count = count;
  }

  /** Begins the load, and an era with Eve and Ferdie behind their nodes. */
  async begin() {
    const [api, network] = [this.#api, this.#network];
    const fund = ({ address }) => api.tx.balances.transferKeepAlive(address, 10_000n * UNIT);
    await send(api.tx.utility.batchAll([stranger, ...payers].map(fund)), alice, FINAL);
    this.load = await Load.start(network.apis, network.fail);
    this.log('Transfers begin, at every node');
    this.#first = (await api.query.nodeStaking.activeEra()).toNumber() + 1;
    await awaitEra(api, this.#first);
    // Who stakes before it is paid earns of the era before.
    await network.paid(this.#first - 1);
    await Promise.all([eve, ferdie].map((staker) => delegate(api, staker, bob, ALIKE, FINAL)));
    await delegate(api, ferdie, charlie, OTHER, FINAL);
    this.log(`Eve and Ferdie stake ${nes(ALIKE)} each behind Bob's node`);
    this.log(`Ferdie stakes ${nes(OTHER)} behind Charlie's`);
    this.load.ask();
    this.log('Tasks begin, one after the other');
    this.#distributed = distribute(api, stranger, this.#first, LIMIT);
    this.#distributed.catch(network.fail);
  }

  /** Follows the eras to the payment of their nodes; Ferdie claims after each but the last. */
  async follow() {
    const last = this.#first + this.#count - 1;
    for (let era = this.#first; era <= last; era += 1) {
      const paid = await this.#network.paid(era);
      if (era < last) {
        for (const node of [bob, charlie]) await claim(this.#api, ferdie, node, FINAL);
      }
      await this.#network.compare(paid.block);
      this.#logEra(paid);
    }
    await this.load.stop();
  }

  #logEra({ era, blocks, transfers, minted, paid, rest }) {
    const all = transfers.reduce((sum, one) => sum + one, 0);
    if (all < BUSY * transfers.length) throw new Error(`era ${era} has only ${all} transfers`);
    const least = Math.min(...transfers);
    this.log(`Era ${era}: ${blocks} blocks, ${all} transfers, at least ${least} in a block`);
    const mints = minted.validators + minted.incentives + minted.treasury;
    const nodes = [...paid.values()].reduce((sum, payout) => sum + total(payout), 0n);
    this.log(`  minted: ${nes(mints)}, of which ${paid.size} nodes get ${nes(nodes)}`);
    this.amount('the treasury gets the rest', rest, mints - nodes);
  }

  /** Eve claims, once, and has the last of Ferdie's rewards claimed at the same time. */
  async claim() {
    const [api, { stakers }] = [this.#api, this.#network];
    const { claim: own, claimFor } = api.tx.nodeStaking;
    const rest = [bob, charlie].map(({ address }) => claimFor(address, ferdie.address));
    const all = api.tx.utility.batchAll([own(bob.address), ...rest]);
    const { events } = await send(all, eve, FINAL);
    const { amount } = find(events, api.events.nodeStaking.Claimed);
    const claims = (staker) => stakers.claimsOf(bob.address, staker.address);
    await this.#network.until('the claims', () => claims(eve).length > 0);
    this.log('Eve claims what she has earned; Ferdie did so after every era');
    this.equal("Eve's claims", claims(eve).length, 1);
    this.equal("Ferdie's claims", claims(ferdie).length, this.#count);
    this.amount('what Eve gets', claims(eve)[0], amount);
    const often = claims(ferdie).reduce((sum, one) => sum + one, 0n);
    this.amount('what Ferdie got for the same stake', often, amount);
  }

  /** Checks that the stranger's call paid nodes, or came after their payment, and no other did. */
  async checkStranger() {
    const { events, error } = await this.#distributed;
    const { era, byCall } = await this.#network.paid(this.#first);
    this.log(`A stranger asked to pay ${LIMIT} nodes for era ${era}: ${error?.name ?? 'paid'}`);
    const own = events.filter((event) => this.#api.events.rewards.NodePaid.is(event)).length;
    this.equal('nodes that this call paid', byCall, own);
    const { done } = this.#network.eras;
    const others = done.filter((one) => one.era !== era && one.byCall > 0).length;
    this.equal('other eras for which a call was needed', others, 0);
  }

  /** Checks what holds after all eras. */
  end() {
    const { counts, eras, finality, slashes, supplies } = this.#network;
    this.log('All eras');
    this.equal('slashes', slashes, 0);
    this.log(`  minted: ${nes(eras.minted)}, burned: ${nes(eras.burned)}`);
    this.log(`  settled tasks: ${this.load.tasks}`);
    this.equal('eras after which all accounts added up', counts, this.#count);
    this.log(`  best blocks after which the supply was right: ${supplies.byBlock.size}`);
    const { height, longest } = finality.check();
    this.log(`  finality: ${height} blocks, the same of four nodes, never more than ` +
      `${longest.toFixed(1)} s apart`);
  }
}
