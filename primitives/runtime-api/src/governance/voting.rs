//! Votes, delegations and locks of an account.

use alloc::{string::String, vec::Vec};

use codec::{Decode, Encode};
use nes_core::Balance;
use scale_info::TypeInfo;

/// The NES that an account votes with.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct VotingPowerInfo<AccountId> {
    /// Its own, in planck: all of its balance, staked, on deposit and locked ones too.
    pub total: Balance,
    /// The tracks on which it delegates, or is delegated to, in the order of their ids.
    pub tracks: Vec<TrackPowerInfo<AccountId>>,
}

/// An account's delegations on a track.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct TrackPowerInfo<AccountId> {
    /// The track's id.
    pub track: u16,
    /// The track's name.
    pub track_name: String,
    /// Votes of others, which count with each of its own that is only aye or only nay.
    pub delegated: DelegatedInfo,
    /// Its own delegation. While there is one, it cannot vote on the track, and votes that others
    /// delegated to it do not count.
    pub delegating: Option<DelegatingInfo<AccountId>>,
}

/// Votes that others delegated, in planck.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct DelegatedInfo {
    /// Their NES times their conviction.
    pub votes: Balance,
    /// Their NES.
    pub capital: Balance,
}

/// A delegation to somebody else.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct DelegatingInfo<AccountId> {
    /// The account that votes with it.
    pub target: AccountId,
    /// The delegated NES, in planck.
    pub balance: Balance,
    /// Their conviction, from 0 to 6.
    pub conviction: u8,
}

/// The NES that an account's votes lock. Locks of different tracks overlap.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct LocksInfo<AccountId, BlockNumber> {
    /// All that is locked, in planck: the largest lock of a track.
    pub locked: Balance,
    /// The part of it that is free once `unlock` was called for each track, in planck.
    pub unlockable: Balance,
    /// The tracks with votes, a delegation or a lock, in the order of their ids.
    pub tracks: Vec<TrackLocksInfo<AccountId, BlockNumber>>,
}

/// An account's votes and locks on a track.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct TrackLocksInfo<AccountId, BlockNumber> {
    /// The track's id.
    pub track: u16,
    /// The track's name.
    pub track_name: String,
    /// The lock, in planck.
    pub locked: Balance,
    /// The part of it that `unlock` takes away now, in planck.
    pub unlockable: Balance,
    /// The votes, at most 512.
    pub votes: Vec<VoteInfo<BlockNumber>>,
    /// The delegation, if it delegates.
    pub delegating: Option<DelegatingInfo<AccountId>>,
    /// The lock of votes and delegations that were removed before it was over.
    pub prior: Option<PriorLockInfo<BlockNumber>>,
}

/// A vote, which locks its NES until it is removed.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct VoteInfo<BlockNumber> {
    /// The referendum.
    pub referendum: u32,
    /// NES for it, in planck.
    pub aye: Balance,
    /// NES against it, in planck.
    pub nay: Balance,
    /// NES that abstain, in planck.
    pub abstain: Balance,
    /// The conviction, from 0 to 6.
    pub conviction: u8,
    /// True if the referendum is ongoing; then its removal takes it back, and nothing of it stays
    /// locked.
    pub ongoing: bool,
    /// The block until which its NES stay locked if it is removed now; `None` if none do.
    pub locked_until: Option<BlockNumber>,
}

/// A lock that outlives its votes.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct PriorLockInfo<BlockNumber> {
    /// The locked NES, in planck.
    pub amount: Balance,
    /// The block from which on `unlock` takes it away.
    pub until: BlockNumber,
}
