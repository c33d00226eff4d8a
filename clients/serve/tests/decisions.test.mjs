// The decisions of disputes in the chain's own types, and the bonds that come back with them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TypeRegistry } from '@polkadot/types';

import { Connection } from '../connection.mjs';

const registry = new TypeRegistry();
registry.register({
  Usage: { input: 'u64', output: 'u64' },
  Output: { result: 'H256', usage: 'Usage' },
  Reason: { _enum: { Invalid: null, TooLarge: null, Ambiguous: '(H256, H256)', Unreadable: null } },
  Answer: { _enum: { Output: 'Output', Unservable: 'Reason' } },
  Second: { answer: 'Answer' },
  Decision: { _enum: { Upheld: 'Second', Overturned: 'Second', Undecided: null } },
});
const create = (type, value) => /** @type {any} */ (registry.createType(type, value));

const BONDS = new Uint8Array(32);
const OWN = new Uint8Array(32).fill(1);
const OTHER = new Uint8Array(32).fill(2);
const [low, high] = ['11', '22'].map((byte) => `0x${byte.repeat(32)}`);

const event = (section, name, data) => ({ event: { section, name, data } });

/** Returns the event of a transfer of `amount`. */
const paid = (from, to, amount) => event('balances', 'Transfer', {
  from: create('AccountId', from), to: create('AccountId', to), amount: create('u128', amount),
});

const decided = (task, decision) => event('disputes', 'Decided', {
  task: create('u64', task), decision: create('Decision', decision),
});

const displaced = () => event('disputes', 'Displaced', {});

/** Returns what is reported of a block with these events. */
async function reportsOf(events) {
  const kind = (section, name) =>
    ({ is: (one) => one.section === section && one.name === name });
  const connection = new Connection();
  connection.lost = new Promise(() => {});
  connection.api = {
    consts: { disputes: { pot: create('AccountId', BONDS) } },
    events: {
      balances: { Transfer: kind('balances', 'Transfer') },
      disputes: { Decided: kind('disputes', 'Decided') },
    },
    query: { system: { events: async (update) => update(events) } },
  };
  const reports = [];
  await connection.watchDecisions(OWN, (decision, back) => reports.push([decision, back]));
  return reports;
}

test('have their answers in the form of the node’s own', async () => {
  const output = { result: low, usage: { input: 3, output: 4 } };
  const answers = [
    [{ output }, { output }],
    [{ unservable: 'TooLarge' }, { unservable: 'tooLarge' }],
    [{ unservable: 'Invalid' }, { unservable: 'invalid' }],
    [{ unservable: { Ambiguous: [low, high] } }, { unservable: { ambiguous: [low, high] } }],
  ];
  const events = answers.map(([answer]) => decided(7, { Upheld: { answer } }));
  const reports = await reportsOf([...events, decided(8, 'Undecided')]);
  assert.deepEqual(reports, [
    ...answers.map(([, answer]) => [{ task: '7', decision: 'upheld', answer }, 0n]),
    [{ task: '8', decision: 'undecided', answer: undefined }, 0n],
  ]);
});

test('come with the bonds of that account in that dispute only', async () => {
  const reports = await reportsOf([
    paid(BONDS, OWN, 1), displaced(),
    paid(BONDS, OWN, 20), paid(BONDS, OTHER, 300), paid(OTHER, OWN, 4_000), decided(7, 'Undecided'),
    paid(BONDS, OWN, 50_000), decided(8, 'Undecided'),
  ]);
  assert.deepEqual(reports.map(([{ task }, back]) => [task, back]), [['7', 20n], ['8', 50_000n]]);
});
