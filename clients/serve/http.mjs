// The server of files: GET /answers/<task>, outputs for everybody, and GET /inputs/<task>, remote
// inputs for the other members of open tasks.

import { once } from 'node:events';
import { open } from 'node:fs/promises';
import http from 'node:http';
import { pipeline } from 'node:stream/promises';

import { OperatorError, firstLine } from './errors.mjs';
import { logError } from './log.mjs';

/** The most connections at once. */
const CONNECTIONS = 256;
/** The most inputs at once that are on their way to others. */
const INPUTS = 32;
/** The time in which a reader must take a piece of a file, and all of it, in ms. */
const SILENCE = 30_000;
const TIME = 5 * 60 * 1000;

/** The reasons why a file is not there, by their names, for a task or a path. */
export const MISSING = {
  noSuchPath: () => 'there is nothing here but /answers/<task> and /inputs/<task>',
  noAnswer: (task) => `this node has no answer to task ${task}`,
  notRevealed: (task) => `the answer of this node to task ${task} is not revealed`,
  noOutput: (task) => `this node found that task ${task} has no output`,
  noLongerKept: (task) => `the output of task ${task} is no longer kept`,
  noInput: (task) => `this node has no remote input of an open task ${task}`,
};

const METHODS = 'GET, HEAD, OPTIONS';

/** The headers of every response: they let the pages of any origin read it in a browser. */
const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': METHODS,
  'access-control-allow-headers': '*',
  'access-control-max-age': '86400',
  allow: METHODS,
  'x-content-type-options': 'nosniff',
};

/**
 * Serves the files that `find.answers(task)` and `find.inputs(task)` find at `{ host, port }`;
 * returns the `url` and `close()`.
 *
 * @typedef {(task: string) => Promise<import('./store.mjs').Found> | undefined} Find
 * @param {{ host: string, port: number }} place
 * @param {{ answers: Find, inputs: Find }} find
 */
export async function serveFiles({ host, port }, find) {
  const inputs = { free: INPUTS };
  const server = http.createServer((request, response) => {
    const timer = setTimeout(() => response.destroy(), TIME);
    answer(request, response, find, inputs)
      .catch((error) => {
        logError(`${request.url} cannot be served: ${firstLine(error)}`);
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      })
      .finally(() => clearTimeout(timer));
  });
  server.maxConnections = CONNECTIONS;
  server.timeout = SILENCE;
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

/** Answers one request; returns when the reader has everything. */
async function answer(request, response, find, inputs) {
  const { method, url } = request;
  if (method === 'OPTIONS') return response.writeHead(204, HEADERS).end();
  if (!['GET', 'HEAD'].includes(method)) {
    return refuse(response, 405, 'notAllowed', `${method} is not one of ${METHODS}`);
  }
  const [, kind, task] = /^\/(answers|inputs)\/(\d{1,20})(?:\?.*)?$/.exec(url) ?? [];
  const found = kind ? await find[kind](task) : { missing: 'noSuchPath' };
  if (!found) return refuse(response, 503, 'starting', 'the chain is not known yet');
  const { file, missing } = found;
  if (missing) return refuse(response, 404, missing, MISSING[missing](task));
  if (kind === 'answers') return send(file, request, response);
  if (inputs.free === 0) return refuse(response, 503, 'busy', 'too many read inputs at once');
  inputs.free -= 1;
  return send(file, request, response).finally(() => (inputs.free += 1));
}

/** Streams `file`, of which only a piece is in memory. */
async function send(file, { method }, response) {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const type = { 'content-type': 'application/octet-stream', 'content-length': size };
    response.writeHead(200, { ...HEADERS, ...type });
    if (method === 'HEAD') response.end();
    else await pipeline(handle.createReadStream(), response);
  } catch (error) {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // The reader has gone.
  } finally {
    await handle.close();
  }
}

/** Answers with an error, as JSON: its name, and a sentence. */
function refuse(response, status, error, message) {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json' });
  response.end(JSON.stringify({ error, message }));
}
