// Who may do everything on a chain of developers: Alice.

import { alice } from '../actors.mjs';
import { find, refusal, send } from '../chain.mjs';

/** Makes `call` as root. */
export async function asRoot(api, call, options) {
  const sent = await send(api.tx.sudo.sudo(call), alice, options);
  const { sudoResult } = find(sent.events, api.events.sudo.Sudid);
  if (sudoResult.isErr) throw refusal(sudoResult.asErr);
  return sent;
}

/** Replaces these of the parameters of node staking. */
export async function setStakingParams(api, changes) {
  const params = (await api.query.nodeStaking.paramsStore()).toJSON();
  return asRoot(api, api.tx.nodeStaking.setParams({ ...params, ...changes }));
}
