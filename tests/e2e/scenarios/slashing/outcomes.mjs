// The two ends of a slash, executed and cancelled, of a validator that is run twice.

import { bob, dave } from '../../lib/actors.mjs';
import { find, send } from '../../lib/chain.mjs';
import { waitFor } from '../../lib/wait.mjs';
import { PERCENT, positionAfter, valueAfter } from '../../model/stake.mjs';
import { asRoot } from '../../roles/sudo.mjs';
import { SlashingNetwork, stakers } from './network.mjs';
import { TwiceRun } from './twice.mjs';

const min = (one, other) => (one < other ? one : other);

/** Has the slash executed. */
async function executed(run) {
  const { api, network } = run;
  await run.begin();
  const { SlashExecuted } = api.events.nodeStaking;
  const { event: { data }, block } = await network.first(SlashExecuted, 600_000);
  const era = await run.eraAt(block);
  run.log(`The slash is executed, in era ${era}`);
  run.equal('era', era, run.slash.executeEra.toNumber());
  run.equal('number', data.slash.toNumber(), run.slash.slash.toNumber());
  run.equal('in the set', await run.inSet(block), false);
  const left = run.before.map((position) => positionAfter(run.fraction, position));
  const losses = run.before.map(({ held }, index) => held - left[index]);
  const share = (losses[0] * BigInt(run.params.reporterShare)) / (100n * PERCENT);
  const ofMinimum = (BigInt(run.params.minSelfStake) * BigInt(run.fraction)) / (100n * PERCENT);
  const rewarded = run.reporter ? min(share, ofMinimum / 4n) : 0n;
  run.amount('what Dave loses', data.loss, losses[0]);
  run.amount('to the reporter, 10 % up to a limit', data.rewarded, rewarded);
  run.amount('to the treasury', data.treasury, losses[0] - rewarded);
  await run.stopTwin();

  run.log('Bob applies the slash to the delegators, for free');
  for (const [index, staker] of [...stakers.entries()].slice(1)) {
    await applySlash(run, staker, losses[index]);
  }
  const positions = await network.positions(await network.last());
  stakers.forEach(({ meta }, index) => {
    run.amount(`what ${meta.name} has left`, positions[index].held, left[index]);
  });
  await run.end(1, 1);
}

async function applySlash(run, staker, loss) {
  const { api } = run;
  const free = async () => (await api.query.system.account(bob.address)).data.free.toBigInt();
  const had = await free();
  const call = api.tx.nodeStaking.applySlash(dave.address, staker.address);
  const { events } = await send(call, bob, { final: true });
  const { amount } = find(events, api.events.nodeStaking.SlashApplied);
  run.amount(`what ${staker.meta.name} loses, to the treasury`, amount, loss);
  run.amount('what that costs Bob', had - (await free()), 0n);
}

/** Has sudo, in place of a vote, cancel the slash. */
async function cancelled(run) {
  const { api, network } = run;
  const { SlashAppealed, SlashCancelled } = api.events.nodeStaking;
  // At once, before the next set is chosen: with Dave in it, reports keep coming.
  await run.begin(async (slash) => {
    await send(api.tx.nodeStaking.appeal(slash), dave);
    await asRoot(api, api.tx.nodeStaking.cancelSlash(slash));
  });

  const { event: { data: appeal }, block } = await network.first(SlashAppealed);
  const later = run.slash.executeEra.toNumber() + run.params.appealEras.toNumber();
  run.log('Dave appeals');
  const staked = run.before.reduce((sum, { shares }) => sum + shares, 0n);
  const tenth = (staked - valueAfter(run.fraction, staked)) / 10n;
  run.amount('bond, a tenth of the loss', appeal.bond, min(tenth, BigInt(run.params.appealBond)));
  run.amount('bond on hold', (await run.reservedAt(block)) - run.reserved, appeal.bond);
  run.equal('due in', appeal.executeEra.toNumber(), later);

  const cancellation = await network.first(SlashCancelled);
  run.log('Sudo, in place of a vote, cancels the slash');
  await checkRestored(run, cancellation.block);
  await moreReports(run, cancellation);
  await run.stopTwin();

  run.log(`Era ${later} begins, in which the slash would have been executed`);
  await network.eraStart(later);
  const last = await network.last();
  await checkRestored(run, last);
  run.equal('in the set', await run.inSet(last), true);
  await run.end(1, 0);
}

/** Checks that the slash is cancelled, and has left nothing. */
async function checkRestored(run, block) {
  const node = await run.nodeAt(block);
  run.equal('the slash is', node.slashes.at(-1).state.type, 'Cancelled');
  run.equal('jailed', node.jailedUntil.isSome, false);
  await run.checkUntouched(block);
}

/** Waits for a report after the cancellation, while the offence lasts: the era after its own. */
async function moreReports({ network, era, log }, cancellation) {
  const end = (await network.firstSession(era + 2)) - 1;
  const isReported = async () => {
    if (network.reports(cancellation).length > 0) return true;
    if ((await network.session()) < end) return false;
    throw new Error('no report came after the cancellation');
  };
  await waitFor(isReported, { what: 'another report', ms: 240_000 });
  log('The same offence is reported again');
}

/** The ends by name. */
const OUTCOMES = { executed, cancelled };

/** Brings about the end `name` of a slash on a network of its own; logs and checks each step. */
export const runSlashing = (name, log = (_line) => {}, shape = undefined) =>
  SlashingNetwork.during((network) => OUTCOMES[name](new TwiceRun(network, log)), shape);
