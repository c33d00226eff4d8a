// Transfers of NES.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { UNIT } from 'nes-js';

import { eve, ferdie, pairOf } from '../lib/actors.mjs';
import { awaitFinality, send } from '../lib/chain.mjs';
import { startChain } from '../lib/node.mjs';
import { differences, movements, reasonsOf, snapshot } from '../model/ledger.mjs';

let chain;

before(async () => (chain = await startChain()));
after(() => chain?.stop());

const snapshotNow = async (api) => snapshot(api, (await api.rpc.chain.getBlockHash()).toHex());

test('a transfer is exact to the planck, for everyone', async () => {
  const { api } = chain;
  const amount = 123_456_789_012_345n;
  const start = await snapshotNow(api);
  const { block } = await send(api.tx.balances.transferKeepAlive(ferdie.address, amount), eve);
  const end = await snapshot(api, block);

  const moved = await movements(api, start.hash, end.hash);
  assert.deepEqual(reasonsOf(api, moved, eve), [
    'transaction fee', 'transaction fee, to the author', 'transfer',
  ]);
  assert.deepEqual(differences(start, end, moved), []);
  const credited = api.createType('AccountId', ferdie.address).toString();
  assert.equal(end.totals.get(credited) - start.totals.get(credited), amount);
});

test('a transfer becomes final', async () => {
  const { api } = chain;
  const { block } = await send(api.tx.balances.transferKeepAlive(ferdie.address, UNIT), eve);
  const height = (await api.rpc.chain.getHeader(block)).number.toNumber();
  await awaitFinality(api, height);
  assert.equal((await api.rpc.chain.getBlockHash(height)).toHex(), block);
});

test('a transfer below the existential deposit is refused', async () => {
  const { api } = chain;
  const nobody = pairOf('//Nobody');
  const tx = api.tx.balances.transferKeepAlive(nobody.address, 1n);
  await assert.rejects(send(tx, eve), /Token|ExistentialDeposit|BelowMinimum/);
});

test('the chain names its money for wallets', async () => {
  const { api } = chain;
  const { tokenSymbol, tokenDecimals, ss58Format } = await api.rpc.system.properties();
  assert.deepEqual(tokenSymbol.unwrap().toJSON(), ['NES']);
  assert.deepEqual(tokenDecimals.unwrap().toJSON(), [12]);
  assert.equal(ss58Format.unwrap().toNumber(), api.consts.system.ss58Prefix.toNumber());
});
