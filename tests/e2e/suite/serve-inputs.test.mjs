// The operators' program, clients/serve, and the inputs of tasks: good, bad and out of reach.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import { startChain } from '../lib/node.mjs';
import { freePorts, portOf } from '../lib/ports.mjs';
import { description } from '../lib/sentiment.mjs';
import { waitFor } from '../lib/wait.mjs';
import { inputOf, request, settlement } from '../roles/developer.mjs';
import { awaitTaskEvent } from '../roles/member.mjs';
import { offer, register } from '../roles/operator.mjs';
import { FLAT, publish } from '../roles/publisher.mjs';
import { ServiceNode } from '../roles/service-node.mjs';
import { NODES, openMarket } from './market.mjs';

const PRICE = UNIT;
const MOST = { input: 40, output: 40 };
const TEXT = 'Say it again.';
const HIGH = `0x${'bb'.repeat(32)}`;
const LOW = `0x${'aa'.repeat(32)}`;
/** A model that repeats its input, or says that there is no output when the input says so. */
const MODEL = `
  text=$(cat)
  case "$text" in
    invalid|too-large) echo "$text" >&3 ;;
    near) echo 'ambiguous ${HIGH} ${LOW}' >&3 ;;
    costly) echo '{"input":6,"output":41}' >&3 ;;
    broken) exit 3 ;;
    *) printf '%s' "$text" ;;
  esac`;

let chain;
let urls; // Of the nodes' programs, in their order.
let programs;
let trio; // A service whose three nodes must agree.
let pair; // One of which two of three must.
let solo; // One that only Bob answers.

before(async () => {
  chain = await startChain();
  const { api } = chain;
  trio = await openMarket(api, [PRICE, PRICE, PRICE], { quorum: 3 });
  pair = await publish(api, alice, description, FLAT);
  solo = await publish(api, alice, description, FLAT, { committee: 1, quorum: 1 });
  await Promise.all(NODES.map((node) => offer(api, node, pair, { price: PRICE })));
  await offer(api, bob, solo, { price: PRICE, slots: 40 });
  const ports = await freePorts(NODES.length);
  urls = ports.map((port) => `http://127.0.0.1:${port}`);
  await Promise.all(NODES.map((node, index) => register(api, node, urls[index])));
  programs = await Promise.all(NODES.map((node, index) => serve(node, ports[index])));
});

after(async () => {
  await Promise.all((programs ?? []).map((program) => program.stop()));
  await chain?.stop();
});

const serve = (operator, port, flags = ['--private-inputs', '--jobs', '1']) =>
  ServiceNode.start({ url: chain.url, operator, exec: MODEL, port, flags });

/** Starts a server of inputs that answers by `handler`; returns its URL. */
async function serverOf(t, handler) {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server)}/input`;
}

const remote = (uri, text = TEXT) => ({ ...inputOf(text), uri });

const ask = (service, input, payer = eve, most = MOST) =>
  request(chain.api, payer, service, input, most);

/** Requests a task and waits for its settlement; returns the receipt. */
const settled = async (...args) => (await settlement(chain.api, await ask(...args))).settled;

const conductOf = ({ members }, { address }) =>
  members.find(({ node }) => node.eq(address)).conduct.type;

/** Checks that all agreed on the repeated text. */
function checkAgreed({ outcome, members }) {
  assert.equal(outcome.asAgreed.output.result.toHex(), inputOf(TEXT).contentHash);
  assert.ok(members.every(({ conduct }) => conduct.isWon));
}

/** Fetches `name` from Bob's program; returns the status, and the error when there is one. */
async function errorAt(name) {
  const response = await fetch(`${urls[0]}/${name}`);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  return [response.status, /** @type {any} */ (await response.json()).error];
}

test('three nodes read an in-line input from the chain and agree', async () => {
  checkAgreed(await settled(trio, TEXT));
});

test('three nodes fetch a remote input and agree', async (t) => {
  checkAgreed(await settled(trio, inputOf(TEXT)));
  const server = await serverOf(t, (_, response) => response.end(TEXT));
  checkAgreed(await settled(trio, remote(server)));
});

// Regression: an input was fetched in the place of a model, for which the other tasks then waited.
test('two silent servers of one payer hold up nobody else', async (t) => {
  const { api } = chain;
  const asked = [];
  const silent = await serverOf(t, ({ url }) => asked.push(url));
  const hung = [];
  for (const name of ['a', 'b']) hung.push(await ask(solo, remote(`${silent}/${name}`), ferdie));
  for (const task of hung) await awaitTaskEvent(api, task, api.events.inference.Drawn);
  // The program runs one model at a time.
  for (const input of [inputOf(TEXT), TEXT]) {
    const { outcome } = await settled(solo, input);
    assert.equal(outcome.asAgreed.output.result.toHex(), inputOf(TEXT).contentHash);
  }
  for (const { task } of hung) {
    const { phase } = (await api.query.inference.tasks(task)).unwrap();
    assert.ok(phase.isCommitting);
  }
  assert.equal(new Set(asked).size, 2);
  for (const task of hung) {
    const { outcome } = (await settlement(api, task)).settled;
    assert.ok(outcome.asUnservable.reason.isUnreadable);
  }
});

test('a member gets the input that only another one was given', async (t) => {
  let given = 0;
  const server = await serverOf(t, (_, response) => {
    given += 1;
    if (given === 1) response.end(TEXT);
    else response.writeHead(403).end();
  });
  checkAgreed(await settled(trio, remote(server)));
  assert.ok(given >= 3); // All have asked.
});

test('an input is served to others while its task is open, and no other', async (t) => {
  const { api } = chain;
  const server = await serverOf(t, (_, response) => response.end('broken'));
  const asked = await ask(solo, remote(server, 'broken'));
  await awaitTaskEvent(api, asked, api.events.inference.Drawn);
  await programs[0].awaitLine(new RegExp(`^error: cannot commit for task ${asked.task}: .* 3$`));
  const place = `inputs/${asked.task}`;
  assert.equal(await (await fetch(`${urls[0]}/${place}`)).text(), 'broken');
  const inline = await ask(solo, 'broken');
  await programs[0].awaitLine(new RegExp(`^error: cannot commit for task ${inline.task}: .* 3$`));
  assert.deepEqual(await errorAt(`inputs/${inline.task}`), [404, 'noInput']);
  await settlement(api, asked);
  const isGone = async () => (await fetch(`${urls[0]}/${place}`)).status === 404;
  await waitFor(isGone, { what: 'the input to be gone' });
  assert.deepEqual(await errorAt(place), [404, 'noInput']);
});

test('every reason why there is no output is agreed on', async () => {
  const tooLong = remote('data:,ab', 'ab'); // Two bytes, of which the payer allows one.
  const receipts = await Promise.all([
    settled(trio, 'invalid'),
    settled(trio, 'too-large'),
    settled(trio, 'costly'),
    settled(trio, tooLong, eve, { input: 1, output: 40 }),
    settled(trio, 'near'),
  ]);
  const reasons = receipts.map(({ outcome }) => outcome.asUnservable.reason);
  assert.deepEqual(
    reasons.map(({ type }) => type),
    ['Invalid', 'TooLarge', 'TooLarge', 'TooLarge', 'Ambiguous'],
  );
  assert.deepEqual(reasons.at(-1).asAmbiguous.toJSON(), [LOW, HIGH]);
  for (const { members } of receipts) {
    assert.ok(members.every(({ conduct }) => conduct.isAttended));
  }
});

test('an input that is not what its hash says is unreadable', async () => {
  const { outcome, members } = await settled(trio, remote('data:,another'));
  assert.ok(outcome.asUnservable.reason.isUnreadable);
  assert.ok(members.every(({ conduct }) => conduct.isBlameless));
});

test('a page in a browser reads an output, and why there is none', async () => {
  const { task } = await ask(solo, TEXT);
  const place = `${urls[0]}/answers/${task}`;
  const preflight = await fetch(place, { method: 'OPTIONS' });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  const found = async () => {
    const response = await fetch(place);
    return response.ok && response;
  };
  const response = await waitFor(found, { what: `the output of task ${task}` });
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.equal(await response.text(), TEXT);

  const invalid = await ask(solo, 'invalid');
  const isRevealed = async () => (await errorAt(`answers/${invalid.task}`))[1] === 'noOutput';
  await waitFor(isRevealed, { what: 'the answer to be revealed' });
  assert.deepEqual(await errorAt(`answers/${invalid.task}`), [404, 'noOutput']);
  assert.deepEqual(await errorAt('answers/4000000'), [404, 'noAnswer']);
  assert.deepEqual(await errorAt('answers'), [404, 'noSuchPath']);
});

// The last one: Dave's program starts again.
test('an input that only two of three can read harms nobody', async (t) => {
  const { api } = chain;
  const server = await serverOf(t, (_, response) => response.end(TEXT));
  await programs[2].stop();
  const { port } = new URL(urls[2]);
  programs[2] = await serve(dave, Number(port), []); // It may read nothing that is private.
  const standing = async () =>
    (await api.query.market.offers(pair, dave.address)).unwrap().standing.toJSON();
  const before = await standing();
  const receipt = await settled(pair, remote(server));
  assert.equal(receipt.outcome.asAgreed.output.result.toHex(), inputOf(TEXT).contentHash);
  assert.deepEqual([bob, charlie].map((node) => conductOf(receipt, node)), ['Won', 'Won']);
  assert.match(conductOf(receipt, dave), /^(Overtaken|Blameless)$/);
  assert.deepEqual(await standing(), before);
  assert.match(programs[2].lines.join('\n'), /127\.0\.0\.1 is a private address/);
});
