//! An offer.

use codec::{Decode, Encode};
use nes_core::{Balance, Tariff};
use scale_info::TypeInfo;

/// A node's offer of a service as it stands now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OfferInfo {
    /// What the node asks.
    pub tariff: Tariff,
    /// How many tasks it takes at a time.
    pub slots: u16,
    /// How many it works on.
    pub busy: u16,
    /// The stake behind the node that counts, in planck.
    pub stake: Balance,
    /// How well the node has served, in millionths.
    pub reputation: u32,
    /// Whether the node could be drawn now: active, with a free slot and enough stake.
    pub drawable: bool,
    /// What is on hold for the offer on the node's account, in planck.
    pub deposit: Balance,
}
