// The phases of events: clients take an event of `ApplyExtrinsic(i)` for the doing of extrinsic i,
// so what the chain does without a call must stand at the beginning or at the end of a block.

/** The number of blocks from the best one back; nodes drop the states of those long before. */
const BLOCKS = 200;
/** The number of blocks that are fetched at once. */
const AT_ONCE = 20;

/** Events that no call causes. */
const OF_HOOKS = new Set([
  'disputes.Decided',
  'inference.Drawn', 'inference.SecondSettled',
  'market.OfferEntered',
  'nodeStaking.EraStarted', 'nodeStaking.SlashExecuted', 'nodeStaking.ValidatorSetChosen',
  'nodeStaking.ValidatorSetKept', 'nodeStaking.WasAbsent',
  'rewards.EraEnded',
]);

/** Events that calls of the pallet inference cause, and deadlines. */
const OF_INFERENCE = new Set([
  'inference.RevealingStarted', 'inference.Settled',
]);

/**
 * Fails if an event of one of the last blocks has a phase that is not its own. The steps of a
 * migration are not looked at: the SDK takes them after the inherents.
 *
 * @param {any} api
 */
export async function checkPhases(api) {
  const best = (await api.rpc.chain.getHeader()).number.toNumber();
  const wrong = [];
  for (let to = best; to > Math.max(0, best - BLOCKS); to -= AT_ONCE) {
    const heights = Array.from({ length: Math.min(AT_ONCE, to) }, (_, index) => to - index);
    wrong.push(...(await Promise.all(heights.map((height) => wrongIn(api, height)))).flat());
  }
  if (wrong.length === 0) return;
  const shown = wrong.slice(0, 10).join('\n  ');
  throw new Error(`${wrong.length} events of blocks up to ${best} have wrong phases:\n  ${shown}`);
}

/** Returns what is wrong in the block at `height`. */
async function wrongIn(api, height) {
  const { extrinsics, records } = await blockAt(api, height);
  return records.filter((record) => !isOfMigration(record, records)).flatMap(({ event, phase }) => {
    const fault = faultOf(nameOf(event), phase, extrinsics);
    return fault ? [`block ${height}: ${nameOf(event)} of ${text(phase)}, ${fault}`] : [];
  });
}

/** Returns true for an event of a step of a migration, and of the safe mode after a failed one. */
function isOfMigration({ event }, records) {
  if (event.section !== 'safeMode') return event.section === 'migrations';
  return records.some((one) => nameOf(one.event) === 'migrations.UpgradeFailed');
}

/** Returns the calls of a block and its events, or none of a block whose state was dropped. */
async function blockAt(api, height) {
  const hash = await api.rpc.chain.getBlockHash(height);
  try {
    const [{ block }, at] = await Promise.all([api.rpc.chain.getBlock(hash), api.at(hash)]);
    return { extrinsics: block.extrinsics, records: await at.query.system.events() };
  } catch (error) {
    if (!/State already discarded/.test(error.message)) throw error;
    return { extrinsics: [], records: [] };
  }
}

/** Returns why an event of this name cannot be of `phase`, or nothing. */
function faultOf(name, phase, extrinsics) {
  if (name === 'inference.Drawn' && !phase.isInitialization) return 'and draws begin a block';
  if (!phase.isApplyExtrinsic) return undefined;
  const extrinsic = extrinsics[phase.asApplyExtrinsic.toNumber()];
  if (!extrinsic) return `and the block has ${extrinsics.length} extrinsics`;
  const { section, method } = extrinsic.method;
  if (OF_HOOKS.has(name)) return `${section}.${method}, and no call causes it`;
  if (OF_INFERENCE.has(name) && !callsInference(extrinsic.method)) {
    return `${section}.${method}, which does not call inference`;
  }
  return undefined;
}

/** Returns true if `value`, a call or an argument of one, is or contains a call of inference. */
function callsInference(value) {
  if (Array.isArray(value)) return value.some(callsInference);
  if (!value?.section) return false;
  return value.section === 'inference' || value.args.some(callsInference);
}

const nameOf = ({ section, method }) => `${section}.${method}`;
const text = ({ type, value, isApplyExtrinsic }) => (isApplyExtrinsic ? `${type}(${value})` : type);
