// A payer that disputes the answer to its task.

import { blake2AsHex } from '@polkadot/util-crypto';
import { preimage } from 'nes-js';

import { find, send } from '../lib/chain.mjs';
import { awaitTaskEvent } from './member.mjs';

const SALT = `0x${'7b'.repeat(32)}`;

/**
 * Has the payer of the settled `task` dispute its answer, because `answer` is right, for the least
 * bond; returns the block, the bond, and the task of the second committee.
 */
export async function dispute(api, payer, task, answer) {
  const { input, version, bond } = (await api.rpc.inference.dispute(task)).toJSON();
  const genesis = api.genesisHash.toHex();
  const seat = { genesis, task, input, version, node: payer.publicKey };
  const commitment = blake2AsHex(preimage(seat, answer, SALT), 256);
  const call = api.tx.disputes.dispute(task, null, commitment, bond);
  const { block, events } = await send(call, payer);
  const { second } = find(events, api.events.disputes.DisputeStarted);
  return { block, bond: BigInt(bond), second: `${second}` };
}

/** Opens the commitment of {@link dispute} when its second committee reveals; returns the events. */
export async function openDispute(api, payer, task, { block, second }, answer) {
  await awaitTaskEvent(api, { task: second, block }, api.events.inference.RevealingStarted);
  return (await send(api.tx.disputes.openDispute(task, null, answer, SALT), payer)).events;
}
