// Disputes of settled answers: their rules, and the program stopped at each of their steps.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, mock, test } from 'node:test';

import { UNIT } from 'nes-js';

import { Disputes } from '../disputes.mjs';
import { ConnectionLost, OperatorError } from '../errors.mjs';
import { commitmentOf } from '../record.mjs';
import { Store } from '../store.mjs';
import { Chain, NODE } from './chain.mjs';

const OTHER = '5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy';
const INPUT = `0x${'22'.repeat(32)}`;
const usage = { input: 3, output: 4 };
/** @returns {any} */
const outputOf = (byte) => ({ output: { result: `0x${byte.repeat(32)}`, usage } });
const OWN = outputOf('aa');
const WRONG = outputOf('bb');
const RIGHT = outputOf('aa');
const BOND = 10n * UNIT;
let state;
let chain;
let store;
let lines;
let open; // The tasks that the chain still asks the node about.
let disputes;

beforeEach(async () => {
  state = await mkdtemp(path.join(os.tmpdir(), 'nes-disputes-'));
  chain = new Chain();
  lines = [];
  open = new Set();
  mock.method(process.stderr, 'write', (line) => lines.push(line.trim()));
  await start();
});

afterEach(async () => {
  disputes.stop();
  mock.restoreAll();
  await rm(state, { recursive: true });
});

/** Starts the program, which was killed before if it ran; nothing of that is left but its files. */
async function start(options = {}) {
  store = await Store.open(state, chain.genesis, NODE);
  disputes = await Disputes.open({
    node: NODE, dispute: 25n * UNIT, services: [], isOpen: (task) => open.has(task), store,
    ...options,
  });
  await disputes.resume(chain, chain.sender);
  await disputes.advance(chain.head);
}

/** Has `count` blocks come, and the program see each. */
async function pass(count = 1) {
  for (let block = 0; block < count; block += 1) {
    chain.head += 1;
    await disputes.advance(chain.head);
  }
}

/** Has the node answer `task`, which is open then, with `answer`. */
async function answered(task = '1', answer = OWN) {
  open.add(task);
  chain.state.tasks[task] = { phase: 'committing' };
  await disputes.watch({ task, service: 7, version: 2 });
  await keep(task, answer);
}

const keep = (task, answer) =>
  store.keep({ task, inputHash: INPUT, version: 2, answer, salt: INPUT }, undefined);

/** Settles `task` with `answer`; `rest` is different from what is usual. */
function settle(task = '1', answer = WRONG, rest = {}) {
  open.delete(task);
  delete chain.state.tasks[task];
  chain.state.disputes[task] = {
    task: Number(task), service: 7, version: 2, input: INPUT, answer, until: chain.head + 100,
    bond: `${BOND}`, again: false, state: 'undisputed', second: null, closes: null, disputers: [],
    ...rest,
  };
}

/** Returns what is different in a dispute that another node has begun. */
const begun = (closes) =>
  ({ state: 'open', second: 1_000, closes, disputers: [{ node: OTHER, bond: `${BOND}` }] });

/** Has the node's answer to task 1 contradicted, and disputed in a block that it has seen. */
async function disputed() {
  await answered();
  settle();
  await pass(2);
  assert.deepEqual(names(), ['dispute']);
}

/** Has the second committee of task 1 reveal. */
const reveal = () => (chain.state.tasks[1_000] = { phase: 'revealing' });

/** Ends the dispute of task 1. */
function end() {
  delete chain.state.disputes[1];
  delete chain.state.tasks[1_000];
}

const names = () => chain.sent.map(({ name }) => name);
const place = (name) => path.join(state, chain.genesis, name);
const exists = (name) => stat(place(name)).then(() => true, () => false);
const logged = (pattern) => lines.filter((line) => pattern.test(line)).length;

test('a settled answer that contradicts the node’s own is disputed once', async () => {
  await answered();
  settle();
  await pass(30);
  const { salt } = await store.disputeOf('1');
  const commitment = commitmentOf(await store.recordOf('1'), salt);
  const call = { name: 'dispute', task: '1', node: NODE, commitment, bond: `${BOND}` };
  assert.deepEqual(chain.sent, [call]);
  assert.notEqual(salt, INPUT);
  assert.deepEqual(lines, [
    'disputes the settled answer to task 1 with a bond of 10.000000000000 NES',
  ]);
});

test('an answer that does not contradict the settled one is not disputed', async () => {
  const hashes = ['aa', 'bb', 'cc'].map((byte) => `0x${byte.repeat(32)}`);
  const unservable = { ambiguous: [hashes[0], hashes[1]] };
  /** @type {[string, any, any][]} */
  const cases = [
    ['1', OWN, RIGHT],
    ['2', { unservable: 'unreadable' }, WRONG],
    ['3', OWN, { unservable }],
    ['4', { unservable }, WRONG],
    ['5', { unservable: 'invalid' }, { unservable: 'invalid' }],
  ];
  for (const [task, own, settled] of cases) {
    await answered(task, own);
    settle(task, settled);
  }
  await pass(2);
  assert.deepEqual([chain.sent, lines], [[], []]);
});

test('an answer of another usage, reason or kind is contradicted', async () => {
  const dear = { output: { ...OWN.output, usage: { input: 3, output: 5 } } };
  /** @type {[string, any, any][]} */
  const cases = [
    ['1', OWN, dear],
    ['2', { unservable: 'invalid' }, { unservable: 'tooLarge' }],
    ['3', OWN, { unservable: 'invalid' }],
  ];
  for (const [task, own, settled] of cases) {
    await answered(task, own);
    settle(task, settled);
    await pass();
    assert.equal(chain.sent.at(-1).task, task);
    delete chain.state.disputes[task];
    chain.finalize();
    await pass();
  }
});

test('a task of that number with another input or version is not disputed', async () => {
  for (const [index, rest] of [{ input: chain.genesis }, { version: 3 }].entries()) {
    await answered(`${index}`);
    settle(`${index}`, WRONG, rest);
  }
  await pass(2);
  assert.deepEqual(chain.sent, []);
});

test('a task that is still open, has no answer or cannot be disputed is not disputed', async () => {
  await answered('1');
  settle('1');
  open.add('1');
  await disputes.watch({ task: '2', service: 7, version: 2 });
  settle('2');
  await answered('3');
  settle('3');
  delete chain.state.disputes[3];
  await pass(2);
  assert.deepEqual(chain.sent, []);
});

test('an answer that comes after the settlement is compared too', async () => {
  await disputes.watch({ task: '1', service: 7, version: 2 });
  settle();
  chain.finalize();
  await pass(2);
  await keep('1', OWN);
  await pass();
  assert.deepEqual(names(), ['dispute']);
});

test('nothing is disputed without the option, which the log says once', async () => {
  await start({ dispute: 0n });
  await answered();
  settle();
  await pass(3);
  assert.deepEqual(chain.sent, []);
  assert.deepEqual(lines, [
    'does not dispute the settled answer to task 1: ' +
      'it takes --dispute and a bond of 10.000000000000 NES',
  ]);
});

test('bonds are never above the limit, and what comes back counts no more', async () => {
  for (const task of ['1', '2', '3']) {
    await answered(task);
    settle(task);
    await pass(2);
  }
  assert.deepEqual(chain.sent.map(({ task }) => task), ['1', '2']);
  assert.equal(logged(/task 3: its bond of 10\.0+ NES is above what is left of --dispute$/), 1);
  delete chain.state.disputes[1];
  chain.finalize();
  await pass(2);
  assert.deepEqual(chain.sent.map(({ task }) => task), ['1', '2', '3']);
});

test('bonds are not above the limit when several answers are settled at once', async () => {
  const tasks = ['1', '2', '3'];
  for (const task of tasks) await answered(task);
  chain.finalize();
  open.clear();
  await pass(); // It knows its own answers then, and goes on with all tasks at the same pace.
  for (const task of tasks) settle(task);
  await pass(2);
  assert.deepEqual(names(), ['dispute', 'dispute']);
});

test('bonds of calls that are not in a block count, also after a restart', async () => {
  chain.stuck = true;
  for (const task of ['1', '2', '3']) {
    await answered(task);
    settle(task);
    await pass();
  }
  chain.stuck = false;
  await start();
  assert.deepEqual(chain.sent, []); // The calls may still be included.
  const kept = await Promise.all(['1', '2', '3'].map((task) => exists(`${task}.dispute`)));
  assert.deepEqual(kept, [true, true, false]);
});

test('a bond of exactly what is left is put up, and one of a planck more is not', async () => {
  await start({ dispute: BOND });
  await answered();
  settle('1', WRONG, { bond: `${BOND + 1n}` });
  await pass();
  assert.deepEqual(chain.sent, []);
  chain.state.disputes[1].bond = `${BOND}`;
  await pass();
  assert.deepEqual(names(), ['dispute']);
});

test('a node with three disputes begins no other, whoever began them', async () => {
  await start({ dispute: 1_000n * UNIT });
  for (const task of ['7', '8', '9']) {
    const disputers = [{ node: NODE, bond: `${BOND}`, opened: null }];
    settle(task, WRONG, { ...begun(chain.head + 8), disputers });
  }
  await answered();
  settle();
  await pass(2);
  assert.deepEqual(chain.sent, []);
  assert.equal(logged(/task 1: the node has 3 disputes already$/), 1);
  delete chain.state.disputes[8];
  await pass();
  assert.deepEqual(chain.sent.map(({ task }) => task), ['1']);
});

test('the last block of a window is met, and later ones are not', async () => {
  await answered('1');
  settle('1', WRONG, { until: chain.head + 1 });
  await pass();
  assert.deepEqual([chain.sent.length, logged(/task 1: it is too late$/)], [0, 1]);
  settle('1', WRONG, { until: chain.head + 1 });
  await disputes.advance(chain.head);
  assert.deepEqual(names(), ['dispute']);
});

test('a dispute that another began is joined, until it closes', async () => {
  /** @type {[string, any, boolean][]} */
  const cases = [
    ['1', begun(chain.head + 2), true],
    ['2', begun(chain.head + 1), false],
    ['3', { ...begun(null), state: 'waiting', second: null, until: 0 }, true],
  ];
  for (const [task, rest, joins] of cases) {
    await answered(task);
    settle(task, WRONG, rest);
    chain.head += 1;
    await disputes.advance(chain.head);
    assert.equal(chain.sent.some((call) => call.task === task), joins, task);
    assert.equal(logged(new RegExp(`^joins the dispute of the settled answer to task ${task} `)),
      Number(joins));
    chain.head -= 1;
  }
});

test('the commitment is opened when the second committee reveals, and not before', async () => {
  await disputed();
  await pass(3);
  assert.deepEqual(names(), ['dispute']);
  chain.state.tasks[1_000] = { phase: 'committing' };
  await pass(3);
  assert.deepEqual(names(), ['dispute']);
  reveal();
  await pass(3);
  const { salt } = await store.disputeOf('1');
  assert.deepEqual(chain.sent.slice(1), [
    { name: 'openDispute', task: '1', node: NODE, answer: OWN, salt },
  ]);
});

test('what was opened in a block that is taken back is opened again', async () => {
  await disputed();
  reveal();
  await pass();
  chain.state.disputes[1].disputers[0].opened = null;
  await pass(2);
  assert.deepEqual(names(), ['dispute', 'openDispute', 'openDispute']);
});

test('commitments of an earlier program are opened without the option too', async () => {
  await disputed();
  await start({ dispute: 0n });
  reveal();
  await pass();
  assert.deepEqual(names(), ['dispute', 'openDispute']);
});

test('killed before its dispute is kept, it disputes after the restart', async () => {
  await answered();
  settle();
  store.keepDispute = async () => Promise.reject(new ConnectionLost('killed'));
  await pass();
  assert.deepEqual([chain.sent, await exists('1.dispute')], [[], false]);
  await start();
  assert.deepEqual(names(), ['dispute']);
});

test('killed while its dispute is kept, it disputes after the restart', async () => {
  await answered();
  settle();
  await writeFile(place('1.dispute.new'), '{"task":"1","sa');
  await start();
  await pass(30);
  assert.deepEqual(names(), ['dispute']);
});

test('a dispute that cannot be kept is not sent, and kept at the next block', async () => {
  await answered();
  settle();
  const { keepDispute } = store;
  store.keepDispute = async () => Promise.reject(new Error('ENOSPC: no space left on device'));
  await pass(2);
  assert.equal(logged(/^error: cannot see to a dispute of task 1: ENOSPC/), 1);
  assert.deepEqual(chain.sent, []);
  store.keepDispute = keepDispute;
  await pass();
  assert.deepEqual(names(), ['dispute']);
});

test('killed between keeping and sending, it disputes with the same salt, once', async () => {
  await answered();
  settle();
  chain.stuck = true;
  await pass();
  const { salt } = await store.disputeOf('1');
  chain.stuck = false;
  await start();
  await pass(20);
  assert.deepEqual(chain.sent, []); // It cannot know that the call was not sent.
  await pass(10);
  assert.equal((await store.disputeOf('1')).salt, salt);
  const commitment = commitmentOf(await store.recordOf('1'), salt);
  assert.deepEqual(chain.sent.map((call) => call.commitment), [commitment]);
});

test('killed before its call is in a block, it sends no other, and goes on', async () => {
  await answered();
  settle();
  chain.stuck = true;
  await pass();
  const { salt } = await store.disputeOf('1');
  const commitment = commitmentOf(await store.recordOf('1'), salt);
  chain.stuck = false;
  await start();
  await pass(10);
  chain.include({ name: 'dispute', task: '1', node: NODE, bond: `${BOND}`, commitment });
  await pass(30);
  reveal();
  await pass();
  assert.deepEqual(chain.sent, [{ name: 'openDispute', task: '1', node: NODE, answer: OWN, salt }]);
});

test('killed after its call is in a block, it opens its commitment', async () => {
  await answered();
  settle();
  await pass();
  assert.deepEqual(names(), ['dispute']);
  await start();
  reveal();
  await pass();
  assert.deepEqual(names(), ['dispute', 'openDispute']);
});

test('killed before the call that opens is in a block, it sends that again', async () => {
  await disputed();
  reveal();
  chain.stuck = true;
  await pass();
  chain.stuck = false;
  await start();
  assert.deepEqual(names(), ['dispute', 'openDispute']);
});

test('killed after its answer is opened, it opens nothing', async () => {
  await disputed();
  reveal();
  await pass();
  await start();
  await pass(3);
  assert.deepEqual(names(), ['dispute', 'openDispute']);
});

test('a connection that was lost is like a restart', async () => {
  await answered();
  settle();
  const lost = () => Promise.reject(new ConnectionLost('lost'));
  await disputes.resume(chain, { once: lost, send: lost });
  await pass();
  await disputes.resume(chain, chain.sender);
  await pass(20);
  assert.deepEqual(names(), []);
  await pass(10);
  reveal();
  await pass();
  assert.deepEqual(names(), ['dispute', 'openDispute']);
});

test('a call that the pool does not take is sent again at the next block', async () => {
  await answered();
  settle();
  const { once } = chain.sender;
  chain.sender.once = async () => Promise.reject(new Error('Inability to pay some fees'));
  await pass(5);
  assert.equal(logged(/^error: cannot dispute task 1: Inability to pay some fees$/), 1);
  assert.equal(logged(/^disputes the settled answer/), 1);
  chain.sender.once = once;
  await pass(3);
  assert.deepEqual(names(), ['dispute']);
});

test('a call that the chain refuses is not sent again, also after a restart', async () => {
  await answered();
  settle();
  chain.refusal = 'disputes.PlacesTaken';
  await pass();
  while (!(await store.disputeOf('1')).over) await pass();
  await start();
  await pass(30);
  assert.deepEqual(names(), ['dispute']);
  assert.equal(logged(/^error: cannot dispute task 1: disputes\.PlacesTaken$/), 1);
});

test('an opening that the chain refuses is tried again while the committee reveals', async () => {
  await disputed();
  reveal();
  chain.refusal = 'disputes.NotRevealing';
  await pass();
  chain.refusal = undefined;
  await pass(2);
  assert.deepEqual(names(), ['dispute', 'openDispute', 'openDispute']);
  assert.equal(logged(/^error: cannot open the dispute of task 1: disputes\.NotRevealing$/), 1);
});

test('a dispute that the operator began by hand is not opened again and again', async () => {
  await disputed();
  reveal();
  chain.refusal = 'disputes.WrongOpening: The answer and the salt do not give the commitment';
  await pass(5);
  assert.deepEqual(names(), ['dispute', 'openDispute']);
});

test('an opening that nobody waits for any more is sent no more', async () => {
  await disputed();
  reveal();
  chain.stuck = true;
  await pass();
  end();
  await pass();
  chain.stuck = false;
  await pass(3);
  assert.deepEqual(names(), ['dispute']);
  assert.equal(logged(/^error/), 0);
});

test('who was displaced by a larger risk says so and does not come back', async () => {
  await disputed();
  Object.assign(chain.state.disputes[1], begun(chain.head + 60));
  await pass(40);
  assert.deepEqual(names(), ['dispute']);
  assert.equal(logged(/^others who risk more have taken this node's place .* of task 1$/), 1);
});

test('a dispute that had to make way for others is begun once more in the new window', async () => {
  await disputed();
  settle();
  await pass(30);
  assert.deepEqual(names(), ['dispute', 'dispute']);
});

test('after the final end of an undecided round it disputes with a new salt', async () => {
  await disputed();
  const { salt } = await store.disputeOf('1');
  chain.finalize();
  settle('1', WRONG, { again: true });
  await pass(3);
  assert.deepEqual(names(), ['dispute']); // A fork could take the end of the round back.
  assert.equal((await store.disputeOf('1')).salt, salt);
  chain.finalize();
  await pass();
  assert.deepEqual(names(), ['dispute', 'dispute']);
  const dispute = await store.disputeOf('1');
  assert.deepEqual([dispute.salt === salt, dispute.again], [false, true]);
  const commitment = commitmentOf(await store.recordOf('1'), dispute.salt);
  assert.equal(chain.sent[1].commitment, commitment);
  reveal();
  await pass(2);
  assert.equal(chain.sent[2].salt, dispute.salt);
});

test('an answer is kept until its dispute has ended in a final block', async () => {
  await disputed();
  chain.finalize();
  end();
  await pass(3);
  assert.deepEqual(disputes.tasks, ['1']);
  assert.equal(await exists('1.dispute'), true);
  chain.finalize();
  await pass();
  assert.deepEqual(disputes.tasks, []);
  const files = ['1.dispute', '1.watched', '1.json'];
  assert.deepEqual(await Promise.all(files.map(exists)), [false, false, true]);
});

test('what is settled as the node has it is forgotten when that is final', async () => {
  await answered();
  chain.finalize();
  settle('1', RIGHT);
  await pass(3);
  assert.deepEqual(disputes.tasks, ['1']);
  settle('1', WRONG); // A fork settles it otherwise.
  chain.finalize();
  settle('1', RIGHT);
  await pass(3);
  assert.deepEqual(disputes.tasks, ['1']);
  chain.finalize();
  await pass();
  assert.deepEqual([disputes.tasks, await exists('1.watched')], [[], false]);
});

test('a task is not forgotten by final blocks that are older than its request', async () => {
  chain.head = 150;
  await disputes.advance(150);
  await answered();
  open.delete('1');
  delete chain.state.tasks[1];
  await pass(3);
  assert.deepEqual(disputes.tasks, ['1']);
  chain.finalize();
  await pass();
  assert.deepEqual(disputes.tasks, []);
});

test('the disputes of other services are left to other programs', async () => {
  await disputed();
  await start({ services: [{ id: 7, version: 3 }, { id: 8 }] });
  reveal();
  await pass(2);
  assert.deepEqual([disputes.tasks, names(), logged(/^error/)], [[], ['dispute'], 0]);
  await start({ services: [{ id: 7, version: 2 }] });
  assert.deepEqual(names(), ['dispute', 'openDispute']);
});

test('a dispute whose salt is lost is named, and no other is begun for it', async () => {
  await disputed();
  for (const name of ['1.dispute', '1.watched']) await rm(place(name));
  await start();
  reveal();
  await pass(3);
  assert.deepEqual(names(), ['dispute']);
  assert.equal(logged(/^error: cannot open the dispute of task 1: .* not in the state dir/), 1);
});

test('a dispute that is damaged is named and kept as it is', async () => {
  await disputed();
  const sound = await readFile(place('1.dispute'), 'utf8');
  for (const text of ['', sound.slice(0, -9), sound.replace('"task":"1"', '"task":"2"'),
    sound.replace(/"salt":"0x..../, '"salt":"0x'), sound.replace('"placed":true', '"placed":1')]) {
    lines = [];
    await writeFile(place('1.dispute'), text);
    await start();
    reveal();
    await pass(2);
    assert.equal(logged(/^error: the state file .*1\.dispute is damaged; it is kept as it is$/), 1);
    assert.equal(await readFile(place('1.dispute'), 'utf8'), text);
  }
  assert.deepEqual(names(), ['dispute']);
});

test('the end of a dispute is reported, with what came back', async () => {
  await disputed();
  reveal();
  await pass(2);
  lines = [];
  for (const decision of [
    { decision: 'overturned', answer: RIGHT },
    { decision: 'overturned', answer: outputOf('cc') },
    { decision: 'upheld', answer: WRONG },
    { decision: 'upheld', answer: { unservable: { ambiguous: [OWN, WRONG].map(hashOf) } } },
    { decision: 'undecided', answer: undefined },
  ]) {
    await disputes.decided({ task: '1', ...decision }, 9n * UNIT);
  }
  await disputes.decided({ task: '2', decision: 'undecided', answer: undefined }, 0n);
  const won = 'the dispute of task 1 was won, and the rest comes with the slashes';
  const lost = 'the dispute of task 1 was lost, which costs stake';
  const ended = 'the dispute of task 1 ended: the settled answer is';
  assert.deepEqual(lines, [won, lost, lost, `${ended} upheld`, `${ended} undecided`]
    .map((line) => `${line}; 9.000000000000 NES came back`));
});

test('a dispute that was not opened is reported so', async () => {
  await disputed();
  lines = [];
  await disputes.decided({ task: '1', decision: 'overturned', answer: RIGHT }, 0n);
  assert.deepEqual(lines, [
    'the dispute of task 1 ended before this node had opened it; 0.000000000000 NES came back',
  ]);
});

test('the option is refused on a chain that takes no disputes', async () => {
  delete chain.api.tx.disputes;
  await assert.rejects(start(), (error) => error instanceof OperatorError);
  await start({ dispute: 0n });
});

const hashOf = ({ output }) => output.result;
