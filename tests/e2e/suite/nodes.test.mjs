// The section `nodes` of the JSON-RPC: the register of nodes and the stake behind them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { alice, bob, charlie, dave, eve, ferdie } from '../lib/actors.mjs';
import { send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { register } from '../roles/operator.mjs';
import { listen, plain, walk } from './answers.mjs';
import { ENDPOINT } from './market.mjs';

const STAKE = 10_000n * UNIT;
const DELEGATED = 500n * UNIT;
let chain;
let nodes;

before(async () => {
  chain = await startChain();
  nodes = chain.api.rpc.nodes;
  await Promise.all([bob, charlie].map((who) => register(chain.api, who, ENDPOINT, STAKE)));
  await send(chain.api.tx.nodeStaking.delegate(bob.address, DELEGATED), eve);
});

after(() => chain?.stop());

/** Returns the accounts under `key` in each of `items`, sorted. */
const names = (items, key) => items.map((item) => item[key]).sort();

/** Returns the accounts of these actors as this chain writes them, sorted. */
const addresses = (...actors) =>
  actors.map(({ address }) => `${chain.api.createType('AccountId', address)}`).sort();

/** Subscribes to the operator's view; returns what `listen` does. */
const views = ({ address }) => listen((callback) => nodes.subscribeOperator(address, callback));

test('nodes_list returns every node', async () => {
  const { items, nextCursor } = await plain(nodes.list());
  assert.equal(nextCursor, null);
  assert.deepEqual(names(items, 'node'), addresses(alice, bob, charlie));
  for (const { node, ...info } of items) assert.deepEqual(info, await plain(nodes.info(node)));
});

test('nodes_list goes page by page', async () => {
  const whole = (await plain(nodes.list())).items;
  const first = await plain(nodes.list(null, 2));
  assert.equal(first.items.length, 2);
  assert.equal(first.nextCursor, first.items[1].node);
  assert.deepEqual(await walk((cursor) => nodes.list(cursor, 1)), whole);
  assert.deepEqual(await walk((cursor) => nodes.list(cursor, 2)), whole);
});

test('nodes_info returns the stake, the operator’s and that which counts', async () => {
  const info = await plain(nodes.info(bob.address));
  assert.equal(BigInt(info.stake), STAKE + DELEGATED);
  assert.equal(BigInt(info.selfStake), STAKE);
  assert.equal(BigInt(info.effectiveStake), STAKE + DELEGATED);
  assert.equal(info.unbonding, '0');
  assert.equal(info.commission, 100_000_000);
  assert.equal(info.jailedUntil, null);
  assert.equal(info.exhausted, false);
  assert.equal(info.slashPending, false);
});

test('nodes_info announces a raise of the commission', async () => {
  const raise = chain.api.tx.nodeStaking.setCommission(120_000_000);
  const { block } = await send(raise, charlie);
  const { info, activeEra } = await plain(nodes.operator(charlie.address, block));
  assert.equal(info.commission, 100_000_000);
  assert.deepEqual(info.nextCommission, { commission: 120_000_000, era: activeEra + 1 });
});

test('nodes_operator returns holds, claims, conduct and the validator set', async () => {
  const view = await plain(nodes.operator(bob.address));
  assert.deepEqual(view.info, await plain(nodes.info(bob.address)));
  assert.equal(BigInt(view.onHold.stake), STAKE);
  assert.equal(BigInt(view.onHold.profile), UNIT);
  assert.equal(view.onHold.appeals, '0');
  assert.deepEqual(view.unbonding, []);
  assert.deepEqual(view.claimable, { rewards: '0', commission: '0' });
  assert.deepEqual(view.conduct, { era: 0, tasks: 0, failed: 0, faults: 0 });
  assert.deepEqual(view.openSlashes, []);
  assert.equal(view.queued, false);
  assert.equal(view.disabled, false);
  const validator = await plain(nodes.operator(alice.address));
  assert.equal(validator.info.inSet, true);
  assert.equal(validator.queued, true);
});

test('nodes_delegations returns every position', async () => {
  const { items, nextCursor } = await plain(nodes.delegations(bob.address));
  assert.equal(nextCursor, null);
  assert.deepEqual(names(items, 'staker'), addresses(bob, eve));
  for (const { staker, ...position } of items) {
    assert.deepEqual(position, await plain(nodes.delegation(bob.address, staker)));
  }
  assert.deepEqual(await walk((cursor) => nodes.delegations(bob.address, cursor, 1)), items);
});

test('nodes_delegation returns the active and the unbonding stake', async () => {
  const part = 100n * UNIT;
  const undelegate = chain.api.tx.nodeStaking.undelegate(bob.address, part);
  const { block, events } = await send(undelegate, eve);
  const { unlockEra } = events.find(({ method }) => method === 'Undelegated').data;
  const position = await plain(nodes.delegation(bob.address, eve.address, block));
  assert.equal(BigInt(position.active), DELEGATED - part);
  assert.deepEqual(position.unbonding, [{ value: `${part}`, unlockEra: unlockEra.toNumber() }]);
  assert.equal(BigInt(position.held), DELEGATED);
  assert.equal(position.claimable, '0');
  assert.equal(position.compound, false);
  const { unbonding } = await plain(nodes.info(bob.address, block));
  assert.equal(BigInt(unbonding), part);
});

test('nodes_stakedBy returns the nodes that an account stakes behind, page by page', async () => {
  const { block } = await send(chain.api.tx.nodeStaking.delegate(alice.address, DELEGATED), bob);
  const ask = ({ address }, cursor, limit) => nodes.stakedBy(address, cursor, limit, block);
  const stakes = new Map([[bob, [alice, bob]], [eve, [bob]], [charlie, [charlie]]]);
  for (const [staker, staked] of stakes) {
    const { items, nextCursor } = await plain(ask(staker));
    assert.equal(nextCursor, null);
    assert.deepEqual(names(items, 'node'), addresses(...staked));
    for (const { node, ...position } of items) {
      assert.deepEqual(position, await plain(nodes.delegation(node, staker.address, block)));
    }
    assert.deepEqual(await walk((cursor) => ask(staker, cursor, 1)), items);
  }
  assert.deepEqual(await plain(ask(ferdie)), { items: [], nextCursor: null });
});

test('nodes_slashes is empty for a node that took none', async () => {
  assert.deepEqual(await plain(nodes.slashes(bob.address)), []);
});

test('a block may be named', async () => {
  const genesis = chain.api.genesisHash.toHex();
  const { items } = await plain(nodes.list(null, null, genesis));
  assert.deepEqual(names(items, 'node'), addresses(alice));
  assert.equal(await plain(nodes.info(bob.address, genesis)), null);
  assert.equal(await plain(nodes.delegations(bob.address, null, null, genesis)), null);
});

test('everything is null for who has no node', async () => {
  const { address } = ferdie;
  assert.equal(await plain(nodes.info(address)), null);
  assert.equal(await plain(nodes.operator(address)), null);
  assert.equal(await plain(nodes.delegations(address)), null);
  assert.equal(await plain(nodes.delegation(bob.address, address)), null);
  assert.equal(await plain(nodes.slashes(address)), null);
});

test('a page has at most a thousand items', async () => {
  const tooLarge = (error) => {
    assert.equal(error.code, 20_002);
    assert.deepEqual(error.data, { code: 'LIMIT_TOO_LARGE', limit: 1_000 });
    return true;
  };
  await assert.rejects(nodes.list(null, 1_001), tooLarge);
  await assert.rejects(nodes.delegations(bob.address, null, 1_001), tooLarge);
  await assert.rejects(nodes.stakedBy(bob.address, null, 1_001), tooLarge);
  assert.equal((await plain(nodes.list(null, 1_000))).items.length, 3);
  await assert.rejects(nodes.list(null, 0), ({ code }) => code === -32_602);
});

test('a subscriber hears of the node when it comes and when its stake changes', async () => {
  const { api } = chain;
  const { next, nextThat, stop } = await views(dave);
  assert.equal(await next(), null);

  await register(api, dave, ENDPOINT, STAKE);
  const registered = await nextThat((view) => view !== null);
  assert.equal(BigInt(registered.info.stake), STAKE);

  await send(api.tx.nodeStaking.delegate(dave.address, DELEGATED), ferdie);
  const { info, onHold } = await nextThat((view) => view.info.stake !== registered.info.stake);
  assert.equal(BigInt(info.stake), STAKE + DELEGATED);
  assert.equal(BigInt(onHold.stake), STAKE);
  stop();
});

test('a subscriber hears of nothing that it has heard of already', async () => {
  const { next, stop } = await views(bob);
  const [first, second] = [await next(), await next()]; // The second one in the next era.
  assert.notDeepEqual(first, second);
  stop();
});
