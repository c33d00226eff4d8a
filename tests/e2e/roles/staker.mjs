// Who stakes behind a node, its operator among them, and claims what that earns.

import { find, send } from '../lib/chain.mjs';

/** Stakes `amount` planck of `staker` behind `node`. */
export const delegate = (api, staker, node, amount, options) =>
  send(api.tx.nodeStaking.delegate(node.address, amount), staker, options);

/** Starts to take `amount` planck of it back. */
export const undelegate = (api, staker, node, amount, options) =>
  send(api.tx.nodeStaking.undelegate(node.address, amount), staker, options);

/** Claims what `staker` has earned behind `node`; gives the event and its block. */
export async function claim(api, staker, node, options) {
  const { block, events } = await send(api.tx.nodeStaking.claim(node.address), staker, options);
  return { block, claimed: find(events, api.events.nodeStaking.Claimed) };
}
