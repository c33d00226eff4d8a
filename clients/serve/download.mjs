// Bytes from a server that a stranger has chosen: within bounds of time and length, and from public
// addresses only.

import { lookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';

import { TaskError, Unservable } from './errors.mjs';
import { isPrivate, uriOf } from './uri.mjs';

/** The most bytes. */
const LONGEST = 16 * 2 ** 20;
/** The most redirects. */
const REDIRECTS = 3;
/** The time of a download from the first lookup to the last byte, and of a silence in it, in ms. */
const TIMES = { whole: 30_000, silence: 5_000 };
/** The time in which a server of names must answer, in ms, and the number of times it is asked. */
const NAMES = { timeout: 2_000, tries: 2 };

/**
 * Returns the bytes at the `http:` or `https:` address `uri`; more than 16 MiB are too large. A
 * private address is refused, unless `privateInputs` allows it.
 *
 * @param {string} uri
 * @param {{
 *   privateInputs: boolean, signal: AbortSignal, times?: typeof TIMES, names?: Resolver,
 * }} options
 * @returns {Promise<Buffer>}
 */
export async function download(uri, options) {
  const { privateInputs, signal, times = TIMES, names = new Resolver(NAMES) } = options;
  signal.throwIfAborted();
  const end = new AbortController();
  const leave = () => end.abort(signal.reason);
  const late = () => end.abort(new Error(`the download takes longer than ${times.whole / 1000} s`));
  const timer = setTimeout(late, times.whole);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await follow(uri, REDIRECTS, { privateInputs, names, end, silence: times.silence });
  } catch (error) {
    throw end.signal.aborted ? end.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}

async function follow(uri, redirects, options) {
  const response = await get(uri, options);
  const { statusCode, headers } = response;
  if (statusCode === 200) return bodyOf(response);
  response.destroy();
  if (statusCode < 300 || statusCode >= 400 || !headers.location) {
    throw new Error(`the server answered ${statusCode}`);
  }
  if (redirects === 0) throw new TaskError('the server redirects too often');
  return follow(`${new URL(headers.location, uri)}`, redirects - 1, options);
}

/** Requests `uri`; returns the response without its body. */
function get(uri, { privateInputs, names, end, silence }) {
  const { protocol, hostname } = uriOf(uri) ?? {};
  const client = { 'http:': http, 'https:': https }[protocol];
  if (!client) throw new TaskError(`${uri} is not data:, https: or http:`);
  if (!privateInputs && isPrivate(hostname)) throw refusalOf(hostname);
  const options = {
    agent: false,
    lookup: privateInputs ? lookup : lookupPublic(names),
    signal: end.signal,
    timeout: silence,
  };
  return new Promise((resolve, reject) => {
    const request = client.get(uri, options, resolve);
    request.on('timeout', () => end.abort(new Error('the server is silent')));
    request.on('error', reject);
  });
}

async function bodyOf(response) {
  const chunks = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > LONGEST) {
      throw new Unservable('tooLarge', `the input is longer than ${LONGEST} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Returns a `dns.lookup` that fails for a name that stands for a private address. */
const lookupPublic = (names) => (hostname, { all }, callback) => {
  addressesOf(hostname, names).then((found) => {
    if (found.some(({ address }) => isPrivate(address))) throw refusalOf(hostname);
    if (all) callback(null, found);
    else callback(null, found[0].address, found[0].family);
  }).catch(callback);
};

/**
 * Returns the addresses of a name. It asks the servers of names itself: of the system's lookups two
 * that nobody answers would keep all others waiting.
 *
 * @param {string} hostname
 * @param {Resolver} names
 */
async function addressesOf(hostname, names) {
  const none = () => [];
  const [four, six] = await Promise.all([
    names.resolve4(hostname).catch(none),
    names.resolve6(hostname).catch(none),
  ]);
  if (four.length + six.length === 0) throw new Error(`the name ${hostname} has no address`);
  const of = (family) => (address) => ({ address, family });
  return [...four.map(of(4)), ...six.map(of(6))];
}

const refusalOf = (host) =>
  new TaskError(`${host} is a private address; --private-inputs allows that`);
