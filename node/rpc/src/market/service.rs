//! A service as JSON.

use nes_core::{AccountId, Hash, ServiceId, ServiceKind, Verification};
use nes_runtime_api::{ServiceInfo, ServiceStatus};
use serde::Serialize;

use crate::json::{text, Amount, TariffJson};

/// A [`ServiceInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ServiceJson {
    publisher: AccountId,
    kind: KindJson,
    name: String,
    uri: String,
    content_hash: Hash,
    version: u32,
    unit: String,
    verification: VerificationJson,
    min_stake: Amount,
    /// In millionths.
    royalty: u32,
    status: StatusJson,
    /// Null unless the status is `delisted`.
    reason: Option<Hash>,
    deposit: Amount,
    offers: u32,
    open_tasks: u32,
    floor: TariffJson,
}

/// A [`ServiceKind`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KindJson {
    Inference,
    Storage,
    Bandwidth,
}

/// A [`Verification`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum VerificationJson {
    Redundant { committee: u8, quorum: u8 },
    Metered,
}

/// The name of a [`ServiceStatus`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum StatusJson {
    OnSale,
    Retired,
    Delisted,
}

/// A service of a list.
#[derive(Clone, Serialize)]
pub(crate) struct ListedJson {
    service: ServiceId,
    #[serde(flatten)]
    info: ServiceJson,
}

impl From<ServiceInfo<AccountId>> for ServiceJson {
    fn from(service: ServiceInfo<AccountId>) -> Self {
        let (status, reason) = match service.status {
            ServiceStatus::OnSale => (StatusJson::OnSale, None),
            ServiceStatus::Retired => (StatusJson::Retired, None),
            ServiceStatus::Delisted { reason } => (StatusJson::Delisted, Some(reason)),
        };
        Self {
            publisher: service.publisher,
            kind: service.kind.into(),
            name: text(&service.name),
            uri: text(&service.uri),
            content_hash: service.content_hash,
            version: service.version,
            unit: text(&service.unit),
            verification: service.verification.into(),
            min_stake: Amount(service.min_stake),
            royalty: service.royalty.deconstruct(),
            status,
            reason,
            deposit: Amount(service.deposit),
            offers: service.offers,
            open_tasks: service.open_tasks,
            floor: service.floor.into(),
        }
    }
}

impl From<ServiceKind> for KindJson {
    fn from(kind: ServiceKind) -> Self {
        match kind {
            ServiceKind::Inference => Self::Inference,
            ServiceKind::Storage => Self::Storage,
            ServiceKind::Bandwidth => Self::Bandwidth,
        }
    }
}

impl From<Verification> for VerificationJson {
    fn from(verification: Verification) -> Self {
        match verification {
            Verification::Redundant { committee, quorum } => Self::Redundant { committee, quorum },
            Verification::Metered => Self::Metered,
        }
    }
}

impl From<(ServiceId, ServiceInfo<AccountId>)> for ListedJson {
    fn from((service, info): (ServiceId, ServiceInfo<AccountId>)) -> Self {
        Self { service, info: info.into() }
    }
}
