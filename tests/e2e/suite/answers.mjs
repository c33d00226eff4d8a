// Answers of the chain's own JSON-RPC, for tests: whole lists, and items of subscriptions.

import { waitFor } from '../lib/wait.mjs';

/** Returns `answer` as plain JSON; null for none. */
export const plain = async (answer) => (await answer).toJSON();

/** Returns every item of a list; `ask(cursor)` asks for a page of it. */
export async function walk(ask) {
  const items = [];
  let cursor = null;
  do {
    const page = await plain(ask(cursor));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

/**
 * Begins a subscription, `subscribe(callback)`. Returns `next()`, which waits for its next item,
 * `nextThat(matches)`, which waits for one that matches, and `stop()`, which ends it.
 */
export async function listen(subscribe) {
  const waiting = [];
  const come = [];
  const stop = await subscribe((item) => {
    const give = waiting.shift();
    if (give) give(item.toJSON());
    else come.push(item.toJSON());
  });
  const next = () => {
    if (come.length > 0) return come.shift();
    const item = new Promise((give) => waiting.push(give));
    return waitFor(item, { what: 'a notification', ms: 60_000 });
  };
  const nextThat = async (matches) => {
    for (;;) {
      const item = await next();
      if (matches(item)) return item;
    }
  };
  return { next, nextThat, stop };
}

/** Returns a function that is true of errors of this number and name. */
export const isError = (number, name) => ({ code, data }) => code === number && data?.code === name;

/** Returns true if an error is that a parameter has a wrong form. */
export const isWrongForm = ({ code }) => code === -32_602;
