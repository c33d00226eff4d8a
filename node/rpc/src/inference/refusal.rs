//! The errors of requests that the chain would refuse.

use nes_core::ServiceId;
use nes_runtime_api::RequestRefusal as Refusal;

use crate::error::Error;

/// Creates the error of a request to `service` that the chain would refuse.
pub(super) fn refused(service: ServiceId, refusal: Refusal) -> Error {
    let (code, name) = code(refusal);
    let message = format!("Service {service}: {}", reason(refusal));
    Error::new(code, name, message).with("service", service)
}

/// Returns the code and the name; those of the quote's refusal for what refuses a quote as well.
fn code(refusal: Refusal) -> (i32, &'static str) {
    match refusal {
        Refusal::UnknownService => (20100, "UNKNOWN_SERVICE"),
        Refusal::ServiceNotOnSale => (20101, "NOT_ON_SALE"),
        Refusal::MeteredOnly => (20102, "METERED_ONLY"),
        Refusal::InvalidCommittee => (20103, "INVALID_COMMITTEE"),
        Refusal::UriTooLong => (20200, "URI_TOO_LONG"),
        Refusal::AgendaBehind => (20201, "AGENDA_BEHIND"),
        Refusal::UsageMissing => (20202, "USAGE_MISSING"),
        Refusal::UsageTooLarge => (20203, "USAGE_TOO_LARGE"),
        Refusal::MaximumBelowOffers => (20204, "MAXIMUM_BELOW_OFFERS"),
        Refusal::TooFewOffers => (20205, "TOO_FEW_OFFERS"),
        Refusal::EscrowTooLarge => (20206, "ESCROW_TOO_LARGE"),
        Refusal::EscrowMissing => (20207, "ESCROW_MISSING"),
        Refusal::InsufficientBalance => (20208, "INSUFFICIENT_BALANCE"),
        Refusal::Other => (20209, "REQUEST_REFUSED"),
    }
}

/// Returns the reason, and what to do.
fn reason(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownService => "there is no service of that id; take one of market_services.",
        Refusal::ServiceNotOnSale => "it is retired or delisted; ask another service.",
        Refusal::MeteredOnly => "it is metered and has no tasks; ask another service.",
        Refusal::InvalidCommittee => {
            "the committee is smaller than the service's own or larger than the chain allows; \
             leave it out to take the service's own."
        }
        Refusal::UriTooLong => {
            "the input's address is longer than 256 bytes; put the input where a shorter one \
             leads to it."
        }
        Refusal::AgendaBehind => "the chain is behind with its tasks; try again in some blocks.",
        Refusal::UsageMissing => "the maximum usage is zero; allow some.",
        Refusal::UsageTooLarge => {
            "the maximum usage is above what a request can ask for; ask for less."
        }
        Refusal::MaximumBelowOffers => {
            "a part of the maximum tariff is below every offer; take that of market_quote."
        }
        Refusal::TooFewOffers => {
            "fewer nodes offer it than the committee has seats; ask for a smaller committee, or \
             try again later."
        }
        Refusal::EscrowTooLarge => {
            "the price of the maximum usage at the maximum tariff exceeds a balance; lower one."
        }
        Refusal::EscrowMissing => {
            "the maximum usage at the maximum tariff costs nothing; raise the maximum tariff."
        }
        Refusal::InsufficientBalance => {
            "what the payer can transfer does not cover the escrow; lower the maximum, or fund the \
             account."
        }
        Refusal::Other => "the chain refuses for a reason that a request should never meet.",
    }
}
