// An operator, who registers a node and offers services.

import { send } from '../lib/chain.mjs';

/** Registers the node of `operator` with `stake`, or sets the endpoint of a registered one. */
export async function register(api, operator, endpoint, stake) {
  const profile = {
    name: `${operator.meta.name}'s node`,
    endpoint,
    serviceKey: { Sr25519: operator.publicKey },
  };
  const registered = await api.query.nodeStaking.nodes(operator.address);
  const commission = 100_000_000; // Of a thousand million: 10 %.
  const tx = registered.isSome
    ? api.tx.nodeStaking.setProfile(profile)
    : api.tx.nodeStaking.register(profile, commission, stake);
  return send(tx, operator);
}

/** Offers `service` at `tariff` for up to `slots` tasks at once. */
export const offer = (api, operator, service, tariff, slots = 4) =>
  send(api.tx.market.setOffer(operator.address, service, tariff, slots), operator);
