// Inputs, taken and refused.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';

import { blake2AsHex } from '@polkadot/util-crypto';

import { awaitInput } from '../input.mjs';
import { isPrivate } from '../uri.mjs';

const BYTES = Buffer.from([0, 37, 255, 104, 105]);
let server;
let home;

before(async () => {
  server = http.createServer(({ url }, response) => {
    const [, jumps] = /^\/jump\/(\d)$/.exec(url) ?? [];
    if (Number(jumps) > 0) {
      return response.writeHead(302, { location: `/jump/${Number(jumps) - 1}` }).end();
    }
    if (url === '/endless') return pour(response);
    return response.end(BYTES);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  home = `http://127.0.0.1:${port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

/** Answers without an end, until the connection closes. */
function pour(response) {
  const more = () => response.destroyed || response.write(Buffer.alloc(2 ** 16), () => more());
  more();
}

const fetched = (inputUri, { privateInputs = true, bytes = BYTES } = {}) =>
  awaitInput(
    { task: '1', inputUri, inputHash: blake2AsHex(bytes, 256) },
    { privateInputs, signal: AbortSignal.timeout(30_000) },
  );

test('data: URIs carry any bytes', async () => {
  assert.deepEqual(await fetched('data:,%00%25%FFhi'), BYTES);
  assert.deepEqual(await fetched('data:;base64,ACX/aGk='), BYTES);
  assert.deepEqual(await fetched('data:application/octet-stream;base64,ACX%2FaGk%3D'), BYTES);
  assert.deepEqual(await fetched('data:,', { bytes: Buffer.alloc(0) }), Buffer.alloc(0));
  const text = 'Grüße, “100 %”?';
  const uri = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  assert.equal(`${await fetched(uri, { bytes: Buffer.from(text) })}`, text);
});

test('a data: URI without data is refused', async () => {
  await assert.rejects(fetched('data:nothing'), /has no data/);
});

test('redirects are followed, up to three', async () => {
  assert.deepEqual(await fetched(`${home}/jump/3`), BYTES);
  await assert.rejects(fetched(`${home}/jump/4`), /redirects too often/);
});

test('a longer input than 16 MiB is refused before it has come', async () => {
  await assert.rejects(fetched(`${home}/endless`), /longer than 16777216 bytes/);
});

test('a name that stands for a private address is refused', async () => {
  const port = new URL(home).port;
  const refused = fetched(`http://localhost:${port}/`, { privateInputs: false });
  await assert.rejects(refused, /private address localhost/);
});

test('addresses are private or public', () => {
  const ours = [
    '127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '0.0.0.0',
    '100.64.0.1', '[::1]', '[fe80::1]', '[fd00::1]', '[::ffff:10.0.0.1]', '[64:ff9b::7f00:1]',
  ];
  for (const host of ours) assert.ok(isPrivate(host), host);
  for (const host of ['1.1.1.1', '172.32.0.1', '[2606:4700::1111]', 'example.org']) {
    assert.ok(!isPrivate(host), host);
  }
});
