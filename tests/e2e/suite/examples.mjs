// The examples of docs/develop/json-rpc.md, which have the form of the node's answers.

import { readFileSync } from 'node:fs';

const page = new URL('../../../docs/develop/json-rpc.md', import.meta.url);

/** Returns the last example under the heading of this text. */
export function exampleUnder(heading) {
  const text = readFileSync(page, 'utf8');
  const [, section] = text.split(`# ${heading}\n`);
  const [, example] = section.split(/\n#+ /)[0].match(/```json\n([^]*?)```/);
  return JSON.parse(example);
}

/** Returns the form of `value`: its fields and the types of their values; null is of any type. */
export function form(value) {
  if (value === null) return 'any';
  if (Array.isArray(value)) return value.map(form);
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, form(field)]));
}
