// The demo: a task from its request to the claims of those who earned.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { bob, charlie, eve, ferdie, pairOf } from '../lib/actors.mjs';
import { send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { costOf } from '../model/price.mjs';
import { register } from '../roles/operator.mjs';
import { setRewardsParams } from '../roles/sudo.mjs';
import { bill, demo, SHAPE, stop } from '../scenarios/demo.mjs';

const agent = pairOf('//Charlie//agent');
let chain;
let seen;

before(async () => {
  chain = await startChain();
  const { api } = chain;
  await send(api.tx.balances.transferKeepAlive(agent.address, UNIT), eve);
  await setRewardsParams(api, { incentiveRatio: 0 }); // The fee is all that its nodes earn.
  seen = await demo(chain, { agents: { Charlie: await nameAgent(api) } });
  await stop(seen.serving);
});

after(() => chain?.stop());

// Charlie's node works through an agent, which it can name as soon as it is registered.
async function nameAgent(api) {
  await register(api, charlie, 'http://127.0.0.1', 50_000n * UNIT);
  await send(api.tx.nodeStaking.setAgent(agent.address), charlie);
  return agent;
}

test('a task settles with three equal answers', () => {
  const { outcome, members } = seen.settled;
  assert.ok(outcome.isAgreed);
  assert.equal(members.length, 3);
  for (const { answer } of members) {
    assert.deepEqual(answer.unwrap().asOutput.toJSON(), outcome.asAgreed.output.toJSON());
  }
});

test('the payer fetches the output whose hash the chain agreed on', () => {
  assert.match(seen.output, /^\{"compound":"0\.\d{4}","positive":/);
});

test('what was paid and what came back are the escrow and what was prepaid', () => {
  const { paid, workFee, refund } = seen.settled;
  assert.equal(seen.escrow, BigInt(seen.price.escrow));
  const all = paid.toBigInt() + workFee.toBigInt() + refund.toBigInt();
  assert.equal(all, seen.escrow + seen.workFee);
});

test('each fee is the price of the usage on the shape, and its parts sum to it', async () => {
  const { usage } = seen.settled.outcome.asAgreed.output;
  for (const { node, paid, parts } of seen.settled.members) {
    const { terms } = (await chain.api.query.market.offers(seen.service, node)).unwrap();
    const fee = costOf(SHAPE, terms.price.toBigInt(), usage.toJSON());
    assert.equal(paid.toBigInt(), fee);
    const sum = [...parts.values()].reduce((total, part) => total + part.toBigInt(), 0n);
    assert.equal(sum, fee);
  }
});

test('every balance of the chain moved by exactly what the events say', () => {
  assert.deepEqual(seen.differences, []);
});

test('what a node earned reaches those who stake behind it, but for what cannot be divided', () => {
  for (const { node, parts } of seen.settled.members) {
    const claims = seen.claims.filter((claim) => node.eq(claim.node.address));
    const claimed = claims.reduce((total, { amount }) => total + amount, 0n);
    const earned = parts.node.toBigInt();
    assert.ok(claimed <= earned && claimed + BigInt(claims.length) >= earned);
  }
});

test('a delegator earns its part of what the commission leaves', () => {
  const { parts } = seen.settled.members.find(({ node }) => node.eq(bob.address));
  const earned = parts.node.toBigInt();
  const commission = earned / 10n;
  const { amount } = seen.claims.find(({ staker }) => staker === ferdie);
  assert.equal(amount, (earned - commission) / 11n); // 5,000 NES of 55,000.
});

test('committing and revealing are free for an agent', async () => {
  const { data } = await chain.api.query.system.account(agent.address);
  assert.equal(data.free.toBigInt() + data.reserved.toBigInt(), UNIT);
});

test('nothing of a settled task stays on the chain', async () => {
  const { api } = chain;
  assert.equal((await api.query.inference.tasks.entries()).length, 0);
  assert.ok((await api.rpc.inference.task(seen.task)).isNone);
});

test('the bill names everyone who was paid', () => {
  const lines = bill(chain.api, seen.moved);
  const people = ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'];
  for (const name of [...people, 'escrows', 'reward pot', 'treasury', '(burned)']) {
    assert.ok(lines.includes(name), `${name} is missing in\n${lines}`);
  }
});
