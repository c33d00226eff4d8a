// The text of a state file.

import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';
import { preimage } from 'nes-js';

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

/**
 * Returns the dispute in `text`: `{ task, again, salt, bond, sent, placed, over }`, or nothing when
 * it is none or is damaged.
 */
export function disputeIn(text) {
  const dispute = jsonIn(text);
  const sound =
    [dispute?.again, dispute?.placed, dispute?.over].every((flag) => typeof flag === 'boolean') &&
    isHash(dispute.salt) &&
    /^\d+$/.test(dispute.bond) &&
    isCount(dispute.sent);
  return sound ? dispute : undefined;
}

/** Returns the commitment to the answer of a record, hidden by `salt`. */
export function commitmentOf({ genesis, node, task, inputHash, version, answer }, salt) {
  const seat = { genesis, task, input: inputHash, version, node: decodeAddress(node) };
  return blake2AsHex(preimage(seat, answer, salt), 256);
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
