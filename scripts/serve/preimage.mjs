// The bytes that a node hashes to commit to an answer.

/** What is hashed, and the version of its layout. */
const DOMAIN = 'nes/commit/1';

/**
 * The 164 bytes whose blake2-256 is a commitment. `genesis`, `node` (a public key) and `salt` are
 * 32 bytes each, `result` is hexadecimal; integers are 8 bytes, the lowest first.
 */
export function preimage(genesis, task, node, { result, usage }, salt) {
  return Buffer.concat([
    Buffer.from(DOMAIN),
    genesis,
    u64(task),
    node,
    Buffer.from(result.slice(2), 'hex'),
    u64(usage.input),
    u64(usage.output),
    salt,
  ]);
}

function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
