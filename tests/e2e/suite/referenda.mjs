// Referenda, one for each end that one can have.

import { stringToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { bob, dave, eve, ferdie } from '../lib/actors.mjs';
import { awaitHeight, find, heightOf, send } from '../lib/chain.mjs';
import { paramsCall, power, propose, ROOT, vote } from '../roles/governance.mjs';
import { asRoot } from '../roles/sudo.mjs';

/** The discussion document of the rejected one. */
export const DOCUMENT = '{"title":"A remark"}';

const tip = (api, nes) => api.tx.treasury.spend(null, nes * UNIT, ferdie.address, null);

/** Submits a proposal without the deposit for its decision. */
async function submit(api, proposer, origin, proposal) {
  const tx = api.tx.referenda.submit(origin, proposal, { After: 7 });
  const { block, events } = await send(tx, proposer);
  return { index: find(events, api.events.referenda.Submitted).index.toNumber(), block };
}

/**
 * Opens the referenda, by their ends, each `{ index, block, … }`: `carried` in the first block of
 * its decision and `slow` in a later one, `rejected`, `waiting` and `unknown` for a deposit until
 * they time out, `killed`, and `cancelled`, which was in the queue in the block `queued`.
 */
export async function openForEachEnd(api) {
  const spender = power('Tipper');
  const changes = await paramsCall(api, 'market', { offerDeposit: 2n * UNIT });
  const carried = await propose(api, ferdie, power('ParameterAdmin'), changes);
  await Promise.all([
    vote(api, carried),
    vote(api, carried, [eve], { balance: 5n * UNIT, conviction: 'Locked1x' }),
    vote(api, carried, [ferdie], { balance: 6n * UNIT, conviction: 'Locked6x' }),
  ]);
  const slow = await propose(api, ferdie, spender, tip(api, 5n));
  await vote(api, slow, [bob], { balance: 3_000_000n * UNIT });
  const long = api.tx.system.remark(`0x${'77'.repeat(5_000)}`);
  const rejected = await propose(api, ferdie, spender, long);
  const split = { SplitAbstain: { aye: UNIT, nay: 2n * UNIT, abstain: 3n * UNIT } };
  const text = stringToHex(DOCUMENT);
  await Promise.all([
    vote(api, rejected, [eve], { balance: 1_000n * UNIT, conviction: 'Locked6x' }),
    send(api.tx.convictionVoting.vote(rejected.index, split), dave),
    send(api.tx.utility.batchAll([
      api.tx.preimage.notePreimage(text),
      api.tx.referenda.setMetadata(rejected.index, blake2AsHex(text, 256)),
    ]), ferdie),
  ]);
  const inline = api.tx.system.remark('0x0102').method;
  const waiting = await submit(api, eve, ROOT, { Inline: inline.toHex() });
  const lookup = { Lookup: { hash_: `0x${'44'.repeat(32)}`, len: 99 } };
  const unknown = await submit(api, eve, spender, lookup);
  const killed = await propose(api, dave, ROOT, api.tx.system.remark('0x03'));
  const cancelled = await propose(api, dave, ROOT, api.tx.system.remark('0x04'));
  const queued = await awaitHeight(api, (await heightOf(api, cancelled.block)) + 2);
  await asRoot(api, api.tx.referenda.cancel(cancelled.index));
  await asRoot(api, api.tx.referenda.kill(killed.index));
  return { carried, slow, rejected, waiting, unknown, killed, cancelled: { ...cancelled, queued } };
}
