//! The positions of stakers behind a node.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex};
use scale_info::TypeInfo;

/// The state of a position behind a node now: a delegator's or the operator's own.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct DelegationInfo {
    /// The active stake, in planck: the value that the node's slashes have left, pending ones
    /// included.
    pub active: Balance,
    /// The stake on its way out, in the order of the eras; at most 32 entries.
    pub unbonding: Vec<UnbondingInfo>,
    /// The rewards that wait for the staker, in planck, without an operator's commission.
    pub claimable: Balance,
    /// True if rewards are staked again when they are claimed.
    pub compound: bool,
    /// The amount on hold for it in the staker's account, in planck. It exceeds the value while
    /// slashes are pending or their loss has not been moved yet.
    pub held: Balance,
}

/// Stake on its way out.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct UnbondingInfo {
    /// The value that slashes have left of it, in planck.
    pub value: Balance,
    /// The first era in which it can be withdrawn, if no slash that reaches it is pending.
    pub unlock_era: EraIndex,
}
