// In-line inputs: bytes in the extrinsic of a request, which every member reads from its own node.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { hexToU8a, stringToHex, stringToU8a } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { alice, eve } from '../lib/actors.mjs';
import { awaitEvent, awaitFinality, connect, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { inputOf, request, requestCall, settlement } from '../roles/developer.mjs';
import { awaitTaskEvent, commit, reveal } from '../roles/member.mjs';
import { offer } from '../roles/operator.mjs';
import { asRoot } from '../roles/sudo.mjs';
import { isError, plain } from './answers.mjs';
import { NODES, openMarket } from './market.mjs';

const PRICE = UNIT;
const MOST = 16_384;
const LONGEST = 65_536;
const USAGE = { input: MOST, output: 100 };
const TERMS = { maxPrice: PRICE };
const NONE = 4_000_000;
let chain;
let service;
let connections; // One for each of the nodes.

before(async () => {
  chain = await startChain();
  const { api } = chain;
  service = await openMarket(api, [PRICE, PRICE, PRICE], { quorum: 3 });
  const terms = { price: PRICE, slots: 100, maxUsage: { input: MOST, output: 100 } };
  await Promise.all(NODES.map((operator) => offer(api, operator, service, terms)));
  connections = await Promise.all(NODES.map(() => connect(chain.url)));
});

after(async () => {
  await Promise.all((connections ?? []).map((own) => own.disconnect()));
  await chain?.stop();
});

/** Returns `length` bytes that do not repeat soon. */
const bytesOf = (length, seed = 1) =>
  Uint8Array.from({ length }, (_, at) => (at * at * 7 + at * seed + (at >> 8)) % 256);

const read = async (...params) => {
  const bytes = await chain.api.rpc.inference.input(...params);
  return bytes.isSome ? bytes.unwrap().toHex() : null;
};

const hashOf = (bytes) => blake2AsHex(bytes, 256);

/** Has every member of `asked` read its input over a connection of its own, and repeat it. */
async function repeat(asked) {
  const { api } = chain;
  const { Drawn, RevealingStarted } = api.events.inference;
  await awaitTaskEvent(api, asked, Drawn);
  const answers = await Promise.all(NODES.map(async (node, index) => {
    const { input } = connections[index].rpc.inference;
    const bytes = (await input(asked.task)).unwrap().toU8a(true);
    const usage = { input: bytes.length, output: 1 };
    return [node, { output: { result: hashOf(bytes), usage } }];
  }));
  const all = (step) =>
    Promise.all(answers.map(([node, answer]) => step(api, node, asked.task, answer)));
  await all(commit);
  await awaitTaskEvent(api, asked, RevealingStarted);
  await all(reveal);
  return (await settlement(api, asked)).settled;
}

test('three nodes read an in-line input and agree on what they make of it', async () => {
  const text = 'Übung macht den Meister.';
  const bytes = new TextEncoder().encode(text);
  const settled = await repeat(await request(chain.api, eve, service, text, USAGE, TERMS));
  const { result, usage } = settled.outcome.asAgreed.output;
  assert.equal(result.toHex(), hashOf(bytes));
  assert.equal(usage.input.toNumber(), bytes.length);
  assert.equal(settled.input.toHex(), hashOf(bytes));
  assert.ok(settled.members.every(({ conduct }) => conduct.isWon));
});

test('an in-line input has up to 16 KiB', async () => {
  const { api } = chain;
  assert.equal(api.consts.inference.maxInline.toNumber(), MOST);
  const bytes = bytesOf(MOST);
  const settled = await repeat(await request(api, eve, service, bytes, USAGE, TERMS));
  assert.equal(settled.outcome.asAgreed.output.result.toHex(), hashOf(bytes));

  const more = requestCall(api, service, bytesOf(MOST + 1), { ...USAGE, input: MOST + 1 }, TERMS);
  await assert.rejects(send(more, eve), /inference\.InputTooLarge/);
});

test('the bytes are where the task says, in the body of the block', async () => {
  const { api } = chain;
  const bytes = bytesOf(1_000);
  const { task, block } = await request(api, eve, service, bytes, USAGE, TERMS);
  const { input } = await plain(api.rpc.inference.task(task, block));
  assert.equal(input.hash, hashOf(bytes));
  const { inline: place, ...rest } = input;
  assert.deepEqual(Object.keys(rest), ['hash']);
  assert.equal(place.block, await heightOf(api, block));
  assert.equal(place.length, bytes.length);
  const { extrinsics } = (await api.rpc.chain.getBlock(block)).block;
  const extrinsic = extrinsics[place.extrinsic].toU8a(); // Its own length comes first.
  assert.deepEqual(extrinsic.slice(place.offset, place.offset + place.length), bytes);
});

test('an empty input is refused, and one that the maximum usage does not cover', async () => {
  const { api } = chain;
  const empty = requestCall(api, service, '', USAGE, TERMS);
  await assert.rejects(send(empty, eve), /inference\.InputMissing/);
  const usage = { input: 9, output: 1 };
  const more = requestCall(api, service, bytesOf(10), usage, TERMS);
  await assert.rejects(send(more, eve), /inference\.UsageBelowInput/);
  await send(requestCall(api, service, bytesOf(9), usage, TERMS), eve);
});

test('several in-line requests in one batch are each found', async () => {
  const { api } = chain;
  // One is a part of another, and two are the same.
  const texts = ['What is the best of all?', 'best of all', 'And the worst?', 'And the worst?'];
  const orders = texts.map((text) => requestCall(api, service, text, USAGE, TERMS));
  const { events, block } = await send(api.tx.utility.batchAll(orders), eve);
  const requested = events.filter((event) => api.events.inference.Requested.is(event));
  assert.equal(requested.length, texts.length);
  for (const [index, { data: { task, input } }] of requested.entries()) {
    assert.equal(await read(task, block), stringToHex(texts[index]));
    assert.equal(input.toHex(), hashOf(stringToU8a(texts[index])));
  }
  const asked = requested.map(({ data: { task } }) => ({ task: `${task}`, block }));
  const settled = await Promise.all(asked.map(repeat));
  for (const [index, { outcome }] of settled.entries()) {
    assert.equal(outcome.asAgreed.output.result.toHex(), hashOf(stringToU8a(texts[index])));
  }
});

test('a batch of in-line requests has up to 64 KiB', async () => {
  const { api } = chain;
  assert.equal(api.consts.inference.maxExtrinsic.toNumber(), LONGEST);
  const batch = (count) => {
    const inputs = Array.from({ length: count }, (_, index) => bytesOf(MOST, index));
    const orders = inputs.map((bytes) => requestCall(api, service, bytes, USAGE, TERMS));
    return { inputs, call: api.tx.utility.batchAll(orders) };
  };
  const { inputs, call } = batch(3);
  const { events, block } = await send(call, eve);
  const requested = events.filter((event) => api.events.inference.Requested.is(event));
  for (const [index, { data: { task } }] of requested.entries()) {
    assert.deepEqual(hexToU8a(await read(task, block)), inputs[index]);
  }
  await assert.rejects(send(batch(4).call, eve), /inference\.ExtrinsicTooLong/);
});

/** Has the scheduler make a request of Eve's in a later block; returns its result. */
async function requestLater(input) {
  const { api } = chain;
  const { DispatchedAs } = api.events.utility;
  const order = requestCall(api, service, input, USAGE, TERMS);
  const call = api.tx.utility.dispatchAs({ system: { Signed: eve.address } }, order);
  const when = (await api.rpc.chain.getHeader()).number.toNumber() + 4;
  const { block } = await asRoot(api, api.tx.scheduler.schedule(when, null, 0, call));
  const isIt = (event) => DispatchedAs.is(event);
  const { event } = await awaitEvent(api, block, isIt, 'the scheduled request');
  return event.data.result;
}

// It would be in no block's body, and a node could be given bytes that others cannot read.
test('an in-line input that no extrinsic carries is refused', async () => {
  const { api } = chain;
  const inline = await requestLater('Later?');
  assert.equal(api.registry.findMetaError(inline.asErr.asModule).name, 'InputNotInExtrinsic');
  assert.ok((await requestLater(inputOf('Later?'))).isOk, 'a remote input needs none');
});

test('an input can be read while its task is open in the block that is named', async () => {
  const { api } = chain;
  const { parentHash } = await api.rpc.chain.getHeader();
  const asked = await request(api, eve, service, 'Until when?', USAGE, TERMS);
  assert.equal(await read(asked.task, asked.block), stringToHex('Until when?'));
  assert.equal(await read(asked.task, parentHash), null);
  await repeat(asked);
  assert.equal(await read(asked.task), null);
  assert.equal(await read(asked.task, asked.block), stringToHex('Until when?'));
  assert.equal(await read(NONE), null);
});

test('a remote input is not the node’s to read', async () => {
  const { api } = chain;
  const { task, block } = await request(api, eve, service, inputOf('Where?'), USAGE, TERMS);
  await assert.rejects(api.rpc.inference.input(task, block), ({ code, data }) => {
    assert.ok(isError(20_214, 'INPUT_IS_REMOTE')({ code, data }));
    return data.task === Number(task);
  });
});

test('a node that has dropped the body of the block says so', async () => {
  const flags = ['--tmp', '--blocks-pruning', '8', '--state-pruning', '4'];
  const other = await startChain(flags);
  try {
    const { api } = other;
    const market = await openMarket(api, [PRICE, PRICE, PRICE]);
    const asked = await request(api, eve, market, 'Still there?', { input: 100, output: 1 }, TERMS);
    const height = await heightOf(api, asked.block);
    await awaitFinality(api, height + 10);
    await assert.rejects(api.rpc.inference.input(asked.task), ({ code, data, message }) => {
      assert.ok(isError(20_215, 'INPUT_NOT_KEPT')({ code, data }), message);
      return data.block === height;
    });
  } finally {
    await other.stop();
  }
});

test('a proxy carries an in-line input', async () => {
  const { api } = chain;
  const order = requestCall(api, service, 'By whom?', USAGE, TERMS);
  await send(api.tx.proxy.addProxy(alice.address, 'Any', 0), eve);
  const { events, block } = await send(api.tx.proxy.proxy(eve.address, null, order), alice);
  const { data } = events.find((event) => api.events.inference.Requested.is(event));
  assert.ok(data.payer.eq(eve.address));
  assert.equal(await read(data.task, block), stringToHex('By whom?'));
});
