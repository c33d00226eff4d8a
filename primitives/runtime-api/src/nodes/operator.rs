//! What an operator wants to know of its node, in one answer.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex};
use scale_info::TypeInfo;

use super::{NodeInfo, SlashInfo, UnbondingInfo};
use crate::NodeRewardsInfo;

/// A node as its operator wants to see it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OperatorInfo<AccountId> {
    /// The node.
    pub info: NodeInfo<AccountId>,
    /// The era that sessions are in.
    pub active_era: EraIndex,
    /// What the node has on hold in the operator's account.
    pub on_hold: OnHold,
    /// What of the operator's own stake is on its way out; at most 32 entries.
    pub unbonding: Vec<UnbondingInfo>,
    /// What the operator can claim now.
    pub claimable: Claimable,
    /// What its points of this era and of those before earn.
    pub rewards: NodeRewardsInfo,
    /// How the node has served.
    pub conduct: ConductInfo,
    /// The slashes that can still be cancelled, in the order of their reports.
    pub open_slashes: Vec<SlashInfo>,
    /// Whether the node is in the validator set of the next session.
    pub queued: bool,
    /// Whether the node is in the set of this session but may do nothing there, for equivocation.
    pub disabled: bool,
}

/// What a node has on hold in its operator's account, in planck.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OnHold {
    /// For the operator's own stake, active and on its way out.
    pub stake: Balance,
    /// The deposit for the profile.
    pub profile: Balance,
    /// The bonds of appeals.
    pub appeals: Balance,
}

/// What waits for an operator, in planck.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Claimable {
    /// What the operator's own stake has earned.
    pub rewards: Balance,
    /// The commission on what the node has earned.
    pub commission: Balance,
}

/// How a node has served.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ConductInfo {
    /// Its tasks that have ended; they are not counted any further than the grace.
    pub tasks: u32,
    /// Whether it is within the grace of a new node, whose faults are not slashed.
    pub newcomer: bool,
    /// The last era in which a task of it ended; it is judged with the next task after that era.
    pub era: EraIndex,
    /// Its tasks that ended in that era.
    pub era_tasks: u32,
    /// Those of them to which it committed nothing, since it is no newcomer any more.
    pub era_missed: u32,
}
