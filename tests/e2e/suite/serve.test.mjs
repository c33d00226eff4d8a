// The operators' program, clients/serve, when it or the chain's node fails or is slow.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import { follow } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { freePorts } from '../lib/ports.mjs';
import { description } from '../lib/sentiment.mjs';
import { waitFor, waitForCall } from '../lib/wait.mjs';
import { inputOf, request, settlement } from '../roles/developer.mjs';
import { awaitTaskEvent, commit, reveal } from '../roles/member.mjs';
import { offer, setOffer } from '../roles/operator.mjs';
import { BY_UNIT, publish } from '../roles/publisher.mjs';
import { newFolder, program, ServiceNode } from '../roles/service-node.mjs';
import { asRoot } from '../roles/sudo.mjs';
import { NODES, openMarket } from './market.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const PRICE = UNIT;
const MOST = { input: 20, output: 20 };
const TEXT = 'Say it again.';
/** A model that repeats its input and reports a usage in units of its own. */
const MODEL = `cat; echo '{"input":7,"output":9}' >&3`;
const OUTPUT = { result: inputOf(TEXT).contentHash, usage: { input: 7, output: 9 } };
const ANSWER = { output: OUTPUT };

let base; // The folder of the chain.
let ports; // Of the chain.
let chain;
let folder; // Of Bob's program.
let port; // Of Bob's program.
let serving;
let trio; // A service that three of three must agree on, so that nobody is overtaken.
let solo; // One that only Bob answers.

before(async () => {
  [port, ...ports] = await freePorts(3);
  base = await mkdtemp(path.join(os.tmpdir(), 'nes-chain-'));
  folder = await newFolder();
  chain = await startChain(['--base-path', base], ports);
  await setWindows(200); // Programs and nodes start again in between, on any machine.
  trio = await openMarket(chain.api, [PRICE, PRICE, PRICE], { shape: BY_UNIT, quorum: 3 });
  solo = await publish(chain.api, alice, description, BY_UNIT, { committee: 1, quorum: 1 });
  // Unanswered tasks keep their slots for a while.
  await offer(chain.api, bob, solo, { price: PRICE, slots: 40 });
  serving = await start();
});

after(async () => {
  await serving?.stop();
  await chain?.stop();
  await Promise.all([folder, base].map((one) => one && rm(one, { recursive: true })));
});

/** Gives committees `count` blocks for commitments, and as many for reveals. */
async function setWindows(count) {
  const { api } = chain;
  const params = (await api.query.inference.parameters()).toJSON();
  const windows = { commitWindow: count, revealWindow: count };
  await asRoot(api, api.tx.inference.setParams({ ...params, ...windows }));
}

const start = (flags, exec = MODEL) =>
  ServiceNode.start({ url: chain.url, operator: bob, exec, port, folder, flags });

/** Requests a task. */
const ask = (service, most = MOST) => request(chain.api, eve, service, TEXT, most);

const stateOf = (name) => path.join(folder, 'state', chain.api.genesisHash.toHex(), name);

const served = (task) => fetch(`http://127.0.0.1:${port}/answers/${task}`);

/** Waits until `count` more blocks have come; returns the events in them. */
async function blocks(count) {
  const events = [];
  const seen = new Set();
  const subscribe = (resolve) => follow(chain.api, (event, block) => {
    if (seen.add(block).size > count) resolve();
    events.push(event);
  });
  await waitForCall(subscribe, { what: `${count} blocks`, ms: 60_000 });
  return events;
}

/** Waits for the output of `task` to be served; returns it. */
function output(task) {
  const answer = async () => {
    const response = await served(task);
    return response.ok && response.text();
  };
  return waitFor(answer, { what: `the output of task ${task}`, ms: 30_000 });
}

/** Requests a task and waits for the commitment of Bob's program; returns the task. */
async function committed(service) {
  const asked = await ask(service);
  await awaitTaskEvent(chain.api, asked, chain.api.events.inference.CommitmentMade);
  return asked;
}

/** Has the others commit and, after Bob's program, reveal; returns the receipt. */
async function finish(asked) {
  const { api } = chain;
  for (const member of [charlie, dave]) await commit(api, member, asked.task, ANSWER);
  await awaitTaskEvent(api, asked, api.events.inference.Revealed);
  for (const member of [charlie, dave]) await reveal(api, member, asked.task, ANSWER);
  return (await settlement(api, asked)).settled;
}

/** Checks that Bob's answer was agreed, with the others', and paid. */
function checkPaid({ outcome, members }) {
  assert.deepEqual(outcome.asAgreed.output.toJSON(), OUTPUT);
  const { paid } = members.find(({ node }) => node.eq(bob.address));
  // An input unit costs 1,000 planck at that price and an output unit 2,000.
  assert.equal(paid.toBigInt(), PRICE + 7_000n + 18_000n);
}

test('killed between commitment and reveal, it reveals what it committed to', async () => {
  const { api } = chain;
  const asked = await committed(trio);
  const file = stateOf(`${asked.task}.json`);
  const kept = await readFile(file, 'utf8');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal((await stat(stateOf('.'))).mode & 0o777, 0o700);

  const events = await blocks(3); // The others have not committed.
  assert.equal(events.filter((event) => api.events.inference.Revealed.is(event)).length, 0);
  assert.equal((await served(asked.task)).status, 404);

  assert.equal(await serving.stop('SIGKILL'), 'SIGKILL');
  serving = await start();
  checkPaid(await finish(asked));
  assert.equal(await readFile(file, 'utf8'), kept);
  assert.equal(await output(asked.task), TEXT);
});

test('it goes on when the chain’s node was restarted', async () => {
  const asked = await committed(trio);
  const from = serving.lines.length;
  await chain.stop();
  await serving.awaitLine(/trying again$/, from);
  chain = await startChain(['--base-path', base], ports);
  await serving.awaitLine(/^waits at /, from);
  checkPaid(await finish(asked));
});

test('killed while it reveals, it serves the output once that is in a block', async () => {
  const from = serving.lines.length;
  const asked = await ask(solo);
  await serving.awaitLine(new RegExp(`^reveals .* ${asked.task}$`), from);
  await serving.stop('SIGKILL');
  serving = await start();
  assert.equal(await output(asked.task), TEXT);
});

test('an order to stop ends it with success, and outputs are served after that', async () => {
  const asked = await ask(solo);
  assert.equal(await output(asked.task), TEXT);
  assert.equal(await serving.stop(), 0);
  serving = await start();
  assert.equal(await output(asked.task), TEXT);
});

test('it says that an offer is not drawn any more', async () => {
  const from = serving.lines.length;
  await setOffer(chain.api, bob, solo, { price: PRICE, slots: 0 });
  const line = `the offer of service ${solo}, version 0, is not drawn any more`;
  assert.equal(await serving.awaitLine(/ any more$/, from), line);
  await offer(chain.api, bob, solo, { price: PRICE, slots: 40 });
});

test('a damaged state file is kept, and its task not answered', async () => {
  const file = stateOf(`${await chain.api.query.inference.nextTaskId()}.json`);
  await writeFile(file, '{"task":');
  const from = serving.lines.length;
  const { task } = await ask(solo);
  const line = await serving.awaitLine(/^error: .* commit /, from);
  assert.match(line, /is damaged; it is kept as it is$/);
  assert.equal(file, stateOf(`${task}.json`));
  assert.equal(await readFile(file, 'utf8'), '{"task":');
});

test('it leaves the tasks of other versions to other programs', async () => {
  await serving.stop();
  serving = await start(['--service', `${solo}@1`]);
  const { task } = await ask(solo);
  const line = `task ${task} asks for version 0 of service ${solo}, which is not served here`;
  assert.equal(await serving.awaitLine(new RegExp(`^task ${task} asks `)), line);
  await serving.stop();
  serving = await start(['--service', `${solo}@0`]);
  assert.equal(await output(task), TEXT);
});

test('who is overtaken by a quorum of the others says so once', async () => {
  const { api } = chain;
  const pair = { committee: 3, quorum: 2 };
  const service = await publish(api, alice, description, BY_UNIT, pair);
  await Promise.all(NODES.map((node) => offer(api, node, service, { price: PRICE })));
  await serving.stop();
  serving = await start([], 'sleep 600');
  const asked = await ask(service);
  await awaitTaskEvent(api, asked, api.events.inference.Drawn);
  for (const member of [charlie, dave]) await commit(api, member, asked.task, ANSWER);
  await serving.awaitLine(new RegExp(`^task ${asked.task} went on before this node could commit$`));
  for (const member of [charlie, dave]) await reveal(api, member, asked.task, ANSWER);
  const { settled } = await settlement(api, asked);
  const { conduct, paid } = settled.members.find(({ node }) => node.eq(bob.address));
  assert.deepEqual([conduct.type, paid.toNumber()], ['Overtaken', 0]);
  assert.equal(serving.lines.filter((one) => one.includes(`task ${asked.task}`)).length, 1);
});

test('a model that is too slow is killed, with all that it has started', async () => {
  await setWindows(5);
  const pids = path.join(folder, 'pids');
  await serving.stop();
  serving = await start([], `sleep 600 & echo "$$ $!" > '${pids}'; wait`);
  const { task } = await ask(solo);
  const line = await serving.awaitLine(new RegExp(`^error: .* task ${task}: `));
  assert.match(line, /^error: cannot commit for .* the chain waits for it no longer$/);
  await assert.rejects(stat(stateOf(`${task}.json`)), { code: 'ENOENT' });
  // A process that was killed has no open files, even when nobody has asked for its exit code.
  for (const pid of (await readFile(pids, 'utf8')).trim().split(' ')) {
    await assert.rejects(stat(`/proc/${pid}/fd/0`), { code: 'ENOENT' });
  }
});

test('no secret is in its log or among its arguments', async () => {
  const args = await readFile(`/proc/${serving.child.pid}/cmdline`, 'utf8');
  assert.ok(!`${args}${serving.lines}`.includes('//Bob'));
});

/** Runs the program until it ends; returns its exit code and its last line. */
async function endOf(changes = {}) {
  const options = {
    url: chain.url, node: bob.address, 'key-file': path.join(folder, 'key'), exec: 'cat',
    state: path.join(folder, 'other'), listen: '127.0.0.1:0', ...changes,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { timeout: 60_000 }, (error, _, said) => {
      resolve([error?.code, said.trim().split('\n').pop()]);
    });
  });
}

test('a bad option is named', async () => {
  const jobs = 'error: --jobs 0 is not a whole number from 1 to 64';
  assert.deepEqual(await endOf({ jobs: '0' }), [2, jobs]);
  assert.deepEqual(await endOf({ node: 'Bob' }), [2, 'error: --node Bob is no address']);
  const service = 'error: --service 7@ is not of the form 7 or 7@2';
  assert.deepEqual(await endOf({ service: '7@' }), [2, service]);
});

test('a key file that others can read is refused, and one that is not there', async () => {
  const file = path.join(folder, 'open');
  await writeFile(file, '//Bob');
  await chmod(file, 0o640);
  const open = `error: others can read the key file ${file}; run: chmod 600 ${file}`;
  assert.deepEqual(await endOf({ 'key-file': file }), [1, open]);
  const missing = path.join(folder, 'missing');
  const absent = `error: the key file ${missing} cannot be read (ENOENT)`;
  assert.deepEqual(await endOf({ 'key-file': missing }), [1, absent]);
});

test('a model that cannot be run is named', async () => {
  const line = 'error: the model cannot be run: there is no program ./no-model';
  assert.deepEqual(await endOf({ exec: './no-model --fast' }), [1, line]);
});

test('a port in use is named', async () => {
  const line = `error: port ${port} of 127.0.0.1 is in use; choose another one with --listen`;
  assert.deepEqual(await endOf({ listen: `127.0.0.1:${port}` }), [1, line]);
});

test('a node that the chain does not know is named', async () => {
  const line = `error: there is no node ${ferdie.address} on this chain`;
  assert.deepEqual(await endOf({ node: ferdie.address }), [1, line]);
});

test('a key that does not act for the node is refused', async () => {
  const { address } = charlie;
  const line = `error: the key is neither the operator's nor the agent's of node ${address}`;
  assert.deepEqual(await endOf({ node: address }), [1, line]);
});

/** Returns the blocks of shell on the program's page. */
function page() {
  const text = readFileSync(path.join(root, 'docs', 'operate', 'serve.md'), 'utf8');
  return [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, code]) => code);
}

test('docs/operate/serve.md starts it, has a model and fetches an output', async (t) => {
  await serving.stop();
  const own = path.join(folder, 'page');
  await mkdir(own);
  const [begin, model, fetching] = page();
  await writeFile(path.join(own, 'model.sh'), model, { mode: 0o700 });
  const address = `127.0.0.1:${port}`;
  const here = (code) => code
    .replace('<operator\'s address>', bob.address)
    .replaceAll('/etc/nes', own)
    .replace('./model.sh', path.join(own, 'model.sh'))
    .replace('/var/lib/nes-serve', path.join(own, 'state'))
    .replaceAll('127.0.0.1:8080', address);
  const [, install, ...command] = here(begin).split('\n'); // The packages are here already.
  const shell = (line) => spawn('sh', ['-c', line], { cwd: root, detached: true });
  assert.deepEqual(await once(shell(`echo //Bob | ${install}`), 'exit'), [0, null]);
  const running = shell(`${command.join('\n').trim()} --url ${chain.url}`);
  const ended = once(running, 'exit');
  t.after(() => {
    process.kill(-running.pid);
    return ended;
  });

  for await (const line of readline.createInterface({ input: running.stderr })) {
    if (line.startsWith('waits at ')) break;
  }
  running.stderr.resume();

  const { task } = await ask(solo);
  assert.equal(await output(task), '3'); // Words.
  const curl = await promisify(execFile)('sh', ['-c', here(fetching).replace('/7', `/${task}`)]);
  assert.match(curl.stdout, /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n3$/);
});
