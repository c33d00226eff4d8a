// `nes_parameters`: every number that the chain runs by, compared with the state and the metadata.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { heightOf } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { paramsCall } from '../roles/governance.mjs';
import { asRoot } from '../roles/sudo.mjs';
import { isError, plain } from './answers.mjs';
import { exampleUnder, form } from './examples.mjs';

const PALLETS = ['nodeStaking', 'market', 'inference', 'disputes', 'rewards'];
// Fixed numbers that the metadata has not among its constants.
const OWN = [
  'tempo.slotMillis', 'tempo.epochSlots', 'tempo.eraEpochs', 'tempo.governanceDivisor',
  'system.maxBlockWeight', 'system.maxBlockLength', 'system.normalRatio',
  'preimage.baseDeposit', 'preimage.byteDeposit',
  'transactionPayment.secondFee', 'transactionPayment.byteFee', 'transactionPayment.authorShare',
  'technicalCommittee.motionDuration', 'governanceState.safeModePause',
];
let chain;
let nes;

before(async () => {
  chain = await startChain();
  nes = chain.api.rpc.nes;
});

after(() => chain?.stop());

const head = async () => (await chain.api.rpc.chain.getBlockHash()).toHex();
const nameOf = ({ pallet, name }) => `${pallet}.${name}`;

/** Returns every field of the pallets' parameters after the block `at`, as [name, value]. */
async function stored(at) {
  const { query } = await chain.api.at(at);
  const structs = PALLETS.map(async (pallet) => {
    const params = await query[pallet].parameters();
    return [...params.entries()].map(([name, value]) => [`${pallet}.${name}`, `${value}`]);
  });
  return (await Promise.all(structs)).flat();
}

test('every parameter has its value of the state, within its bounds', async () => {
  const at = await head();
  const { changeable } = await plain(nes.parameters(at));
  const listed = changeable.map((parameter) => [nameOf(parameter), parameter.value]);
  assert.deepEqual(listed, await stored(at));
  const tracks = (await plain(chain.api.rpc.governance.tracks(at))).map(({ name }) => name);
  for (const { value, min, max, unit, track, changedAt } of changeable) {
    assert.ok(BigInt(min) <= BigInt(value) && BigInt(value) <= BigInt(max));
    assert.ok(unit.length > 0);
    assert.ok(tracks.includes(track), track);
    assert.equal(changedAt, null);
  }
  const count = changeable.find(({ name }) => name === 'validatorCount');
  assert.equal(count.track, 'staking_admin');
});

test('the bounds are those of the setter', async () => {
  const { api } = chain;
  const { changeable } = await plain(nes.parameters());
  for (const pallet of PALLETS) {
    const [one] = changeable.filter((parameter) => parameter.pallet === pallet);
    for (const number of [BigInt(one.min) - 1n, BigInt(one.max) + 1n]) {
      if (number < 0n) continue;
      const call = await paramsCall(api, pallet, { [one.name]: number });
      await assert.rejects(asRoot(api, call), new RegExp(`${pallet}.ParamsOutOfBounds`));
    }
  }
});

test('a change has its block, and other parameters stay as they are', async () => {
  const { api } = chain;
  const earlier = await head();
  const call = await paramsCall(api, 'market', { offerDeposit: 2n * UNIT, maxRoyalty: 50_000_000 });
  const { block } = await asRoot(api, call);
  const changedAt = await heightOf(api, block);
  const [old, now] = await Promise.all([earlier, block].map((at) => plain(nes.parameters(at))));
  const changes = { offerDeposit: `${2n * UNIT}`, maxRoyalty: '50000000' };
  const expected = old.changeable.map((parameter) => {
    const value = parameter.pallet === 'market' && changes[parameter.name];
    return value ? { ...parameter, value, changedAt } : parameter;
  });
  assert.deepEqual(now.changeable, expected);
  assert.deepEqual(now.fixed, old.fixed);
});

test('the fixed numbers are the constants of the metadata', async () => {
  const { consts } = chain.api;
  const { fixed } = await plain(nes.parameters());
  const others = fixed.filter(({ pallet, name, value }) => {
    const constant = consts[pallet]?.[name];
    if (constant !== undefined) assert.equal(value, `${constant}`, `${pallet}.${name}`);
    return constant === undefined;
  });
  assert.deepEqual(others.map(nameOf).sort(), [...OWN].sort());
  const names = fixed.map(nameOf);
  assert.equal(new Set(names).size, names.length);
  assert.ok(fixed.every(({ unit, reason }) => unit.length > 0 && reason.endsWith('.')));

  const number = (name) => Number(fixed.find((one) => nameOf(one) === name).value);
  const { maxBlock, perClass } = consts.system.blockWeights;
  assert.equal(number('system.maxBlockWeight'), maxBlock.refTime.toNumber());
  const normal = perClass.normal.maxTotal.unwrap().refTime.toNumber();
  assert.equal(number('system.normalRatio'), (normal / maxBlock.refTime.toNumber()) * 1e9);
  assert.equal(number('tempo.slotMillis'), consts.babe.expectedBlockTime.toNumber());
  assert.equal(number('tempo.epochSlots'), consts.babe.epochDuration.toNumber());
  assert.equal(number('tempo.eraEpochs'), consts.nodeStaking.epochsPerEra.toNumber());
  assert.equal(number('technicalCommittee.motionDuration'), 60);
});

test('the example of the documentation has the form of the answer', async () => {
  const { changeable, fixed } = await plain(nes.parameters());
  const example = exampleUnder('Parameters');
  const one = changeable.find(({ name }) => name === example.changeable.name);
  assert.deepEqual(form({ ...one, changedAt: null }), form(example.changeable));
  const other = fixed.find(({ name }) => name === example.fixed.name);
  assert.deepEqual(other, example.fixed);
});

test('clients that read metadata get the same answers', async () => {
  const at = await head();
  const { call } = await chain.api.at(at);
  const { changeable, fixed } = await plain(nes.parameters(at));
  const answer = await call.parametersApi.parameters();
  assert.deepEqual(answer.changeable.map(({ value }) => `${value}`),
    changeable.map(({ value }) => value));
  assert.deepEqual(answer.fixed.map(({ reason }) => reason.toString()),
    fixed.map(({ reason }) => reason));
});

test('an unknown block is an error', async () => {
  const unknown = nes.parameters(`0x${'22'.repeat(32)}`);
  await assert.rejects(unknown, isError(20_000, 'UNKNOWN_BLOCK'));
});
