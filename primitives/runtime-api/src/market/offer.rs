//! An offer.

use codec::{Decode, Encode};
use nes_core::{Balance, Tariff};
use scale_info::TypeInfo;

/// The state of a node's offer of a service now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OfferInfo {
    /// The tariff that the node asks.
    pub tariff: Tariff,
    /// The number of tasks that it takes at a time.
    pub slots: u16,
    /// The number of tasks that it works on.
    pub busy: u16,
    /// The stake behind the node that counts, in planck.
    pub stake: Balance,
    /// The node's reputation, in millionths.
    pub reputation: u32,
    /// True if the node could be drawn now: it is active, with a free slot and enough stake.
    pub drawable: bool,
    /// The deposit on hold for the offer in the node's account, in planck.
    pub deposit: Balance,
}
