//! The market, as a buyer's pallet uses it.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Balance, Hash, ServiceId, Shape, Shortage, Usage, Verification};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, Perbill};

use crate::EndedTask;

/// The terms on which a service is sold now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms<AccountId> {
    /// The account that published the service and earns its royalty.
    pub publisher: AccountId,
    /// The verification of its work.
    pub verification: Verification,
    /// The proportions of its tariffs.
    pub shape: Shape,
    /// The most bytes that a unit of input covers.
    pub input_bytes: u32,
    /// The units of output a block that each of its nodes manages.
    pub rate: u32,
    /// True if it takes new work: it is neither retired nor delisted.
    pub on_sale: bool,
    /// The terms of the version that was asked for; `None` if no task of it is taken.
    pub version: Option<VersionTerms>,
}

/// The terms of a version of a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VersionTerms {
    /// The publisher's share of each fee.
    pub royalty: Perbill,
    /// The number of nodes that could be drawn for it if they are free.
    pub offers: u32,
    /// A lower bound of their prices, in planck.
    pub floor: Balance,
    /// The price in the middle of their stake, in planck, if an answer to a task with an in-line
    /// input can cost stake now: the version is exact, and enough nodes with enough of the stake
    /// that serves tasks have agreed to it.
    pub slashable: Option<Balance>,
}

/// A request for nodes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DrawRequest<BlockNumber> {
    /// The service.
    pub service: ServiceId,
    /// The version whose offers are drawn from.
    pub version: u32,
    /// The number of distinct nodes.
    pub seats: u8,
    /// The highest price that a node may have, in planck.
    pub max_price: Balance,
    /// The usage that each node has to be able to take.
    pub usage: Usage,
    /// The block in which the buyer asked. A price that rose since then does not count, and no node
    /// is drawn that has entered since.
    pub requested: BlockNumber,
    /// True if only nodes are drawn whose answers may cost them stake.
    pub slashable: bool,
}

/// A place in a committee: the drawn node and the price that it charges.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Seat<AccountId> {
    /// The drawn node.
    pub node: AccountId,
    /// The lower of its prices at the request and at the draw, in planck; a later change of the
    /// offer does not affect it.
    pub price: Balance,
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
pub trait Market<AccountId, BlockNumber> {
    /// Returns the terms of this `version` of `service`; `None` if there is no such service.
    fn terms(service: ServiceId, version: u32) -> Option<Terms<AccountId>>;

    /// Increases the number of open tasks of `service` by one; its row stays until they are closed.
    fn open_task(service: ServiceId) -> Result<(), DispatchError>;

    /// Draws distinct nodes by stake, standing and price, and occupies a slot of each one's offer.
    /// All seats are filled or none.
    fn draw(request: &DrawRequest<BlockNumber>, seed: &Hash) -> Draw<AccountId>;

    /// Frees the slot that the draw occupied for each of the `nodes`: their work is done.
    fn free_slots(service: ServiceId, nodes: &[AccountId]);

    /// Handles the end of a task, after the slots of its members were freed: decreases the number of
    /// open tasks of its service by one, and changes the standing of the members.
    fn close_task(task: &EndedTask<AccountId>);
}
