// A chain of the public shape, the preset `mainnet`, on this machine: 1,000,000,000 NES, two
// allocations that vest, and one validator.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { Keyring } from '@polkadot/api';
import { stringToHex, u8aToHex } from '@polkadot/util';
import { encodeAddress } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from './actors.mjs';
import { start, startChain } from './node.mjs';
import { readSpec } from './spec.mjs';

const MILLI = 10n ** 9n;
const YEAR = 10_519_200; // 365.25 days in blocks of 3 s.

/** All NES at genesis, in planck. */
export const GENESIS = 10n ** 9n * UNIT;

/**
 * Allocations that vest: `holder` gets `amount` planck, of which `liquid` is free at once and the
 * rest block by block in `length` blocks from the block `begin` on. Odd amounts, of which the rest
 * of the division by `length` becomes free last.
 */
export const ALLOCATIONS = [
  {
    holder: eve,
    amount: 150_000_000_123_456_789_012n,
    begin: 0,
    length: 4 * YEAR,
    liquid: 5n * UNIT,
  },
  {
    holder: ferdie,
    amount: 100_000_000_000_000_000_007n,
    begin: YEAR,
    length: 3 * YEAR,
    liquid: 5n * UNIT,
  },
];

/** The NES of everyone else, but for Alice, whose is the rest. */
const ENDOWMENT = 1_000_000n * UNIT;
const POTS = ['nes/trsy', 'nes/rwrd', 'nes/emit', 'nes/task', 'nes/dspt'];
const STAKE = 100_000n * UNIT;

/**
 * Starts the chain, with Alice for the validator, and waits until the block at `height` is final;
 * returns what `start` of node.mjs does.
 */
export async function startPublicShape({ height = 1 } = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'nes-public-'));
  try {
    const file = path.join(folder, 'spec.json');
    await writeFile(file, await publicSpec());
    const flags = ['--alice', '--tmp', '--unsafe-force-node-key-generation'];
    return await start(['--chain', file, ...flags], { height });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Returns the specification of the local chain, with this genesis instead of its own. */
async function publicSpec() {
  const local = await readSpec('local');
  const code = local.genesis.raw.top[stringToHex(':code')];
  const genesis = { runtimeGenesis: { code, patch: 'filled in' } };
  const spec = { ...local, name: 'NES Public Shape', id: 'nes_public_shape', genesis };
  const patch = filledIn(await preset());
  return JSON.stringify(spec).replace('"filled in"', () => patch);
}

/** Returns the preset, which a node knows through its runtime only. */
async function preset() {
  const { api, stop } = await startChain();
  try {
    const name = u8aToHex(api.createType('Option<Text>', 'mainnet').toU8a());
    // Not `api.call`, which takes the bytes of an encoded `Option<Bytes>` for the inner ones.
    const encoded = await api.rpc.state.call('GenesisBuilder_get_preset', name);
    return api.createType('Option<Bytes>', encoded.toU8a(true)).unwrap().toUtf8();
  } finally {
    await stop();
  }
}

/** Returns the preset `shape` with its empty lists filled in; as text, see {@link json}. */
function filledIn(shape) {
  const lists = {
    balances: balances(),
    vesting: ALLOCATIONS.map(({ holder, begin, length, liquid }) =>
      [holder.address, begin, length, liquid]),
    nodes: [{
      operator: alice.address,
      stake: STAKE,
      validator: true,
      name: 'Alice',
      endpoint: '',
      serviceKey: { Sr25519: alice.address },
    }],
    keys: [[alice.address, alice.address, sessionKeys()]],
    members: [alice, bob, charlie].map(({ address }) => address), // The technical collective.
  };
  return Object.entries(lists).reduce((text, [name, list]) => {
    const [before, after, ...more] = text.split(new RegExp(`"${name}":\\s*\\[\\s*\\]`));
    if (after === undefined || more.length > 0) {
      throw new Error(`the preset has no empty list ${name}, or several: ${shape}`);
    }
    return `${before}"${name}":${json(list)}${after}`;
  }, shape);
}

/** Returns `[account, planck]` of everyone, 1,000,000,000 NES in all. */
function balances() {
  const others = [
    ...POTS.map((id) => ({ who: palletAccount(id), amount: MILLI })), // The existential deposit.
    ...[bob, charlie, dave].map(({ address }) => ({ who: address, amount: ENDOWMENT })),
    ...ALLOCATIONS.map(({ holder, amount }) => ({ who: holder.address, amount })),
  ];
  const rest = others.reduce((left, { amount }) => left - amount, GENESIS);
  return [{ who: alice.address, amount: rest }, ...others].map(({ who, amount }) => [who, amount]);
}

const palletAccount = (id) =>
  encodeAddress(new TextEncoder().encode(`modl${id}`.padEnd(32, '\0')));

function sessionKeys() {
  const { address } = alice;
  const grandpa = new Keyring({ type: 'ed25519' }).addFromUri('//Alice').address;
  return { babe: address, grandpa, authority_discovery: address };
}

/** Returns `value` as JSON. Amounts exceed the numbers of JavaScript, so they are BigInt. */
function json(value) {
  const marked = JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `#${one}` : one));
  return marked.replace(/"#(\d+)"/g, '$1');
}
