//! What a request would cost.

use nes_core::{Quote, QuoteError, ServiceId, Usage};

sp_api::decl_runtime_apis! {
    /// The market of services.
    pub trait MarketApi {
        /// What `usage` of `service` would cost now, by a `committee` of this many nodes, or of as
        /// many as the service asks for.
        fn quote(
            service: ServiceId,
            usage: Usage,
            committee: Option<u8>,
        ) -> Result<Quote, QuoteError>;
    }
}
