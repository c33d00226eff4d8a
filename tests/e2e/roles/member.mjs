// A member of a committee that commits and reveals by hand.

import { blake2AsHex, decodeAddress } from '@polkadot/util-crypto';
import { preimage } from 'nes-js';

import { awaitEvent, send } from '../lib/chain.mjs';

const SALT = `0x${'5a'.repeat(32)}`;

/**
 * Returns the commitment of `node` for the open `task`: a hash that binds it to `answer` and hides
 * that behind `salt`.
 */
export async function commitment(api, task, node, answer, salt = SALT) {
  const { input, version } = (await api.query.inference.tasks(task)).unwrap();
  const seat = {
    genesis: api.genesisHash.toHex(),
    task,
    input: input.contentHash.toHex(),
    version: version.toNumber(),
    node: decodeAddress(node),
  };
  return blake2AsHex(preimage(seat, answer, salt), 256);
}

/** Commits to `answer` for `task`; returns the block. */
export async function commit(api, signer, task, answer, options) {
  return (await send(await commitCall(api, signer, task, answer), signer, options)).block;
}

/** Returns the call by which `signer` commits to `answer` for the open `task`. */
export async function commitCall(api, signer, task, answer) {
  const hidden = await commitment(api, task, signer.address, answer);
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
