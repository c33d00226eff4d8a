// A bound on work that goes on at once.

/** Returns a function that runs the work that it is handed, `most` at once, the rest in order. */
export function limit(most) {
  let free = most;
  const waiting = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
