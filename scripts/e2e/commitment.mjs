// What a node commits to.

import { hexToU8a } from '@polkadot/util';
import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';

import { preimage } from '../serve/preimage.mjs';

/** What `node` commits to for `task`: blake2-256 of 164 bytes, which hide the answer. */
export function commitment(genesis, task, node, answer, salt) {
  const bytes = preimage(hexToU8a(genesis), task, decodeAddress(node), answer, hexToU8a(salt));
  return blake2AsHex(bytes, 256);
}
