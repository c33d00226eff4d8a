// The turnout of referenda and their discussion documents, which a node keeps with --index.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { stringToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { eve, ferdie } from '../lib/actors.mjs';
import { awaitFinality, heightOf, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { decision, power, propose, vote } from '../roles/governance.mjs';
import { isError, plain } from './answers.mjs';
import { exampleUnder, form } from './examples.mjs';
import { BILLION } from './governance-state.mjs';
import { DOCUMENT, openForEachEnd } from './referenda.mjs';

const [ROOT_TRACK, PARAMETER_ADMIN, TIPPER] = [0, 10, 34];
/** The outcome and the track of each referendum. */
const EXPECTED = {
  carried: ['approved', PARAMETER_ADMIN],
  slow: ['approved', TIPPER],
  rejected: ['rejected', TIPPER],
  waiting: ['timedOut', ROOT_TRACK],
  unknown: ['timedOut', TIPPER],
  killed: ['killed', ROOT_TRACK],
  cancelled: ['cancelled', ROOT_TRACK],
};
let folder;
let chain;
let governance;
let referenda; // By their ends; each { index, block, … }.
let ends; // Likewise, each { outcome, tally, block }.

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'nes-turnout-'));
  await start(['--index']);
  const { api } = chain;
  referenda = await openForEachEnd(api);
  const all = Object.entries(referenda);
  const decisions = all.map(async ([name, one]) => [name, await decision(api, one)]);
  ends = Object.fromEntries(await Promise.all(decisions));
  const heights = Object.values(ends).map(({ block }) => heightOf(api, block));
  await awaitFinality(api, Math.max(...await Promise.all(heights)));
});

after(async () => {
  await chain?.stop();
  await rm(folder, { recursive: true });
});

async function start(flags) {
  chain = await startChain(['--base-path', folder, ...flags]);
  ({ governance } = chain.api.rpc);
}

/** Returns a tally's votes as the node does, where `votable` NES can vote. */
function votes({ ayes, nays, support }, votable) {
  return {
    tally: { ayes: `${ayes}`, nays: `${nays}`, support: `${support}` },
    votable: `${votable}`,
    share: Number((support * BILLION) / votable),
  };
}

/** Returns the NES that can vote after a block, and its era. */
async function stateOf(block) {
  const { query } = await chain.api.at(block);
  const [issuance, inactive] = await Promise.all([
    query.balances.totalIssuance(), query.balances.inactiveIssuance(),
  ]);
  const { era } = await plain(chain.api.rpc.rewards.era(null, block));
  return { votable: issuance.toBigInt() - inactive.toBigInt(), era };
}

/** Returns the turnout of an ended referendum by its end's event and block. */
async function ended(name) {
  const { index } = referenda[name];
  const { tally, block } = ends[name];
  const { votable, era } = await stateOf(block);
  const [outcome, track] = EXPECTED[name];
  return {
    referendum: index,
    track,
    ended: { outcome, era, block: await heightOf(chain.api, block), blockHash: block },
    ...votes(tally, votable),
  };
}

/** Has Eve propose a remark of this text and vote for it. */
async function proposeAndVote(text) {
  const { api } = chain;
  const ongoing = await propose(api, eve, power('Tipper'), api.tx.system.remark(text));
  const [{ block }] = await vote(api, ongoing, [eve], { balance: 1_000n * UNIT });
  await awaitFinality(api, await heightOf(api, block));
  return ongoing;
}

test('governance_turnout returns the votes with which each referendum ended', async () => {
  for (const [name, { index }] of Object.entries(referenda)) {
    assert.deepEqual(await plain(governance.turnout(index)), await ended(name), name);
  }
  const { tally } = await plain(governance.turnout(referenda.rejected.index));
  assert.equal(BigInt(tally.support), 1_004n * UNIT);
});

test('governance_turnout of an ongoing referendum returns the votes so far', async () => {
  const { api } = chain;
  const { index } = await proposeAndVote('ongoing');
  const finalized = async () => (await api.rpc.chain.getFinalizedHead()).toHex();
  const first = await heightOf(api, await finalized());
  const { votable, ...turnout } = await plain(governance.turnout(index));
  const last = await heightOf(api, await finalized());
  const expected = [];
  for (let height = first; height <= last; height += 1) {
    const state = await stateOf(await api.rpc.chain.getBlockHash(height));
    expected.push(votes({ ayes: 100n * UNIT, nays: 0n, support: 1_000n * UNIT }, state.votable));
  }
  const { tally, share } = expected.find((one) => one.votable === votable);
  assert.deepEqual(turnout, { referendum: index, track: TIPPER, ended: null, tally, share });
});

test('governance_eraTurnout adds up the referenda that ended in an era', async () => {
  const turnouts = await Promise.all(Object.keys(referenda).map(ended));
  const last = Math.max(...turnouts.map((turnout) => turnout.ended.era));
  const sum = (amounts) => amounts.reduce((total, amount) => total + BigInt(amount), 0n);
  let counted = 0;
  for (let era = 0; era <= last; era += 1) {
    const { tally, votable, share, ...rest } = await plain(governance.eraTurnout(era));
    const own = turnouts.filter((turnout) => turnout.ended.era === era);
    assert.deepEqual(rest, { era, referenda: own.length });
    const parts = ['ayes', 'nays', 'support'].map(
      (part) => [part, sum(own.map((turnout) => turnout.tally[part]))],
    );
    const all = sum(own.map((turnout) => turnout.votable));
    const expected = votes(Object.fromEntries(parts), all || 1n);
    assert.deepEqual({ tally, share }, { tally: expected.tally, share: expected.share });
    assert.equal(votable, `${all}`);
    counted += own.length;
  }
  assert.equal(counted, turnouts.length);

  const running = await plain(governance.eraTurnout());
  assert.ok(running.era >= last);
  assert.equal(await plain(governance.eraTurnout(running.era + 100)), null);
});

test('a document stays readable when its submitter has removed it from the chain', async () => {
  const { api } = chain;
  const hash = blake2AsHex(DOCUMENT, 256);
  const { block } = await send(api.tx.utility.batchAll([
    api.tx.referenda.setMetadata(referenda.rejected.index, null),
    api.tx.preimage.unnotePreimage(hash),
  ]), ferdie);
  await awaitFinality(api, await heightOf(api, block));
  assert.ok((await api.query.preimage.requestStatusFor(hash)).isNone);

  const { block: height, blockHash, ...rest } = await plain(governance.document(hash));
  assert.deepEqual(rest, { bytes: stringToHex(DOCUMENT), text: DOCUMENT });
  assert.equal(await heightOf(api, blockHash), height);
  const { query } = await api.at(blockHash);
  const { index } = referenda.rejected;
  assert.equal(`${await query.referenda.metadataOf(index)}`, hash);
  const { parentHash } = await api.rpc.chain.getHeader(blockHash);
  assert.ok((await (await api.at(parentHash)).query.referenda.metadataOf(index)).isNone);
});

test('documents of other bytes than text, and of too many, are what they are', async () => {
  const { api } = chain;
  const { index } = await proposeAndVote('documents');
  const set = async (bytes) => {
    const hash = blake2AsHex(bytes, 256);
    const { block } = await send(api.tx.utility.batchAll([
      api.tx.preimage.notePreimage(bytes), api.tx.referenda.setMetadata(index, hash),
    ]), eve);
    await awaitFinality(api, await heightOf(api, block));
    return plain(governance.document(hash));
  };
  const { bytes, text } = await set('0xff00');
  assert.deepEqual([bytes, text], ['0xff00', null]);
  const largest = `0x${'61'.repeat(65_536)}`;
  assert.equal((await set(largest)).bytes, largest);
  assert.equal(await set(`${largest}61`), null);
});

test('the examples of the documentation have the form of the answers', async () => {
  const turnout = await plain(governance.turnout(referenda.slow.index));
  assert.deepEqual(form(turnout), form(exampleUnder('Turnout')));
});

test('clients that read metadata get what the node keeps', async () => {
  const { call } = await chain.api.at(ends.rejected.block);
  const { era, votable, ended: all } = await call.governanceApi.record();
  const expected = await ended('rejected');
  assert.deepEqual([era.toNumber(), `${votable}`], [expected.ended.era, expected.votable]);
  const one = all.find(({ referendum }) => referendum.eqn(referenda.rejected.index));
  assert.ok(one.end.isRejected);
  assert.equal(`${one.tally.support}`, expected.tally.support);
});

test('without an index the node answers about what is ongoing only', async () => {
  const { index } = await proposeAndVote('without an index');
  await chain.stop();
  await start(['--state-pruning', 'archive-canonical']);
  assert.equal((await plain(governance.turnout(index))).ended, null);
  assert.equal(await plain(governance.turnout(4_000_000)), null);
  const unindexed = isError(20_300, 'NOT_INDEXED');
  await assert.rejects(governance.turnout(referenda.slow.index), unindexed);
  await assert.rejects(governance.eraTurnout(0), unindexed);
  await assert.rejects(governance.document(blake2AsHex(DOCUMENT, 256)), unindexed);
});
