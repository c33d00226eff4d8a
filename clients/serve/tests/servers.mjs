// Servers of inputs, good and bad ones.

import dgram from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import http from 'node:http';

/** Starts a server on this machine that answers by `handler`; returns its URL. */
export async function serverOf(handler) {
  const server = http.createServer(handler);
  server.on('connection', (socket) => socket.unref());
  await once(server.listen(0, '127.0.0.1').unref(), 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}

/** Starts a server that takes requests and never answers; returns its URL and what it was asked. */
export async function silentServer() {
  const asked = [];
  const url = await serverOf((request) => asked.push(request.url));
  return { url, asked };
}

/** The URL of a server that is not there. */
export const DEAD = 'http://127.0.0.1:1';

/** Returns a resolver whose server knows the IPv4 addresses of `hosts`, and is else silent. */
export async function namesOf(hosts) {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (query, { port }) => {
    const length = query[12];
    const address = hosts[`${query.subarray(13, 13 + length)}`];
    if (!address) return;
    const isIpv4 = query.readUInt16BE(length + 15 + query[13 + length]) === 1;
    // The query's number, an answer without faults, one question, and an address if it is asked.
    const head = [query[0], query[1], 0x81, 0x80, 0, 1, 0, Number(isIpv4), 0, 0, 0, 0];
    const question = query.subarray(12, length + 19 + query[13 + length]);
    // Of the name in the question, an IPv4 address for no time.
    const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)];
    socket.send(Buffer.from([...head, ...question, ...(isIpv4 ? record : [])]), port);
  });
  await once(socket.bind(0, '127.0.0.1').unref(), 'listening');
  const names = new Resolver({ timeout: 500, tries: 1 });
  names.setServers([`127.0.0.1:${socket.address().port}`]);
  return names;
}
