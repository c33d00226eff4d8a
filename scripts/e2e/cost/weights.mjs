// What the chain counted for each extrinsic of a kind.

/**
 * The weights in picoseconds that the blocks up to the best one counted, by `section.method`: the
 * sum and the number of the extrinsics of each kind that succeeded.
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
