// Sudo, which is Alice on a development chain.

import { alice } from '../lib/actors.mjs';
import { find, refusal, send } from '../lib/chain.mjs';

/** Makes `call` as root; a call that fails is a `ChainError`. */
export async function asRoot(api, call, options) {
  const sent = await send(api.tx.sudo.sudo(call), alice, options);
  const { sudoResult } = find(sent.events, api.events.sudo.Sudid);
  if (sudoResult.isErr) throw refusal(sudoResult.asErr);
  return sent;
}

/** Changes these parameters of node staking. */
export const setStakingParams = (api, changes) => setParams(api, 'nodeStaking', changes);

/** Changes these parameters of rewards. */
export const setRewardsParams = (api, changes) => setParams(api, 'rewards', changes);

async function setParams(api, pallet, changes) {
  const params = (await api.query[pallet].parameters()).toJSON();
  return asRoot(api, api.tx[pallet].setParams({ ...params, ...changes }));
}
