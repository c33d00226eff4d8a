// The two ends of a slash, executed and cancelled, on four validators of which one is run twice.

import { isDeepStrictEqual } from 'node:util';

import { bob, dave } from '../../lib/actors.mjs';
import { awaitEra, find, pause, send } from '../../lib/chain.mjs';
import { PERCENT, positionAfter } from '../../model/stake.mjs';
import { asRoot } from '../../roles/sudo.mjs';
import { Stage, stakers } from './network.mjs';
import { Act } from './run.mjs';

/** The slash is executed. */
async function executed(act) {
  const { api, stage } = act;
  await act.begin();
  const { SlashExecuted } = api.events.nodeStaking;
  const { event: { data }, block } = await stage.first(SlashExecuted, 120_000);
  const era = await eraAt(api, block);
  act.say(`The slash is executed, in era ${era}`);
  act.equal('era', era, act.slash.executeEra.toNumber());
  act.equal('number', data.slash.toNumber(), act.slash.slash.toNumber());
  act.equal('in the set', await act.inSet(block), false);
  const left = act.before.map((position) => positionAfter(act.fraction, position));
  const losses = act.before.map(({ held }, index) => held - left[index]);
  const share = (losses[0] * act.params.reporterShare.toBigInt()) / (100n * PERCENT);
  const rewarded = act.reporter ? share : 0n;
  act.money('what Dave loses', data.loss, losses[0]);
  act.money('to the reporter, 10 %', data.rewarded, rewarded);
  act.money('to payers', data.restituted, 0n);
  act.money('to the treasury', data.treasury, losses[0] - rewarded);
  await act.dropTwin();

  act.say('Bob realises what the delegators lose, for free');
  for (const [index, staker] of [...stakers.entries()].slice(1)) {
    await realise(act, staker, losses[index]);
  }
  const positions = await stage.positions(await stage.last());
  stakers.forEach(({ meta }, index) => {
    act.money(`what ${meta.name} has left`, positions[index].held, left[index]);
  });
  await act.end(1);
}

async function realise(act, staker, loss) {
  const { api } = act;
  const free = async () => (await api.query.system.account(bob.address)).data.free.toBigInt();
  const had = await free();
  const call = api.tx.nodeStaking.realise(dave.address, staker.address);
  const { events } = await send(call, bob, { final: true });
  const { amount } = find(events, api.events.nodeStaking.LossRealised);
  act.money(`what ${staker.meta.name} loses, to the treasury`, amount, loss);
  act.money('what that costs Bob', had - (await free()), 0n);
}

/** Sudo, in place of a vote, cancels the slash. */
async function cancelled(act) {
  const { api, stage } = act;
  const { SlashAppealed, SlashCancelled } = api.events.nodeStaking;
  // At once, before the next set is chosen: with Dave in it, reports keep coming.
  await act.begin(async (slash) => {
    await send(api.tx.nodeStaking.appeal(slash), dave);
    await asRoot(api, api.tx.nodeStaking.cancelSlash(slash));
  });

  const { event: { data: appeal }, block } = await stage.first(SlashAppealed);
  const later = act.slash.executeEra.toNumber() + act.params.appealEras.toNumber();
  act.say('Dave appeals');
  act.money('bond', appeal.bond, act.params.appealBond);
  act.money('bond on hold', (await act.reservedAt(block)) - act.reserved, appeal.bond);
  act.equal('due in', appeal.executeEra.toNumber(), later);

  const cancellation = await stage.first(SlashCancelled);
  act.say('Sudo, in place of a vote, cancels the slash');
  await checkRestored(act, cancellation.block);
  await moreReports(act, cancellation);
  await act.dropTwin();

  act.say(`Era ${later} begins, in which the slash would have been executed`);
  await awaitEra(api, later);
  while ((await eraAt(api, await stage.last())) < later) await pause(200);
  const last = await stage.last();
  await checkRestored(act, last);
  act.equal('in the set', await act.inSet(last), true);
  await act.end(0);
}

const eraAt = async (api, block) =>
  (await (await api.at(block)).query.nodeStaking.activeEra()).toNumber();

/** Nothing is left of the slash: stake and holds are what they were before, to the planck. */
async function checkRestored(act, block) {
  const { api, stage } = act;
  const node = (await (await api.at(block)).query.nodeStaking.nodes(dave.address)).unwrap();
  act.equal('the slash is', node.slashes.at(-1).state.type, 'Cancelled');
  act.equal('jailed', node.jailedUntil.isSome, false);
  act.money('stake that counts, as before', await act.stakeOf(block), act.stakeBefore);
  act.money('on hold for Dave, as before', await act.reservedAt(block), act.reserved);
  const positions = await stage.positions(block);
  stakers.forEach(({ meta }, index) => {
    if (!isDeepStrictEqual(positions[index], act.before[index])) {
      throw new Error(`the stake of ${meta.name} has changed`);
    }
  });
  act.say("  everyone's stake, active, unbonding and on hold: as before");
}

/** Waits for a report after the cancellation, while the offence lasts: the era after its own. */
async function moreReports({ stage, era, say }, cancellation) {
  const end = (await stage.firstSession(era + 2)) - 1;
  while (stage.reports(cancellation).length === 0) {
    if ((await stage.session()) >= end) throw new Error('no report came after the cancellation');
    await pause(200);
  }
  say('The same offence is reported again');
}

/** The ends by name. */
export const OUTCOMES = { executed, cancelled };

/** Plays the act `name` on a network of its own and tells it through `say`. */
export async function play(name, say = () => {}) {
  const stage = await Stage.open();
  try {
    await OUTCOMES[name](new Act(stage, say));
  } finally {
    await stage.close();
  }
}
