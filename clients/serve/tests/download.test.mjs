// A download, which is bounded in time and length and leads to public addresses only.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { download } from '../download.mjs';
import { Unservable } from '../errors.mjs';
import { isPrivate } from '../uri.mjs';
import { DEAD, namesOf, serverOf, silentServer } from './servers.mjs';

const BYTES = Buffer.from([0, 37, 255, 104, 105]);
const TIMES = { whole: 30_000, silence: 5_000 };
let home;

before(async () => {
  home = await serverOf(({ url }, response) => {
    const [, jumps] = /^\/jump\/(\d)$/.exec(url) ?? [];
    if (Number(jumps) > 0) {
      return response.writeHead(302, { location: `/jump/${Number(jumps) - 1}` }).end();
    }
    if (url === '/endless') return pour(response, Buffer.alloc(2 ** 16), 0);
    if (url === '/slow') return pour(response, 'x', 50);
    if (url === '/stuck') return response.write('x');
    if (url === '/lost') return response.writeHead(404).end();
    return response.end(BYTES);
  });
});

/** Answers until the connection closes: a `piece` at a time, with pauses of `ms`. */
async function pour(response, piece, ms) {
  while (!response.destroyed) {
    await new Promise((written) => response.write(piece, written));
    await pause(ms);
  }
}

const get = (uri, options = {}) =>
  download(uri, { privateInputs: true, signal: new AbortController().signal, ...options });

test('redirects are followed, up to three', async () => {
  assert.deepEqual(await get(`${home}/jump/3`), BYTES);
  await assert.rejects(get(`${home}/jump/4`), /redirects too often/);
});

test('a server that is lost, dead or of another kind is named', async () => {
  await assert.rejects(get(`${home}/lost`), /the server answered 404/);
  await assert.rejects(get(DEAD), /ECONNREFUSED/);
  await assert.rejects(get('ipfs://bafy'), /ipfs:\/\/bafy is not data:, https: or http:/);
  await assert.rejects(get('no address'), /is not data:, https: or http:/);
});

test('more than 16 MiB are too large before they have come', async () => {
  await assert.rejects(get(`${home}/endless`), (error) =>
    error instanceof Unservable && error.reason === 'tooLarge');
});

test('a silence ends a download, before its headers and after them', async () => {
  const times = { ...TIMES, silence: 100 };
  const silent = await silentServer();
  await assert.rejects(get(silent.url, { times }), /the server is silent/);
  await assert.rejects(get(`${home}/stuck`, { times }), /the server is silent/);
});

test('one bound holds for the whole download, however often it moves on', async () => {
  const times = { ...TIMES, whole: 400 };
  await assert.rejects(get(`${home}/slow`, { times }), /takes longer than 0\.4 s/);
  const jumping = await serverOf(async ({ url }, response) => {
    await pause(250);
    response.writeHead(302, { location: `${url}x` }).end();
  });
  await assert.rejects(get(`${jumping}/`, { times }), /takes longer than 0\.4 s/);
});

test('nobody waits for a download that was given up', async () => {
  const stop = new AbortController();
  const silent = await silentServer();
  const going = get(silent.url, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error('too late')), 50);
  await assert.rejects(going, /too late/);
  await assert.rejects(get(home, { signal: stop.signal }), /too late/);
});

test('private addresses are refused, however they are written', async () => {
  const { port } = new URL(home);
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '0x7f000001']) {
    const refused = get(`http://${host}:${port}/`, { privateInputs: false });
    await assert.rejects(refused, /is a private address; --private-inputs allows that/);
  }
});

test('a name that stands for a private address is refused, and only such a one', async () => {
  const names = await namesOf({ inside: '10.0.0.1', outside: '192.0.2.1' });
  const times = { ...TIMES, silence: 200 };
  const by = (host) => get(`http://${host}.example/`, { privateInputs: false, names, times });
  await assert.rejects(by('inside'), /inside\.example is a private address/);
  await assert.rejects(by('outside'), /the server is silent|UNREACH|REFUSED/);
});

test('names that nobody answers keep no other waiting', async () => {
  const names = await namesOf({ inside: '10.0.0.1' });
  const ended = [];
  const by = (host) => get(`http://${host}.example/`, { privateInputs: false, names })
    .catch((error) => ended.push(error.message));
  const silent = Array.from({ length: 8 }, (_, index) => by(`silent${index}`));
  await by('inside');
  assert.equal(ended.length, 1);
  await Promise.all(silent);
  assert.match(ended.at(-1), /the name silent\d\.example has no address/);
});

test('addresses are private or public', () => {
  const ours = [
    '127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '0.0.0.0',
    '100.64.0.1', '[::1]', '[fe80::1]', '[fd00::1]', '[::ffff:10.0.0.1]', '[64:ff9b::7f00:1]',
    'localhost', 'db.localhost',
  ];
  for (const host of ours) assert.ok(isPrivate(host), host);
  for (const host of ['1.1.1.1', '172.32.0.1', '[2606:4700::1111]', 'example.org', 'nolocalhost']) {
    assert.ok(!isPrivate(host), host);
  }
});
