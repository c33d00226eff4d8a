// The steps that both ends of a slash have in common; each is logged and checked.

import { dave, nameOf } from '../../lib/actors.mjs';
import { authorOf } from '../../lib/chain.mjs';
import { equivocation, valueAfter } from '../../model/stake.mjs';
import { Run } from './run.mjs';

/** A run in which Dave is run twice. */
export class TwiceRun extends Run {
  /** The event of the slash, its fraction in billionths, its era and who is rewarded for it. */
  slash;
  fraction;
  era;
  reporter;
  #twin;

  /**
   * Stakes and runs Dave twice until that is slashed, calls `react` with the slash's number at
   * once, and then checks the slash as it was reported.
   */
  async begin(react = async (_slash) => {}) {
    const { api, network } = this;
    await this.open();
    await this.stake();
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
    this.era = await this.eraAt(block);

    this.log(`It is reported in block ${number}, which ${nameOf(api, author)} made`);
    this.equal('slashed node', nameOf(api, slash.node), 'Dave');
    this.equal('validators in the set', validators.length, this.network.count);
    this.equal('fraction, in billionths', this.fraction, equivocation(1, validators.length));
    const due = this.era + this.params.slashDeferEras.toNumber();
    this.equal(`reported in era ${this.era}, due in`, slash.executeEra.toNumber(), due);
    const node = await this.nodeAt(block);
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

  async stopTwin() {
    await this.#twin.stop();
    this.log(`The second Dave stops. Reports so far: ${this.network.reported}`);
  }
}
