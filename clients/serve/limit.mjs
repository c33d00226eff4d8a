// Bounds on work that goes on at once.

/** Returns a function that runs the work that it is handed, `most` at once, urgent work first. */
export function limit(most) {
  let free = most;
  const urgent = [];
  const others = [];
  return async (work, isUrgent = false) => {
    if (free > 0) free -= 1;
    else await new Promise((go) => (isUrgent ? urgent : others).push(go));
    try {
      return await work();
    } finally {
      const next = urgent.shift() ?? others.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/**
 * Returns a function that runs the work of owners, who take turns: `most` at once, `each` of one
 * owner, of whom `queue` more can wait. It takes the owner's name, the work, and a signal that ends
 * the wait.
 *
 * @param {{ most: number, each: number, queue: number }} bounds
 */
export function takeTurns({ most, each, queue }) {
  let free = most;
  const owners = new Map(); // By name, the one whose turn is next first.

  function next() {
    for (const [name, owner] of owners) {
      if (owner.running + owner.waiting.length === 0) owners.delete(name);
      if (free === 0 || owner.running === each || owner.waiting.length === 0) continue;
      owners.delete(name);
      owners.set(name, owner); // Its turn is the last now.
      free -= 1;
      owner.running += 1;
      owner.waiting.shift()();
    }
  }

  const turn = ({ waiting }, signal) => new Promise((resolve, reject) => {
    const leave = () => {
      waiting.splice(waiting.indexOf(go), 1);
      next();
      reject(signal.reason);
    };
    const go = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    signal.addEventListener('abort', leave, { once: true });
    waiting.push(go);
    next();
  });

  return async (name, work, signal) => {
    signal.throwIfAborted();
    const owner = owners.get(name) ?? { running: 0, waiting: [] };
    if (owner.waiting.length === queue) throw new Error(`${queue} others of ${name} wait already`);
    owners.set(name, owner);
    await turn(owner, signal);
    try {
      return await work();
    } finally {
      free += 1;
      owner.running -= 1;
      next();
    }
  };
}
