// A validator, which registers the keys that it signs with.

import { Keyring } from '@polkadot/api';
import { u8aConcat, u8aToHex } from '@polkadot/util';

import { send } from '../lib/chain.mjs';

const CONTEXT = new TextEncoder().encode('POP_');

/** Returns the session keys of the secret `uri`: for BABE, GRANDPA and authority discovery. */
export const sessionKeys = (uri) => ['sr25519', 'ed25519', 'sr25519'].map((type) =>
  new Keyring({ type: /** @type {any} */ (type) }).addFromUri(uri));

/** Registers the session keys of the secret `uri` for `operator`; returns the block and the keys. */
export async function setKeys(api, operator, uri) {
  const pairs = sessionKeys(uri);
  const [babe, grandpa, authorityDiscovery] = pairs.map(({ publicKey }) => publicKey);
  const keys = { babe, grandpa, authorityDiscovery };
  // Each key signs the account that it is for.
  const statement = u8aConcat(CONTEXT, operator.publicKey);
  const proof = u8aToHex(u8aConcat(...pairs.map((pair) => pair.sign(statement))));
  const { block } = await send(api.tx.session.setKeys(keys, proof), operator);
  return { block, keys };
}
