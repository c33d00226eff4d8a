// A publisher, who brings a model to the market and earns a royalty of each fee.

import { find, send } from '../lib/chain.mjs';

const TWO_OF_THREE = { committee: 3, quorum: 2 };

/** Publishes the model that `description` names; by default two of three nodes must agree. */
export async function publish(api, publisher, description, redundant = TWO_OF_THREE) {
  const spec = {
    kind: 'Inference',
    ...description,
    verification: { Redundant: redundant },
    minStake: 0,
    royalty: 20_000_000, // Of a billion: 2 %.
  };
  const { events } = await send(api.tx.market.publish(spec), publisher);
  return find(events, api.events.market.ServicePublished).service.toNumber();
}
