//! Governance: its runtime API, tracks, and the votes of an account.

mod referendum;

pub use referendum::{
    DepositInfo, Document, EnactmentTime, EndedInfo, EndedTally, ForecastInfo, GovernanceRecord,
    MissingInfo, ProposalInfo, ReferendumDetails, ReferendumEnd, ReferendumInfo, ReferendumStage,
    ReferendumStanding, RunningInfo, ShareInfo, TallyInfo,
};

use alloc::{string::String, vec::Vec};

use codec::{Codec, Decode, Encode};
use nes_core::Balance;
use scale_info::TypeInfo;
use sp_runtime::Perbill;

use crate::Page;

sp_api::decl_runtime_apis! {
    /// Referenda and those who vote on them.
    ///
    /// A referendum is named by its index, a track by its id.
    pub trait GovernanceApi<AccountId: Codec, BlockNumber: Codec> {
        /// Returns the tracks, in the order of their ids.
        fn tracks() -> Vec<TrackInfo<BlockNumber>>;

        /// Returns up to `limit` referenda, and never more than [`MAX_PAGE`](crate::MAX_PAGE),
        /// newest first, from the one before `cursor` on; only ongoing ones if `ongoing` is true,
        /// only ended ones if it is false.
        ///
        /// It looks through [`MAX_SCAN`](crate::MAX_SCAN) referenda at most, so a filtered page
        /// can be short, or empty, and still not be the last.
        fn referenda(
            ongoing: Option<bool>,
            cursor: Option<u32>,
            limit: u32,
        ) -> Page<ReferendumInfo<AccountId, BlockNumber>, u32>;

        /// Returns the details of a referendum; nothing if there is none of that index.
        fn referendum(index: u32) -> Option<ReferendumDetails<AccountId, BlockNumber>>;

        /// Returns the NES that `account` votes with, its own and those of others.
        fn voting_power(account: AccountId) -> VotingPowerInfo<AccountId>;

        /// Returns the votes of `account` and the NES that they lock.
        fn locks(account: AccountId) -> LocksInfo<AccountId, BlockNumber>;

        /// Returns this block's facts about referenda that the state does not keep.
        fn record() -> GovernanceRecord;
    }
}

/// A track.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct TrackInfo<BlockNumber> {
    /// Its id.
    pub id: u16,
    /// Its name.
    pub name: String,
    /// The origin that its referenda speak for.
    pub origin: OriginInfo,
    /// The most that its origin spends of the treasury at a time, in planck; `None` for an origin
    /// that does not spend by a cap.
    pub spend_cap: Option<Balance>,
    /// The number of referenda that are decided at once.
    pub at_once: u32,
    /// The deposit for a submission, in planck.
    pub submission_deposit: Balance,
    /// The deposit for a decision, in planck.
    pub decision_deposit: Balance,
    /// The blocks from the submission until the decision can begin.
    pub prepare: BlockNumber,
    /// The blocks of the decision.
    pub decision: BlockNumber,
    /// The blocks for which the votes have to suffice.
    pub confirm: BlockNumber,
    /// The fewest blocks from the approval until the call is made.
    pub enactment: BlockNumber,
    /// The part of the votes that has to say aye.
    pub approval: RequiredInfo,
    /// The part of all votable NES that has to say aye.
    pub support: RequiredInfo,
}

/// An origin, by the names by which clients submit a proposal for it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OriginInfo {
    /// The pallet that it is an origin of: `system` or `Origins`.
    pub pallet: String,
    /// Its name there.
    pub name: String,
}

/// A part that falls during the decision.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct RequiredInfo {
    /// The part that is needed at the decision's start.
    pub start: Perbill,
    /// The part that is needed at its end.
    pub end: Perbill,
}

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
