//! The balance of an account.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::Balance;
use scale_info::TypeInfo;

/// An account's NES, in planck: the free, held and reserved amounts sum to all of it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct AccountInfo<BlockNumber> {
    /// The amount that is neither on hold nor reserved; some of it can be locked.
    pub free: Balance,
    /// The amount that a transfer can take now; the account may cease to exist by it.
    pub transferable: Balance,
    /// The amounts on hold, by reason; a reason at most once.
    pub held: Vec<HeldInfo>,
    /// The deposits for proxies, multisigs, referenda, bounties and identities.
    pub reserved: Balance,
    /// The NES that it can vote with: all of its balance.
    pub voting_power: Balance,
    /// The amount that vesting locks now, until somebody calls `vesting.vest`. Amounts on hold
    /// count towards it: locked NES can be staked, but neither transferred nor put into an escrow.
    pub vesting_locked: Balance,
    /// The vesting schedules, at most 28.
    pub vesting: Vec<VestingInfo<BlockNumber>>,
}

/// An amount on hold.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct HeldInfo {
    /// The reason.
    pub reason: HoldKind,
    /// The amount, in planck.
    pub amount: Balance,
}

/// The reasons for which NES are on hold.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum HoldKind {
    /// The stake for the account's own node.
    Stake,
    /// The stake for other nodes.
    Delegation,
    /// The deposit for the node's profile.
    Profile,
    /// The bonds of appeals.
    Appeal,
    /// The deposits for services.
    Service,
    /// The deposits for offers.
    Offer,
    /// The deposit for session keys.
    SessionKeys,
    /// The deposits for preimages of calls and for discussion documents.
    Preimage,
    /// The deposits for motions of the technical collective, which asks for none.
    Motion,
    /// The deposits of safe mode, which asks for none.
    SafeMode,
}

/// A vesting schedule.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct VestingInfo<BlockNumber> {
    /// The amount that it locked at first, in planck.
    pub locked: Balance,
    /// The amount that it still locks, in planck.
    pub locked_now: Balance,
    /// The amount that becomes free with each block, in planck.
    pub per_block: Balance,
    /// The block from which on it becomes free.
    pub starting_block: BlockNumber,
    /// The block from which on all of it is free.
    pub ending_block: BlockNumber,
}
