// The movements of NES that the chain's events report, compared with its balances, to the planck.

import {
  bondPot, bountyAccount, emissionPot, escrowAccount, nameOf, rewardPot, treasury,
} from '../lib/actors.mjs';
import { authorOf, eventsOf } from '../lib/chain.mjs';

/** The part of a transaction fee, in percent, that the block's author gets. */
const AUTHOR_SHARE = 20n;

/** Returns every account's NES, free and on hold, and the issuance, in the block `hash`. */
export async function snapshot(api, hash) {
  const { query } = await api.at(hash);
  const accounts = await query.system.account.entries();
  const totals = accounts.map(([key, { data }]) => [
    key.args[0].toString(),
    data.free.toBigInt() + data.reserved.toBigInt(),
  ]);
  const issuance = (await query.balances.totalIssuance()).toBigInt();
  return { hash, totals: new Map(totals), issuance };
}

/**
 * Returns every movement of NES between accounts in the blocks after `from` up to `to`, as
 * `{ why, from, to, amount }`; what is minted has no `from`, what is burned no `to`.
 */
export async function movements(api, from, to) {
  const first = (await api.rpc.chain.getHeader(from)).number.toNumber() + 1;
  const last = (await api.rpc.chain.getHeader(to)).number.toNumber();
  const all = [];
  let parent = from;
  for (let number = first; number <= last; number += 1) {
    const block = (await api.rpc.chain.getBlockHash(number)).toHex();
    const author = await authorOf(api, block);
    for (const event of await eventsOf(api, block)) {
      all.push(...(await movementsOf(api, { block, parent, author }, event)));
    }
    parent = block;
  }
  return all.filter(({ amount }) => amount > 0n);
}

async function movementsOf(api, at, { data, section, method }) {
  switch (`${section}.${method}`) {
    case 'transactionPayment.TransactionFeePaid':
      return transactionFeeOf(api, at, data);
    case 'balances.Transfer': {
      const { from, to, amount } = data;
      return [{ why: reason(api, data), from: `${from}`, to: `${to}`, amount: amount.toBigInt() }];
    }
    case 'inference.Settled':
      return settlementOf(api, at, data);
    case 'rewards.EraEnded':
      return emissionOf(api, data);
    case 'rewards.NodePaid': {
      const { node, payout: { validation, incentive } } = data;
      const why = `emission, for ${nameOf(api, node)}'s node`;
      const amount = validation.toBigInt() + incentive.toBigInt();
      return [{ why, from: `${emissionPot(api)}`, to: `${rewardPot(api)}`, amount }];
    }
    case 'rewards.EraDistributed': {
      const [from, to] = [`${emissionPot(api)}`, `${treasury(api)}`];
      return [{ why: 'emission, of nobody', from, to, amount: data.unpaid.toBigInt() }];
    }
    case 'nodeStaking.SlashApplied': {
      const amount = data.amount.toBigInt();
      return [{ why: 'slash', from: `${data.staker}`, to: `${treasury(api)}`, amount }];
    }
    case 'nodeStaking.SlashExecuted':
      return executionOf(api, at, data);
    case 'nodeStaking.Awarded': {
      const { slash, who, amount } = data;
      const { node } = await openSlash(api, at, slash);
      return [{ why: 'slash, awarded', from: `${node}`, to: `${who}`, amount: amount.toBigInt() }];
    }
    case 'disputes.Decided':
      return decisionOf(api, data);
    case 'bounties.BountyBecameActive':
      return fundingOf(api, at, data);
    case 'referenda.DepositSlashed': {
      const [from, to] = [`${data.who}`, `${treasury(api)}`];
      return [{ why: 'deposit, slashed', from, to, amount: data.amount.toBigInt() }];
    }
    default:
      return [];
  }
}

/** Returns the movements of a fee: the block's author gets a part of it, and all of the tip. */
function transactionFeeOf(api, at, { who, actualFee, tip }) {
  const fee = BigInt(actualFee) - BigInt(tip);
  return [
    ...dividedFee(api, at, 'transaction fee', `${who}`, fee),
    { why: 'tip', from: `${who}`, to: `${at.author}`, amount: tip.toBigInt() },
  ];
}

/** Returns the movements of a fee for the chain's work: the author gets a part of it. */
function dividedFee(api, { author }, why, from, fee) {
  const forAuthor = (fee * AUTHOR_SHARE) / 100n;
  return [
    { why, from, to: `${treasury(api)}`, amount: fee - forAuthor },
    { why: `${why}, to the author`, from, to: `${author}`, amount: forAuthor },
  ];
}

/** Returns the movements of an emission: to the treasury, and to where nodes' shares wait. */
function emissionOf(api, { emission: { validators, incentives, treasury: rest } }) {
  const forNodes = validators.toBigInt() + incentives.toBigInt();
  return [
    { why: 'emission', to: `${treasury(api)}`, amount: rest.toBigInt() },
    { why: 'emission', to: `${emissionPot(api)}`, amount: forNodes },
  ];
}

/** Returns the reason of a transfer. */
function reason(api, { from, to }) {
  if (from.eq(rewardPot(api))) return 'reward';
  if (from.eq(treasury(api))) return 'spend of the treasury';
  if (to.eq(escrowAccount(api))) return 'escrow';
  if (to.eq(bondPot(api))) return 'bond';
  if (from.eq(bondPot(api))) return to.eq(treasury(api)) ? 'bond, forfeited' : 'bond, back';
  return from.eq(escrowAccount(api)) ? 'refund' : 'transfer';
}

/**
 * Returns the movements of a settlement: what is paid for the seats comes out of the escrow, and so
 * does the fee for the chain's work; the rest is a transfer of its own. What a node earns waits in
 * the pot for the node's stakers.
 */
async function settlementOf(api, at, { service, outcome, members, workFee }) {
  const { query } = await api.at(at.block);
  const { publisher } = (await query.market.services(service)).unwrap();
  const from = `${escrowAccount(api)}`;
  const what = outcome.isAgreed ? 'fee' : 'attendance';
  return [
    ...members.flatMap((member) => seatOf(api, what, from, `${publisher}`, member)),
    ...dividedFee(api, at, 'work fee', from, workFee.toBigInt()),
  ];
}

/**
 * Returns the movements of a decision: what is paid for the seats of the second committee comes out
 * of the bonds; the rest of these are transfers of their own. Nobody gets a royalty.
 */
const decisionOf = (api, { committee }) =>
  committee.flatMap((seat) => seatOf(api, 'second committee', `${bondPot(api)}`, undefined, seat));

/** Returns the movements of what is paid for a seat. */
function seatOf(api, what, from, publisher, { node, parts }) {
  const payments = [
    { why: `${what}, for ${nameOf(api, node)}'s node`, to: `${rewardPot(api)}`, amount: parts.node },
    { why: `${what}, royalty`, to: publisher, amount: parts.royalty },
    { why: `${what}, to the treasury`, to: `${treasury(api)}`, amount: parts.treasury },
    { why: `${what}, burned`, to: undefined, amount: parts.burned },
  ];
  return payments.map((one) => ({ from, ...one, amount: one.amount.toBigInt() }));
}

/** Returns the movement that funds a bounty from the treasury. */
async function fundingOf(api, { block }, { index }) {
  const { value } = (await (await api.at(block)).query.bounties.bounties(index)).unwrap();
  const [from, to] = [`${treasury(api)}`, `${bountyAccount(api, index)}`];
  return [{ why: 'bounty, funded', from, to, amount: value.toBigInt() }];
}

/**
 * Returns the movements of an operator's loss, to the reporter and the treasury, and of a bond.
 * An award has an event of its own.
 */
async function executionOf(api, at, { slash, node, rewarded, treasury: rest }) {
  const { reporter, appeal } = await openSlash(api, at, slash);
  const [from, to] = [`${node}`, `${treasury(api)}`];
  const amount = reporter.isSome ? rewarded.toBigInt() : 0n;
  const reward = { from, to: `${reporter.unwrapOrDefault().who}`, amount };
  const movements = [
    { why: 'slash, to the reporter', ...reward },
    { why: 'slash', from, to, amount: rest.toBigInt() },
  ];
  if (appeal.isNone) return movements;
  const { who, bond } = appeal.unwrap();
  return [...movements, { why: 'appeal, lost', from: `${who}`, to, amount: bond.toBigInt() }];
}

/** Returns a slash as it was before the block that executes it. */
const openSlash = async (api, { parent }, slash) =>
  (await (await api.at(parent)).query.nodeStaking.openSlashes(slash)).unwrap();

/**
 * Returns the differences, none when all is well, between `after` and what `moved` makes of
 * `before`: `{ account, expected, actual }`, the issuance among the accounts.
 */
export function differences(before, after, moved) {
  const expected = new Map(before.totals);
  const add = (account, amount) => expected.set(account, (expected.get(account) ?? 0n) + amount);
  let issuance = before.issuance;
  for (const { from, to, amount } of moved) {
    if (from) add(from, -amount);
    else issuance += amount;
    if (to) add(to, amount);
    else issuance -= amount;
  }
  const found = [{ account: 'issuance', expected: issuance, actual: after.issuance }];
  for (const account of new Set([...expected.keys(), ...after.totals.keys()])) {
    const pair = [expected, after.totals].map((side) => side.get(account) ?? 0n);
    found.push({ account, expected: pair[0], actual: pair[1] });
  }
  return found.filter(({ expected: should, actual }) => should !== actual);
}

/** Returns the reasons, sorted, of the movements from or to the account of `pair`. */
export function reasonsOf(api, moved, pair) {
  const account = `${api.createType('AccountId', pair.address)}`;
  const own = moved.filter(({ from, to }) => from === account || to === account);
  return own.map(({ why }) => why).sort();
}
