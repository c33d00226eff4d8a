// The section `nes` of the JSON-RPC: the supply and its parts after every block, compared with all
// accounts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, eve, ferdie } from '../lib/actors.mjs';
import { awaitEra, eventsOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { snapshot } from '../model/ledger.mjs';
import { countedParts } from '../model/supply.mjs';
import { BY_UNIT } from '../roles/publisher.mjs';
import { claim, delegate, undelegate } from '../roles/staker.mjs';
import { isError, listen, plain } from './answers.mjs';
import { agreeTask, openMarket } from './market.mjs';

const PRICE = UNIT;
const USAGE = { input: 100, output: 50 };
const STAKE = 10_000n * UNIT;
const DELEGATED = 1_234_567_890_123_457n;
const VESTED = 100n * UNIT;
const PER_BLOCK = 3n * UNIT;
const VESTING_START = 1_000_000;
// The parts that are not the same in every block of this test.
const MOVING = [
  'accounts', 'staked', 'delegated', 'deposits', 'tasks', 'rewards', 'emission', 'treasury',
];
let chain;
let nes;
let supplies;

before(async () => {
  chain = await startChain();
  const { api } = chain;
  nes = api.rpc.nes;
  supplies = await listen((callback) => nes.subscribeSupply(callback));
  const service = await openMarket(api, [PRICE, PRICE, PRICE], { shape: BY_UNIT, quorum: 3 });
  await delegate(api, eve, bob, DELEGATED);
  await send(api.tx.balances.transferKeepAlive(ferdie.address, UNIT), eve, { tip: 7n });
  await send(api.tx.proxy.addProxy(eve.address, 'Any', 0), ferdie);
  const schedule = { locked: VESTED, perBlock: PER_BLOCK, startingBlock: VESTING_START };
  await send(api.tx.vesting.vestedTransfer(ferdie.address, schedule), eve);
  await awaitEra(api, 1);
  await agreeTask(api, service, USAGE);
  await undelegate(api, eve, bob, 5n * UNIT);
  await claim(api, eve, bob);
  await awaitEra(api, 3);
});

after(() => chain?.stop());

const sum = (amounts) => amounts.reduce((total, amount) => total + BigInt(amount), 0n);
const strings = (amounts) =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, `${amount}`]));

/** Returns the hashes of all blocks, from genesis on. */
async function blocks() {
  const { chain: history } = chain.api.rpc;
  const count = (await history.getHeader()).number.toNumber() + 1;
  const heights = Array.from({ length: count }, (_, height) => height);
  return Promise.all(heights.map(async (height) => (await history.getBlockHash(height)).toHex()));
}

/** Returns the parts of the supply after the block `hash`, summed over accounts and holds. */
const reckon = async (hash) => strings(await countedParts(chain.api, hash));

test('nes_supply returns all NES in the first era', async () => {
  const genesis = chain.api.genesisHash.toHex();
  const supply = await plain(nes.supply(genesis));
  const { issuance } = await snapshot(chain.api, genesis);
  // 8 % a year of what the cap leaves, for twenty seconds of 31,557,600.
  const cap = 2_000_000_000n * UNIT;
  const emission = ((cap - issuance) * 8n * 20n) / (100n * 31_557_600n);
  const [validators, incentives] = [(emission * 60n) / 100n, (emission * 25n) / 100n];
  assert.deepEqual(supply, {
    issuance: `${issuance}`,
    cap: `${cap}`,
    genesis: `${issuance}`,
    minted: '0',
    burned: '0',
    lastEra: null,
    nextEmission: strings({
      validators, incentives, treasury: emission - validators - incentives,
    }),
    parts: await reckon(genesis),
  });
});

test('the parts are what accounts have, after every block', async () => {
  const seen = [];
  for (const hash of await blocks()) {
    const { parts, issuance } = await plain(nes.supply(hash));
    assert.deepEqual(parts, await reckon(hash), hash);
    assert.equal(sum(Object.values(parts)), BigInt(issuance), hash);
    seen.push(parts);
  }
  for (const name of MOVING) {
    assert.ok(new Set(seen.map((parts) => parts[name])).size > 1, `${name} never moved`);
  }
});

test('what was minted and burned explains the issuance, after every block', async () => {
  const { EraEnded } = chain.api.events.rewards;
  const { Settled } = chain.api.events.inference;
  let [minted, burned] = [0n, 0n];
  let [lastEra, next] = [null, null];
  for (const hash of await blocks()) {
    for (const event of await eventsOf(chain.api, hash)) {
      if (Settled.is(event)) burned += sum(event.data.members.map(({ parts }) => parts.burned));
      if (EraEnded.is(event)) {
        const { era, emission, burned: burnedInIt } = event.data;
        assert.deepEqual(strings(Object.fromEntries([...emission])), next);
        const mintedForIt = sum([...emission.values()]);
        minted += mintedForIt;
        lastEra = { era: era.toNumber(), ...strings({ minted: mintedForIt, burned: burnedInIt }) };
      }
    }
    const supply = await plain(nes.supply(hash));
    assert.deepEqual(supply.lastEra, lastEra);
    assert.equal(BigInt(supply.minted), minted);
    assert.equal(BigInt(supply.burned), burned);
    assert.equal(BigInt(supply.issuance), BigInt(supply.genesis) + minted - burned);
    next = supply.nextEmission;
  }
  assert.ok(minted > 0n && burned > 0n && lastEra.era >= 2);
});

test('nes_account returns what is on hold, and its reasons', async () => {
  const { api } = chain;
  const at = (await api.rpc.chain.getBlockHash()).toHex();
  const expected = new Map([
    [eve, { delegation: DELEGATED }],
    [bob, { stake: STAKE, profile: UNIT, offer: UNIT }],
    [alice, { stake: 100_000n * UNIT, profile: UNIT, service: 10n * UNIT }],
  ]);
  for (const [{ address }, holds] of expected) {
    const { data } = await (await api.at(at)).query.system.account(address);
    const { held, ...rest } = await plain(nes.account(address, at));
    const amounts = held.map(({ reason, amount }) => [reason, amount]);
    assert.deepEqual(Object.fromEntries(amounts), strings(holds));
    assert.equal(sum(Object.values(holds)), data.reserved.toBigInt());
    // An account with something on hold has to keep the existential deposit.
    const transferable = data.free.sub(api.consts.balances.existentialDeposit);
    assert.deepEqual(rest, {
      ...strings({ free: data.free, transferable, reserved: 0, vestingLocked: 0 }),
      votingPower: `${data.free.add(data.reserved)}`,
      vesting: [],
    });
  }
});

test('nes_account returns vesting, and the deposit for a proxy', async () => {
  const { api } = chain;
  const { free, reserved } = (await api.query.system.account(ferdie.address)).data;
  assert.deepEqual(await plain(nes.account(ferdie.address)), {
    free: `${free}`,
    transferable: `${free.toBigInt() + reserved.toBigInt() - VESTED}`,
    held: [],
    reserved: `${api.consts.proxy.proxyDepositBase.add(api.consts.proxy.proxyDepositFactor)}`,
    votingPower: `${free.add(reserved)}`,
    vestingLocked: `${VESTED}`,
    vesting: [{
      locked: `${VESTED}`,
      lockedNow: `${VESTED}`,
      perBlock: `${PER_BLOCK}`,
      startingBlock: VESTING_START,
      endingBlock: VESTING_START + 34, // 100 NES at 3 a block.
    }],
  });
});

test('an account that does not exist has nothing', async () => {
  const nobody = await plain(nes.account(`0x${'22'.repeat(32)}`));
  const none = strings({ free: 0, transferable: 0, reserved: 0, vestingLocked: 0 });
  assert.deepEqual(nobody, { ...none, votingPower: '0', held: [], vesting: [] });
});

test('a subscriber hears of the supply now, and once an era', async () => {
  const items = [];
  while (items.length < 4) items.push(await supplies.next());
  supplies.stop();
  const eras = items.map(({ lastEra }) => lastEra?.era ?? -1);
  assert.deepEqual(eras, items.map((_, index) => eras[0] + index));
  for (const { parts, issuance } of items) {
    assert.equal(sum(Object.values(parts)), BigInt(issuance));
  }
});

test('clients that read metadata get the same answers', async () => {
  const { call } = await chain.api.at(chain.api.genesisHash);
  const { issuance, nextEmission } = await plain(nes.supply(chain.api.genesisHash));
  const supply = await call.supplyApi.supply();
  assert.equal(`${supply.issuance}`, issuance);
  assert.equal(`${supply.nextEmission.validators}`, nextEmission.validators);
  assert.ok((await call.supplyApi.account(alice.address)).held[0].reason.isStake);
});

test('an unknown block is an error', async () => {
  const unknown = `0x${'22'.repeat(32)}`;
  const isUnknown = isError(20_000, 'UNKNOWN_BLOCK');
  await assert.rejects(nes.supply(unknown), isUnknown);
  await assert.rejects(nes.account(eve.address, unknown), isUnknown);
});
