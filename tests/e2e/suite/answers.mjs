// What the chain's own JSON-RPC answers, for tests: whole lists, and what subscriptions tell.

import { within } from '../lib/chain.mjs';

/** What `answer` holds as plain JSON; null for none. */
export const plain = async (answer) => (await answer).toJSON();

/** Every item of the list that `ask` gives a page of, from a cursor on. */
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
 * Begins a subscription, `subscribe(callback)`; gives what it tells one by one: the next item with
 * `next()`, the next one that matches with `nextThat(matches)`. `stop()` ends it.
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
    return within(60_000, new Promise((give) => waiting.push(give)), 'a notification');
  };
  const nextThat = async (matches) => {
    for (;;) {
      const item = await next();
      if (matches(item)) return item;
    }
  };
  return { next, nextThat, stop };
}

/** Whether an error is that of this number and name. */
export const isError = (number, name) => ({ code, data }) => code === number && data?.code === name;

/** Whether an error says that a parameter has a wrong form. */
export const isWrongForm = ({ code }) => code === -32_602;
