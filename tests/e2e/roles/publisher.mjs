// A publisher, who brings a model to the market and earns a royalty of each fee.

import { find, send } from '../lib/chain.mjs';

const TWO_OF_THREE = { committee: 3, quorum: 2 };

/** The publisher's share of each fee, in billionths: 2 %. */
export const ROYALTY = 20_000_000;

/** The shape of tariffs that ask the price for a request, whatever its size. */
export const FLAT = { base: 1_000_000_000, input: 0, output: 0 };

/** The shape that also asks a billionth of the price for an input unit, and two for an output. */
export const BY_UNIT = { base: 1_000_000_000, input: 1, output: 2 };

/** The output units a block that each node manages, when a test does not say otherwise. */
export const RATE = 1_000;

/**
 * Publishes the model that `description` names, with the `shape` of its tariffs; by default two of
 * three nodes must agree. An input unit is a byte unless the description says otherwise.
 */
export async function publish(api, publisher, description, shape, redundant = TWO_OF_THREE) {
  const spec = {
    kind: 'Inference',
    inputBytes: 1,
    rate: RATE,
    ...description,
    shape,
    verification: { Redundant: redundant },
    minStake: 0,
    royalty: ROYALTY,
  };
  const { events } = await send(api.tx.market.publish(spec), publisher);
  return find(events, api.events.market.ServicePublished).service.toNumber();
}
