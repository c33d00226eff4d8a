// The years of the supply as CSV, with every decimal that the runtime gave.

const DECIMALS = 12;

/** The columns: the year, all NES at its end, what it mints, and for what. */
export const COLUMNS = ['year', 'issuance', 'emission', 'validators', 'incentives', 'treasury'];

/** Returns `rows` of planck as CSV, in NES. */
export function toCsv(rows) {
  const cell = (value) => (typeof value === 'bigint' ? inNes(value) : `${value}`);
  const lines = rows.map((row) => COLUMNS.map((name) => cell(row[name])).join(','));
  return [COLUMNS.join(','), ...lines, ''].join('\n');
}

/** Returns the rows, in planck, that {@link toCsv} has written. */
export function fromCsv(text) {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head !== COLUMNS.join(',')) throw new Error(`these are other columns: ${head}`);
  const planck = (value) => BigInt(value.replace('.', ''));
  return lines.map((line) => {
    const [year, ...amounts] = line.split(',');
    const entries = COLUMNS.slice(1).map((name, index) => [name, planck(amounts[index])]);
    return { year: Number(year), ...Object.fromEntries(entries) };
  });
}

function inNes(planck) {
  const digits = `${planck}`.padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
}
