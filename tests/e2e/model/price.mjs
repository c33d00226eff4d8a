// Prices of usage: a node asks one price, on the shape that its service gives all tariffs.

/** The denominator of a shape's parts. */
const WHOLE = 1_000_000_000n;

/** Returns the tariff at `price`, in planck: each part is its share of the price, rounded up. */
export function tariffOf(shape, price) {
  const part = (share) => (price * BigInt(share) + WHOLE - 1n) / WHOLE;
  return { base: part(shape.base), input: part(shape.input), output: part(shape.output) };
}

/** Returns what `usage` costs at `price`, in planck. */
export function costOf(shape, price, usage) {
  const { base, input, output } = tariffOf(shape, price);
  return base + input * BigInt(usage.input) + output * BigInt(usage.output);
}
