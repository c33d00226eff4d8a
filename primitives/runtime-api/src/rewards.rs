//! The rewards of eras, and the nodes that earn them.

use alloc::vec::Vec;

use codec::{Codec, Decode, Encode};
use nes_core::{Balance, EmissionParts, EraIndex};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

use crate::Page;

/// The most years that a schedule has.
pub const MAX_YEARS: u32 = 100;

sp_api::decl_runtime_apis! {
    /// Emissions, and the nodes that earn them.
    pub trait RewardsApi<AccountId: Codec> {
        /// Returns `era`, or the running era; `None` if it is to come, or so long ago that it is
        /// not kept any more.
        fn era(era: Option<EraIndex>) -> Option<EraInfo>;

        /// Returns up to `limit` of the last 120 eras that have ended, the last one first, from the
        /// one before `cursor` on.
        fn history(cursor: Option<EraIndex>, limit: u32) -> Page<EraInfo, EraIndex>;

        /// Returns the earnings of `node` in the eras that it was not paid for yet, and its last
        /// payment.
        fn pending(node: AccountId) -> NodeRewardsInfo;

        /// Returns the emissions of the next `years`, at most [`MAX_YEARS`], without burns and with
        /// the present parameters.
        fn schedule(years: u32) -> Vec<YearInfo>;
    }
}

/// The emission of an era, and the points that it is divided by.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct EraInfo {
    /// The era.
    pub era: EraIndex,
    /// Its state.
    pub state: EraState,
    /// The emission that was minted at its end, in planck; for the running era the emission if it
    /// ended now.
    pub emission: EmissionParts,
    /// The points of all nodes.
    pub points: PointsInfo,
    /// The most that work earns, as a part of its points.
    pub incentive_ratio: Perbill,
    /// The NES that settlements have burned in it, in planck.
    pub burned: Balance,
    /// The issuance at its end, with its emission, or for the running era the issuance now; in
    /// planck.
    pub issuance: Balance,
    /// The part of it that nobody has been paid, in planck; the treasury's once it is distributed.
    pub unpaid: Balance,
}

/// The state of an era.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum EraState {
    /// It runs.
    Running,
    /// It has ended, and not every node has been paid.
    Ended,
    /// Every node has been paid, and the treasury the rest.
    Distributed,
}

/// The points of blocks and of work in an era.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PointsInfo {
    /// The points of blocks: 20 for each.
    pub validation: u32,
    /// The points of work: the amount that it has paid to the protocol, in planck.
    pub work: Balance,
}

/// The earnings of a node by its points.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct NodeRewardsInfo {
    /// The era that runs, as if it ended now.
    pub running: NodeEra,
    /// The last era that has ended; `None` in the first one.
    pub last: Option<NodeEra>,
    /// The eras that have ended and that it waits to be paid for, the oldest first, among the first
    /// 120 from the one that the distribution continues with; the last one can be among them.
    pub waiting: Vec<NodeEra>,
}

/// The earnings of a node in an era.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct NodeEra {
    /// The era.
    pub era: EraIndex,
    /// The state of the payment.
    pub state: NodeEraState,
    /// The points of the node.
    pub points: PointsInfo,
    /// The payout for these points.
    pub payout: PayoutInfo,
}

/// The state of a node's payment for an era.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeEraState {
    /// The era runs.
    Running,
    /// It has ended, and the payment is to come.
    Waiting,
    /// It was paid.
    Paid,
    /// Nothing is paid: the node made no block, and settled no work or so little that its part is
    /// below a planck.
    Nothing,
}

/// The payout of an era to a node, in planck: its operator's commission and a part for every share.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PayoutInfo {
    /// The part for its blocks.
    pub validation: Balance,
    /// The part for its work.
    pub incentive: Balance,
}

/// A year of 365.25 days, counted from now, in planck. An estimate: fees burn NES, each era rounds
/// its emission down, and governance can change the parameters.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct YearInfo {
    /// The number of the year, from 1.
    pub year: u32,
    /// The emission of its eras.
    pub emission: EmissionParts,
    /// The issuance at its end.
    pub issuance: Balance,
}
