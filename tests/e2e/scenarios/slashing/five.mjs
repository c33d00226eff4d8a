// Five validators: those of the local preset, and Eve, with as little at stake as a node can have.

import { eve } from '../../lib/actors.mjs';
import { LOCAL } from '../../lib/network.mjs';
import { sessionKeys } from '../../roles/validator.mjs';

/** Returns the shape of their network, with eras of this many sessions of ten slots. */
export const five = (sessions) => ({
  names: [...LOCAL.names, 'eve'],
  change: ({ nodeStaking, session, tempo }) => {
    tempo.clock.eraEpochs = sessions;
    nodeStaking.nodes.push({
      ...nodeStaking.nodes[0],
      name: 'Eve',
      operator: eve.address,
      serviceKey: { Sr25519: eve.address },
      stake: nodeStaking.params.minSelfStake,
    });
    const [babe, grandpa, discovery] = sessionKeys('//Eve').map(({ address }) => address);
    const keys = { babe, grandpa, authority_discovery: discovery };
    session.keys.push([eve.address, eve.address, keys]);
  },
});
