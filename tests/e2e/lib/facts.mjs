// Facts that are told and held against what they must be.

import { nes } from 'nes-js';

/** Fails unless `what` is as `expected`. */
export function hold(what, actual, expected, show = String) {
  if (actual !== expected) {
    throw new Error(`${what} is ${show(actual)} and should be ${show(expected)}`);
  }
}

/** The same for an amount in planck. */
export function holdMoney(what, actual, expected) {
  hold(what, BigInt(actual), BigInt(expected), nes);
}

export class Facts {
  constructor(say) {
    this.say = say;
  }

  /** Says that `what` is `actual`, which must be `expected`. */
  equal(what, actual, expected, show = String) {
    hold(what, actual, expected, show);
    this.say(`  ${what}: ${show(actual)}`);
  }

  money(what, actual, expected) {
    this.equal(what, BigInt(actual), BigInt(expected), nes);
  }
}
