// Referenda, votes and locks of the state, in the form in which the node must answer. `state` is a
// result of `api.at`.

import { blake2AsHex } from '@polkadot/util-crypto';

export const BILLION = 1_000_000_000n;

const CONVICTIONS =
  ['None', 'Locked1x', 'Locked2x', 'Locked3x', 'Locked4x', 'Locked5x', 'Locked6x'];

/** Returns the tracks of the metadata by id. */
export const tracksOf = ({ consts }) =>
  new Map(consts.referenda.tracks.map(([id, info]) => [id.toNumber(), info]));

/** Returns the name of a track of the metadata. */
export const nameOf = ({ name }) => name.toString().replace(/\0+$/, '');

/** Returns a curve's part when `part` of a decision is over, both in billionths. */
export function threshold(curve, part) {
  if (curve.isLinearDecreasing) {
    const { length, floor, ceil } = curve.asLinearDecreasing;
    const fall = ceil.toBigInt() - floor.toBigInt();
    const gone = part < length.toBigInt() ? part : length.toBigInt();
    return ceil.toBigInt() - (gone * fall) / length.toBigInt();
  }
  const { factor, xOffset, yOffset } = curve.asReciprocal;
  const value = (factor.toBigInt() * BILLION) / (part + xOffset.toBigInt()) + yOffset.toBigInt();
  return value < BILLION ? value : BILLION;
}

/** Returns true if two parts in billionths are the same but for the rounding of the last digit. */
export const near = (one, other) => [-1n, 0n, 1n].includes(BigInt(one) - BigInt(other));

const largest = (amounts) => amounts.reduce((most, one) => (one > most ? one : most), 0n);

/** Returns a referendum, but for the name of its call and the enactment of an approved one. */
export async function referendumOf(state, index) {
  const { referenda } = state.query;
  const info = (await referenda.referendumInfoFor(index)).unwrap();
  const document = (await referenda.metadataOf(index)).toJSON();
  const rest = info.isOngoing ? ongoing(state, info.asOngoing) : ended(info);
  return { referendum: index, ...rest, document };
}

function ongoing(state, status) {
  const track = status.track.toNumber();
  const info = tracksOf(state).get(track);
  const { ayes, nays, support } = status.tally;
  const { origin, enactment, submitted, submissionDeposit, decisionDeposit } = status;
  return {
    state: 'ongoing',
    track,
    trackName: nameOf(info),
    origin: origin.isSystem ? { system: 'Root' } : { Origins: origin.asOrigins.type },
    proposal: proposal(status.proposal),
    enactment: { after: enactment.asAfter.toNumber() },
    submitted: submitted.toNumber(),
    submissionDeposit: deposit(submissionDeposit, false),
    decisionDeposit: maybeDeposit(decisionDeposit, false),
    ...progress(state, status, info),
    tally: { ayes: `${ayes}`, nays: `${nays}`, support: `${support}` },
  };
}

function progress({ consts }, { deciding, inQueue, decisionDeposit, submitted }, track) {
  if (deciding.isSome) {
    const { since, confirming } = deciding.unwrap();
    const end = confirming.unwrapOr(since.add(track.decisionPeriod)).toNumber();
    const name = confirming.isSome ? 'confirming' : 'deciding';
    return { stage: name, since: since.toNumber(), ends: end };
  }
  if (inQueue.isTrue) return { stage: 'queued', since: null, ends: null };
  const [name, period] = decisionDeposit.isSome
    ? ['preparing', track.preparePeriod]
    : ['awaitingDeposit', consts.referenda.undecidingTimeout];
  return { stage: name, since: null, ends: submitted.add(period).toNumber() };
}

function proposal(call) {
  if (call.isLookup) {
    const { hash_: hash, len } = call.asLookup;
    return { hash: hash.toHex(), len: len.toNumber() };
  }
  const bytes = call.asInline.toU8a(true);
  return { hash: blake2AsHex(bytes, 256), len: bytes.length };
}

function ended(info) {
  const state = `${info.type[0].toLowerCase()}${info.type.slice(1)}`;
  if (info.isKilled) {
    const end = info.asKilled.toNumber();
    return { state, ended: end, submissionDeposit: null, decisionDeposit: null };
  }
  const [end, submission, decision] = info[`as${info.type}`];
  return {
    state,
    ended: end.toNumber(),
    submissionDeposit: maybeDeposit(submission, info.isApproved || info.isCancelled),
    decisionDeposit: maybeDeposit(decision, true),
  };
}

const deposit = ({ who, amount }, refundable) =>
  ({ depositor: `${who}`, amount: `${amount}`, refundable });

const maybeDeposit = (option, refundable) =>
  (option.isSome ? deposit(option.unwrap(), refundable) : null);

/** Returns an account's votes on each track: the track's id and name, and its row of the state. */
const votingOf = ({ consts, query }, address) => Promise.all(
  [...tracksOf({ consts })].map(async ([track, info]) => ({
    track,
    trackName: nameOf(info),
    voting: await query.convictionVoting.votingFor(address, track),
  })),
);

function delegatingOf(voting) {
  if (!voting.isDelegating) return null;
  const { target, balance, conviction } = voting.asDelegating;
  return {
    target: `${target}`,
    balance: `${balance}`,
    conviction: CONVICTIONS.indexOf(conviction.type),
  };
}

/** Returns the NES that an account votes with. */
export async function powerOf(state, address) {
  const { free, reserved } = (await state.query.system.account(address)).data;
  const rows = (await votingOf(state, address)).map(({ voting, ...row }) => {
    const { delegations } = voting.isCasting ? voting.asCasting : voting.asDelegating;
    const delegated = { votes: `${delegations.votes}`, capital: `${delegations.capital}` };
    return { ...row, delegated, delegating: delegatingOf(voting) };
  });
  const tracks = rows.filter(({ delegated, delegating }) => delegated.votes !== '0' || delegating);
  return { total: `${free.add(reserved)}`, tracks };
}

/** Returns an account's votes and locks after the block at `height`. */
export async function locksOf(state, address, height) {
  const amounts = await state.query.convictionVoting.classLocksFor(address);
  const rows = await Promise.all((await votingOf(state, address)).map(
    async ({ track, trackName, voting }) => {
      const [, amount = 0n] = amounts.find(([id]) => id.eqn(track)) ?? [];
      const locked = BigInt(`${amount}`);
      const { held, ...rest } = await votesAndLocks(state, voting, height);
      const left = largest(held);
      const unlockable = locked > left ? locked - left : 0n;
      return { track, trackName, locked, unlockable, ...rest };
    },
  ));
  const tracks = rows.filter(({ locked, votes, delegating, prior }) =>
    locked > 0n || votes.length > 0 || delegating || prior);
  const locked = largest(tracks.map((row) => row.locked));
  const left = largest(tracks.map((row) => row.locked - row.unlockable));
  return {
    locked: `${locked}`,
    unlockable: `${locked - left}`,
    tracks: tracks.map((row) => (
      { ...row, locked: `${row.locked}`, unlockable: `${row.unlockable}` }
    )),
  };
}

/** Returns the votes on a track, and `held`, the NES that each of them and earlier ones lock. */
async function votesAndLocks(state, voting, height) {
  const own = voting.isCasting ? voting.asCasting : voting.asDelegating;
  const [until, amount] = [own.prior[0].toNumber(), own.prior[1].toBigInt()];
  const votes = voting.isCasting
    ? await Promise.all(own.votes.map((one) => voteOf(state, one, height))) : [];
  const held = votes.map(({ aye, nay, abstain }) => BigInt(aye) + BigInt(nay) + BigInt(abstain));
  if (voting.isDelegating) held.push(own.balance.toBigInt());
  if (height < until) held.push(amount);
  const prior = amount > 0n ? { amount: `${amount}`, until } : null;
  return { votes, delegating: delegatingOf(voting), prior, held };
}

async function voteOf({ consts, query }, [index, vote], height) {
  const info = (await query.referenda.referendumInfoFor(index)).unwrap();
  const { isAye, conviction } = vote.isStandard ? vote.asStandard.vote : {};
  const parts = vote.isStandard
    ? [[isAye ? 'aye' : 'nay', vote.asStandard.balance]]
    : [...(vote.isSplit ? vote.asSplit : vote.asSplitAbstain)];
  const { aye = 0, nay = 0, abstain = 0 } = Object.fromEntries(parts);
  const level = conviction ? CONVICTIONS.indexOf(conviction.type) : 0;
  return {
    referendum: index.toNumber(),
    aye: `${aye}`,
    nay: `${nay}`,
    abstain: `${abstain}`,
    conviction: level,
    ongoing: info.isOngoing,
    lockedUntil: lockedUntil(consts, info, { isAye, level }, height),
  };
}

/** Returns the block until which a vote with conviction on the side that has won stays locked. */
function lockedUntil(consts, info, { isAye, level }, height) {
  const won = isAye ? info.isApproved : info.isRejected;
  if (!won || level === 0) return null;
  const [end] = info[`as${info.type}`];
  const period = consts.convictionVoting.voteLockingPeriod.toNumber();
  const until = end.toNumber() + period * 2 ** (level - 1);
  return until > height ? until : null;
}
