// What a dispute costs and who gets it: the results of the chain by other means.

import { costOf } from './price.mjs';
import { PERCENT } from './stake.mjs';

const BILLION = 10n ** 9n;
/** The fraction that a lost dispute takes, in billionths. */
export const LOST = 5n * PERCENT;
/** The multiple of what the winners have risked that a dispute destroys at most. */
const MOST_OF_RISK = 4n;

/** Returns the price of a seat whose node is paid `pay`: a tenth more, rounded up. */
const seatPrice = (pay) => pay + (pay + 9n) / 10n;

/** Returns the least bond of a dispute before `seats` nodes, at the `median` price. */
export const bondOf = (shape, median, maxUsage, seats) =>
  seatPrice(costOf(shape, median, maxUsage)) * BigInt(seats);

/** Returns the payment for the seat of who gave the agreed answer with this `usage`. */
export function secondSeatOf(shape, median, usage) {
  const node = costOf(shape, median, usage);
  const paid = seatPrice(node);
  return { paid, parts: { burned: 0n, treasury: paid - node, royalty: 0n, node } };
}

/**
 * Returns the fraction that a risk of `risk` takes from each of the `stakes`, in billionths.
 *
 * @param {bigint} risk
 * @param {bigint[]} stakes
 */
export function fractionOf(risk, stakes) {
  const total = stakes.reduce((sum, stake) => sum + (LOST * stake + BILLION - 1n) / BILLION, 0n);
  const limit = MOST_OF_RISK * risk;
  return total <= limit ? LOST : (LOST * limit) / total;
}

/**
 * Returns the reward of a winner who was alone and has risked `risk`, when `fraction` billionths of
 * each of the `stakes` are slashed: a fifth of that, at most what it has risked.
 *
 * @param {bigint} risk
 * @param {bigint} fraction
 * @param {bigint[]} stakes
 */
export function rewardOf(risk, fraction, stakes) {
  const losses = stakes.reduce((sum, stake) => sum + (fraction * stake) / BILLION, 0n);
  return losses / 5n < risk ? losses / 5n : risk;
}

/**
 * Returns the most that anyone but the treasury gets out of a slash of `fraction` billionths, when a
 * node needs `leastStake`.
 *
 * @param {bigint} fraction
 * @param {bigint} leastStake
 */
export const mostForOthers = (fraction, leastStake) => (fraction * leastStake) / BILLION / 4n;
