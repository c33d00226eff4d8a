// The well-known accounts of a development chain. Their keys are public: never send them value.

import { Keyring } from '@polkadot/api';
import { cryptoWaitReady, encodeAddress } from '@polkadot/util-crypto';

await cryptoWaitReady();
const keyring = new Keyring({ type: 'sr25519' });

/** Returns the key pair of a derivation path such as `//Alice` or `//Bob//agent`. */
export const pairOf = (path) => keyring.addFromUri(path, { name: path.slice(2) });

export const [alice, bob, charlie, dave, eve, ferdie] = [
  '//Alice', '//Bob', '//Charlie', '//Dave', '//Eve', '//Ferdie',
].map(pairOf);

/** Returns the name of an account: its own when it has one here, or the start of its address. */
export function nameOf(api, address) {
  const known = keyring.getPairs().find((pair) => pair.address === encodeAddress(address, 42));
  if (known) return known.meta.name;
  if (`${address}` === `${treasury(api)}`) return 'treasury';
  if (`${address}` === `${rewardPot(api)}`) return 'reward pot';
  if (`${address}` === `${emissionPot(api)}`) return 'emission pot';
  if (`${address}` === `${escrowAccount(api)}`) return 'escrows';
  if (`${address}` === `${bondPot(api)}`) return 'bonds';
  return `${`${address}`.slice(0, 8)}…`;
}

/** Returns the treasury's account. */
export const treasury = (api) => palletAccount(api, api.consts.treasury.palletId.toU8a());

/** Returns the account in which rewards wait until those who earned them claim them. */
export const rewardPot = (api) => palletAccount(api, new TextEncoder().encode('nes/rwrd'));

/** Returns the account in which an era's emission waits until its nodes are paid. */
export const emissionPot = (api) => palletAccount(api, new TextEncoder().encode('nes/emit'));

/** Returns the account in which the escrows of open tasks wait. */
export const escrowAccount = (api) => palletAccount(api, new TextEncoder().encode('nes/task'));

/** Returns the account in which the bonds of open disputes wait. */
export const bondPot = (api) => palletAccount(api, new TextEncoder().encode('nes/dspt'));

/** Returns the account in which a funded bounty waits. */
export function bountyAccount(api, index) {
  const sub = api.createType('(Text, u32)', ['bt', index]).toU8a();
  return palletAccount(api, [...api.consts.treasury.palletId.toU8a(), ...sub]);
}

function palletAccount(api, id) {
  const account = new Uint8Array(32);
  account.set(new TextEncoder().encode('modl'));
  account.set(id, 4);
  return api.createType('AccountId', account);
}
