// A staker behind a node, for example its operator, who claims what that earns.

import { find, send } from '../lib/chain.mjs';

/** Stakes `amount` planck of `staker` behind `node`. */
export const delegate = (api, staker, node, amount, options) =>
  send(api.tx.nodeStaking.delegate(node.address, amount), staker, options);

/** Begins to take back `amount` planck. */
export const undelegate = (api, staker, node, amount, options) =>
  send(api.tx.nodeStaking.undelegate(node.address, amount), staker, options);

/** Claims what `staker` has earned behind `node`; returns the event and its block. */
export async function claim(api, staker, node, options) {
  const { block, events } = await send(api.tx.nodeStaking.claim(node.address), staker, options);
  return { block, claimed: find(events, api.events.nodeStaking.Claimed) };
}
