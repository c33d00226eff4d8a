//! The market, as a buyer's pallet uses it.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Hash, ServiceId, Shortage, Tariff, Verification};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, Permill};

/// The terms on which a service is sold now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms<AccountId> {
    /// The account that published the service and earns its royalty.
    pub publisher: AccountId,
    /// The publisher's share of each fee.
    pub royalty: Permill,
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

    /// Decreases the number of open tasks of `service` by one.
    fn close_task(service: ServiceId);

    /// Draws `seats` distinct nodes by stake and reputation, none with a tariff above `maximum` in
    /// any part, and occupies a slot of each one's offer. All seats are filled or none.
    fn draw(service: ServiceId, seats: u8, seed: &Hash, maximum: &Tariff) -> Draw<AccountId>;

    /// Frees the slot that a draw occupied.
    fn vacate(service: ServiceId, node: &AccountId);

    /// Notes that `node` completed a task that `payer` paid: its reputation rises.
    fn completed(node: &AccountId, payer: &AccountId);

    /// Notes that `node` failed a task by a fault of its own: its reputation falls.
    fn failed(node: &AccountId);

    /// Publishes a service for tasks with committees of `committee`, with `offers` offers of
    /// registered nodes whose tariff is `tariff`, each of which is taken as soon as a draw looks at
    /// it.
    #[cfg(feature = "runtime-benchmarks")]
    fn publish_for_benchmark(committee: u8, offers: u32, tariff: Tariff) -> ServiceId;

    /// Looks at the first `looks` offers of `service` as a draw does.
    #[cfg(feature = "runtime-benchmarks")]
    fn look_for_benchmark(service: ServiceId, looks: u32);
}
