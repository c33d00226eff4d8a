//! A request and what it would lead to as JSON.

use nes_core::{BlockNumber, Hash, ServiceId, Usage};
use nes_runtime_api::{RequestPreview, RequestSpec};
use serde::{Deserialize, Serialize};

use crate::json::{Amount, TariffJson};

/// A [`RequestSpec`].
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RequestJson {
    pub(super) service: ServiceId,
    input_hash: Hash,
    input_uri: String,
    max_usage: Usage,
    max_tariff: TariffJson,
    committee: Option<u8>,
}

/// A [`RequestPreview`].
#[derive(Clone, Serialize)]
pub(crate) struct PreviewJson {
    seats: u8,
    quorum: u8,
    escrow: Amount,
    due: BlockNumber,
}

impl From<RequestJson> for RequestSpec {
    fn from(request: RequestJson) -> Self {
        Self {
            service: request.service,
            input_hash: request.input_hash,
            input_uri: request.input_uri.into_bytes(),
            max_usage: request.max_usage,
            max_tariff: request.max_tariff.into(),
            committee: request.committee,
        }
    }
}

impl From<RequestPreview<BlockNumber>> for PreviewJson {
    fn from(preview: RequestPreview<BlockNumber>) -> Self {
        let RequestPreview { seats, quorum, escrow, due } = preview;
        Self { seats, quorum, escrow: Amount(escrow), due }
    }
}
