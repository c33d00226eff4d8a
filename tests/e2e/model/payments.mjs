// What a task costs its payer, and who gets it: the results of the chain by other means.

import { costOf } from './price.mjs';

/** The part of a fee that is the protocol's, and that of it which is burned. */
const PROTOCOL = { part: 10n, of: 100n };
const BURNED = { part: 1n, of: 2n };
/** The publisher's part of a fee, of those that tests publish. */
const ROYALTY = { part: 2n, of: 100n };
/** A node's part of the price of base and input, and the payer's least of the whole price. */
const TENTH = 10n;

/** @type {(amount: bigint, fraction: { part: bigint, of: bigint }) => bigint} */
const take = (amount, { part, of }) => (amount * part) / of;
/** @type {(amount: bigint, parts: bigint) => bigint} */
const roundedUp = (amount, parts) => (amount + parts - 1n) / parts;

/** A seat for which nothing is paid. */
export const NOTHING = paymentOf({});

/** Returns the payment for the seat of who gave the agreed output: its fee for `usage`. */
export function feeOf(shape, price, usage) {
  const fee = costOf(shape, price, usage);
  const protocol = take(fee, PROTOCOL);
  const burned = take(protocol, BURNED);
  const royalty = take(fee, ROYALTY);
  const treasury = protocol - burned;
  return paymentOf({ burned, treasury, royalty, node: fee - protocol - royalty });
}

/**
 * Returns the payment for the seat of who attended a task of up to `maxUsage`: the price of base
 * and input, and at least a tenth of the whole price. The node gets a tenth of base and input.
 */
export function attendanceOf(shape, price, maxUsage) {
  const [input, all] = costs(shape, price, maxUsage);
  const full = fullOf(input, all);
  const node = input / TENTH;
  return paymentOf({ treasury: full - node, node });
}

/** Returns the payment for the seat of who could not read the input, or where nobody answered. */
export function absenceOf(shape, price, maxUsage) {
  const full = fullOf(...costs(shape, price, maxUsage));
  return paymentOf({ treasury: roundedUp(full, TENTH) });
}

const costs = (shape, price, maxUsage) =>
  [{ ...maxUsage, output: 0 }, maxUsage].map((usage) => costOf(shape, price, usage));

function fullOf(input, all) {
  const least = roundedUp(all, TENTH);
  return input > least ? input : least;
}

function paymentOf({ burned = 0n, treasury = 0n, royalty = 0n, node = 0n }) {
  return { paid: burned + treasury + royalty + node, parts: { burned, treasury, royalty, node } };
}

/** Returns the payment for the seat of `member` in a settlement, in the same form. */
export function paymentFor({ paid, parts }) {
  const amounts = [...parts].map(([name, amount]) => [name, amount.toBigInt()]);
  return { paid: paid.toBigInt(), parts: Object.fromEntries(amounts) };
}

/**
 * Returns the fees for the chain's later work on a request of `payer`, as they are in the block
 * after `at`: for the longest `draw`, and for the `settlement`. `order` is the request as a dry run
 * takes it; the one with a patience of one block prepays one draw, that with two prepays two.
 */
export async function workFees(api, at, payer, order) {
  const [one, two] = await Promise.all([1, 2].map(async (patience) => {
    const preview = await api.rpc.inference.dryRunRequest(payer, { ...order, patience }, at);
    return BigInt(preview.toJSON().workFee);
  }));
  return { draw: two - one, settlement: 2n * one - two };
}
