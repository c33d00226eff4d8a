// A stranger, who runs no node and has the nodes of an era paid.

import { awaitEra, send } from '../lib/chain.mjs';

/**
 * Sends `rewards.distribute` for up to `limit` nodes as soon as `era` has ended. The block in which
 * the next one begins takes no calls, so this may come into the block in whose idle time the nodes
 * are paid. Returns the `events`, or the `error` when all were paid already.
 */
export async function distribute(api, stranger, era, limit) {
  await awaitEra(api, era + 1);
  try {
    return await send(api.tx.rewards.distribute(era, limit), stranger, { final: true });
  } catch (error) {
    if (error.name !== 'rewards.AlreadyDistributed') throw error;
    return { events: [], error };
  }
}
