//! Services, offers and quotes.

mod offer;
mod service;

pub use offer::OfferInfo;
pub use service::{ServiceInfo, ServiceStatus};

use codec::Codec;
use nes_core::{Quote, QuoteError, ServiceId, Usage};

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
        ) -> Page<ServiceId, ServiceInfo<AccountId>>;

        /// Returns up to `limit` offers of `service`, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), each with its node, from the one after `cursor` on;
        /// `None` if there is no such service.
        fn offers(
            service: ServiceId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Option<Page<AccountId, OfferInfo>>;

        /// Returns the price of `usage` of `service` now, with a `committee` of this number of
        /// nodes, or of the service's own number.
        fn quote(
            service: ServiceId,
            usage: Usage,
            committee: Option<u8>,
        ) -> Result<Quote, QuoteError>;
    }
}
