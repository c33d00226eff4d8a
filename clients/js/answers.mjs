// Answers that exclude each other, by the rule of primitives/core/src/task.rs.

import { encodeAnswer } from './commitment.mjs';

/** @typedef {import('./commitment.mjs').Answer} Answer */

/**
 * Returns true if one of two answers is wrong whatever is right: they share no output. The usage is
 * part of an output, but an answer that names two outputs says nothing of their usage. An answer of
 * who could not read the input contradicts none.
 *
 * @param {Answer} one
 * @param {Answer} other
 */
export function contradicts(one, other) {
  const both = [one, other];
  const [first, second] = both.map((answer) => encodeAnswer(answer).join());
  if (first === second || both.some(isUnreadable)) return false;
  if (!both.some(isAmbiguous)) return true;
  const named = outputsOf(other);
  return !outputsOf(one).some((hash) => named.includes(hash));
}

/** @param {Answer} answer */
const isUnreadable = (answer) => 'unservable' in answer && answer.unservable === 'unreadable';

/** @param {Answer} answer */
const isAmbiguous = (answer) => 'unservable' in answer && typeof answer.unservable === 'object';

/**
 * Returns the hashes of the outputs that an answer names, in a form that can be compared.
 *
 * @param {Answer} answer
 */
function outputsOf(answer) {
  const bytes = encodeAnswer(answer);
  if ('output' in answer) return [bytes.slice(1, 33).join()];
  if (!isAmbiguous(answer)) return [];
  return [bytes.slice(2, 34), bytes.slice(34)].map((hash) => hash.join());
}
