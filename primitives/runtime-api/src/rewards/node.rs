//! The earnings of a node.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex};
use scale_info::TypeInfo;

use super::PointsInfo;

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
