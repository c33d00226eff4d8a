// Disputes between ten nodes, each behind the operators' own program: a lie that its node defends, a
// lie of two that the third disputes, a committee that overbills its payer, and an honest one whose
// payer lies.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';

import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie, pairOf } from '../lib/actors.mjs';
import { awaitEvent, awaitFinality, eventsOf, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { freePorts } from '../lib/ports.mjs';
import { description } from '../lib/sentiment.mjs';
import {
  bondOf, fractionOf, LOST, mostForOthers, rewardOf, secondSeatOf,
} from '../model/disputes.mjs';
import { differences, movements, snapshot } from '../model/ledger.mjs';
import { NOTHING, paymentFor } from '../model/payments.mjs';
import { valueAfter } from '../model/stake.mjs';
import { checkParts } from '../model/supply.mjs';
import { request, settlement } from '../roles/developer.mjs';
import { dispute, openDispute } from '../roles/disputer.mjs';
import { awaitTaskEvent } from '../roles/member.mjs';
import { offer, register } from '../roles/operator.mjs';
import { publish } from '../roles/publisher.mjs';
import { ServiceNode } from '../roles/service-node.mjs';
import { makeExact } from '../roles/sudo.mjs';
import { plain } from './answers.mjs';
import { runPage } from './pages.mjs';
import { decisionOf } from './receipts.mjs';

const PAGE = 'develop/pay-for-an-inference.md';
/** The input of that page. */
const TEXT = 'Paying for an inference was easy.';
const MOST = { input: 256, output: 128 };
const SHAPE = { base: 1_000_000_000, input: 699_931, output: 1_399_161 };
const PRICE = UNIT;
const STAKE = 10_000n * UNIT;
const SEATS = 5;
const QUORUM = 4;

const RESULT = blake2AsHex(TEXT, 256);
const HONEST = { output: { result: RESULT, usage: { input: TEXT.length, output: TEXT.length } } };
const LIE = {
  output: {
    result: blake2AsHex(`${TEXT}\n`, 256),
    usage: { input: TEXT.length, output: TEXT.length + 1 },
  },
};
const OVERBILLED = { output: { result: RESULT, usage: MOST } };

/** The models: they repeat their input, or do so and add a byte, or charge all that they can. */
const MODELS = {
  honest: 'cat',
  lie: 'cat; echo',
  overbill: `cat; echo '${JSON.stringify(MOST)}' >&3`,
};

const OPERATORS = [
  bob, charlie, dave, ...[0, 1, 2, 3, 4, 5, 6].map((number) => pairOf(`//Dave//${number}`)),
];

/**
 * By service: those who take a task of this size, the model of each, and how many must agree: all
 * where the test needs that nobody comes too late.
 */
const CASES = {
  overbilled: { quorum: 3, committee: [6, 7, 8], models: ['overbill', 'overbill', 'overbill'] },
  defended: { committee: [0, 1, 2], models: ['lie', 'honest', 'honest'] },
  exposed: { committee: [3, 4, 5], models: ['lie', 'lie', 'honest'] },
  accused: { quorum: 3, committee: [9, 1, 2], models: ['honest', 'honest', 'honest'] },
};

const services = {}; // By the case's name.
const decisions = {}; // Likewise: `{ task, settled, decided, block, slashed }`.
const running = [];
let chain;
let start;
let median;

before(async () => {
  chain = await startChain(['--tmp', '--index', '--state-pruning', 'archive']);
  const { api } = chain;
  start = await snapshotNow();
  const fund = OPERATORS.slice(3).map(({ address }) =>
    api.tx.balances.transferKeepAlive(address, STAKE + 1_000n * UNIT));
  await send(api.tx.utility.batchAll(fund), ferdie);
  // The page asks the first service.
  for (const [name, { quorum = 2 }] of Object.entries(CASES)) {
    services[name] = await publish(api, alice, description, SHAPE, { committee: 3, quorum });
  }
  const ports = await freePorts(OPERATORS.length);
  await Promise.all(OPERATORS.map(async (operator, index) => {
    await register(api, operator, `http://127.0.0.1:${ports[index]}`, STAKE);
    await Promise.all(Object.entries(CASES).map(([name, { committee }]) => {
      const maxUsage = committee.includes(index) ? MOST : { input: 1, output: 1 };
      return offer(api, operator, services[name], { price: PRICE, maxUsage, slashable: true });
    }));
  }));
  for (const service of Object.values(services)) await makeExact(api, service);
  const { versions } = await plain(api.rpc.market.service(services.exposed));
  median = BigInt(versions[0].median);
  const flags = ['--dispute', '1000'];
  const { url } = chain;
  // One after the other, for ten at once keep each other from starting in time.
  for (const [index, operator] of OPERATORS.entries()) {
    running[index] = await ServiceNode.start({
      url, operator, exec: modelOf(index), port: ports[index], flags,
    });
  }
});

after(async () => {
  await Promise.all(running.map((node) => node?.stop()));
  await chain?.stop();
});

/** Returns the command of the operator of this index. In second committees it is honest. */
function modelOf(index) {
  const cases = Object.entries(CASES).flatMap(([name, { committee, models }]) =>
    (committee.includes(index) ? [[services[name], models[committee.indexOf(index)]]] : []));
  const arms = cases.map(([service, model]) => `${service}) ${MODELS[model]};;`);
  return `case $NES_SERVICE in ${arms.join(' ')} *) ${MODELS.honest};; esac`;
}

const snapshotNow = async () =>
  snapshot(chain.api, (await chain.api.rpc.chain.getBlockHash()).toHex());

/** Returns the operators of a case's committee. */
const committeeOf = (name) => CASES[name].committee.map((index) => OPERATORS[index]);

/**
 * Has Ferdie ask the service of a case, and checks the answer that is agreed. Where one of two came
 * too late, nothing is, and he asks again.
 */
async function ask(name, answer, attempts = 3) {
  const { api } = chain;
  const asked = await request(api, ferdie, services[name], TEXT, MOST);
  const { settled, block } = await settlement(api, asked);
  if (settled.outcome.isInconclusive && attempts > 1) return ask(name, answer, attempts - 1);
  assert.deepEqual({ output: settled.outcome.asAgreed.output.toJSON() }, answer);
  const until = settled.disputableUntil.unwrap().toNumber();
  assert.equal(until, (await heightOf(api, block)) + 100);
  return { ...asked, settled };
}

/** Waits for the decision about a case's task; keeps and returns it, and its block's slashes. */
async function decide(name, asked) {
  const { api } = chain;
  const options = { ms: 240_000 };
  const { data, block } = await awaitTaskEvent(api, asked, api.events.disputes.Decided, options);
  decisions[name] = { ...asked, decided: data, block, slashed: await slashedIn(block) };
  return decisions[name];
}

/** Waits for the dispute of a node about a task; returns its bond and its risk, after a check. */
async function disputed(asked, { address }) {
  const { api } = chain;
  const { data } = await awaitTaskEvent(api, asked, api.events.disputes.Disputed);
  assert.ok(data.who.eq(address) && data.node.unwrap().eq(address));
  const [bond, risk] = [data.bond.toBigInt(), data.risk.toBigInt()];
  assert.equal(bond, bondOf(SHAPE, median, MOST, SEATS));
  assert.equal(risk, STAKE / 20n);
  return { bond, risk };
}

/**
 * Checks that the second committee of a decision has none of the first and agreed on the honest
 * answer, and what was paid for it; returns that.
 */
function checkCommittee(name, { committee, decision, spent }) {
  const first = committeeOf(name);
  assert.equal(committee.length, SEATS);
  assert.ok(!committee.some(({ node }) => first.some(({ address }) => node.eq(address))));
  const answered = committee.filter(({ answer }) => answer.isSome);
  assert.ok(answered.length >= QUORUM);
  for (const seat of committee) {
    const payment = secondSeatOf(SHAPE, median, HONEST.output.usage);
    assert.deepEqual(paymentFor(seat), seat.answer.isSome ? payment : NOTHING);
  }
  assert.deepEqual(decision.value.answer.toJSON(), HONEST);
  const paid = committee.reduce((sum, seat) => sum + seat.paid.toBigInt(), 0n);
  assert.equal(spent.toBigInt(), paid);
  return paid;
}

/** Returns the bonds that came back to an account in `block`. */
async function returned(block, { address }) {
  const { api } = chain;
  const { parentHash } = await api.rpc.chain.getHeader(block);
  const account = `${api.createType('AccountId', address)}`;
  const moved = await movements(api, parentHash.toHex(), block);
  return moved.filter(({ why, to }) => why === 'bond, back' && to === account)
    .map(({ amount }) => amount);
}

/** Returns the slashes of `block`, by the operator's name. */
async function slashedIn(block) {
  const { api } = chain;
  const { Slashed } = api.events.nodeStaking;
  const slashes = (await eventsOf(api, block)).filter((event) => Slashed.is(event));
  return new Map(slashes.map(({ data }) => {
    const operator = OPERATORS.find(({ address }) => data.node.eq(address));
    return [operator, { slash: data.slash, fraction: data.fraction.toBigInt() }];
  }));
}

describe('at once', { concurrency: true }, () => {
  test('a node disputes in vain what the others have agreed on: it is slashed', async () => {
    const [liar, ...others] = committeeOf('defended');
    const asked = await ask('defended', HONEST);
    const { members } = asked.settled;
    const own = members.find(({ node }) => node.eq(liar.address));
    assert.ok(own.conduct.isOvertaken || own.conduct.asFailed.isWrongAnswer);
    assert.ok(own.paid.isZero());

    const { bond } = await disputed(asked, liar);
    const { decided, block, slashed } = await decide('defended', asked);
    assert.ok(decided.decision.isUpheld);
    const spent = checkCommittee('defended', decided);
    assert.deepEqual(await returned(block, liar), [bond - spent]);
    assert.equal(decided.forfeited.toBigInt(), 0n);
    assert.equal(slashed.get(liar).fraction, LOST);
    for (const other of others) assert.ok(!slashed.has(other));
    const { stake } = await plain(chain.api.rpc.nodes.info(liar.address, block));
    assert.equal(BigInt(stake), (STAKE * 95n) / 100n);
  });

  test('the third disputes the lie of two, and wins', async () => {
    const [one, other, honest] = committeeOf('exposed');
    const asked = await ask('exposed', LIE);
    const { bond } = await disputed(asked, honest);
    const { decided, block, slashed } = await decide('exposed', asked);
    assert.ok(decided.decision.isOverturned);
    const spent = checkCommittee('exposed', decided);
    assert.deepEqual(await returned(block, honest), [bond - spent]);
    assert.equal(decided.forfeited.toBigInt(), 0n);
    for (const liar of [one, other]) assert.equal(slashed.get(liar).fraction, LOST);
    assert.ok(!slashed.has(honest));
  });

  test(`docs/${PAGE} disputes what a committee has overbilled`, async () => {
    const { api } = chain;
    const printed = await runPage(PAGE, [JSON.stringify(HONEST)], chain.url);
    const [, task] = printed.match(/^task (\d+) is requested/m);
    const [, bond] = printed.match(/^it is disputed, for a bond of (\d+) planck$/m);
    const [, spent] = printed.match(/^it is overturned, and (\d+) planck are spent$/m);
    const asked = { task, block: api.genesisHash.toHex() };
    const { settled } = await settlement(api, asked);
    assert.deepEqual({ output: settled.outcome.asAgreed.output.toJSON() }, OVERBILLED);
    const { decided, block, slashed } = await decide('overbilled', { ...asked, settled });
    assert.equal(BigInt(bond), 10n * bondOf(SHAPE, median, MOST, SEATS));
    assert.equal(BigInt(spent), checkCommittee('overbilled', decided));
    assert.deepEqual(await returned(block, eve), [BigInt(bond) - BigInt(spent)]);
    const fraction = fractionOf(BigInt(bond), [STAKE, STAKE, STAKE]);
    assert.ok(fraction > 0n && fraction < LOST);
    for (const liar of committeeOf('overbilled')) {
      assert.equal(slashed.get(liar).fraction, fraction);
    }
  });

  test('a payer that disputes an honest answer loses its whole bond', async () => {
    const { api } = chain;
    const asked = await ask('accused', HONEST);
    const opened = await dispute(api, ferdie, asked.task, LIE);
    assert.equal(opened.bond, bondOf(SHAPE, median, MOST, SEATS));
    const events = await openDispute(api, ferdie, asked.task, opened, LIE);
    const { TransactionFeePaid } = api.events.transactionPayment;
    assert.ok(!events.some((event) => TransactionFeePaid.is(event)));
    const { decided, block, slashed } = await decide('accused', asked);
    assert.ok(decided.decision.isUpheld);
    const spent = checkCommittee('accused', decided);
    assert.deepEqual(await returned(block, ferdie), []);
    assert.equal(decided.forfeited.toBigInt(), opened.bond - spent);
    for (const honest of committeeOf('accused')) assert.ok(!slashed.has(honest));
  });
});

test('paid work counts with the decision, and not that of who lost', async () => {
  const { api } = chain;
  /** Checks that the work of `node` in this era grew in `block`, or did not. */
  async function checkWork({ block }, node, grows) {
    const { parentHash } = await api.rpc.chain.getHeader(block);
    const era = await (await api.at(block)).query.nodeStaking.activeEra();
    const [before, after] = await Promise.all([parentHash, block].map(async (hash) =>
      (await (await api.at(hash)).query.rewards.nodePoints(era, node)).work.toBigInt()));
    assert.equal(after > before, grows);
  }
  const { accused, overbilled } = decisions;
  for (const [decision, counts] of [[accused, true], [overbilled, false]]) {
    for (const { node, conduct } of decision.settled.members) {
      await checkWork(decision, node, counts && conduct.isWon);
    }
  }
});

test('while disputes go on, their bonds are a part of the supply', async () => {
  const { api } = chain;
  const least = api.consts.balances.existentialDeposit.toBigInt();
  for (const { block } of Object.values(decisions)) {
    const { parentHash } = await api.rpc.chain.getHeader(block);
    const { disputes } = await checkParts(api, parentHash.toHex());
    assert.ok(disputes > least);
  }
  const { disputes } = await checkParts(api, (await api.rpc.chain.getBlockHash()).toHex());
  assert.equal(disputes, least);
});

test('the receipts of a node with an index have the decisions', async () => {
  for (const { task, decided, block } of Object.values(decisions)) {
    const height = await heightOf(chain.api, block);
    await awaitFinality(chain.api, height);
    const { dispute: found } = await plain(chain.api.rpc.inference.receipt(task));
    assert.deepEqual(found, { block: height, blockHash: block, ...decisionOf(decided) });
  }
});

/** Waits for the slashes of a decision to be executed; returns the awards of each. */
async function executed(name) {
  const { api } = chain;
  const { Awarded, SlashExecuted } = api.events.nodeStaking;
  const { block: since, slashed } = decisions[name];
  const liars = CASES[name].models.flatMap((model, index) =>
    (model === 'honest' ? [] : [committeeOf(name)[index]]));
  return Promise.all(liars.map(async (liar) => {
    const { slash, fraction } = slashed.get(liar);
    const isIt = (event) => SlashExecuted.is(event) && event.data.slash.eq(slash);
    const { event: { data }, block } = await awaitEvent(api, since, isIt, `the slash ${slash}`);
    const events = (await eventsOf(api, block)).filter((event) => Awarded.is(event));
    const own = events.filter((event) => event.data.slash.eq(slash));
    const awards = own.map(({ data: { who, amount } }) => [`${who}`, amount.toBigInt()]);
    const all = awards.reduce((sum, [, amount]) => sum + amount, 0n);
    assert.equal(data.loss.toBigInt(), STAKE - valueAfter(fraction, STAKE));
    assert.equal(data.rewarded.toBigInt(), all);
    assert.equal(data.treasury.toBigInt(), data.loss.toBigInt() - all);
    assert.ok(all <= mostForOthers(fraction, STAKE));
    return awards;
  }));
}

/** Returns the sum of the `awards` of several slashes for an account. */
const awardedTo = (awards, { address }) => {
  const account = `${chain.api.createType('AccountId', address)}`;
  return awards.flat().reduce((sum, [who, amount]) => (who === account ? sum + amount : sum), 0n);
};

/** Returns what the payer paid for the seats of a case's task that were overturned. */
function paidForWrong(name, answer) {
  const wrong = ({ answer: own }) => isDeepStrictEqual(own.unwrapOr(null)?.toJSON(), answer);
  const { members } = decisions[name].settled;
  return members.filter(wrong).reduce((sum, { paid }) => sum + paid.toBigInt(), 0n);
}

describe('when the slashes are executed', { concurrency: true }, () => {
  test('of a vain dispute, all is the treasury’s', async () => {
    assert.deepEqual(await executed('defended'), [[]]);
  });

  test('the winner has its bond whole and a reward, and the payer what it paid', async () => {
    const awards = await executed('exposed');
    const stakes = [STAKE, STAKE];
    const spent = decisions.exposed.decided.spent.toBigInt();
    const reward = rewardOf(STAKE / 20n, LOST, stakes);
    assert.equal(reward, 200n * UNIT);
    assert.equal(awardedTo(awards, committeeOf('exposed')[2]), spent + reward);
    const paid = paidForWrong('exposed', LIE);
    assert.ok(paid > 0n);
    assert.equal(awardedTo(awards, ferdie), paid);
  });

  test('a payer that has won has its bond whole, what it paid, and a reward', async () => {
    const awards = await executed('overbilled');
    const stakes = [STAKE, STAKE, STAKE];
    const { spent } = decisions.overbilled.decided;
    const bond = 10n * bondOf(SHAPE, median, MOST, SEATS);
    const reward = rewardOf(bond, fractionOf(bond, stakes), stakes);
    const paid = paidForWrong('overbilled', OVERBILLED);
    assert.ok(paid > 0n);
    assert.equal(awardedTo(awards, eve), spent.toBigInt() + paid + reward);
  });
});

test('every balance moved as the events say', async () => {
  const end = await snapshotNow();
  const moved = await movements(chain.api, start.hash, end.hash);
  assert.deepEqual(differences(start, end, moved), []);
});
