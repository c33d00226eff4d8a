//! The market, as a buyer's pallet uses it.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Hash, ServiceId, Shortage, Tariff, Verification};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, Perbill};

use crate::EndedTask;

/// The terms on which a service is sold now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms<AccountId> {
    /// The account that published the service and earns its royalty.
    pub publisher: AccountId,
    /// The publisher's share of each fee.
    pub royalty: Perbill,
    /// The number of updates of its content.
    pub version: u32,
    /// The verification of its work.
    pub verification: Verification,
    /// True if it takes new work: it is neither retired nor delisted.
    pub on_sale: bool,
    /// The number of nodes that offer it, drawable or not.
    pub offers: u32,
    /// A lower bound of every offer's tariff, part by part: a maximum with a part below it is below
    /// every offer.
    pub floor: Tariff,
}

/// A place in a committee: the drawn node and the tariff that it offered.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Seat<AccountId> {
    /// The drawn node.
    pub node: AccountId,
    /// Its tariff at the draw; a later change of the offer does not affect it.
    pub tariff: Tariff,
}

/// The result of a draw, and the work that it took.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draw<AccountId> {
    /// The committee, or the reason for which there is none.
    pub seats: Result<Vec<Seat<AccountId>>, Shortage>,
    /// The number of offers that the draw looked at; it is bounded, whatever the number of offers.
    pub looks: u32,
}

/// The market: services, offers and the draw of nodes for a buyer.
pub trait Market<AccountId> {
    /// Returns the terms of `service`; `None` if there is no such service.
    fn terms(service: ServiceId) -> Option<Terms<AccountId>>;

    /// Increases the number of open tasks of `service` by one; its row stays until they are closed.
    fn open_task(service: ServiceId) -> Result<(), DispatchError>;

    /// Draws `seats` distinct nodes by stake and reputation, none with a tariff above `maximum` in
    /// any part, and occupies a slot of each one's offer. All seats are filled or none.
    fn draw(service: ServiceId, seats: u8, seed: &Hash, maximum: &Tariff) -> Draw<AccountId>;

    /// Handles the end of a task: decreases the number of open tasks of its service by one, frees
    /// the slot that the draw occupied for each member, and raises the reputation of the members
    /// that won and lowers that of those that failed.
    fn close_task(task: &EndedTask<AccountId>);
}
