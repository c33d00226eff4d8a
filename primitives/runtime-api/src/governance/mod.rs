//! Governance: tracks, referenda and votes.

mod record;
mod referendum;
mod track;
mod voting;

pub use record::{Document, EndedTally, GovernanceRecord};
pub use referendum::{
    DepositInfo, EnactmentTime, EndedInfo, ForecastInfo, MissingInfo, ProposalInfo,
    ReferendumDetails, ReferendumEnd, ReferendumInfo, ReferendumStage, ReferendumStanding,
    RunningInfo, ShareInfo, TallyInfo,
};
pub use track::{OriginInfo, RequiredInfo, TrackInfo};
pub use voting::{
    DelegatedInfo, DelegatingInfo, LocksInfo, PriorLockInfo, TrackLocksInfo, TrackPowerInfo,
    VoteInfo, VotingPowerInfo,
};

use alloc::vec::Vec;

use codec::Codec;

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
        ) -> Page<u32, ReferendumInfo<AccountId, BlockNumber>>;

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
