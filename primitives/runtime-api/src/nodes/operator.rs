//! The details of a node for its operator.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex};
use scale_info::TypeInfo;

use super::{NodeInfo, SlashInfo, UnbondingInfo};
use crate::NodeRewardsInfo;

/// A node with the details for its operator, in one answer.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OperatorInfo<AccountId> {
    /// The node.
    pub info: NodeInfo<AccountId>,
    /// The era that sessions are in.
    pub active_era: EraIndex,
    /// The amounts on hold for the node in the operator's account.
    pub on_hold: OnHold,
    /// The part of the operator's own stake that is on its way out; at most 32 entries.
    pub unbonding: Vec<UnbondingInfo>,
    /// The amounts that the operator can claim now.
    pub claimable: Claimable,
    /// The earnings of its points of this era and of those before.
    pub rewards: NodeRewardsInfo,
    /// The node's conduct as a service.
    pub conduct: ConductInfo,
    /// The slashes that can still be cancelled, in the order of their reports.
    pub open_slashes: Vec<SlashInfo>,
    /// True if the node is in the validator set of the next session.
    pub queued: bool,
    /// True if the node is in the set of this session but may do nothing there, for equivocation.
    pub disabled: bool,
}

/// The amounts on hold for a node in its operator's account, in planck.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OnHold {
    /// The operator's own stake, active and on its way out.
    pub stake: Balance,
    /// The deposit for the profile.
    pub profile: Balance,
    /// The bonds of appeals.
    pub appeals: Balance,
}

/// The amounts that wait for an operator, in planck.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Claimable {
    /// The rewards of the operator's own stake.
    pub rewards: Balance,
    /// The commission on the node's earnings.
    pub commission: Balance,
}

/// The conduct of a node as a service.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ConductInfo {
    /// The number of its tasks that have ended; counting stops at the grace.
    pub tasks: u32,
    /// True if it is within the grace of a new node, whose faults are not slashed.
    pub newcomer: bool,
    /// The last era in which a task of it ended. That era is judged with the next task after it.
    pub era: EraIndex,
    /// The number of its tasks that ended in that era.
    pub era_tasks: u32,
    /// The number of those to which it committed nothing, counted from the end of its grace on.
    pub era_missed: u32,
}
