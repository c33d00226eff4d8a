//! What is sold, by whom and for how much.

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
        /// What is known of `service`; `None` when there is no such service, or no longer.
        fn service(service: ServiceId) -> Option<ServiceInfo<AccountId>>;

        /// Up to `limit` services, and never more than [`MAX_PAGE`](crate::MAX_PAGE), from the one
        /// after `cursor` on. Those that are off sale and not yet gone are among them.
        fn services(
            cursor: Option<ServiceId>,
            limit: u32,
        ) -> Page<ServiceId, ServiceInfo<AccountId>>;

        /// Up to `limit` offers of `service`, and never more than [`MAX_PAGE`](crate::MAX_PAGE),
        /// each with its node, from the one after `cursor` on; `None` when there is no such
        /// service.
        fn offers(
            service: ServiceId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Option<Page<AccountId, OfferInfo>>;

        /// What `usage` of `service` would cost now, by a `committee` of this many nodes, or of as
        /// many as the service asks for.
        fn quote(
            service: ServiceId,
            usage: Usage,
            committee: Option<u8>,
        ) -> Result<Quote, QuoteError>;
    }
}
