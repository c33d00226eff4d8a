//! The errors of the chain's own methods: a number and a name each, for programs to act on.

use jsonrpsee::types::ErrorObjectOwned;
use nes_core::{QuoteError, ServiceId};
use serde_json::{json, Value};
use sp_api::ApiError;

use crate::service::Hash;

/// A question that has no answer. Its codes are from 20000 to 20999 and never change.
#[derive(Debug)]
pub(crate) enum Error {
    /// The node has no such block, or no longer its state.
    UnknownBlock(Hash),
    /// The runtime failed to answer.
    Runtime(ApiError),
    /// The market has no quote for the service.
    Quote(ServiceId, QuoteError),
}

impl Error {
    fn code(&self) -> i32 {
        match self {
            Self::UnknownBlock(_) => 20000,
            Self::Runtime(_) => 20001,
            Self::Quote(_, QuoteError::UnknownService) => 20100,
            Self::Quote(_, QuoteError::NotOnSale) => 20101,
            Self::Quote(_, QuoteError::MeteredOnly) => 20102,
            Self::Quote(_, QuoteError::InvalidCommittee) => 20103,
            Self::Quote(_, QuoteError::TooFewNodes) => 20104,
            Self::Quote(_, QuoteError::TooLarge) => 20105,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::UnknownBlock(_) => "UNKNOWN_BLOCK",
            Self::Runtime(_) => "RUNTIME_FAILED",
            Self::Quote(_, QuoteError::UnknownService) => "UNKNOWN_SERVICE",
            Self::Quote(_, QuoteError::NotOnSale) => "NOT_ON_SALE",
            Self::Quote(_, QuoteError::MeteredOnly) => "METERED_ONLY",
            Self::Quote(_, QuoteError::InvalidCommittee) => "INVALID_COMMITTEE",
            Self::Quote(_, QuoteError::TooFewNodes) => "TOO_FEW_NODES",
            Self::Quote(_, QuoteError::TooLarge) => "TOO_LARGE",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::UnknownBlock(hash) => {
                format!("The block {hash:?} is unknown here, or its state is no longer kept.")
            }
            Self::Runtime(error) => format!("The runtime could not answer: {error}."),
            Self::Quote(service, error) => format!("Service {service}: {}", reason(*error)),
        }
    }

    fn data(&self) -> Value {
        let code = self.name();
        match self {
            Self::UnknownBlock(hash) => json!({ "code": code, "block": hash }),
            Self::Runtime(_) => json!({ "code": code }),
            Self::Quote(service, _) => json!({ "code": code, "service": service }),
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

impl From<Error> for ErrorObjectOwned {
    fn from(error: Error) -> Self {
        Self::owned(error.code(), error.message(), Some(error.data()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [QuoteError; 6] = [
        QuoteError::UnknownService,
        QuoteError::NotOnSale,
        QuoteError::MeteredOnly,
        QuoteError::InvalidCommittee,
        QuoteError::TooFewNodes,
        QuoteError::TooLarge,
    ];

    #[test]
    fn every_code_is_in_the_block_and_has_one_name() {
        let runtime = Error::Runtime(ApiError::StateBackendIsNotTrie);
        let mut errors = vec![Error::UnknownBlock(Hash::zero()), runtime];
        errors.extend(ALL.map(|error| Error::Quote(7, error)));
        let mut codes: Vec<_> = errors.iter().map(|error| (error.code(), error.name())).collect();
        codes.sort();
        codes.dedup_by(|a, b| a.0 == b.0 || a.1 == b.1);
        assert_eq!(codes.len(), errors.len());
        assert!(codes.iter().all(|(code, _)| (20000..21000).contains(code)));
    }

    #[test]
    fn an_error_carries_its_name_and_what_it_is_about() {
        let error = ErrorObjectOwned::from(Error::Quote(7, QuoteError::UnknownService));
        assert_eq!(error.code(), 20100);
        let data: Value = serde_json::from_str(error.data().unwrap().get()).unwrap();
        assert_eq!(data, json!({ "code": "UNKNOWN_SERVICE", "service": 7 }));
    }
}
