//! The errors of the chain's own methods: a number and a name each, for programs to act on.

use jsonrpsee::types::ErrorObjectOwned;
use nes_core::{QuoteError, ServiceId};
use nes_runtime_api::{RequestRefusal, MAX_PAGE, MAX_YEARS};
use serde_json::{json, Value};
use sp_api::ApiError;

use super::{index::IndexError, inference::refusal};
use crate::service::Hash;

/// A question that has no answer. Its codes are from 20000 to 20999 and never change.
#[derive(Debug)]
pub(crate) enum Error {
    /// The node has no such block, or no longer its state.
    UnknownBlock(Hash),
    /// The runtime failed to answer.
    Runtime(ApiError),
    /// So many items are more than a page of a list has.
    LimitTooLarge(u32),
    /// The market has no quote for the service.
    Quote(ServiceId, QuoteError),
    /// The chain would refuse a request to the service.
    Refused(ServiceId, RequestRefusal),
    /// The index has no answer.
    Index(IndexError),
    /// So many years are more than a schedule has.
    TooManyYears(u32),
}

impl Error {
    /// The number and the name, one of a kind each.
    fn code(&self) -> (i32, &'static str) {
        match self {
            Self::UnknownBlock(_) => (20000, "UNKNOWN_BLOCK"),
            Self::Runtime(_) => (20001, "RUNTIME_FAILED"),
            Self::LimitTooLarge(_) => (20002, "LIMIT_TOO_LARGE"),
            Self::Quote(_, QuoteError::UnknownService) => (20100, "UNKNOWN_SERVICE"),
            Self::Quote(_, QuoteError::NotOnSale) => (20101, "NOT_ON_SALE"),
            Self::Quote(_, QuoteError::MeteredOnly) => (20102, "METERED_ONLY"),
            Self::Quote(_, QuoteError::InvalidCommittee) => (20103, "INVALID_COMMITTEE"),
            Self::Quote(_, QuoteError::TooFewNodes) => (20104, "TOO_FEW_NODES"),
            Self::Quote(_, QuoteError::TooLarge) => (20105, "TOO_LARGE"),
            Self::Refused(_, refusal) => refusal::code(*refusal),
            Self::Index(error) => error.code(),
            Self::TooManyYears(_) => (20400, "TOO_MANY_YEARS"),
        }
    }

    fn message(&self) -> String {
        match self {
            Self::UnknownBlock(hash) => {
                format!("The block {hash:?} is unknown here, or its state is no longer kept.")
            }
            Self::Runtime(error) => format!("The runtime could not answer: {error}."),
            Self::LimitTooLarge(limit) => {
                format!("A page has at most {MAX_PAGE} items, not {limit}; ask for less.")
            }
            Self::Quote(service, error) => format!("Service {service}: {}", reason(*error)),
            Self::Refused(service, refusal) => {
                format!("Service {service}: {}", refusal::reason(*refusal))
            }
            Self::Index(error) => error.message(),
            Self::TooManyYears(years) => {
                format!("A schedule has at most {MAX_YEARS} years, not {years}; ask for less.")
            }
        }
    }

    /// What a program needs to act on it.
    fn data(&self, name: &str) -> Value {
        match self {
            Self::UnknownBlock(hash) => json!({ "code": name, "block": hash }),
            Self::Runtime(_) => json!({ "code": name }),
            Self::LimitTooLarge(_) => json!({ "code": name, "limit": MAX_PAGE }),
            Self::Quote(service, _) | Self::Refused(service, _) => {
                json!({ "code": name, "service": service })
            }
            Self::Index(error) => error.data(name),
            Self::TooManyYears(_) => json!({ "code": name, "limit": MAX_YEARS }),
        }
    }
}

fn reason(error: QuoteError) -> &'static str {
    match error {
        QuoteError::UnknownService => "there is no service of that id.",
        QuoteError::NotOnSale => "it is retired or delisted and takes no new work.",
        QuoteError::MeteredOnly => "it is metered and has no committee to quote.",
        QuoteError::InvalidCommittee => {
            "the committee is smaller than the service's own or larger than the chain allows."
        }
        QuoteError::TooFewNodes => {
            "fewer nodes can be drawn now than the committee has seats; try again later."
        }
        QuoteError::TooLarge => "the price of that usage exceeds a balance; ask for less.",
    }
}

impl From<IndexError> for Error {
    fn from(error: IndexError) -> Self {
        Self::Index(error)
    }
}

impl From<Error> for ErrorObjectOwned {
    fn from(error: Error) -> Self {
        let (code, name) = error.code();
        Self::owned(code, error.message(), Some(error.data(name)))
    }
}
