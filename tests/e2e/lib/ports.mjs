// Free ports of this machine, none of which two processes of the suite are given.

import { once } from 'node:events';
import net from 'node:net';

/** The first port and the one after the last: below those that systems give to connections. */
const [FIRST, END] = [20_000, 32_000];
/** The count of ports of a range. A process keeps its ranges by listening at their first ports. */
const RANGE = 50;

/**
 * Yields the free ports of this process's ranges.
 *
 * @returns {AsyncGenerator<number, never>}
 */
async function* own() {
  for (let first = FIRST; first < END; first += RANGE) {
    const lock = await listenAt(first);
    if (!lock) continue; // It is another process's.
    lock.unref();
    for (let port = first + 1; port < first + RANGE; port += 1) {
      const server = await listenAt(port);
      if (!server) continue;
      await new Promise((done) => server.close(done));
      yield port;
    }
  }
  throw new Error(`no port from ${FIRST} to ${END} is free`);
}

const ports = own();

/** Returns a server that listens at `port`, or nothing when it is in use. */
function listenAt(port) {
  const server = net.createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(() => server, () => undefined);
}

/** Returns `count` ports that are free. */
export function freePorts(count) {
  const next = async () => (await ports.next()).value;
  return Promise.all(Array.from({ length: count }, next));
}

/** Returns the port at which a server listens. */
export const portOf = (server) => server.address().port;
