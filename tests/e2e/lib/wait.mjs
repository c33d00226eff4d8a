// Waiting: for something that has a name, within a limit.

/** The time between two looks at a condition, in ms. */
const INTERVAL = 200;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Waits for a promise, or for a condition: a function that is called until it returns something
 * other than nothing or false. Returns the result; fails after `ms` with an error that names
 * `what`.
 */
export async function waitFor(awaited, { what, ms = 120_000 }) {
  let timer;
  let isOver = false;
  const poll = async () => {
    for (; !isOver; await pause(INTERVAL)) {
      const found = await awaited();
      if (found) return found;
    }
  };
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms / 1000} s for ${what}`)), ms);
  });
  const found = typeof awaited === 'function' ? poll() : awaited;
  return Promise.race([found, late]).finally(() => {
    isOver = true;
    clearTimeout(timer);
  });
}

/**
 * Waits for a subscription to call `resolve` or `reject`: `subscribe(resolve, reject)` begins it
 * and returns, or promises, the function that ends it. Takes the limits of {@link waitFor}.
 */
export async function waitForCall(subscribe, limits) {
  let begun = Promise.resolve(() => {});
  const called = new Promise((resolve, reject) => {
    begun = Promise.resolve(subscribe(resolve, reject));
    begun.catch(reject);
  });
  try {
    return await waitFor(called, limits);
  } finally {
    begun.then((end) => end()).catch(() => {}); // The connection may be closed already.
  }
}
