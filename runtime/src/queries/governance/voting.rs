//! Votes, delegations and locks of an account.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use frame_support::traits::{fungible::Inspect, Get};
use nes_core::{AccountId, Balance, BlockNumber};
use nes_runtime_api::{
    DelegatedInfo, DelegatingInfo, LocksInfo, PriorLockInfo, TrackLocksInfo, TrackPowerInfo,
    VoteInfo, VotingPowerInfo,
};
use pallet_conviction_voting::{
    AccountVote, Casting, ClassLocksFor, Delegating, Voting, VotingFor, VotingOf,
};
use pallet_referenda::{ReferendumInfo, ReferendumInfoFor, TracksInfo};

use super::track_name;
use crate::{governance::tracks::Tracks, Balances, Runtime, System};

type Locks = LocksInfo<AccountId, BlockNumber>;
type TrackLocks = TrackLocksInfo<AccountId, BlockNumber>;

/// Returns the NES that `account` votes with.
pub(crate) fn voting_power(account: &AccountId) -> VotingPowerInfo<AccountId> {
    VotingPowerInfo {
        total: total(account),
        tracks: Tracks::track_ids().filter_map(|track| power(account, track)).collect(),
    }
}

/// Returns the NES of its own that `account` votes with.
pub(crate) fn total(account: &AccountId) -> Balance {
    Balances::total_balance(account)
}

fn power(account: &AccountId, track: u16) -> Option<TrackPowerInfo<AccountId>> {
    let (delegated, delegating) = match VotingFor::<Runtime>::get(account, track) {
        Voting::Casting(Casting { delegations, .. }) => (delegations, None),
        Voting::Delegating(own) => (own.delegations, Some(delegation(own))),
    };
    let delegated = DelegatedInfo { votes: delegated.votes, capital: delegated.capital };
    let is_empty = delegated.votes == 0 && delegated.capital == 0 && delegating.is_none();
    (!is_empty).then(|| TrackPowerInfo {
        track,
        track_name: track_name(track),
        delegated,
        delegating,
    })
}

fn delegation(own: Delegating<Balance, AccountId, BlockNumber>) -> DelegatingInfo<AccountId> {
    let Delegating { target, balance, conviction, .. } = own;
    DelegatingInfo { target, balance, conviction: conviction.into() }
}

/// Returns the votes of `account` and the NES that they lock.
pub(crate) fn locks(account: &AccountId) -> Locks {
    let stored = ClassLocksFor::<Runtime>::get(account);
    let tracks: Vec<_> = Tracks::track_ids()
        .filter_map(|track| {
            let lock = stored.iter().find(|(id, _)| *id == track);
            on_track(account, track, lock.map_or(0, |(_, amount)| *amount))
        })
        .collect();
    let locked = most(&tracks, |track| track.locked);
    let left = most(&tracks, |track| track.locked.saturating_sub(track.unlockable));
    LocksInfo { locked, unlockable: locked.saturating_sub(left), tracks }
}

fn most(tracks: &[TrackLocks], amount: impl Fn(&TrackLocks) -> Balance) -> Balance {
    tracks.iter().map(amount).max().unwrap_or_default()
}

fn on_track(account: &AccountId, track: u16, locked: Balance) -> Option<TrackLocks> {
    let voting = VotingFor::<Runtime>::get(account, track);
    let unlockable = locked.saturating_sub(left(voting.clone()));
    let (votes, delegating, prior) = match voting {
        Voting::Casting(Casting { votes, prior, .. }) => {
            (votes.into_iter().map(vote).collect(), None, prior.encode())
        }
        Voting::Delegating(own) => {
            let prior = own.prior.encode();
            (Vec::new(), Some(delegation(own)), prior)
        }
    };
    let prior = prior_lock(&prior);
    let is_empty = locked == 0 && votes.is_empty() && delegating.is_none() && prior.is_none();
    (!is_empty).then(|| TrackLocksInfo {
        track,
        track_name: track_name(track),
        locked,
        unlockable,
        votes,
        delegating,
        prior,
    })
}

/// Returns the lock that `unlock` leaves.
fn left(mut voting: VotingOf<Runtime>) -> Balance {
    voting.rejig(System::block_number());
    voting.locked_balance()
}

/// Returns the lock of removed votes, whose fields the pallet keeps to itself.
fn prior_lock(mut encoded: &[u8]) -> Option<PriorLockInfo<BlockNumber>> {
    let (until, amount) = <(BlockNumber, Balance)>::decode(&mut encoded).ok()?;
    (amount > 0).then_some(PriorLockInfo { amount, until })
}

fn vote((referendum, vote): (u32, AccountVote<Balance>)) -> VoteInfo<BlockNumber> {
    let stored = ReferendumInfoFor::<Runtime>::get(referendum);
    let (ongoing, end) = match stored {
        Some(ReferendumInfo::Ongoing(_)) => (true, None),
        Some(ReferendumInfo::Approved(end, ..)) => (false, Some((end, true))),
        Some(ReferendumInfo::Rejected(end, ..)) => (false, Some((end, false))),
        _ => (false, None),
    };
    let (aye, nay, abstain, conviction) = match vote {
        AccountVote::Standard { vote, balance } if vote.aye => {
            (balance, 0, 0, vote.conviction.into())
        }
        AccountVote::Standard { vote, balance } => (0, balance, 0, vote.conviction.into()),
        AccountVote::Split { aye, nay } => (aye, nay, 0, 0),
        AccountVote::SplitAbstain { aye, nay, abstain } => (aye, nay, abstain, 0),
    };
    let locked_until = end.and_then(|end| locked_until(vote, end));
    VoteInfo { referendum, aye, nay, abstain, conviction, ongoing, locked_until }
}

/// Returns the block until which a vote's NES stay locked after its removal: votes with conviction
/// on the side that has won.
fn locked_until(
    vote: AccountVote<Balance>,
    (end, approved): (BlockNumber, bool),
) -> Option<BlockNumber> {
    let AccountVote::Standard { vote, .. } = vote else { return None };
    let period = <Runtime as pallet_conviction_voting::Config>::VoteLockingPeriod::get();
    let until = end.saturating_add(period.saturating_mul(vote.conviction.lock_periods()));
    (vote.aye == approved && until > System::block_number()).then_some(until)
}
