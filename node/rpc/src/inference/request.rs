//! Requests as JSON, and the errors of refused ones.

use nes_core::{BlockNumber, Hash, ServiceId, Usage};
use nes_runtime_api::{InputSpec, RequestPreview, RequestRefusal as Refusal, RequestSpec};
use serde::{Deserialize, Serialize};
use sp_core::Bytes;

use crate::{error::Error, json::Amount};

/// A [`RequestSpec`].
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RequestJson {
    pub(super) service: ServiceId,
    version: u32,
    input: RequestInputJson,
    max_usage: Usage,
    max_price: Amount,
    committee: Option<u8>,
    patience: Option<u8>,
}

/// An [`InputSpec`].
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum RequestInputJson {
    Inline(Bytes),
    Remote { hash: Hash, uri: String },
}

/// A [`RequestPreview`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PreviewJson {
    seats: u8,
    quorum: u8,
    escrow: Amount,
    work_fee: Amount,
    due: BlockNumber,
    slashable: bool,
}

impl From<RequestJson> for RequestSpec {
    fn from(request: RequestJson) -> Self {
        Self {
            service: request.service,
            version: request.version,
            input: match request.input {
                RequestInputJson::Inline(bytes) => InputSpec::Inline(bytes.0),
                RequestInputJson::Remote { hash, uri } => {
                    InputSpec::Remote { hash, uri: uri.into_bytes() }
                }
            },
            max_usage: request.max_usage,
            max_price: request.max_price.0,
            committee: request.committee,
            patience: request.patience,
        }
    }
}

impl From<RequestPreview<BlockNumber>> for PreviewJson {
    fn from(preview: RequestPreview<BlockNumber>) -> Self {
        Self {
            seats: preview.seats,
            quorum: preview.quorum,
            escrow: Amount(preview.escrow),
            work_fee: Amount(preview.work_fee),
            due: preview.due,
            slashable: preview.slashable,
        }
    }
}

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
        Refusal::UnknownVersion => (20106, "UNKNOWN_VERSION"),
        Refusal::UriTooLong => (20200, "URI_TOO_LONG"),
        Refusal::InputMissing => (20210, "INPUT_MISSING"),
        Refusal::InputTooLarge => (20211, "INPUT_TOO_LARGE"),
        Refusal::UsageBelowInput => (20212, "USAGE_BELOW_INPUT"),
        Refusal::InvalidPatience => (20213, "INVALID_PATIENCE"),
        Refusal::AgendaBehind => (20201, "AGENDA_BEHIND"),
        Refusal::UsageMissing => (20202, "USAGE_MISSING"),
        Refusal::UsageTooLarge => (20203, "USAGE_TOO_LARGE"),
        Refusal::MaximumBelowOffers => (20204, "MAXIMUM_BELOW_OFFERS"),
        Refusal::TooFewOffers => (20205, "TOO_FEW_OFFERS"),
        Refusal::EscrowTooLarge => (20206, "ESCROW_TOO_LARGE"),
        Refusal::EscrowMissing => (20207, "ESCROW_MISSING"),
        Refusal::InsufficientBalance => (20208, "INSUFFICIENT_BALANCE"),
        Refusal::TooLargeToDispute => (20216, "TOO_LARGE_TO_DISPUTE"),
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
            "the maximum usage is above what a request can ask for, or takes too long at the \
             service's rate; ask for less."
        }
        Refusal::InputMissing => "the in-line input is empty; give its bytes.",
        Refusal::InputTooLarge => {
            "the in-line input has more than 16,384 bytes; put it where nodes can fetch it, and \
             request with its hash and URI."
        }
        Refusal::UsageBelowInput => {
            "the maximum usage covers fewer bytes than the in-line input has; allow more input \
             units."
        }
        Refusal::InvalidPatience => "the patience is not from 1 to 100 blocks; leave it out for 5.",
        Refusal::UnknownVersion => {
            "it has no such version, or tasks of it are no longer taken; take one of \
             market_service."
        }
        Refusal::MaximumBelowOffers => {
            "the maximum price is below every offer; take that of market_quote."
        }
        Refusal::TooFewOffers => {
            "fewer nodes offer it than the committee has seats; ask for a smaller committee, or \
             try again later."
        }
        Refusal::EscrowTooLarge => {
            "the maximum usage at the maximum price costs more than a balance; lower one."
        }
        Refusal::EscrowMissing => {
            "the maximum usage at the maximum price costs nothing; raise the maximum price."
        }
        Refusal::InsufficientBalance => {
            "what the payer can transfer does not cover the escrow; lower the maximum, or fund the \
             account."
        }
        Refusal::TooLargeToDispute => {
            "a dispute about the answer would take a larger bond than anybody can be expected to \
             put up; allow less usage, or give the input at a URI, where an answer costs no stake."
        }
        Refusal::Other => "the chain refuses for a reason that a request should never meet.",
    }
}

#[cfg(test)]
mod tests {
    use jsonrpsee::types::ErrorObjectOwned;
    use serde_json::{from_str, json, Value};

    use super::*;

    #[test]
    fn a_task_that_is_too_large_to_dispute_says_what_to_do() {
        let error = ErrorObjectOwned::from(refused(3, Refusal::TooLargeToDispute));
        assert_eq!(error.code(), 20216);
        let data: Value = from_str(error.data().unwrap().get()).unwrap();
        assert_eq!(data, json!({ "code": "TOO_LARGE_TO_DISPUTE", "service": 3 }));
        let message = error.message();
        assert!(message.starts_with("Service 3:") && message.contains("allow less usage"));
    }
}
