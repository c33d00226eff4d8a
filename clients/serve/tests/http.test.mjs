// The server of files, to programs and to pages in browsers.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { serveFiles } from '../http.mjs';

const LONG = 16 * 2 ** 20;
const TEXT = 'positive';
let folder;
let server;
let long;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'nes-http-'));
  const file = path.join(folder, 'text');
  long = path.join(folder, 'long');
  await writeFile(file, TEXT);
  await writeFile(long, Buffer.alloc(LONG, 'x'));
  const outputs = {
    1: { file },
    2: { missing: 'noAnswer' },
    3: { missing: 'notRevealed' },
    4: { missing: 'noOutput' },
    5: { missing: 'noLongerKept' },
    6: { file: long },
    7: { file: path.join(folder, 'gone') },
  };
  const inputs = { 6: { file: long } };
  server = await serveFiles({ host: '127.0.0.1', port: 0 }, {
    answers: async (task) => outputs[task],
    inputs: async (task) => inputs[task] ?? { missing: 'noInput' },
  });
});

after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const get = (name, options) => fetch(`${server.url}/${name}`, options);

/** @returns {Promise<any>} */
const bodyOf = (response) => response.json();

/** Returns the status of a response that is no file, and the error in it. */
const errorOf = async (response) => [response.status, (await bodyOf(response)).error];

/** Requests the file at `name` `count` times without ever reading it; returns what ends that. */
async function stall(name, count) {
  const { hostname, port } = new URL(server.url);
  const sockets = Array.from({ length: count }, () => net.connect(Number(port), hostname));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.write(`GET /${name} HTTP/1.1\r\nhost: x\r\n\r\n`);
  await pause(1_000);
  return async () => {
    for (const socket of sockets) socket.destroy();
    await pause(200);
  };
}

test('an output is served to programs and to pages of any origin', async () => {
  const response = await get('answers/1', { headers: { origin: 'https://example.org' } });
  assert.equal(response.status, 200);
  assert.equal(await response.text(), TEXT);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.equal(response.headers.get('content-type'), 'application/octet-stream');
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(await (await get('answers/1?again')).text(), TEXT);
});

test('a HEAD has the length, and no bytes', async () => {
  const response = await get('answers/1', { method: 'HEAD' });
  assert.deepEqual([response.status, response.headers.get('content-length')], [200, '8']);
  assert.equal(await response.text(), '');
});

test('a browser may ask first', async () => {
  const { status, headers } = await get('answers/1', { method: 'OPTIONS' });
  assert.equal(status, 204);
  assert.equal(headers.get('access-control-allow-origin'), '*');
  assert.equal(headers.get('access-control-allow-methods'), 'GET, HEAD, OPTIONS');
  assert.equal(headers.get('access-control-allow-headers'), '*');
});

test('every file that is not there has its reason', async () => {
  const reasons = {
    '': ['noSuchPath', /but \/answers\/<task> and \/inputs\/<task>$/],
    'answers/x': ['noSuchPath', /nothing here/],
    'answers/2': ['noAnswer', /no answer to task 2$/],
    'answers/3': ['notRevealed', /task 3 is not revealed$/],
    'answers/4': ['noOutput', /task 4 has no output$/],
    'answers/5': ['noLongerKept', /output of task 5 is no longer kept$/],
    'inputs/5': ['noInput', /no remote input of an open task 5$/],
  };
  for (const [name, [error, message]] of Object.entries(reasons)) {
    const response = await get(name);
    assert.equal(response.status, 404);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    const body = await bodyOf(response);
    assert.equal(body.error, error);
    assert.match(body.message, /** @type {RegExp} */ (message));
  }
});

test('nothing can be written, and nothing is served before the chain is known', async () => {
  const refused = await get('answers/1', { method: 'POST', body: 'x' });
  assert.deepEqual(await errorOf(refused), [405, 'notAllowed']);
  assert.deepEqual(await errorOf(await get('answers/99')), [503, 'starting']);
});

test('a file that goes in between ends one request only', async () => {
  assert.equal((await get('answers/7')).status, 500);
  assert.equal((await get('answers/1')).status, 200);
});

test('200 readers who do not read a long output take little memory', async () => {
  const before = process.memoryUsage().rss;
  const end = await stall('answers/6', 200);
  const taken = process.memoryUsage().rss - before;
  assert.ok(taken < 10 * LONG, `${taken} bytes`);
  assert.equal(await (await get('answers/1')).text(), TEXT);
  assert.equal((await (await get('answers/6')).arrayBuffer()).byteLength, LONG);
  await end();
});

test('32 members read inputs at once, and outputs are served meanwhile', async () => {
  const end = await stall('inputs/6', 32);
  assert.deepEqual(await errorOf(await get('inputs/6')), [503, 'busy']);
  assert.equal(await (await get('answers/1')).text(), TEXT);
  await end();
  assert.equal((await (await get('inputs/6')).arrayBuffer()).byteLength, LONG);
});
