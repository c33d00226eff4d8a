// The emission of eras and its payouts: the results of the chain by other means.

import { UNIT } from 'nes-js';

const BILLION = 10n ** 9n;
const RATE = 80_000_000n; // Of a billion, a year: 8 % of what the cap leaves.
const VALIDATORS = 600_000_000n; // Of a billion: 60 %.
const INCENTIVES = 250_000_000n; // Of a billion: 25 %.
const RATIO = 800_000_000n; // Of a billion: the most that work earns of what it paid, 80 %.
const ERA = 20_000n; // In milliseconds, of the presets' clock.
const YEAR = 31_557_600_000n; // In milliseconds: 365.25 days.

/** All NES that there can ever be, in planck. */
export const CAP = 2_000_000_000n * UNIT;

/** The points of a node for a block. */
export const POINTS = 20n;

/** Returns what an era mints when it ends with this `issuance`. */
export function emissionAfter(issuance) {
  const all = (RATE * (CAP - issuance) * ERA) / (BILLION * YEAR);
  const validators = (all * VALIDATORS) / BILLION;
  const incentives = (all * INCENTIVES) / BILLION;
  return { validators, incentives, treasury: all - validators - incentives };
}

/**
 * Returns the payouts of nodes that are due something, `{ validation, incentive }` by node.
 * `earned` has, by node, `points` for blocks and `work`, what its fees brought the protocol.
 */
export function payoutsOf({ validators, incentives }, earned) {
  const sum = (key) => [...earned.values()].reduce((total, node) => total + node[key], 0n);
  const [points, work] = [sum('points'), sum('work')];
  const part = (whole, one, all) => (all > 0n ? (whole * one) / all : 0n);
  const least = (one, other) => (one < other ? one : other);
  const payouts = new Map();
  for (const [node, own] of earned) {
    const validation = part(validators, own.points, points);
    const incentive = least(part(incentives, own.work, work), (RATIO * own.work) / BILLION);
    if (validation + incentive > 0n) payouts.set(node, { validation, incentive });
  }
  return payouts;
}

/** Returns all of a payout. */
export const total = ({ validation, incentive }) => validation + incentive;
