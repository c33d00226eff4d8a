// The stakers behind each node and their earnings, as final blocks report them: every claim is
// compared with the sum of all rewards, to the planck.

import { encodeAddress } from '@polkadot/util-crypto';

import { nameOf } from '../lib/actors.mjs';
import { checkAmount } from '../lib/checks.mjs';
import { earnings } from './stake.mjs';

/** Returns an account as the keys below write it. */
const key = (account) => encodeAddress(account, 42);

export class Stakers {
  /** By node: the active `shares` by staker, all `rewards`, and the `claimed` amounts by staker. */
  nodes = new Map();
  #api;

  /** Begins with the positions at genesis. */
  static async open(api) {
    const stakers = new Stakers();
    stakers.#api = api;
    const { query } = await api.at(api.genesisHash);
    for (const [{ args }, position] of await query.nodeStaking.positions.entries()) {
      const [node, staker] = args;
      stakers.behind(node).shares[key(staker)] = position.unwrap().shares.toBigInt();
    }
    return stakers;
  }

  /** Returns what stands behind the node of this address. */
  behind(node) {
    const found = this.nodes.get(key(node)) ?? { shares: {}, rewards: [], claimed: {} };
    this.nodes.set(key(node), found);
    return found;
  }

  /** Takes in the next final block. */
  read({ records }) {
    const { Claimed, Delegated, Rewarded } = this.#api.events.nodeStaking;
    this.#checkRewards(records);
    for (const { event } of records) {
      if (Delegated.is(event)) this.#delegate(event.data);
      else if (Rewarded.is(event)) this.#reward(event.data);
      else if (Claimed.is(event)) this.#claim(event.data);
    }
  }

  /** Checks that nodes were rewarded their fees and what eras paid them, and nothing else. */
  #checkRewards(records) {
    const sums = new Map();
    const add = (node, amount) => sums.set(`${node}`, (sums.get(`${node}`) ?? 0n) + amount);
    for (const { event, event: { data } } of records) {
      if (this.#api.events.nodeStaking.Rewarded.is(event)) {
        add(data.node, data.amount.toBigInt());
      } else if (this.#api.events.rewards.NodePaid.is(event)) {
        const { node, payout: { validation, incentive } } = data;
        add(node, -validation.toBigInt() - incentive.toBigInt());
      } else if (this.#api.events.inference.Settled.is(event)) {
        for (const { node, parts } of data.members) add(node, -parts.node.toBigInt());
      }
    }
    for (const [node, rest] of sums) {
      checkAmount(`what else ${nameOf(this.#api, node)}'s node was rewarded`, rest, 0n);
    }
  }

  /** Adds shares; nobody is slashed, so that a share is a planck. */
  #delegate({ node, staker, amount }) {
    const { shares } = this.behind(node);
    shares[key(staker)] = (shares[key(staker)] ?? 0n) + amount.toBigInt();
  }

  #reward({ node, amount, commission }) {
    checkAmount('the commission of a node of the preset', commission, 0n);
    const { shares, rewards } = this.behind(node);
    rewards.push({ amount: amount.toBigInt(), commission: 0n, shares: { ...shares } });
  }

  #claim({ node, staker, amount }) {
    const { claimed } = this.behind(node);
    const before = this.claimsOf(node, staker).reduce((sum, one) => sum + one, 0n);
    const due = this.earned(node, staker) - before;
    const [who, whose] = [staker, node].map((address) => nameOf(this.#api, address));
    checkAmount(`what ${who} claims behind ${whose}'s node`, amount, due);
    claimed[key(staker)] = [...this.claimsOf(node, staker), amount.toBigInt()];
  }

  /** Returns what `staker` has claimed behind `node`, claim by claim. */
  claimsOf(node, staker) {
    return this.behind(node).claimed[key(staker)] ?? [];
  }

  /** Returns what `staker` has earned behind `node` so far, claimed or not. */
  earned(node, staker) {
    return earnings(this.behind(node).rewards).stakers[key(staker)] ?? 0n;
  }
}
