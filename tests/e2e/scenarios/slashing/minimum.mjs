// An operator at exactly the minimum, Eve, who validates and serves, and whose program is off in some
// tasks.

import { nes } from 'nes-js';

import { eve, nameOf } from '../../lib/actors.mjs';
import { eventsOf } from '../../lib/chain.mjs';
import { costOf } from '../../model/price.mjs';
import { missingStake, positionOf, valueAfter } from '../../model/stake.mjs';
import { Stakers } from '../../model/stakers.mjs';
import { claim, delegate } from '../../roles/staker.mjs';
import { SlashingNetwork } from './network.mjs';
import { Run } from './run.mjs';
import { PRICE, Service, SHAPE } from './service.mjs';

/** The count of tasks that Eve fails: as few as can be a fault. */
const FAILED = 4;
/** The fraction that is taken for them, in billionths. */
const FRACTION = 1_000_000n;

/** Runs the scenario on a network of its own; logs and checks each step. */
export const runMinimum = (log = (_line) => {}, shape = undefined) =>
  SlashingNetwork.during((network) => minimum(new Run(network, log, eve)), shape);

async function minimum(run) {
  const { network } = run;
  await run.open();
  const least = run.params.minSelfStake.toBigInt();
  run.amount("what stands behind Eve's node", await run.stakeOf(await network.last()), least);
  run.log('Bob, Charlie and Eve serve; all of them must agree');
  const service = await Service.open(network);
  try {
    await served(run, service);
    const era = await failed(run, service);
    const slash = await slashed(run, era);
    await service.start(eve);
    await toppedUp(run, service, era + 1);
    run.equal('in the set of the next era', await run.inSet(await network.eraStart(era + 2)), true);
    await executed(run, slash);
    run.log('Another task is asked for');
    await served(run, service);
  } finally {
    await service.close();
  }
  await claimed(run);
  await run.end(1, 1);
}

/** Has a task answered by all three, and checks what Eve is paid; returns its block. */
async function served(run, service) {
  const [{ data, block }] = await service.ask();
  const { input, output } = data.outcome.asAgreed.output.usage;
  const fee = costOf(SHAPE, PRICE, { input: input.toNumber(), output: output.toNumber() });
  const { conduct, paid, parts } = memberOf(data);
  run.equal('Eve in the task', conduct.type, 'Won');
  run.amount('fee of her node', paid, fee);
  // The protocol's tenth, and the royalty of two hundredths.
  run.amount('of it for who is behind the node', parts.node, fee - fee / 10n - (fee * 2n) / 100n);
  return block;
}

const memberOf = ({ members }) => members.find(({ node }) => node.eq(eve.address));

/** Has some tasks end, all in one era, while Eve's program is off; returns the era. */
async function failed(run, service) {
  const { network } = run;
  await service.stop(eve);
  await service.makeExact();
  // Their windows are as long as an era, so that they end in the middle of the next one.
  await network.eraStart((await run.eraAt(await network.last())) + 1);
  run.log(`Eve's program is off; ${FAILED} tasks are asked for`);
  const tasks = await service.ask(FAILED);
  for (const { data } of tasks) {
    run.equal(`task ${data.task}`, data.outcome.type, 'Inconclusive');
    const { conduct, paid } = memberOf(data);
    run.equal('Eve in the task', `${conduct.isFailed && conduct.asFailed.type}`, 'NoCommit');
    run.amount('fee of her node', paid, 0n);
  }
  await service.takeExact();
  const { block } = tasks.at(-1);
  const era = await run.eraAt(block);
  const { query } = await run.api.at(block);
  const conduct = (await query.nodeStaking.conducts(eve.address)).era;
  run.equal('era of the tasks', conduct.index.toNumber(), era);
  run.equal('tasks of the era, and failed ones', `${conduct.tasks}, ${conduct.failed}`,
    `${FAILED}, ${FAILED}`);
  return era;
}

/** Waits for the slash after `era`; returns its number. */
async function slashed(run, era) {
  const { api, network, params } = run;
  const { event: { data }, block } = await network.first(api.events.nodeStaking.Slashed, 600_000);
  run.log(`Era ${era} has ended: a slash`);
  run.equal('slashed node', nameOf(api, data.node), 'Eve');
  run.equal('fraction, in billionths', data.fraction.toBigInt(), FRACTION);
  run.equal('era', await run.eraAt(block), era + 1);
  run.equal('due in', data.executeEra.toNumber(), era + 1 + params.slashDeferEras.toNumber());
  const node = await run.nodeAt(block);
  run.equal('kind', node.slashes.at(-1).kind.type, 'Service');
  run.equal('jailed', node.jailedUntil.isSome, false);
  run.equal('candidate', node.validator.isTrue, true);
  run.equal('in the set', await run.inSet(block), true);
  const { shares, held } = await positionOf(await api.at(block), eve, eve);
  run.amount('stake that counts', await run.stakeOf(block), valueAfter(FRACTION, shares));
  run.amount('on hold as stake', held, params.minSelfStake);
  return data.slash;
}

/**
 * Has Eve stake what is missing while the slash is pending, put her offer back into the index,
 * which a draw took out, and serve in the same `era`.
 */
async function toppedUp(run, service, era) {
  const { api, params } = run;
  const [{ data }] = await service.ask();
  run.equal('a task that is asked for now', data.outcome.type, 'NoNodes');

  const least = params.minSelfStake.toBigInt();
  const amount = missingStake(FRACTION, least, least);
  run.log(`Eve stakes ${nes(amount)} more behind her node`);
  const { block } = await delegate(api, eve, eve, amount, { final: true });
  const { shares, held } = await positionOf(await api.at(block), eve, eve);
  run.equal('era', await run.eraAt(block), era);
  run.amount('shares', shares, least + amount);
  run.amount('on hold as stake', held, least + amount);
  run.amount('stake that counts', await run.stakeOf(block), valueAfter(FRACTION, shares));
  run.equal('the slash is', (await run.nodeAt(block)).slashes.at(-1).state.type, 'Pending');
  await service.offer(eve);
  const work = await served(run, service);
  run.equal('era of this task', await run.eraAt(work), era);
}

/** Waits for the execution of the `slash`. */
async function executed(run, slash) {
  const { api, network } = run;
  const { SlashExecuted } = api.events.nodeStaking;
  const { event: { data }, block } = await network.first(SlashExecuted, 600_000);
  run.log(`The slash is executed, in era ${await run.eraAt(block)}`);
  run.equal('number', data.slash.toNumber(), slash.toNumber());
  const { shares, held } = await positionOf(await api.at(block), eve, eve);
  const left = valueAfter(FRACTION, shares);
  run.amount('what Eve loses', data.loss, shares - left);
  run.amount('to a reporter', data.rewarded, 0n);
  run.amount('to the treasury', data.treasury, shares - left);
  run.amount('on hold as stake', held, left);
  run.equal('candidate', (await run.nodeAt(block)).validator.isTrue, true);
  run.equal('in the set', await run.inSet(block), true);
}

/** Has Eve claim, and compares that with all that her node was rewarded. */
async function claimed(run) {
  const { api } = run;
  const { block, claimed: { amount } } = await claim(api, eve, eve, { final: true });
  const stakers = await Stakers.open(api);
  const last = (await api.rpc.chain.getHeader(block)).number.toNumber();
  for (let height = 1; height <= last; height += 1) {
    const events = await eventsOf(api, await api.rpc.chain.getBlockHash(height));
    stakers.read({ records: events.map((event) => ({ event })) });
  }
  run.log('Eve claims');
  run.amount('what her node has earned, for blocks and tasks', amount,
    stakers.earned(eve.address, eve.address));
}
