// The text of a state file.

import { blake2AsHex } from '@polkadot/util-crypto';

/** Returns the text of a record: `{ genesis, node, task, inputHash, answer, salt, output }`. */
export const textOf = (record) =>
  JSON.stringify({ ...record, output: record.output.toString('base64') });

/** Returns the record in `text`; nothing, when it is none or is damaged. */
export function recordIn(text) {
  const record = jsonIn(text);
  const { result, usage } = record?.answer ?? {};
  const output = Buffer.from(`${record?.output}`, 'base64');
  const sound =
    [record?.genesis, record?.inputHash, record?.salt, result].every(isHash) &&
    [usage?.input, usage?.output].every(isCount) &&
    blake2AsHex(output, 256) === result;
  return sound ? { ...record, output } : undefined;
}

/** Returns the value of the JSON in `text`; nothing, when it is none. */
export function jsonIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isHash = (text) => /^0x[\da-f]{64}$/.test(text);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
