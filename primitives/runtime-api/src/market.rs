//! Services, offers and quotes.

use alloc::vec::Vec;

use codec::{Codec, Decode, Encode};
use nes_core::{
    Balance, Hash, Quote, QuoteError, ServiceId, ServiceKind, Shape, Usage, Verification,
};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

use crate::Page;

sp_api::decl_runtime_apis! {
    /// The market of services.
    pub trait MarketApi<AccountId: Codec, BlockNumber: Codec> {
        /// Returns `service`; `None` if there is no such service, or no longer.
        fn service(service: ServiceId) -> Option<ServiceInfo<AccountId>>;

        /// Returns up to `limit` services, and never more than [`MAX_PAGE`](crate::MAX_PAGE), from
        /// the one after `cursor` on. Services that are off sale and not yet removed are included.
        fn services(
            cursor: Option<ServiceId>,
            limit: u32,
        ) -> Page<ServiceInfo<AccountId>, ServiceId>;

        /// Returns up to `limit` offers of `service`, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), each with its node, from the one after `cursor` on;
        /// `None` if there is no such service.
        fn offers(
            service: ServiceId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Option<Page<OfferInfo<BlockNumber>, AccountId>>;

        /// Returns the price of `usage` of `service` now, with a `committee` of this number of
        /// nodes, or of the service's own number; of this `version`, or of the newest that has a
        /// committee; with this maximum price, or a recommended one.
        fn quote(
            service: ServiceId,
            usage: Usage,
            committee: Option<u8>,
            version: Option<u32>,
            max_price: Option<Balance>,
        ) -> Result<Quote, QuoteError>;
    }
}

/// The state of a service now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ServiceInfo<AccountId> {
    /// The account that published it and earns the royalty.
    pub publisher: AccountId,
    /// The resource that it sells.
    pub kind: ServiceKind,
    /// Its name, at most 64 bytes.
    pub name: Vec<u8>,
    /// The unit of its usage, at most 32 bytes.
    pub unit: Vec<u8>,
    /// The proportions of its tariffs.
    pub shape: Shape,
    /// The most bytes that a unit of input covers.
    pub input_bytes: u32,
    /// The units of output a block that each of its nodes manages.
    pub rate: u32,
    /// The verification of its work.
    pub verification: Verification,
    /// The stake that a node needs to offer it, in planck.
    pub min_stake: Balance,
    /// Its status, which decides if it takes new work.
    pub status: ServiceStatus,
    /// The deposit on hold for it in the publisher's account, in planck.
    pub deposit: Balance,
    /// Its newest version.
    pub version: u32,
    /// The version before, as long as tasks of it are taken.
    pub former: Option<u32>,
    /// The number of nodes that offer it.
    pub offers: u32,
    /// The number of its open tasks.
    pub open_tasks: u32,
    /// The newest version and the one before it, as long as tasks of it are taken.
    pub versions: Vec<VersionInfo>,
}

/// The state of a version of a service now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct VersionInfo {
    /// Its number.
    pub version: u32,
    /// The URI of its description, at most 256 bytes.
    pub uri: Vec<u8>,
    /// The hash of the content at `uri`.
    pub content_hash: Hash,
    /// The publisher's share of each fee.
    pub royalty: Perbill,
    /// The number of nodes that offer it.
    pub offers: u32,
    /// The number of them that can be drawn when they are free.
    pub indexed: u32,
    /// The stake that counts for these, in planck.
    pub stake: Balance,
    /// The price in the middle of that stake, in planck.
    pub median: Option<Balance>,
    /// True if the curator has granted that its outputs are exact.
    pub exact: bool,
    /// True if an answer to a task of it with an in-line input can cost stake now.
    pub slashable: bool,
    /// The number of nodes on duty for second committees.
    pub duties: u32,
}

/// The status of a service: only one that is on sale takes new work.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServiceStatus {
    /// It takes offers and tasks.
    OnSale,
    /// Its publisher took it off sale.
    Retired,
    /// The curator took it off sale.
    Delisted {
        /// The hash of the document that states the reason.
        reason: Hash,
    },
}

/// The state of a node's offer of a service now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OfferInfo<BlockNumber> {
    /// The version that it serves.
    pub version: u32,
    /// The price that the node asks now, in planck.
    pub price: Balance,
    /// The higher price that it has announced.
    pub rise: Option<RiseInfo<BlockNumber>>,
    /// The most usage that a task may ask of it.
    pub max_usage: Usage,
    /// The number of tasks that it takes at a time; it is paused with none.
    pub slots: u16,
    /// True if answers may cost the node stake.
    pub slashable: bool,
    /// The number of tasks that it works on.
    pub busy: u16,
    /// The stake behind the node that counts, in planck.
    pub stake: Balance,
    /// The node's standing in the service.
    pub standing: Perbill,
    /// True if the node could be drawn now for a task that it can take.
    pub drawable: bool,
    /// The block since which it can be drawn, when it is free, for tasks that were requested since.
    pub entered: Option<BlockNumber>,
    /// The change that draws do not go by yet.
    pub change: Option<ChangeInfo<BlockNumber>>,
    /// The deposit on hold for the offer in the node's account, in planck.
    pub deposit: Balance,
}

/// An announced price.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct RiseInfo<BlockNumber> {
    /// The price, in planck.
    pub price: Balance,
    /// The first block whose requests pay it.
    pub from: BlockNumber,
}

/// A change of an offer that is not in force yet.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ChangeInfo<BlockNumber> {
    /// The version.
    pub version: u32,
    /// The price, in planck; a higher one holds later than the rest.
    pub price: Balance,
    /// The most usage of a task.
    pub max_usage: Usage,
    /// The number of slots.
    pub slots: u16,
    /// True if answers may cost the node stake.
    pub slashable: bool,
    /// The block from which draws go by it.
    pub due: BlockNumber,
}
