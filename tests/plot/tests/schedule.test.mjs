// The numbers beside the picture, compared with the rule, computed here era by era.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { UNIT } from 'nes-js';

import { draw } from '../picture.mjs';
import { fromCsv, toCsv } from '../rows.mjs';

const GENESIS = 10n ** 9n * UNIT;
const CAP = 2n * GENESIS;
const ERAS = 1_461; // Of 6 hours, in a year of 365.25 days.
const PERCENT = { rate: 8n, validators: 60n, incentives: 25n };
const NEAR = UNIT / 1_000n; // The runtime takes a power of 18 digits, not each era by itself.

const csv = await readFile(new URL('../../../docs/protocol/supply.csv', import.meta.url), 'utf8');
const rows = fromCsv(csv);

/** Returns the years from genesis to `last`, in planck. */
function reckon(last) {
  const nothing = { validators: 0n, incentives: 0n, treasury: 0n };
  const years = [{ year: 0, issuance: GENESIS, ...nothing }];
  for (let year = 1; year <= last; year += 1) {
    const sum = { year, issuance: years.at(-1).issuance, ...nothing };
    for (let era = 0; era < ERAS; era += 1) {
      const minted = (PERCENT.rate * (CAP - sum.issuance)) / (100n * BigInt(ERAS));
      const validators = (minted * PERCENT.validators) / 100n;
      const incentives = (minted * PERCENT.incentives) / 100n;
      sum.issuance += minted;
      sum.validators += validators;
      sum.incentives += incentives;
      sum.treasury += minted - validators - incentives;
    }
    years.push(sum);
  }
  return years;
}

test('there is genesis and every one of thirty years', () => {
  assert.deepEqual(rows.map(({ year }) => year), Array.from({ length: 31 }, (_, year) => year));
});

test('every year is what its eras mint, by hand', () => {
  for (const expected of reckon(30)) {
    const { year, ...amounts } = expected;
    for (const [name, amount] of Object.entries(amounts)) {
      const difference = rows[year][name] - amount;
      const near = -NEAR < difference && difference < NEAR;
      assert.ok(near, `${name} of year ${year} is ${difference} planck off`);
    }
  }
});

test('the parts sum to the emission, and the emissions to the issuance', () => {
  rows.forEach((row, index) => {
    assert.equal(row.emission, row.validators + row.incentives + row.treasury);
    if (index > 0) assert.equal(row.issuance, rows[index - 1].issuance + row.emission);
  });
});

test('thirty years stay under the cap', () => {
  assert.ok(rows.every(({ issuance }) => issuance < CAP));
});

test('the numbers are written as they were read', () => {
  assert.equal(toCsv(rows), csv);
});

test('the picture is drawn of these numbers, with the same bytes each time', async () => {
  const svg = await readFile(new URL('../../../docs/protocol/supply.svg', import.meta.url), 'utf8');
  assert.equal(await draw(CAP, rows), svg);
  assert.equal(await draw(CAP, rows), svg);
});
