// An operator, who registers a node and offers services.

import { send } from '../lib/chain.mjs';
import { waitForCall } from '../lib/wait.mjs';

/** The most usage that an offer takes when a test does not say otherwise. */
const MAX_USAGE = { input: 10_000, output: 10_000 };

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

/**
 * Has `operator` set its offer of `service` to these terms:
 * `{ price, version, maxUsage, slots, slashable }`, all but the price by default. Draws go by it
 * some blocks later.
 */
export function setOffer(api, operator, service, terms) {
  const { price, version = 0, maxUsage = MAX_USAGE, slots = 4, slashable = false } = terms;
  const { setOffer: call } = api.tx.market;
  const node = operator.address;
  return send(call(node, service, version, price, maxUsage, slots, slashable), operator);
}

/** Sets an offer as {@link setOffer} does, and waits until draws go by it. */
export async function offer(api, operator, service, terms) {
  const sent = await setOffer(api, operator, service, terms);
  await offerInForce(api, operator, service);
  return sent;
}

/** Waits until no change of the offer of `operator` is to come. */
export function offerInForce(api, { address, meta }, service) {
  const isDone = (offer) => offer.isSome && offer.unwrap().change.isNone;
  const subscribe = (resolve) =>
    api.query.market.offers(service, address, (offer) => isDone(offer) && resolve());
  return waitForCall(subscribe, { what: `${meta.name}'s offer of ${service} to be in force` });
}
