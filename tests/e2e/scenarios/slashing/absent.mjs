// A validator that is killed for two eras, and comes back.

import { dave, nameOf } from '../../lib/actors.mjs';
import { find, heightOf, send } from '../../lib/chain.mjs';
import { waitFor } from '../../lib/wait.mjs';
import { SlashingNetwork } from './network.mjs';
import { Run } from './run.mjs';

/** Runs the scenario on a network of its own; logs and checks each step. */
export const runAbsence = (log = (_line) => {}, shape = undefined) =>
  SlashingNetwork.during((network) => absent(new Run(network, log)), shape);

async function absent(run) {
  const { network } = run;
  await run.open();
  await run.stake();
  await network.lastSession();
  const first = (await run.eraAt(await network.last())) + 1;
  run.log(`Dave is killed, before era ${first} begins`);
  await network.crash();

  await chilled(run, first);
  await leftOut(run, first + 2);
  await returns(run, first + 3);
  await run.checkUntouched(await network.last());
  await run.end(0, 0);
}

/** Waits for the end of the `era` in which Dave makes no block. */
async function chilled(run, era) {
  const { api, network } = run;
  const { Chilled, WasAbsent } = api.events.nodeStaking;
  const { event: { data }, block } = await network.first(WasAbsent, 600_000);
  run.log(`Era ${era} has ended`);
  await logBlocks(run, era, block, false);
  run.equal('absent', nameOf(api, data.node), 'Dave');
  run.equal('absent in era', data.era.toNumber(), era);
  const events = network.all(Chilled).filter((one) => one.block === block);
  run.equal('chilled', `${events.map(({ event }) => nameOf(api, event.data.node))}`, 'Dave');
  await checkCandidate(run, block, false);
  run.equal('in the set, which was chosen before', await run.inSet(block), true);
  await run.checkUntouched(block);
}

/** Waits for the first `era` whose set was chosen without Dave. */
async function leftOut(run, era) {
  const { network } = run;
  const block = await network.eraStart(era);
  run.log(`Era ${era} begins`);
  await logBlocks(run, era - 1, block, false);
  run.equal('in the set', await run.inSet(block), false);
  const validators = await (await run.api.at(block)).query.session.validators();
  run.equal('validators in the set', validators.length, network.count - 1);
  run.checkFinality();
}

/** Starts Dave again and has him validate, and waits for a block of his in `era`. */
async function returns(run, era) {
  const { api, network } = run;
  run.log('Dave starts again, and his operator calls `validate`');
  await network.restart();
  const { block, events } = await send(api.tx.nodeStaking.validate(), dave, { final: true });
  const { stake } = find(events, api.events.nodeStaking.CandidacyDeclared);
  run.amount('stake by which he is ranked', stake, run.stakeBefore);
  await checkCandidate(run, block, true);

  const start = await network.eraStart(era);
  run.log(`Era ${era} begins, at height ${await heightOf(api, start)}`);
  run.equal('in the set', await run.inSet(start), true);
  const makes = async () => (await network.authors(start, await network.last())).includes('Dave');
  await waitFor(makes, { what: 'a final block of Dave', ms: 60_000 });
  await logBlocks(run, era, await network.last(), true);
}

/** Checks that Dave's node has no fault, and its role or not. */
async function checkCandidate(run, block, validator) {
  const node = await run.nodeAt(block);
  run.equal('candidate', node.validator.isTrue, validator);
  run.equal('slashes of the node', node.slashes.length, 0);
  run.equal('jailed', node.jailedUntil.isSome, false);
}

/** Logs the blocks from the beginning of `era` up to `to`; checks whether Dave made any. */
async function logBlocks({ log, network }, era, to, daves) {
  const authors = await network.authors(await network.eraStart(era), to);
  const own = authors.filter((name) => name === 'Dave').length;
  log(`  final blocks of era ${era}: ${authors.length}, of Dave: ${own}`);
  if (own > 0 !== daves) throw new Error(`Dave made ${own} blocks`);
}
