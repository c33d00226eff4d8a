// The text of a state file.

import { blake2AsHex } from '@polkadot/util-crypto';

/**
 * Returns the record in `text`: `{ genesis, node, task, inputHash, version, answer, salt }`, or
 * nothing when it is none or is damaged.
 */
export function recordIn(text) {
  const record = jsonIn(text);
  const sound =
    [record?.genesis, record?.inputHash, record?.salt].every(isHash) &&
    isCount(record?.version) &&
    isAnswer(record?.answer);
  return sound ? record : undefined;
}

/** Returns the value of the JSON in `text`; nothing, when it is none. */
export function jsonIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns true if `output` is that of the record's answer, or the answer has none. */
export const isOutputOf = ({ answer }, output) =>
  !answer.output || (output && blake2AsHex(output, 256) === answer.output.result);

function isAnswer(answer) {
  const { result, usage } = answer?.output ?? {};
  if (result) return isHash(result) && isCount(usage?.input) && isCount(usage?.output);
  const reason = answer?.unservable;
  return ['invalid', 'tooLarge', 'unreadable'].includes(reason) ||
    (reason?.ambiguous?.length === 2 && reason.ambiguous.every(isHash));
}

const isHash = (text) => /^0x[\da-f]{64}$/.test(text);
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
