// The bytes that a node hashes to commit to an answer.

/** The name of what is hashed and the version of its layout. */
const DOMAIN = 'nes/commit/1';

/**
 * Returns the 164 bytes whose blake2-256 is a commitment. `genesis`, `node` (a public key) and
 * `salt` are 32 bytes each, `result` is hexadecimal; integers are 8 bytes, the lowest first.
 */
export function preimage(genesis, task, node, { result, usage }, salt) {
  const domain = new TextEncoder().encode(DOMAIN);
  const [input, output] = [u64(usage.input), u64(usage.output)];
  const parts = [domain, genesis, u64(task), node, fromHex(result), input, output, salt];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function u64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}

const fromHex = (text) =>
  Uint8Array.from(text.slice(2).match(/../g), (byte) => Number.parseInt(byte, 16));
