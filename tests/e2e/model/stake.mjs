// The earnings and losses of stake: the results of the chain by other means.

const BILLION = 10n ** 9n;
const UNITS = 10n ** 18n; // Of a planck, in which a share's earnings are counted.
const ALL = 10n ** 36n; // Of what slashes have left of a share.

/** A hundredth, as the chain writes fractions: in billionths. */
export const PERCENT = BILLION / 100n;

/**
 * Returns the earnings of stakers after `rewards`, each `{ amount, commission, shares }`:
 * `commission` in billionths, `shares` the active shares by staker at that time. They are planck by
 * staker, the operator's for the commission alone, and `rest`, which could not be divided.
 *
 * @param {{ amount: bigint, commission: bigint, shares: Record<string, bigint> }[]} rewards
 */
export function earnings(rewards) {
  /** @type {Record<string, bigint>} */
  const units = {};
  let [commissions, carry] = [0n, 0n];
  for (const { amount, commission, shares } of rewards) {
    const forOperator = (amount * commission) / BILLION;
    commissions += forOperator;
    const divided = (amount - forOperator) * UNITS + carry;
    const all = Object.values(shares).reduce((sum, held) => sum + held);
    for (const [staker, held] of Object.entries(shares)) {
      units[staker] = (units[staker] ?? 0n) + held * (divided / all);
    }
    carry = divided % all;
  }
  /** @type {Record<string, bigint>} */
  const stakers = {};
  for (const [staker, earned] of Object.entries(units)) stakers[staker] = earned / UNITS;
  const paid = Object.values(stakers).reduce((sum, planck) => sum + planck, commissions);
  const rest = rewards.reduce((sum, { amount }) => sum + amount, 0n) - paid;
  return { commissions, stakers, rest };
}

/** Returns what a slash of `fraction` billionths leaves of `shares`, when it is the first. */
export function valueAfter(fraction, shares) {
  const left = (ALL * (BILLION - fraction)) / BILLION;
  return (shares * left) / ALL;
}

/**
 * Returns the least stake that has to be added to `shares` for them to meet `value` after such a
 * slash. A planck less than it does, because values are rounded down.
 */
export function missingStake(fraction, shares, value) {
  const left = (ALL * (BILLION - fraction)) / BILLION;
  return ((value - 1n) * ALL + left - 1n) / left - shares;
}

/** Returns what such a slash leaves of a position, active and unbonding together. */
export function positionAfter(fraction, { shares, unbonding }) {
  return valueAfter(fraction, unbonding.reduce((sum, entry) => sum + entry.shares, shares));
}

/** Returns the loss when `k` of `n` validators equivocate, in billionths: `min((3 k ÷ n)², 1)`. */
export function equivocation(k, n) {
  const part = (3n * BigInt(k) * BILLION) / BigInt(n);
  const squared = (part * part) / BILLION;
  return squared < BILLION ? squared : BILLION;
}

/** Returns the position of `staker` behind `node` in the state of `api`, as numbers. */
export async function positionOf(api, node, staker) {
  const found = await api.query.nodeStaking.positions(node.address, staker.address);
  const { shares, held, unbonding } = found.unwrap();
  return {
    shares: shares.toBigInt(),
    held: held.toBigInt(),
    unbonding: unbonding.map((entry) => ({
      shares: entry.shares.toBigInt(),
      unlockEra: entry.unlockEra.toNumber(),
    })),
  };
}
