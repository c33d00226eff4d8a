// The bytes that a node hashes to commit to an answer.

/** The name of what is hashed and the version of its layout. */
const DOMAIN = 'nes/commit/2';

/** The reasons in the order of their numbers. */
const REASONS = ['invalid', 'tooLarge', 'ambiguous', 'unreadable'];

/**
 * Bytes, or their text in hexadecimal.
 *
 * @typedef {Uint8Array | string} Bytes
 */

/**
 * The seat that an answer is given for: the chain's genesis hash, the task, the hash of its input,
 * the version of its service, and the node's public key. That of a dispute is of the disputed task,
 * with the disputing node's key or the payer's.
 *
 * @typedef {{
 *   genesis: Bytes, task: number | bigint | string, input: Bytes, version: number, node: Bytes,
 * }} Seat
 */

/**
 * The units that an answer took.
 *
 * @typedef {{ input: number | bigint, output: number | bigint }} Usage
 */

/**
 * A reason why a task has no output. Of the hashes of two outputs the lower one comes first.
 *
 * @typedef {'invalid' | 'tooLarge' | 'unreadable'} Reason
 * @typedef {Reason | { ambiguous: readonly [Bytes, Bytes] }} Unservable
 */

/**
 * An answer: the hash of the output and its usage, or the reason why there is none.
 *
 * @typedef {{ output: { result: Bytes, usage: Usage } } | { unservable: Unservable }} Answer
 */

/**
 * Returns the bytes whose blake2-256 is the commitment to `answer`, which `salt` hides, for a seat.
 * They have no length prefixes; integers begin with their lowest byte.
 *
 * @param {Seat} seat
 * @param {Answer} answer
 * @param {Bytes} salt
 */
export function preimage({ genesis, task, input, version, node }, answer, salt) {
  return joined(
    new TextEncoder().encode(DOMAIN),
    genesis,
    integer(task, 8),
    input,
    integer(version, 4),
    node,
    encodeAnswer(answer),
    salt,
  );
}

/**
 * Returns the SCALE encoding of an answer.
 *
 * @param {Answer} answer
 */
export function encodeAnswer(answer) {
  if ('output' in answer) {
    const { result, usage } = answer.output;
    return joined([0], result, integer(usage.input, 8), integer(usage.output, 8));
  }
  const { unservable } = answer;
  const [name, hashes] =
    typeof unservable === 'string' ? [unservable, []] : ['ambiguous', unservable.ambiguous];
  return joined([1, REASONS.indexOf(name)], ...hashes);
}

/** Returns an integer in `length` bytes. */
function integer(value, length) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes.subarray(0, length);
}

/** @param {(Bytes | number[])[]} parts */
const joined = (...parts) =>
  Uint8Array.from(parts.flatMap((part) => [...(typeof part === 'string' ? fromHex(part) : part)]));

const fromHex = (text) =>
  Uint8Array.from(text.slice(2).match(/../g), (byte) => Number.parseInt(byte, 16));
