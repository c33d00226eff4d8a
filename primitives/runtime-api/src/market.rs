//! Services, offers and quotes.

use alloc::vec::Vec;

use codec::{Codec, Decode, Encode};
use nes_core::{
    Balance, Hash, Quote, QuoteError, ServiceId, ServiceKind, Tariff, Usage, Verification,
};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

use crate::Page;

sp_api::decl_runtime_apis! {
    /// The market of services.
    pub trait MarketApi<AccountId: Codec> {
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
        ) -> Option<Page<OfferInfo, AccountId>>;

        /// Returns the price of `usage` of `service` now, with a `committee` of this number of
        /// nodes, or of the service's own number.
        fn quote(
            service: ServiceId,
            usage: Usage,
            committee: Option<u8>,
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
    /// The URI of the description of its present version, at most 256 bytes.
    pub uri: Vec<u8>,
    /// The hash of the content at `uri`.
    pub content_hash: Hash,
    /// The number of updates of its content.
    pub version: u32,
    /// The unit of its usage, at most 32 bytes.
    pub unit: Vec<u8>,
    /// The verification of its work.
    pub verification: Verification,
    /// The stake that a node needs to offer it, in planck.
    pub min_stake: Balance,
    /// The publisher's share of each fee.
    pub royalty: Perbill,
    /// Its status, which decides if it takes new work.
    pub status: ServiceStatus,
    /// The deposit on hold for it in the publisher's account, in planck.
    pub deposit: Balance,
    /// The number of nodes that offer it.
    pub offers: u32,
    /// The number of its open tasks.
    pub open_tasks: u32,
    /// A lower bound of every offer's tariff, part by part.
    pub floor: Tariff,
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
