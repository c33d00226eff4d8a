// Sends transfers that carry the hash of the metadata to a development chain, as wallets do, with
// @polkadot/api and with PAPI: with the right hash they arrive, with another one they are refused.
//
//   NES_NODE=<file> node check.mjs [--expect-refusal]
//
// With --expect-refusal the node is one built without the feature `metadata-hash`, which refuses
// every such transfer.

import assert from 'node:assert/strict';

import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import { Enum } from 'polkadot-api';
import { getPolkadotSigner, withMetadataHash } from 'polkadot-api/signer';
import { toHex } from 'polkadot-api/utils';
import { createWsClient } from 'polkadot-api/ws';
import WebSocket from 'ws';

import { alice, bob, pairOf } from '../e2e/lib/actors.mjs';
import { binary } from '../e2e/lib/binary.mjs';
import { send } from '../e2e/lib/chain.mjs';
import { startChain } from '../e2e/lib/node.mjs';
import { waitFor } from '../e2e/lib/wait.mjs';

const AMOUNT = 10n ** 12n;
const ENABLED = 1; // The mode of `CheckMetadataHash`.
const CANNOT_LOOKUP = /CannotLookup/;
const BAD_PROOF = /BadProof|bad signature/; // As PAPI and as the node says it.

const WALLETS = [
  { name: '@polkadot/api', from: alice, to: pairOf('//ByPolkadotJs'), transfer: byPolkadotJs },
  { name: 'PAPI', from: bob, to: pairOf('//ByPapi'), transfer: byPapi },
];

/** Transfers with @polkadot/api, with the hash for `token`; returns the block's hash. */
async function byPolkadotJs({ api }, { from, to }, token) {
  const metadata = await api.call.metadata.metadataAtVersion(15);
  const metadataHash = toHex(merkleizeMetadata(metadata.unwrap().toHex(), token).digest());
  const tx = api.tx.balances.transferKeepAlive(to.address, AMOUNT);
  const { block } = await send(tx, from, { mode: ENABLED, metadataHash });
  return block;
}

/** Transfers with PAPI, with the hash for `token`; returns the block's hash. */
async function byPapi({ url }, { from, to }, token) {
  const client = createWsClient(url, { websocketClass: WebSocket });
  const signer = getPolkadotSigner(from.publicKey, 'Sr25519', (bytes) => from.sign(bytes));
  const { Balances } = client.getUnsafeApi().tx;
  const tx = Balances.transfer_keep_alive({ dest: Enum('Id', to.address), value: AMOUNT });
  try {
    const sent = tx.signAndSubmit(withMetadataHash(token, signer));
    const { ok, block, dispatchError } = await waitFor(sent, {
      what: 'the transfer to be final',
    });
    assert.ok(ok, `the transfer failed with ${dispatchError?.type}`);
    return block.hash;
  } finally {
    client.destroy();
  }
}

/** Checks one wallet's transfers against a release. */
async function checkRelease(chain, wallet, token) {
  const { name, from, to } = wallet;
  const block = await wallet.transfer(chain, wallet, token);
  assert.equal(await modeOf(chain.api, block, from), ENABLED, `${name} left the hash out`);
  assert.equal(await freeOf(chain.api, to), AMOUNT, `the transfer with ${name} did not arrive`);
  console.log(`${name}: a transfer with the hash arrived, in the block ${block}`);
  await checkRefusal(chain, wallet, { ...token, tokenSymbol: 'SEN' }, BAD_PROOF);
}

/** Checks that the chain refuses a transfer with the hash for `token`, because of `why`. */
async function checkRefusal(chain, wallet, token, why) {
  const refuses = ({ message }) => {
    assert.match(message, why);
    console.log(`${wallet.name}: refused, ${message.replace(/\s+/g, ' ')}`);
    return true;
  };
  const transfer = wallet.transfer(chain, wallet, token);
  await assert.rejects(transfer, refuses, `the chain took the transfer with ${wallet.name}`);
}

/** Returns the mode in the one extrinsic that `from` signed in a block. */
async function modeOf(api, hash, from) {
  const { block } = await api.rpc.chain.getBlock(hash);
  const sender = `${api.createType('AccountId', from.address)}`;
  const signed = block.extrinsics.filter((one) => one.isSigned && `${one.signer}` === sender);
  assert.equal(signed.length, 1);
  return signed[0].mode.toNumber();
}

const freeOf = async (api, { address }) =>
  (await api.query.system.account(address)).data.free.toBigInt();

/** Checks the node of `NES_NODE`. */
async function check(expectsRefusal) {
  console.log(`Starting a development chain of ${binary()}`);
  const chain = await startChain();
  const { chainTokens, chainDecimals } = chain.api.registry;
  const token = { tokenSymbol: chainTokens[0], decimals: chainDecimals[0] };
  try {
    for (const wallet of WALLETS) {
      if (expectsRefusal) await checkRefusal(chain, wallet, token, CANNOT_LOOKUP);
      else await checkRelease(chain, wallet, token);
    }
  } finally {
    await chain.stop();
  }
}

// The node ends with this process, however it ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
await check(process.argv.includes('--expect-refusal')).catch((error) => {
  console.error(`The check failed: ${error.message}`);
  process.exitCode = 1;
});
