//! The errors of quotes that the market refuses.

use nes_core::{QuoteError, ServiceId};

use crate::error::Error;

/// Creates the error of a quote for `service` that the market refuses.
pub(super) fn refused(service: ServiceId, error: QuoteError) -> Error {
    let (code, name, reason) = match error {
        QuoteError::UnknownService => (20100, "UNKNOWN_SERVICE", "there is no service of that id."),
        QuoteError::NotOnSale => {
            (20101, "NOT_ON_SALE", "it is retired or delisted and takes no new work.")
        }
        QuoteError::MeteredOnly => {
            (20102, "METERED_ONLY", "it is metered and has no committee to quote.")
        }
        QuoteError::InvalidCommittee => (
            20103,
            "INVALID_COMMITTEE",
            "the committee is smaller than the service's own or larger than the chain allows.",
        ),
        QuoteError::TooFewNodes => (
            20104,
            "TOO_FEW_NODES",
            "fewer nodes can be drawn now than the committee has seats; try again later.",
        ),
        QuoteError::TooLarge => {
            (20105, "TOO_LARGE", "the price of that usage exceeds a balance; ask for less.")
        }
    };
    Error::new(code, name, format!("Service {service}: {reason}")).with("service", service)
}
