// The input of a task: from the chain, from where its payer put it, or from another member; always
// compared with its hash.

import { setTimeout as pause } from 'node:timers/promises';

import { hexToU8a } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { ConnectionLost, Unservable, firstLine } from './errors.mjs';
import { logError } from './log.mjs';

/** The time until a source is asked again, in ms. */
const PAUSE = 2_000;

/** Returns the in-line input of a task from the node behind `connection`; tries until it has it. */
export function readInline({ task, input }, connection, signal) {
  return insist(task, signal, async () => {
    const found = await connection.ask('inference_input', Number(task));
    if (!found) throw new Error('the task is not open at the node');
    return checked(hexToU8a(found), input.hash);
  });
}

/**
 * Returns the remote input of a task, from its URI, or from another member whose server
 * `endpointOf(node)` names. `fetch(uri)` gets the bytes behind an address. Tries until `signal`
 * aborts, or until the input is known to be too large.
 */
export function readRemote(assignment, { endpointOf, fetch, signal }) {
  return insist(assignment.task, signal, async () => {
    let why;
    for await (const uri of sources(assignment, endpointOf)) {
      try {
        const bytes = uri.startsWith('data:') ? dataOf(uri) : await fetch(uri);
        return checked(bytes, assignment.input.hash);
      } catch (error) {
        signal.throwIfAborted();
        why ??= error; // That of the payer's own server.
      }
    }
    throw why;
  });
}

async function* sources({ task, input, others }, endpointOf) {
  yield input.uri;
  for (const other of others) {
    const endpoint = await endpointOf(other);
    if (endpoint) yield `${endpoint.replace(/\/+$/, '')}/inputs/${task}`;
  }
}

/** Does `read` until it succeeds or `signal` aborts; logs why it failed when that changes. */
async function insist(task, signal, read) {
  for (let logged; ;) {
    try {
      return await read();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ConnectionLost || error instanceof Unservable) throw error;
      const why = firstLine(error);
      if (why !== logged) logError(`the input of task ${task} is asked for again: ${why}`);
      logged = why;
    }
    await pause(PAUSE, undefined, { signal });
  }
}

function checked(bytes, hash) {
  if (blake2AsHex(bytes, 256) !== hash) throw new Error('the input is not what its hash says');
  return bytes;
}

/** Returns the bytes of a `data:` URI. */
function dataOf(uri) {
  const [, base64, data] = /^data:[^,]*?(;base64)?,([^#]*)/is.exec(uri) ?? [];
  if (data === undefined) throw new Error("the input's data: URI has no data");
  const bytes = unescaped(data);
  return base64 ? Buffer.from(bytes.toString('latin1'), 'base64') : bytes;
}

/** Returns the bytes of `text`, some of them written as `%xx`; they need not be UTF-8. */
function unescaped(text) {
  const byte = (_, hex) => String.fromCharCode(Number.parseInt(hex, 16));
  const escaped = Buffer.from(text).toString('latin1');
  return Buffer.from(escaped.replace(/%([\da-f]{2})/gi, byte), 'latin1');
}
