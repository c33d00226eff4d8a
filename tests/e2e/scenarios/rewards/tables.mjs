// The tables that the proof of rewards prints.

import { nes } from 'nes-js';

import { nameOf } from '../../lib/actors.mjs';
import { table } from '../../lib/table.mjs';

const sum = (amounts) => amounts.reduce((all, amount) => all + amount, 0n);

/** Returns the table of what each era minted, and for what. */
export function erasTable({ done }) {
  const rows = done.map(({ era, blocks, minted, paid, rest }) => {
    const of = (key) => nes(sum([...paid.values()].map((payout) => payout[key])));
    const all = nes(sum(Object.values(minted)));
    return [`${era}`, `${blocks}`, all, of('validation'), of('incentive'), nes(rest)];
  });
  return table(['era', 'blocks', 'minted', 'for blocks', 'for work', 'to the treasury'], rows);
}

/** Returns the table of what each node was paid for all eras. */
export function nodesTable(api, { done }) {
  const nodes = new Set(done.flatMap(({ paid }) => [...paid.keys()]));
  const rows = [...nodes].map((node) => {
    const earned = done.map((era) => era.earned.get(node)?.points ?? 0n);
    const of = (key) => nes(sum(done.map(({ paid }) => paid.get(node)?.[key] ?? 0n)));
    return [nameOf(api, node), `${sum(earned)}`, of('validation'), of('incentive')];
  });
  return table(['node', 'points', 'for blocks', 'for work'], rows.sort());
}

/** Returns the table of what everybody behind a node has earned, of eras and fees, and claimed. */
export function stakersTable(api, stakers) {
  const rows = [...stakers.nodes].flatMap(([node, { shares }]) =>
    Object.entries(shares).map(([staker, stake]) => {
      const claims = stakers.claimsOf(node, staker);
      return [nameOf(api, node), nameOf(api, staker), nes(stake),
        nes(stakers.earned(node, staker)), `${claims.length}`, nes(sum(claims))];
    }));
  return table(['node', 'staker', 'at stake', 'earned', 'claims', 'claimed'], rows.sort());
}
