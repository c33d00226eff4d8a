// The ends of tasks: what each costs the payer and brings the nodes, to the planck, and how long it
// takes.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { UNIT } from 'nes-js';

import { bob, charlie, dave, eve } from '../lib/actors.mjs';
import { awaitHeight, awaitSlotOfEpoch, heightOf } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { differences, movements, snapshot } from '../model/ledger.mjs';
import {
  absenceOf, attendanceOf, feeOf, NOTHING, paymentFor, workFees,
} from '../model/payments.mjs';
import { costOf } from '../model/price.mjs';
import { inputOf, request } from '../roles/developer.mjs';
import { awaitTaskEvent, reveal } from '../roles/member.mjs';
import { makeExact, setDisputesParams, takeExact } from '../roles/sudo.mjs';
import { ANSWER, LIE, NODES, openMarket, OUTPUT, reply } from './market.mjs';

const SHAPE = { base: 100_000_000, input: 1_000_003, output: 30_000_001 };
const PRICES = new Map([
  [bob, 1_000_000_000_001n],
  [charlie, 1_100_000_000_003n],
  [dave, 1_200_000_000_007n],
]);
const MAX_PRICE = 1_300_000_000_011n;
const USAGE = { input: 101, output: 67 };
/** One of which the whole price is less than ten times that of base and input. */
const SHORT = { input: 101, output: 35 };
const TEXT = 'What is it worth?';
const ORDER = { version: 0, input: { inline: '0x00' }, maxUsage: USAGE, maxPrice: `${MAX_PRICE}` };
const [INVALID, TOO_LARGE, UNREADABLE] =
  ['invalid', 'tooLarge', 'unreadable'].map((unservable) => ({ unservable }));
const AMBIGUOUS = {
  unservable: { ambiguous: [`0x${'01'.repeat(32)}`, `0x${'02'.repeat(32)}`] },
};
/** The fewest blocks for which an answer can be disputed. */
const WINDOW = 50;
/** An answer that nobody else gives. */
const ODD = { output: { ...OUTPUT, result: `0x${'99'.repeat(32)}` } };

let chain;
let service;

before(async () => {
  chain = await startChain();
  const prices = NODES.map((node) => PRICES.get(node));
  service = await openMarket(chain.api, prices, { shape: SHAPE, slots: 40, slashable: true });
});

after(() => chain?.stop());

const ask = (input = /** @type {any} */ (TEXT), usage = USAGE) =>
  request(chain.api, eve, service, input, usage, { maxPrice: MAX_PRICE, version: 0 });

const nodeOf = (member) => NODES.find(({ address }) => member.node.eq(address));
const conductOf = ({ conduct }) => (conduct.isFailed ? conduct.asFailed : conduct).type;

/**
 * Has a task end by these `replies`, in the order of Bob, Charlie and Dave, none for who is silent.
 * Checks that each of them did as `conducts` say and was paid what `expected(price)` of its conduct
 * says, that the amounts are all that was taken, and every balance; returns the settlement.
 */
async function ends(replies, conducts, expected, { input = undefined, usage = USAGE } = {}) {
  const { api } = chain;
  const start = await snapshot(api, (await api.rpc.chain.getBlockHash()).toHex());
  const asked = await ask(input, usage);
  assert.equal(asked.escrow, 3n * costOf(SHAPE, MAX_PRICE, usage));
  const { settled, block } = await reply(api, asked, replies);

  for (const member of settled.members) {
    const node = nodeOf(member);
    const conduct = conducts[NODES.indexOf(node)];
    assert.equal(conductOf(member), conduct, node.meta.name);
    const payment = (expected[conduct] ?? (() => NOTHING))(PRICES.get(node));
    assert.deepEqual(paymentFor(member), payment, node.meta.name);
  }
  const paid = settled.members.reduce((sum, member) => sum + member.paid.toBigInt(), 0n);
  assert.equal(settled.paid.toBigInt(), paid);
  const { parentHash } = await api.rpc.chain.getHeader(block);
  const fees = await workFees(api, parentHash.toHex(), eve.address, { ...ORDER, service });
  assert.equal(settled.workFee.toBigInt(), fees.settlement);
  const all = paid + fees.settlement + settled.refund.toBigInt();
  assert.equal(all, asked.escrow + asked.workFee);
  const moved = await movements(api, start.hash, block);
  assert.deepEqual(differences(start, await snapshot(api, block), moved), []);
  return settled;
}

const fee = (price) => feeOf(SHAPE, price, OUTPUT.usage);
const attendance = (price) => attendanceOf(SHAPE, price, USAGE);
const absence = (price) => absenceOf(SHAPE, price, USAGE);

test('a silent third member is overtaken, and delays the end by three blocks at most', async () => {
  const { api } = chain;
  const blocks = async (silent) => {
    // All of it is in one epoch, whose first block ends no window.
    await awaitSlotOfEpoch(api, 0, 1);
    const asked = await ask();
    const { settled, block } = await reply(api, asked, [ANSWER, ANSWER, !silent && ANSWER]);
    assert.ok(settled.outcome.isAgreed);
    const last = settled.members.find((member) => nodeOf(member) === dave);
    if (silent) assert.equal(conductOf(last), 'Overtaken');
    return (await heightOf(api, block)) - (await heightOf(api, asked.block));
  };
  const [prompt, late] = [await blocks(false), await blocks(true)];
  assert.ok(late <= prompt + 3, `${late} blocks instead of ${prompt}`);
});

/** Returns the tasks, and the failed ones, that `block` has added to the conduct of a node. */
async function counted(block, { address }) {
  const { api } = chain;
  const { parentHash } = await api.rpc.chain.getHeader(block);
  const [was, is] = await Promise.all([parentHash, block].map(async (at) =>
    (await (await api.at(at)).query.nodeStaking.conducts(address)).toJSON().era));
  const before = was.index === is.index ? was : { tasks: 0, failed: 0 };
  return [is.tasks - before.tasks, is.failed - before.failed];
}

const conductsIn = (block) => Promise.all(NODES.map((node) => counted(block, node)));

test('nothing counts where answers cannot cost stake', async () => {
  const { api } = chain;
  for (const replies of [[ANSWER, LIE, ANSWER], [ANSWER, undefined, undefined]]) {
    const { settled, block } = await reply(api, await ask(), replies);
    assert.ok(settled.disputableUntil.isNone);
    assert.deepEqual(await conductsIn(block), [[0, 0], [0, 0], [0, 0]]);
  }
});

test('silence through a whole window is a failure where it can', async () => {
  await makeExact(chain.api, service, { operators: 3 });
  const { settled, block } = await reply(chain.api, await ask(), [ANSWER, undefined, undefined]);
  assert.ok(settled.disputableUntil.isNone); // There is no agreed answer.
  assert.deepEqual(await conductsIn(block), [[1, 0], [1, 1], [1, 1]]);
});

test('with a remote input nothing counts', async () => {
  const replies = [ANSWER, undefined, undefined];
  const { block } = await reply(chain.api, await ask(inputOf(TEXT)), replies);
  assert.deepEqual(await conductsIn(block), [[0, 0], [0, 0], [0, 0]]);
});

/** Has a task settle, and returns what it adds to conducts when nobody disputes it. */
async function undisputed(replies) {
  const { api } = chain;
  const { settled, block } = await reply(api, await ask(), replies);
  assert.deepEqual(await conductsIn(block), [[0, 0], [0, 0], [0, 0]]);
  const until = settled.disputableUntil.unwrap().toNumber();
  assert.equal(until, (await heightOf(api, block)) + WINDOW);
  const added = await Promise.all(
    [until - 1, until, until + 1].map(async (at) => conductsIn(await awaitHeight(api, at))),
  );
  return added.find((conducts) => conducts.flat().some((count) => count > 0));
}

test('an agreed task that nobody disputes counts when its window is over', async () => {
  const { api } = chain;
  await setDisputesParams(api, { window: WINDOW });
  // A dissent is a failure, and who was overtaken is left out. One after the other, so that no block
  // ends both windows.
  const dissent = undisputed([ANSWER, LIE, ANSWER]);
  await awaitHeight(api, (await api.rpc.chain.getHeader()).number.toNumber() + 10);
  const late = undisputed([ANSWER, ANSWER, undefined]);
  assert.deepEqual(await Promise.all([dissent, late]), [
    [[1, 0], [1, 1], [1, 0]], [[1, 0], [1, 0], [0, 0]],
  ]);
  await takeExact(api, service);
});

describe('on one chain', { concurrency: true }, () => {
  test('an agreed output: the winners are paid their fees', async () => {
    const conducts = ['Won', 'WrongAnswer', 'Won'];
    const { outcome } = await ends([ANSWER, LIE, ANSWER], conducts, { Won: fee });
    assert.deepEqual(outcome.asAgreed.output.toJSON(), OUTPUT);
  });

  for (const [name, answer] of Object.entries({ INVALID, TOO_LARGE, AMBIGUOUS })) {
    test(`agreed that there is none (${name}): their attendance is paid`, async () => {
      const conducts = ['Attended', 'Attended', 'WrongAnswer'];
      const paid = { Attended: attendance };
      const { outcome } = await ends([answer, answer, ANSWER], conducts, paid);
      const { reason } = outcome.asUnservable;
      assert.equal(reason.type.toLowerCase(), name.toLowerCase().replace('_', ''));
    });
  }

  test('an attendance is at least a tenth of the whole price', async () => {
    // Here a tenth of the whole price is more than base and input.
    const [long, short] = [USAGE, SHORT].map((usage) => attendanceOf(SHAPE, UNIT, usage).paid);
    const input = (usage) => costOf(SHAPE, UNIT, { ...usage, output: 0 });
    assert.ok(long > input(USAGE));
    assert.equal(short, input(SHORT));
    const paid = { Attended: (price) => attendanceOf(SHAPE, price, SHORT) };
    const replies = [INVALID, INVALID, LIE];
    await ends(replies, ['Attended', 'Attended', 'WrongAnswer'], paid, { usage: SHORT });
  });

  test('no quorum: the attendance of all who answered is paid', async () => {
    const conducts = ['Attended', 'Attended', 'Attended'];
    const { outcome } = await ends([ANSWER, LIE, ODD], conducts, { Attended: attendance });
    assert.ok(outcome.isInconclusive);
  });

  test('an input that nobody could read costs a tenth of the attendance', async () => {
    const conducts = ['Blameless', 'Overtaken', 'Blameless'];
    const replies = [UNREADABLE, undefined, UNREADABLE];
    const options = { input: inputOf(TEXT) };
    const { outcome } = await ends(replies, conducts, { Blameless: absence }, options);
    assert.ok(outcome.asUnservable.reason.isUnreadable);
  });

  test('one who could not read the input is paid nothing where the others agree', async () => {
    const replies = [ANSWER, UNREADABLE, ANSWER];
    const options = { input: inputOf(TEXT) };
    await ends(replies, ['Won', 'Blameless', 'Won'], { Won: fee }, options);
  });

  test('nobody answers: a tenth of the attendance of each seat is the treasury’s', async () => {
    const { outcome } = await ends([], Array(3).fill('NoCommit'), { NoCommit: absence });
    assert.ok(outcome.isExpired);
  });

  test('the window passes: who answered has attended, the others are at fault', async () => {
    const { outcome } = await ends(
      [undefined, ANSWER, undefined], ['NoCommit', 'Attended', 'NoCommit'], { Attended: attendance },
    );
    assert.ok(outcome.isInconclusive);
  });

  test('two do not reveal: the window passes, and they are at fault', async () => {
    const { outcome } = await ends(
      [{ hidden: ANSWER }, ANSWER, { hidden: ANSWER }],
      ['NoReveal', 'Attended', 'NoReveal'],
      { Attended: attendance },
    );
    assert.ok(outcome.isInconclusive);
  });

  test('answers that cannot be are refused', async () => {
    const { api } = chain;
    const [low, high] = AMBIGUOUS.unservable.ambiguous;
    const above = { output: { ...OUTPUT, usage: { ...USAGE, output: USAGE.output + 1 } } };
    const wrong = [
      { answer: { unservable: { ambiguous: [high, low] } }, why: /inference\.NotAmbiguous/ },
      { answer: UNREADABLE, why: /inference\.InputIsInline/ },
      { answer: above, why: /inference\.UsageAboveMaximum/ },
    ];
    const asked = await ask();
    const settling = reply(api, asked, wrong.map(({ answer }) => ({ hidden: answer })));
    await awaitTaskEvent(api, asked, api.events.inference.RevealingStarted);
    for (const [index, { answer, why }] of wrong.entries()) {
      const node = NODES[index];
      await assert.rejects(reveal(api, node, asked.task, answer), why);
      await assert.rejects(reveal(api, node, asked.task, ANSWER), /inference\.WrongOpening/);
    }
    assert.ok((await settling).settled.outcome.isExpired);
  });
});
