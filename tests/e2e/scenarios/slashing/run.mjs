// The steps that both ends of a slash have in common; each is logged and checked.

import { nes } from 'nes-js';

import { dave, nameOf } from '../../lib/actors.mjs';
import { authorOf } from '../../lib/chain.mjs';
import { LoggedChecks } from '../../lib/checks.mjs';
import { differences, movements, snapshot } from '../../model/ledger.mjs';
import { equivocation, valueAfter } from '../../model/stake.mjs';
import { stakers } from './network.mjs';

export class SlashingRun extends LoggedChecks {
  network;
  api;
  /** The parameters of node staking. */
  params;
  /**
   * The positions before the slash.
   *
   * @type {{ shares: bigint, held: bigint, unbonding: { shares: bigint }[] }[]}
   */
  before;
  /** The stake that counted, and Dave's holds. */
  stakeBefore;
  reserved;
  /** The event of the slash, its fraction in billionths, its era and who is rewarded for it. */
  slash;
  fraction;
  era;
  reporter;
  #start;
  #twin;

  constructor(network, log) {
    super(log);
    this.network = network;
    this.api = network.api;
  }

  /**
   * Stakes and runs Dave twice until that is slashed, calls `react` with the slash's number at
   * once, and then checks the slash as it was reported.
   */
  async begin(react = async (_slash) => {}) {
    const { api, network } = this;
    this.#start = await snapshot(api, await network.last());
    this.params = await api.query.nodeStaking.parameters();
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

    this.log('A second Dave starts, with the same keys');
    const { event, twin } = await network.runTwice();
    this.#twin = twin;
    await react(event.data.slash);
    await this.#checkReport(await network.first(api.events.nodeStaking.Slashed));
  }

  async #checkReport({ event: { data: slash }, block }) {
    const { api } = this;
    const at = await api.at(block);
    const validators = await at.query.session.validators();
    const index = validators.findIndex((validator) => validator.eq(dave.address));
    const author = await authorOf(api, block);
    const { number } = await api.rpc.chain.getHeader(block);
    this.slash = slash;
    this.fraction = slash.fraction.toBigInt();
    this.reporter = author.eq(dave.address) ? null : author;
    this.era = (await at.query.nodeStaking.activeEra()).toNumber();

    this.log(`It is reported in block ${number}, which ${nameOf(api, author)} made`);
    this.equal('slashed node', nameOf(api, slash.node), 'Dave');
    this.equal('validators in the set', validators.length, 4);
    this.equal('fraction, in billionths', this.fraction, equivocation(1, validators.length));
    const due = this.era + this.params.slashDeferEras.toNumber();
    this.equal(`reported in era ${this.era}, due in`, slash.executeEra.toNumber(), due);
    const node = (await at.query.nodeStaking.nodes(dave.address)).unwrap();
    this.equal('the slash is', node.slashes.at(-1).state.type, 'Pending');
    this.equal('jailed', node.jailedUntil.isSome, true);
    const disabled = await at.query.session.disabledValidators();
    this.equal('disabled in the session', disabled.some(([one]) => one.eq(index)), true);
    // Nobody is rewarded for a report of the own node.
    const { reporter } = (await at.query.nodeStaking.openSlashes(slash.slash)).unwrap();
    const name = (who) => (who ? nameOf(api, who) : 'nobody');
    const { who } = reporter.unwrapOr({});
    this.equal('to be rewarded', name(who), name(this.reporter));
    const stake = valueAfter(this.fraction, node.shares.toBigInt());
    this.amount('stake that counts now', await this.stakeOf(block), stake);
  }

  /** Returns the stake behind Dave's node, as the chain values it after `block`. */
  async stakeOf(block) {
    return BigInt((await this.api.rpc.nodes.info(dave.address, block)).unwrap().toJSON().stake);
  }

  /** Returns all that Dave has on hold after `block`. */
  async reservedAt(block) {
    const { data } = await (await this.api.at(block)).query.system.account(dave.address);
    return data.reserved.toBigInt();
  }

  async stopTwin() {
    await this.#twin.stop();
    this.log(`The second Dave stops. Reports so far: ${this.network.reported}`);
  }

  /** Returns true if Dave is in the set after `block`. */
  async inSet(block) {
    const validators = await (await this.api.at(block)).query.session.validators();
    return validators.some((validator) => validator.eq(dave.address));
  }

  /** Checks what holds at either end; `executed` is the count of executed slashes. */
  async end(executed) {
    const { api, network } = this;
    const end = await snapshot(api, await network.last());
    const moved = await movements(api, this.#start.hash, end.hash);
    const wrong = differences(this.#start, end, moved);
    const names = wrong.map(({ account }) => account);
    this.equal('balances that are not what the events say', `${names}` || 'none', 'none');
    const { Slashed, SlashExecuted } = api.events.nodeStaking;
    this.equal('slashes', network.all(Slashed).length, 1);
    this.equal('slashes executed', network.all(SlashExecuted).length, executed);
    const { height, longest } = network.finality.check();
    this.log(`  finality: ${height} blocks, never more than ${longest.toFixed(1)} s apart`);
  }
}
