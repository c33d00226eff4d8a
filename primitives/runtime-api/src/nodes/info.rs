//! A node.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex, ServiceKey};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// The state of a registered node now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct NodeInfo<AccountId> {
    /// The active stake behind it, in planck: the value that its slashes have left, pending ones
    /// included.
    pub stake: Balance,
    /// The part of the stake that counts for the validator set and for work, in planck: up to a
    /// multiple of the operator's own.
    pub effective_stake: Balance,
    /// The operator's own part of the stake, in planck.
    pub self_stake: Balance,
    /// The stake on its way out, in planck, at the value of active stake.
    pub unbonding: Balance,
    /// The operator's share of what the node's stake earns now.
    pub commission: Perbill,
    /// A raise of the commission that is to come.
    pub next_commission: Option<CommissionRaise>,
    /// The account that may work for the node in addition to its operator.
    pub agent: Option<AccountId>,
    /// True if the operator wants it to validate.
    pub validator: bool,
    /// True if it is in the validator set of the current session.
    pub in_set: bool,
    /// The first era in which its operator may end its jail; `None` if it is not jailed.
    pub jailed_until: Option<EraIndex>,
    /// True if its operator has left; it takes no new work.
    pub leaving: bool,
    /// True if it can only leave, because slashes have left too little of it or are too many.
    pub exhausted: bool,
    /// True if a slash of it can still be cancelled; until then it takes no new stake.
    pub slash_pending: bool,
    /// Its name, at most 64 bytes.
    pub name: Vec<u8>,
    /// The URL under which it serves, at most 256 bytes; empty if it serves nothing.
    pub endpoint: Vec<u8>,
    /// The key that it signs its answers with.
    pub service_key: ServiceKey,
    /// Its reputation, in millionths; every node begins at 1,000,000.
    pub reputation: u32,
}

/// A raise of a commission that has been announced.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct CommissionRaise {
    /// The commission from then on.
    pub commission: Perbill,
    /// The first era in which it applies.
    pub era: EraIndex,
}
