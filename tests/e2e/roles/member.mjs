// A member of a committee that commits and reveals by hand.

import { hexToU8a } from '@polkadot/util';
import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';
import { preimage } from 'nes-js';

import { awaitEvent, send } from '../lib/chain.mjs';

const SALT = `0x${'5a'.repeat(32)}`;

/** Returns the commitment of `node` for `task`: blake2-256 of 164 bytes, which hide the answer. */
export function commitment(genesis, task, node, answer, salt) {
  const bytes = preimage(hexToU8a(genesis), task, decodeAddress(node), answer, hexToU8a(salt));
  return blake2AsHex(bytes, 256);
}

/** Commits to `answer` for `task`; returns the block. */
export async function commit(api, signer, task, answer, options) {
  return (await send(commitCall(api, signer, task, answer), signer, options)).block;
}

/** Returns the call by which `signer` commits to `answer` for `task`. */
export function commitCall(api, signer, task, answer) {
  const hidden = commitment(api.genesisHash.toHex(), task, signer.address, answer, SALT);
  return api.tx.inference.commit(task, signer.address, hidden);
}

/** Reveals `answer`, which `signer` committed to; returns the block. */
export async function reveal(api, signer, task, answer, options) {
  return (await send(revealCall(api, signer, task, answer), signer, options)).block;
}

/** Returns the call by which `signer` reveals `answer`. */
export const revealCall = (api, signer, task, answer) =>
  api.tx.inference.reveal(task, signer.address, answer, SALT);

/** Waits, from the block `since` on, for the event `kind` of `task`; returns its data and block. */
export async function awaitTaskEvent(api, { task, block: since }, kind, options) {
  const matches = (event) => kind.is(event) && `${event.data.task}` === task;
  const what = `${kind.meta.name} of ${task}`;
  const { event, block } = await awaitEvent(api, since, matches, what, options);
  return { data: event.data, block };
}
