// Measures of a chain: the time that the import of its blocks takes, and the weights they count.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { run } from '../../lib/binary.mjs';

/** Writes the blocks of the chain at `base`, up to `last`, into `file`. */
export function exportBlocks(base, last, file) {
  const what = ['--binary', '--to', `${last}`, file];
  return run(['export-blocks', '--dev', '--base-path', base, ...what]);
}

/** Returns the seconds of an import of `file` into an empty database, start and end included. */
export async function importTime(file) {
  const base = await mkdtemp(path.join(os.tmpdir(), 'nes-import-'));
  const start = process.hrtime.bigint();
  await run(['import-blocks', '--dev', '--base-path', base, '--binary', file]);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  await rm(base, { recursive: true });
  return seconds;
}

/**
 * Returns the weights in picoseconds that the blocks up to the best one counted, by
 * `section.method`: their sum and the count of the extrinsics of this kind that succeeded.
 */
export async function counted(api) {
  const kinds = new Map();
  const best = (await api.rpc.chain.getHeader()).number.toNumber();
  for (let number = 1; number <= best; number += 1) {
    const hash = await api.rpc.chain.getBlockHash(number);
    const [{ block }, records] = await Promise.all([
      api.rpc.chain.getBlock(hash),
      (await api.at(hash)).query.system.events(),
    ]);
    for (const { event, phase } of records) {
      if (!phase.isApplyExtrinsic || !api.events.system.ExtrinsicSuccess.is(event)) continue;
      const { section, method } = block.extrinsics[phase.asApplyExtrinsic.toNumber()].method;
      const kind = kinds.get(`${section}.${method}`) ?? { sum: 0, count: 0 };
      kind.sum += event.data.dispatchInfo.weight.refTime.toNumber();
      kind.count += 1;
      kinds.set(`${section}.${method}`, kind);
    }
  }
  return kinds;
}
