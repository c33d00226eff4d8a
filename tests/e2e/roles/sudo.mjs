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

/**
 * Has answers to `service` cost stake from now on, under rules of disputes that `rules` change. Its
 * offers must be slashable, and have two thirds of the stake that serves tasks.
 */
export async function makeExact(api, service, rules = {}) {
  const { fixedRules: entry } = api.query.disputes;
  const now = await entry();
  const changed = api.createType(now.toRawType(), { ...now.toJSON(), ...rules });
  const { market, system, utility } = api.tx;
  return asRoot(api, utility.batchAll([
    system.setStorage([[entry.key(), changed.toHex()]]),
    market.setExact(service, 0, true),
  ]));
}

/** Has answers to `service` cost no stake any more. */
export const takeExact = (api, service) => asRoot(api, api.tx.market.setExact(service, 0, false));

/** Changes these parameters of disputes. */
export const setDisputesParams = (api, changes) => setParams(api, 'disputes', changes);

/** Changes these parameters of node staking. */
export const setStakingParams = (api, changes) => setParams(api, 'nodeStaking', changes);

/** Changes these parameters of rewards. */
export const setRewardsParams = (api, changes) => setParams(api, 'rewards', changes);

async function setParams(api, pallet, changes) {
  const params = (await api.query[pallet].parameters()).toJSON();
  return asRoot(api, api.tx[pallet].setParams({ ...params, ...changes }));
}
