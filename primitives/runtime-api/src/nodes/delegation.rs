//! What one account has behind a node.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex};
use scale_info::TypeInfo;

/// A position behind a node as it stands now: a delegator's or the operator's own.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct DelegationInfo {
    /// The active stake, in planck: what the node's slashes have left, pending ones too.
    pub active: Balance,
    /// What is on its way out, in the order of the eras; at most 32 entries.
    pub unbonding: Vec<UnbondingInfo>,
    /// Rewards that wait for the staker, in planck; an operator's commission is not among them.
    pub claimable: Balance,
    /// Whether rewards are staked again when they are claimed.
    pub compound: bool,
    /// What is on hold for it in the staker's account, in planck. More than it is worth, while
    /// slashes are pending or their loss has not been moved yet.
    pub held: Balance,
}

/// Stake on its way out.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct UnbondingInfo {
    /// What slashes have left of it, in planck.
    pub value: Balance,
    /// The first era in which it can be withdrawn, if no slash that reaches it is pending.
    pub unlock_era: EraIndex,
}
