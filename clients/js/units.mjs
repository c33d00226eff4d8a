// The units of NES.

/** One NES in planck. */
export const UNIT = 10n ** 12n;

/** Returns an amount in planck as text in NES with all its decimals. */
export function nes(planck) {
  const digits = BigInt(planck).toString().padStart(13, '0');
  const whole = digits.slice(0, -12).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${digits.slice(-12)} NES`;
}
