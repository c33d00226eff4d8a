// What runs have in common: stakes, looks at a node, and the books at the end. Each step is logged
// and checked.

import { isDeepStrictEqual } from 'node:util';

import { nes } from 'nes-js';

import { dave } from '../../lib/actors.mjs';
import { LoggedChecks } from '../../lib/checks.mjs';
import { differences, movements, snapshot } from '../../model/ledger.mjs';
import { stakers } from './network.mjs';

export class Run extends LoggedChecks {
  network;
  api;
  /** The operator whose node is looked at. */
  operator;
  /** The parameters of node staking. */
  params;
  /**
   * The positions behind Dave's node before anything happened to it.
   *
   * @type {{ shares: bigint, held: bigint, unbonding: { shares: bigint }[] }[]}
   */
  before;
  /** The stake that counted, and the operator's holds. */
  stakeBefore;
  reserved;
  #start;

  constructor(network, log, operator = dave) {
    super(log);
    this.network = network;
    this.api = network.api;
    this.operator = operator;
  }

  /** Opens the books. */
  async open() {
    const { api, network } = this;
    this.#start = await snapshot(api, await network.last());
    this.params = await api.query.nodeStaking.parameters();
  }

  /** Has everyone stake behind Dave's node, and notes what stands behind it. */
  async stake() {
    const { network } = this;
    this.log("Eve and Ferdie stake behind Dave's node; Dave and Eve take a part back");
    const staked = await network.stake();
    this.before = await network.positions(staked);
    this.stakeBefore = await this.stakeOf(staked);
    this.reserved = await this.reservedAt(staked);
    stakers.forEach(({ meta }, index) => {
      const { shares, unbonding } = this.before[index];
      const back = unbonding.map((entry) => `, ${nes(entry.shares)} unbonding`);
      this.log(`  ${meta.name}: ${nes(shares)}${back}`);
    });
  }

  /** Checks that stake and holds after `block` are what they were, to the planck. */
  async checkUntouched(block) {
    this.amount('stake that counts, as before', await this.stakeOf(block), this.stakeBefore);
    this.amount('on hold for Dave, as before', await this.reservedAt(block), this.reserved);
    const positions = await this.network.positions(block);
    stakers.forEach(({ meta }, index) => {
      if (!isDeepStrictEqual(positions[index], this.before[index])) {
        throw new Error(`the stake of ${meta.name} has changed`);
      }
    });
    this.log("  everyone's stake, active, unbonding and on hold: as before");
  }

  /** Returns the node's record after `block`. */
  async nodeAt(block) {
    const { query } = await this.api.at(block);
    return (await query.nodeStaking.nodes(this.operator.address)).unwrap();
  }

  /** Returns the stake behind the node, as the chain values it after `block`. */
  async stakeOf(block) {
    const info = await this.api.rpc.nodes.info(this.operator.address, block);
    return BigInt(info.unwrap().toJSON().stake);
  }

  /** Returns all that the operator has on hold after `block`. */
  async reservedAt(block) {
    const { query } = await this.api.at(block);
    return (await query.system.account(this.operator.address)).data.reserved.toBigInt();
  }

  /** Returns true if the node is in the set after `block`. */
  async inSet(block) {
    const validators = await (await this.api.at(block)).query.session.validators();
    return validators.some((validator) => validator.eq(this.operator.address));
  }

  /** Returns the era after `block`. */
  async eraAt(block) {
    return (await (await this.api.at(block)).query.nodeStaking.activeEra()).toNumber();
  }

  /** Closes the books; `slashes` and `executed` are the counts that there must be. */
  async end(slashes, executed) {
    const { api, network } = this;
    const end = await snapshot(api, await network.last());
    const moved = await movements(api, this.#start.hash, end.hash);
    const wrong = differences(this.#start, end, moved);
    const names = wrong.map(({ account }) => account);
    this.equal('balances that are not what the events say', `${names}` || 'none', 'none');
    const { Slashed, SlashExecuted } = api.events.nodeStaking;
    this.equal('slashes', network.all(Slashed).length, slashes);
    this.equal('slashes executed', network.all(SlashExecuted).length, executed);
    this.checkFinality();
  }

  /** Checks that blocks have become final all the time. */
  checkFinality() {
    const { height, longest } = this.network.finality.check();
    this.log(`  finality: ${height} blocks, never more than ${longest.toFixed(1)} s apart`);
  }
}
