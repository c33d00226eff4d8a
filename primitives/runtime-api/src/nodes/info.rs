//! A node.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, EraIndex, ServiceKey};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A registered node as it stands now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct NodeInfo<AccountId> {
    /// The active stake behind it, in planck: what its slashes have left, pending ones too.
    pub stake: Balance,
    /// What of the stake counts for the validator set and for work, in planck: up to a multiple
    /// of the operator's own.
    pub counted_stake: Balance,
    /// The operator's own part of the stake, in planck.
    pub self_stake: Balance,
    /// What is on its way out, in planck, by what active stake is worth.
    pub unbonding: Balance,
    /// The operator's share of what the node's stake earns now.
    pub commission: Perbill,
    /// A raise of the commission that is to come.
    pub next_commission: Option<CommissionRaise>,
    /// The account that may work for the node beside its operator.
    pub agent: Option<AccountId>,
    /// Whether the operator wants it to validate.
    pub validator: bool,
    /// Whether it is in the validator set of the current session.
    pub in_set: bool,
    /// The first era in which its operator may end its jail; `None` when it is not jailed.
    pub jailed_until: Option<EraIndex>,
    /// Whether its operator has left; it takes no new work.
    pub leaving: bool,
    /// Whether slashes have left so little of it that it can only leave.
    pub exhausted: bool,
    /// Whether a slash of it can still be cancelled; until then it takes no new stake.
    pub slash_pending: bool,
    /// Its name, at most 64 bytes.
    pub name: Vec<u8>,
    /// The URL under which it serves, at most 256 bytes; empty when it serves nothing.
    pub endpoint: Vec<u8>,
    /// The key that it signs its answers with.
    pub service_key: ServiceKey,
    /// How well it has served, in millionths: 1,000,000 is where every node begins.
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
