// The bytes that a node hashes to commit to an answer.

import { bnToU8a, hexToU8a, stringToU8a, u8aConcat } from '@polkadot/util';
import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';

const u64 = (value) => bnToU8a(value, { bitLength: 64, isLe: true });

/** What `node` commits to for `task`: blake2-256 of 164 bytes, which hide the answer. */
export function commitment(genesis, task, node, { result, usage }, salt) {
  return blake2AsHex(
    u8aConcat(
      stringToU8a('nes/commit/1'),
      hexToU8a(genesis),
      u64(task),
      decodeAddress(node),
      hexToU8a(result),
      u64(usage.input),
      u64(usage.output),
      hexToU8a(salt),
    ),
    256,
  );
}
