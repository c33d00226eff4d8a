// Reveals that were interrupted.

import { ConnectionLost, firstLine } from './errors.mjs';
import { logError } from './log.mjs';

/** Looks for every reveal of `node` of which the `store` does not know that it is in a block. */
export async function settleReveals(connection, store, node) {
  const { api } = connection;
  const head = (await connection.while(api.rpc.chain.getHeader())).number.toNumber();
  for (const { task, from, due } of await store.openReveals()) {
    const last = Math.min(head, due);
    try {
      if (await connection.while(isRevealed(api, task, node, from, last))) {
        await store.endReveal(task);
      } else if (head > due) {
        await store.dropReveal(task);
      }
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      logError(`whether task ${task} was revealed cannot be told: ${firstLine(error)}`);
    }
  }
}

/** Returns true if `node` reveals for `task` in a block at the heights `from` to `last`. */
async function isRevealed(api, task, node, from, last) {
  for (let height = from; height <= last; height += 1) {
    const at = await api.at(await api.rpc.chain.getBlockHash(height));
    for (const { event } of await at.query.system.events()) {
      if (!api.events.inference.Revealed.is(event)) continue;
      if (event.data.task.eq(task) && event.data.node.eq(node)) return true;
    }
  }
  return false;
}
