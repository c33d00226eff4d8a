// The supply of NES and its parts: as the chain reports them, and as accounts and holds sum up.

import { bondPot, emissionPot, escrowAccount, rewardPot, treasury } from '../lib/actors.mjs';
import { checkAmount } from '../lib/checks.mjs';
import { CAP } from './emission.mjs';
import { snapshot } from './ledger.mjs';

/** Returns the supply after the block `hash` as the chain reports it, in planck. */
export async function supplyAt(api, hash) {
  const { issuance, cap, genesis, minted, burned, parts } =
    (await api.rpc.nes.supply(hash)).toJSON();
  return {
    issuance: BigInt(issuance),
    cap: BigInt(cap),
    genesis: BigInt(genesis),
    minted: BigInt(minted),
    burned: BigInt(burned),
    parts: Object.fromEntries(
      Object.entries(parts).map(([name, amount]) => [name, BigInt(amount)]),
    ),
  };
}

const sum = (values) => values.reduce((total, value) => total + value, 0n);

/** Returns the supply, after a check of its sums and of the `genesis` issuance. */
export async function checkedSupply(api, hash, genesis) {
  const supply = await supplyAt(api, hash);
  const { issuance, minted, burned, parts } = supply;
  const { query } = await api.at(hash);
  checkAmount('the issuance', issuance, await query.balances.totalIssuance());
  checkAmount('the cap', supply.cap, CAP);
  checkAmount('what there was at genesis', supply.genesis, genesis);
  checkAmount('genesis + minted − burned', genesis + minted - burned, issuance);
  checkAmount('the sum of the parts', sum(Object.values(parts)), issuance);
  if (issuance > CAP) throw new Error(`the issuance of ${hash} is above the cap`);
  return supply;
}

/** Returns the parts of the supply after the block `hash`, summed over accounts and holds. */
export async function countedParts(api, hash) {
  const { totals } = await snapshot(api, hash);
  const held = await heldAt(api, hash);
  const on = (...reasons) => sum(reasons.map((reason) => held.get(reason) ?? 0n));
  const of = (account) => totals.get(`${account}`) ?? 0n;
  const parts = {
    staked: on('NodeStaking.Stake'),
    delegated: on('NodeStaking.Delegation'),
    deposits: on('NodeStaking.Profile', 'NodeStaking.Appeal', 'Market.Service', 'Market.Offer'),
    tasks: of(escrowAccount(api)),
    disputes: of(bondPot(api)),
    rewards: of(rewardPot(api)),
    emission: of(emissionPot(api)),
    treasury: of(treasury(api)),
  };
  return { accounts: sum([...totals.values()]) - sum(Object.values(parts)), ...parts };
}

/** Returns what all accounts have on hold after the block `hash`, by reason. */
async function heldAt(api, hash) {
  const { query } = await api.at(hash);
  const held = new Map();
  for (const [, holds] of await query.balances.holds.entries()) {
    for (const { id, amount } of holds) {
      const reason = `${id.type}.${id.value.type}`;
      held.set(reason, (held.get(reason) ?? 0n) + amount.toBigInt());
    }
  }
  return held;
}

/** Compares the reported parts after the block `hash` with their sums; returns them. */
export async function checkParts(api, hash) {
  const [{ parts }, counted] = await Promise.all([supplyAt(api, hash), countedParts(api, hash)]);
  for (const [name, amount] of Object.entries(counted)) {
    checkAmount(`what the chain says of ${name}`, parts[name], amount);
  }
  return parts;
}
