// The key that signs commitments and answers.

import { open } from 'node:fs/promises';

import { Keyring } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';

import { OperatorError } from './errors.mjs';

/** The longest secret URI, in bytes. */
const LONGEST = 1024;

/** Returns the key pair whose secret URI or seed is in `file`, which nobody else may read. */
export async function keyIn(file) {
  const secret = await secretIn(file);
  await cryptoWaitReady();
  try {
    return new Keyring({ type: 'sr25519' }).addFromUri(secret);
  } catch {
    // Its own message could quote the secret.
    throw new OperatorError(`the key file ${file} holds no secret URI or seed`);
  }
}

async function secretIn(file) {
  const handle = await open(file).catch(({ code }) => {
    throw new OperatorError(`the key file ${file} cannot be read (${code})`);
  });
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw new OperatorError(`the key file ${file} is no file`);
    if (status.mode & 0o077) {
      throw new OperatorError(`others can read the key file ${file}; run: chmod 600 ${file}`);
    }
    if (status.size > LONGEST) {
      throw new OperatorError(`the key file ${file} is too long for a secret URI or seed`);
    }
    const secret = (await handle.readFile('utf8')).trim();
    if (!secret) throw new OperatorError(`the key file ${file} is empty`);
    return secret;
  } finally {
    await handle.close();
  }
}
