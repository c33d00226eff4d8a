// The server of outputs: GET /answers/<task>.

import { once } from 'node:events';
import http from 'node:http';

import { OperatorError, firstLine } from './errors.mjs';
import { logError } from './log.mjs';

/** The most connections at once. */
const CONNECTIONS = 256;

/**
 * Serves the results of `outputOf(task)` at `{ host, port }`; returns the `url` and `close()`. A
 * missing output is a 404.
 */
export async function serveAnswers({ host, port }, outputOf) {
  const server = http.createServer((request, response) => {
    answer(request, response, outputOf).catch((error) => {
      logError(`${request.url} cannot be served: ${firstLine(error)}`);
      response.writeHead(500).end();
    });
  });
  server.maxConnections = CONNECTIONS;
  try {
    await once(server.listen(port, host), 'listening');
  } catch ({ code }) {
    const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened at (${code})`;
    throw new OperatorError(`port ${port} of ${host} ${why}; choose another one with --listen`);
  }
  const close = () => new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  const place = /** @type {import('node:net').AddressInfo} */ (server.address());
  const address = place.family === 'IPv6' ? `[${place.address}]` : place.address;
  return { url: `http://${address}:${place.port}`, close };
}

/**
 * Answers one request.
 *
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 */
async function answer({ method, url }, response, outputOf) {
  const [, task] = /^\/answers\/(\d{1,20})$/.exec(url) ?? [];
  const output = method === 'GET' && task && (await outputOf(task));
  if (!output) return response.writeHead(404).end();
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': output.length,
    'x-content-type-options': 'nosniff',
  };
  return response.writeHead(200, headers).end(output);
}
