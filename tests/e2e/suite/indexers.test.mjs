// Indexers as they are published, on a chain with draws and deadlines, and the events that clients
// show for a call.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { UNIT } from 'nes-js';

import { eve } from '../lib/actors.mjs';
import { awaitFinality, awaitNode, eventsOf, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { freePorts } from '../lib/ports.mjs';
import { request, settlement } from '../roles/developer.mjs';
import { awaitTaskEvent, commit, reveal, revealCall } from '../roles/member.mjs';
import { BY_UNIT } from '../roles/publisher.mjs';
import { ANSWER, LIE, NODES, openMarket, requestInEachBlock } from './market.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 100 };
const squid = fileURLToPath(new URL('squid.mjs', import.meta.url));
const sidecar = createRequire(import.meta.url).resolve('@substrate/api-sidecar/build/src/main.js');
let chain;
let service;
let drawn; // The height of a block with a draw.
let settled; // The height of a block with a settlement by deadline.
let reveals; // Of another task, each with its `block` and `events`.
let best; // The height that indexers are to reach.

before(async () => {
  chain = await startChain();
  const { api } = chain;
  service = await openMarket(api, [PRICE, PRICE, PRICE], { slots: 100, shape: BY_UNIT });
  await settleByDeadline(api);
  reveals = await revealAmongDraws(api);
  best = (await api.rpc.chain.getHeader()).number.toNumber();
  await awaitFinality(api, best);
});

after(() => chain?.stop());

/** Requests a task that all commit to and that one member only reveals. */
async function settleByDeadline(api) {
  const asked = await request(api, eve, service, 'Well?', USAGE);
  const { Drawn, RevealingStarted } = api.events.inference;
  drawn = await heightOf(api, (await awaitTaskEvent(api, asked, Drawn)).block);
  await Promise.all(NODES.map((node) => commit(api, node, asked.task, ANSWER)));
  await awaitTaskEvent(api, asked, RevealingStarted);
  await reveal(api, NODES[0], asked.task, ANSWER);
  settled = await heightOf(api, (await settlement(api, asked)).block);
}

/**
 * Has a task revealed, by one member after the other, in blocks that draw others; the first two
 * disagree, so that it waits for the third.
 */
async function revealAmongDraws(api) {
  const asked = await request(api, eve, service, 'And now?', USAGE);
  const { Drawn, RevealingStarted } = api.events.inference;
  await awaitTaskEvent(api, asked, Drawn);
  const stop = await requestInEachBlock(api, service, USAGE, PRICE);
  const answers = [ANSWER, LIE, ANSWER];
  await Promise.all(NODES.map((node, index) => commit(api, node, asked.task, answers[index])));
  await awaitTaskEvent(api, asked, RevealingStarted);
  const sent = [];
  for (const [index, node] of NODES.entries()) {
    sent.push(await send(revealCall(api, node, asked.task, answers[index]), node));
  }
  stop();
  return sent;
}

/**
 * Starts the sidecar behind the chain; returns `get(height)`, which asks it for a block, and
 * `stop()`. It is given the polkadot.js of this package: its own one cannot read the inherents, of
 * which the format is newer.
 */
async function startSidecar() {
  const [port] = await freePorts(1);
  const settings = { SAS_SUBSTRATE_URL: chain.url, SAS_EXPRESS_PORT: `${port}` };
  const env = { ...process.env, ...settings, SAS_LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [sidecar], { env, stdio: 'ignore' });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'exit').then(() => process.off('exit', kill));
  await awaitNode(`http://127.0.0.1:${port}`);
  const get = async (height) => {
    const answer = await fetch(`http://127.0.0.1:${port}/blocks/${height}`);
    return { status: answer.status, ...(await /** @type {any} */ (answer.json())) };
  };
  return { get, stop: () => child.kill() && ended };
}

const names = ({ events }) => events.map(({ method: { pallet, method } }) => `${pallet}.${method}`);

// Regression: it answered 500, "Missing extrinsic 1", for blocks with a draw or a settlement by
// deadline and without a transaction, whose events were of a phase ApplyExtrinsic(1).
test('the sidecar answers for every block', async () => {
  const { get, stop } = await startSidecar();
  try {
    const blocks = [];
    for (let height = 1; height <= best; height += 1) {
      const block = await get(height);
      assert.equal(block.status, 200, `block ${height}: ${block.stack ?? block.message}`);
      blocks[height] = block;
    }
    assert.ok(names(blocks[drawn].onInitialize).includes('inference.Drawn'));
    assert.ok(names(blocks[settled].onFinalize).includes('inference.Settled'));
  } finally {
    await stop();
  }
});

// Regression: the processor ended at the first block with a draw and without a transaction.
test('a squid processes every block', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [squid, chain.url, `${best}`]);
  const events = JSON.parse(stdout);
  assert.equal(Math.max(...events.map(({ block }) => block)), best);
  const hooks = { Drawn: [drawn, 'Initialization'], Settled: [settled, 'Finalization'] };
  for (const [event, [block, phase]] of Object.entries(hooks)) {
    const name = `Inference.${event}`;
    const found = events.find((one) => one.block === block && one.name === name);
    assert.deepEqual(found, { block, name, phase }, 'no call and no extrinsic');
  }
});

// Regression: the first call of a block was shown with the draws and settlements of that block.
test('a reveal has its own events only, in a block with draws', async () => {
  const { Drawn } = chain.api.events.inference;
  // The last one settles the task.
  const own = ['inference.Revealed', 'skipFeelessPayment.FeeSkipped', 'system.ExtrinsicSuccess'];
  for (const { events } of reveals.slice(0, 2)) {
    assert.deepEqual(events.map(({ section, method }) => `${section}.${method}`), own);
  }
  const all = await Promise.all(reveals.map(({ block }) => eventsOf(chain.api, block)));
  assert.ok(all.flat().some((event) => Drawn.is(event)), 'a task is drawn in one of the blocks');
});
