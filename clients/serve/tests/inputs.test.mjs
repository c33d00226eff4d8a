// Inputs, from the chain, from their payer's server and from other members.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { download } from '../download.mjs';
import { Unservable } from '../errors.mjs';
import { readInline, readRemote } from '../input.mjs';
import { DEAD, serverOf } from './servers.mjs';

const BYTES = Buffer.from([0, 37, 255, 104, 105]);
const hash = blake2AsHex(BYTES, 256);
const longest = Buffer.alloc(16 * 2 ** 20 + 1);
let honest; // A member that has the input of task 7, and notes what it was asked.
let liar;
let asked;

before(async () => {
  honest = await serverOf(({ url }, response) => {
    asked.push(url);
    if (url === '/node/inputs/7') response.end(BYTES);
    else response.writeHead(404).end();
  });
  liar = await serverOf((_, response) => response.end('a lie'));
});

/** Reads the input at `uri`; the other members are at `endpoints`. */
function read(uri, endpoints = [], { bytes = BYTES, signal = AbortSignal.timeout(20_000) } = {}) {
  asked = [];
  const input = { uri, hash: blake2AsHex(bytes, 256) };
  const assignment = { task: '7', input, others: endpoints.map((_, index) => `${index}`) };
  return readRemote(assignment, {
    endpointOf: async (other) => endpoints[other],
    fetch: (from) => download(from, { privateInputs: true, signal }),
    signal,
  });
}

test('data: URIs carry any bytes', async () => {
  assert.deepEqual(await read('data:,%00%25%FFhi'), BYTES);
  assert.deepEqual(await read('data:;base64,ACX/aGk='), BYTES);
  assert.deepEqual(await read('data:application/octet-stream;base64,ACX%2FaGk%3D'), BYTES);
  assert.deepEqual(await read('data:,', [], { bytes: Buffer.alloc(0) }), Buffer.alloc(0));
  const text = 'Grüße, “100 %”?';
  const uri = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  assert.equal(`${await read(uri, [], { bytes: Buffer.from(text) })}`, text);
});

test('an input that its payer serves is asked of nobody else', async () => {
  assert.deepEqual(await read(`${honest}/node/inputs/7`, [honest]), BYTES);
  assert.deepEqual(asked, ['/node/inputs/7']);
});

test('another member has what the payer’s server does not give', async () => {
  const others = [undefined, DEAD, liar, `${honest}/node/`];
  for (const uri of [DEAD, liar, `${honest}/lost`, 'data:nothing', 'ipfs://bafy']) {
    assert.deepEqual(await read(uri, others), BYTES);
    assert.equal(asked.at(-1), '/node/inputs/7');
  }
});

test('another member has what the payer’s server makes too long', async () => {
  const endless = await serverOf((_, response) => response.end(longest));
  assert.deepEqual(await read(endless, [`${honest}/node`]), BYTES);
  await assert.rejects(read(endless, [liar, endless]), (error) =>
    error instanceof Unservable && error.reason === 'tooLarge');
});

test('a length that only another member claims is no answer', async () => {
  const endless = await serverOf((_, response) => response.end(longest));
  const signal = AbortSignal.timeout(1_000);
  await assert.rejects(read(liar, [endless], { signal }), { name: /AbortError|TimeoutError/ });
});

test('an input that comes later is waited for', async () => {
  let times = 0;
  const late = await serverOf((_, response) => {
    times += 1;
    response.end(times === 1 ? 'not yet' : BYTES);
  });
  assert.deepEqual(await read(late), BYTES);
  assert.equal(times, 2);
});

test('an in-line input is asked of the node until that has it', async () => {
  const answers = [null, new Error('it is not kept'), '0x00', u8aToHex(BYTES)];
  const connection = {
    async ask(method, task) {
      assert.deepEqual([method, task], ['inference_input', 7]);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const { signal } = new AbortController();
  const bytes = await readInline({ task: '7', input: { hash } }, connection, signal);
  assert.deepEqual(Buffer.from(bytes), BYTES);
  assert.deepEqual(answers, []);
});
