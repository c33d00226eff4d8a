// Who brings a model to the market and earns a royalty of each fee.

import { find, send } from '../chain.mjs';

/** Publishes the model that `description` names, answered by three nodes of which two agree. */
export async function publish(api, publisher, description) {
  const spec = {
    kind: 'Inference',
    ...description,
    verification: { Redundant: { committee: 3, quorum: 2 } },
    minStake: 0,
    royalty: 20_000, // Of a million: 2 %.
  };
  const { events } = await send(api.tx.market.publish(spec), publisher);
  return find(events, api.events.market.ServicePublished).service.toNumber();
}
