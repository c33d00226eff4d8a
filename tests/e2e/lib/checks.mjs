// Comparisons of what the chain did with what it must do.

import { nes } from 'nes-js';

const text = (value) => `${value}`;

/** Fails unless `actual`, which `what` names, is `expected`. */
export function check(what, actual, expected, show = text) {
  if (actual !== expected) {
    throw new Error(`${what} is ${show(actual)} and should be ${show(expected)}`);
  }
}

/** Fails unless two amounts in planck are the same. */
export function checkAmount(what, actual, expected) {
  check(what, BigInt(actual), BigInt(expected), nes);
}

/** Checks that are logged when they hold. */
export class LoggedChecks {
  log;

  constructor(log) {
    this.log = log;
  }

  /** Logs that `what` is `actual`, which must be `expected`. */
  equal(what, actual, expected, show = text) {
    check(what, actual, expected, show);
    this.log(`  ${what}: ${show(actual)}`);
  }

  /** Logs an amount in planck, which must be `expected`. */
  amount(what, actual, expected) {
    this.equal(what, BigInt(actual), BigInt(expected), nes);
  }
}
