// A node that answers something else than the others.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { charlie } from '../actors.mjs';
import { demo } from '../demo.mjs';
import { startChain } from '../node.mjs';
import { infer } from '../sentiment.mjs';

let chain;
let seen;

// Charlie's model answers with a space more.
function careless(input) {
  const { output, usage } = infer(input);
  return { output: new Uint8Array([...output, 32]), usage };
}

before(async () => {
  chain = await startChain();
  seen = await demo(chain.api, { nodes: { Charlie: { infer: careless } } });
});

after(() => chain?.stop());

const isCharlie = ({ node }) => node.eq(charlie.address);

test('a dissenter does not stop the others from agreeing', () => {
  assert.ok(seen.settled.outcome.isAgreed);
  assert.match(seen.output, /"}$/);
});

test('a dissenter is not paid, the others are', () => {
  for (const member of seen.settled.members) {
    assert.equal(member.paid.toBigInt() === 0n, isCharlie(member));
  }
});

test('a dissenter loses reputation, the others gain', async () => {
  for (const { node } of seen.settled.members) {
    const { reputation } = (await chain.api.rpc.nodes.info(node)).unwrap().toJSON();
    assert.equal(reputation, node.eq(charlie.address) ? 800_000 : 1_010_000);
  }
});

test('a dissenter’s part of the escrow goes back to the payer', () => {
  const { paid, refund } = seen.settled;
  assert.equal(paid.toBigInt() + refund.toBigInt(), BigInt(seen.price.escrow));
  assert.deepEqual(seen.differences, []);
});
