//! An arrival: stake that was redelegated, and answers for the node that it left.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, EraIndex};
use scale_info::TypeInfo;

use super::{slash, Node, Slash};

/// The most arrivals in a position.
pub(crate) const MAX_ARRIVALS: u32 = 8;

/// The arrivals of a position.
pub type Arrivals<AccountId> = BoundedVec<Arrival<AccountId>, ConstU32<MAX_ARRIVALS>>;

/// Stake that came to a position from another node, and answers for that one until it would have
/// matured there.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Arrival<AccountId> {
    /// The node that it came from, which counts `shares` as unbonding.
    pub from: AccountId,
    /// The shares of that node that it was.
    pub shares: Balance,
    /// The first era in which it would have been withdrawn there; a fault that is reported from then
    /// on does not reach it.
    pub unlock_era: EraIndex,
    /// The amount that it answers with, in planck: what executed slashes had left of the shares when
    /// they were last applied.
    pub value: Balance,
}

impl<AccountId> Arrival<AccountId> {
    /// Lowers its value to what the executed slashes of `from`, the node that it came from, have
    /// left; returns the loss.
    pub fn lose(&mut self, from: &Node<AccountId>) -> Balance {
        let slashes = from.slashes.iter().filter(|slash| self.is_reached_by(slash));
        let left = slash::retained(slashes.filter(|slash| slash.is_executed()));
        let before = self.value;
        // Two arrivals that became one can be worth a planck more than both were.
        self.value = left.value(self.shares).min(before);
        before.saturating_sub(self.value)
    }

    /// Returns true if it answers for nothing any more in `era`: it would have matured at `from`, the
    /// node that it came from, and no slash that reaches it is pending.
    pub fn is_over(&self, from: &Node<AccountId>, era: EraIndex) -> bool {
        let pending = |slash: &Slash| slash.is_pending() && self.is_reached_by(slash);
        self.unlock_era <= era && !from.slashes.iter().any(pending)
    }

    fn is_reached_by(&self, slash: &Slash) -> bool {
        slash.era < self.unlock_era
    }
}
