// Payments in six worlds: everybody is honest, one lies, one is silent, two are silent, two are
// against two, and nobody is there. Four nodes, each behind the operators' own program.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import { awaitEvent, eventsOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { description } from '../lib/sentiment.mjs';
import { differences, movements, snapshot } from '../model/ledger.mjs';
import { attendanceOf, feeOf, NOTHING, paymentFor } from '../model/payments.mjs';
import { costOf } from '../model/price.mjs';
import { PERCENT } from '../model/stake.mjs';
import { request, settlement } from '../roles/developer.mjs';
import { offer, register } from '../roles/operator.mjs';
import { publish } from '../roles/publisher.mjs';
import { ServiceNode } from '../roles/service-node.mjs';
import { makeExact } from '../roles/sudo.mjs';
import { ENDPOINT } from './market.mjs';

const HONEST = 'cat'; // Repeats its input.
const LIAR = 'cat; echo'; // Adds a byte.
const TEXT = 'It is what it is.';
const USAGE = { input: TEXT.length, output: TEXT.length };
const MOST = { input: 100, output: 100 };
const SHAPE = { base: 1_000_000_000, input: 7, output: 13 };
const PRICES = new Map([
  [bob, 1_000_000_000_001n],
  [charlie, 1_100_000_000_003n],
  [dave, 1_200_000_000_007n],
  [ferdie, 900_000_000_009n],
]);
const MAX_PRICE = 1_300_000_000_000n;
/** The standing of a newcomer, in billionths. */
const NEWCOMER = 300_000_000;
const STAKE = 10_000n * UNIT;

const running = new Map(); // By operator: the program and its model.
let chain;
let start;
let trio; // The service that two of three must agree on.
let pairs; // And three of four.

const fee = (operator) => feeOf(SHAPE, PRICES.get(operator), USAGE);
const attendance = (operator) => attendanceOf(SHAPE, PRICES.get(operator), MOST);

before(async () => {
  chain = await startChain(['--tmp', '--state-pruning', 'archive']);
  const { api } = chain;
  start = await snapshotNow();
  trio = await publish(api, alice, description, SHAPE);
  pairs = await publish(api, alice, description, SHAPE, { committee: 4, quorum: 3 });
  await Promise.all([...PRICES].map(async ([operator, price]) => {
    await register(api, operator, ENDPOINT, STAKE);
    const terms = { price, slots: 40, slashable: true };
    if (operator !== ferdie) await offer(api, operator, trio, terms);
    await offer(api, operator, pairs, { price });
  }));
});

after(async () => {
  await staff(new Map());
  await chain?.stop();
});

const snapshotNow = async () =>
  snapshot(chain.api, (await chain.api.rpc.chain.getBlockHash()).toHex());

/** Has exactly these operators run a program, with these models. */
async function staff(models) {
  for (const [operator, { node, exec }] of running) {
    if (models.get(operator) === exec) continue;
    running.delete(operator);
    assert.equal(await node.stop(), 0);
  }
  await Promise.all([...models].map(async ([operator, exec]) => {
    if (running.has(operator)) return;
    const node = await ServiceNode.start({ url: chain.url, operator, exec });
    running.set(operator, { node, exec });
  }));
}

/** Has Eve request `times` tasks at once; returns the receipts, after a check of all balances. */
async function ask(service, times = 1) {
  const { api } = chain;
  const first = await snapshotNow();
  const terms = { version: 0, maxPrice: MAX_PRICE };
  const receipts = await Promise.all(Array.from({ length: times }, async () => {
    const asked = await request(api, eve, service, TEXT, MOST, terms);
    const { settled, block } = await settlement(api, asked);
    return { ...asked, settled, block };
  }));
  await checkMoney(first, await snapshotNow());
  const seats = service === trio ? 3n : 4n;
  for (const { escrow, workFee, settled } of receipts) {
    assert.equal(escrow, seats * costOf(SHAPE, MAX_PRICE, MOST));
    const all = settled.paid.toBigInt() + settled.workFee.toBigInt() + settled.refund.toBigInt();
    assert.equal(all, escrow + workFee);
  }
  return receipts;
}

/** Checks that every balance moved by exactly what the events say. */
async function checkMoney(from, to) {
  const moved = await movements(chain.api, from.hash, to.hash);
  assert.deepEqual(differences(from, to, moved), []);
}

/** Checks that exactly these `nodes` were paid, each its own `payment`, divided as it must be. */
function checkPaid({ settled: { members, paid } }, nodes, payment = fee) {
  for (const member of members) {
    const payee = nodes.find(({ address }) => member.node.eq(address));
    assert.deepEqual(paymentFor(member), payee ? payment(payee) : NOTHING);
  }
  const sum = nodes.reduce((total, node) => total + payment(node).paid, 0n);
  assert.equal(paid.toBigInt(), sum);
}

/** Returns the conduct of a node in a task that was settled, by its name. */
function conductOf({ settled: { members } }, { address }) {
  const { conduct } = members.find(({ node }) => node.eq(address));
  return (conduct.isFailed ? conduct.asFailed : conduct).type;
}

/** Returns the standing of a node in `service`, in billionths, now or after the block `at`. */
async function standingOf(service, { address }, at = undefined) {
  const { query } = at ? await chain.api.at(at) : chain.api;
  return (await query.market.offers(service, address)).unwrap().standing.toNumber();
}

/** Returns the events of `kind` from the first block on. */
async function all(kind) {
  const last = (await chain.api.rpc.chain.getHeader()).number.toNumber();
  const found = [];
  for (let height = 1; height <= last; height += 1) {
    const events = await eventsOf(chain.api, await chain.api.rpc.chain.getBlockHash(height));
    found.push(...events.filter((event) => kind.is(event)));
  }
  return found;
}

test('all honest: all are paid who were not overtaken', async () => {
  await staff(new Map([[bob, HONEST], [charlie, HONEST], [dave, HONEST]]));
  const all = [bob, charlie, dave];
  const receipts = [];
  for (let round = 0; round < 4; round += 1) receipts.push(...(await ask(trio, 5)));
  for (const receipt of receipts) {
    assert.ok(receipt.settled.outcome.isAgreed);
    const late = all.filter((node) => conductOf(receipt, node) === 'Overtaken');
    assert.ok(late.length <= 1);
    checkPaid(receipt, all.filter((node) => !late.includes(node)));
  }
  for (const node of all) {
    assert.ok(receipts.some((receipt) => conductOf(receipt, node) === 'Won'), node.meta.name);
  }
});

test('one liar: the others are paid, and it keeps its standing', async () => {
  await staff(new Map([[bob, HONEST], [charlie, LIAR], [dave, HONEST]]));
  const had = await standingOf(trio, charlie);
  assert.ok(had > NEWCOMER);
  const [lie] = await ask(trio);
  assert.ok(lie.settled.outcome.isAgreed);
  assert.equal(conductOf(lie, charlie), 'WrongAnswer');
  checkPaid(lie, [bob, dave]);
  assert.equal(await standingOf(trio, charlie, lie.block), had);
});

test('one silent: it is overtaken, the others are paid, its part goes back', async () => {
  await staff(new Map([[bob, HONEST], [charlie, HONEST]]));
  const [receipt] = await ask(trio);
  assert.ok(receipt.settled.outcome.isAgreed);
  checkPaid(receipt, [bob, charlie]);
  const silent = receipt.settled.members.find(({ node }) => node.eq(dave.address));
  assert.ok(silent.answer.isNone);
  assert.ok(silent.conduct.isOvertaken);
});

test('two silent: the third attended, and nobody loses standing', async () => {
  await staff(new Map([[bob, HONEST]]));
  const had = await Promise.all([charlie, dave].map((node) => standingOf(trio, node)));
  const [receipt] = await ask(trio);
  assert.ok(receipt.settled.outcome.isInconclusive);
  checkPaid(receipt, [bob], attendance);
  for (const [index, node] of [charlie, dave].entries()) {
    assert.equal(conductOf(receipt, node), 'NoCommit');
    assert.equal(await standingOf(trio, node, receipt.block), had[index]);
  }
});

test('two silent where answers cost stake: they lose a fifth of their gain in standing', async () => {
  await makeExact(chain.api, trio, { operators: 3 });
  await staff(new Map([[bob, HONEST]]));
  const had = await Promise.all([charlie, dave].map((node) => standingOf(trio, node)));
  const [receipt] = await ask(trio);
  assert.ok(receipt.settled.outcome.isInconclusive);
  checkPaid(receipt, [bob], attendance);
  for (const [index, node] of [charlie, dave].entries()) {
    assert.equal(conductOf(receipt, node), 'NoCommit');
    const gain = had[index] - NEWCOMER;
    assert.ok(gain > 0);
    const now = await standingOf(trio, node, receipt.block);
    assert.equal(now, had[index] - Math.floor(gain / 5));
  }
});

test('two against two: their attendance is paid, nobody is at fault', async () => {
  const nodes = [bob, charlie, dave, ferdie];
  await staff(new Map([[bob, HONEST], [charlie, HONEST], [dave, LIAR], [ferdie, LIAR]]));
  const had = await Promise.all(nodes.map((node) => standingOf(pairs, node)));
  const [receipt] = await ask(pairs);
  assert.ok(receipt.settled.outcome.isInconclusive);
  checkPaid(receipt, nodes, attendance);
  assert.equal(receipt.settled.members.filter(({ answer }) => answer.isSome).length, 4);
  assert.deepEqual(await Promise.all(nodes.map((node) => standingOf(pairs, node))), had);
});

test('four silences in an era are one slash, and the treasury gets it', async () => {
  const { api } = chain;
  await staff(new Map([[bob, HONEST]]));
  const { Slashed, SlashExecuted } = api.events.nodeStaking;
  const { hash } = await snapshotNow();
  // Even if an era ends between them, four end in one.
  await ask(trio, 7);
  for (const operator of [charlie, dave]) {
    const slashed = (event) => Slashed.is(event) && event.data.node.eq(operator.address);
    const found = await awaitEvent(api, hash, slashed, 'the slash');
    const { fraction, slash } = found.event.data;
    assert.equal(fraction.toBigInt(), PERCENT / 10n);
    const executed = (event) => SlashExecuted.is(event) && event.data.slash.eq(slash);
    const { event: { data } } = await awaitEvent(api, found.block, executed, 'its execution');
    assert.equal(data.loss.toBigInt(), STAKE / 1_000n);
    assert.equal(data.rewarded.toBigInt(), 0n);
    assert.equal(data.treasury.toBigInt(), data.loss.toBigInt());
  }
});

test('nobody there: the escrow goes back at the last draw', async () => {
  const { api } = chain;
  await staff(new Map());
  await Promise.all([bob, charlie, dave].map((node) => send(api.tx.nodeStaking.leave(), node)));
  const [receipt] = await ask(trio);
  assert.ok(receipt.settled.outcome.isNoNodes);
  assert.equal(receipt.settled.members.length, 0);
  checkPaid(receipt, []);
});

test('nobody else was slashed, and every balance moved as the events say', async () => {
  const slashed = await all(chain.api.events.nodeStaking.Slashed);
  const nodes = slashed.map(({ data }) => `${data.node}`);
  const silent = [charlie, dave].map(({ address }) => `${chain.api.createType('AccountId', address)}`);
  assert.deepEqual(nodes.sort(), silent.sort());
  await checkMoney(start, await snapshotNow());
});
