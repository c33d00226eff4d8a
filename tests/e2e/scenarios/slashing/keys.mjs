// A validator that changes its session keys while it is run twice, as if that hid the old ones.

import { u8aToHex } from '@polkadot/util';

import { dave, nameOf } from '../../lib/actors.mjs';
import { awaitEvent, heightOf } from '../../lib/chain.mjs';
import { LoggedChecks } from '../../lib/checks.mjs';
import { waitFor } from '../../lib/wait.mjs';
import { equivocation } from '../../model/stake.mjs';
import { setKeys } from '../../roles/validator.mjs';
import { SlashingNetwork } from './network.mjs';

/** The time in which the old keys still sign, and a report comes into a block, in ms. */
const PATIENCE = 25_000;
/** The count of tries: the second Dave may start too late to make a second block. */
const ATTEMPTS = 3;

/** Runs the scenario on a network of its own; logs and checks each step. */
export const runKeyChange = (log = (_line) => {}, shape = undefined) =>
  SlashingNetwork.during((network) => changeKeys(network, new LoggedChecks(log)), shape);

async function changeKeys(network, run) {
  const { api } = network;
  const { changed, slashed } = await untilSlashed(network, run);
  const at = await api.at(slashed.block);
  const next = (await at.query.session.nextKeys(dave.address)).unwrap();
  run.equal('keys of Dave that come next', next.babe.toHex(), u8aToHex(changed.keys.babe));
  const [before, after] = await Promise.all(
    [changed.block, slashed.block].map((block) => heightOf(api, block)),
  );
  run.log(`Dave changed his keys in block ${before} and is slashed in block ${after}`);
  run.equal('slashed after the change', after > before, true);
  const { data } = slashed.event;
  run.equal('slashed node', nameOf(api, data.node), 'Dave');
  run.equal('fraction, in billionths', data.fraction.toBigInt(), equivocation(1, network.count));
}

/** Has Dave change his keys and run twice, until that is slashed in a final block. */
async function untilSlashed(network, run) {
  const { api } = network;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await nextSession(network);
    run.log('Dave registers new keys, and a second Dave starts with the old ones');
    const since = await network.last();
    const [changed, twin] = await Promise.all([
      setKeys(api, dave, `//Dave//${attempt}`),
      network.twin(),
    ]);
    const matches = (event) => api.events.nodeStaking.Slashed.is(event);
    const noticed = await awaitEvent(api, since, matches, 'a slash', { ms: PATIENCE }).then(
      () => true,
      () => false,
    );
    await twin.stop();
    if (noticed) return { changed, slashed: await network.first(api.events.nodeStaking.Slashed) };
    run.log('  it made no two blocks in time: the first keys come back');
    await setKeys(api, dave, '//Dave');
    for (let session = 0; session < 3; session += 1) await nextSession(network);
  }
  throw new Error('nobody has reported that Dave is run twice');
}

/** Waits for the beginning of the next session. */
async function nextSession(network) {
  const now = await network.session();
  const begins = async () => (await network.session()) > now;
  await waitFor(begins, { what: 'the next session', ms: 60_000 });
}
