// The input of a task: fetched from where its payer put it, and compared with its hash.

import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

import { blake2AsHex } from '@polkadot/util-crypto';

import { TaskError, firstLine } from './errors.mjs';
import { logError } from './log.mjs';
import { isPrivate, uriOf } from './uri.mjs';

/** The longest input, in bytes. */
const LONGEST = 16 * 2 ** 20;
/** The time in which a server must answer, in ms. */
const PATIENCE = 10_000;
/** The most redirects. */
const REDIRECTS = 3;
/** The time until a server is asked again, in ms. */
const PAUSE = 2_000;

/** Fetches an input, and again after errors that may pass, until `options.signal` aborts. */
export async function awaitInput(assignment, options) {
  for (;;) {
    options.signal.throwIfAborted();
    try {
      return await fetchInput(assignment, options);
    } catch (error) {
      if (error instanceof TaskError || options.signal.aborted) throw error;
      logError(`the input of task ${assignment.task} is fetched again: ${firstLine(error)}`);
    }
    await pause(PAUSE, undefined, { signal: options.signal });
  }
}

/**
 * Returns the bytes behind `inputUri`, whose hash is `inputHash`. The payer chooses the place, so
 * private addresses are refused, unless `privateInputs` allows them.
 */
async function fetchInput({ inputUri, inputHash }, options) {
  const bytes = inputUri.startsWith('data:') ? dataOf(inputUri) : await download(inputUri, options);
  if (blake2AsHex(bytes, 256) !== inputHash) {
    throw new TaskError('the input is not what its hash says');
  }
  return bytes;
}

/** Returns the bytes of a `data:` URI. */
function dataOf(uri) {
  const [, base64, data] = /^data:[^,]*?(;base64)?,([^#]*)/is.exec(uri) ?? [];
  if (data === undefined) throw new TaskError("the input's data: URI has no data");
  const bytes = unescaped(data);
  return base64 ? Buffer.from(bytes.toString('latin1'), 'base64') : bytes;
}

/** Returns the bytes of `text`, some of them written as `%xx`; they need not be UTF-8. */
function unescaped(text) {
  const byte = (_, hex) => String.fromCharCode(Number.parseInt(hex, 16));
  const escaped = Buffer.from(text).toString('latin1');
  return Buffer.from(escaped.replace(/%([\da-f]{2})/gi, byte), 'latin1');
}

async function download(uri, options, redirects = REDIRECTS) {
  const response = await get(uri, options);
  const { statusCode, headers } = response;
  if (statusCode === 200) return bodyOf(response);
  response.destroy();
  if (statusCode < 300 || statusCode >= 400 || !headers.location) {
    throw new Error(`the input's server answered ${statusCode}`);
  }
  if (redirects === 0) throw new TaskError("the input's server redirects too often");
  return download(`${new URL(headers.location, uri)}`, options, redirects - 1);
}

/** Requests `uri`; returns the response without its body. */
function get(uri, { privateInputs, signal }) {
  const { protocol, hostname } = uriOf(uri) ?? {};
  const client = { 'http:': http, 'https:': https }[protocol];
  if (!client) throw new TaskError(`the input is at ${uri}, which is not data:, https: or http:`);
  if (!privateInputs && isPrivate(hostname)) throw refusalOf(hostname);
  const guard = privateInputs ? {} : { lookup: lookupPublic };
  return new Promise((resolve, reject) => {
    const request = client.get(uri, { ...guard, signal, timeout: PATIENCE, agent: false }, resolve);
    request.on('timeout', () => request.destroy(new Error("the input's server is silent")));
    request.on('error', reject);
  });
}

async function bodyOf(response) {
  const chunks = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > LONGEST) throw new TaskError(`the input is longer than ${LONGEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Looks up a name as `dns.lookup` does, and fails when it stands for a private address. */
function lookupPublic(hostname, options, callback) {
  /** @type {import('node:dns').LookupAllOptions} */
  const every = { ...options, all: true };
  lookup(hostname, every, (error, found) => {
    if (error) return callback(error);
    if (found.some(({ address }) => isPrivate(address))) return callback(refusalOf(hostname));
    if (options.all) return callback(null, found);
    return callback(null, found[0].address, found[0].family);
  });
}

const refusalOf = (host) =>
  new TaskError(`the input is at the private address ${host}; --private-inputs allows that`);
