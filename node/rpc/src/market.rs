//! The section `market`: services, who offers them and what they cost.

use std::{num::NonZeroU32, sync::Arc};

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use nes_client::{Client, Hash};
use nes_core::{AccountId, Quote, QuoteError, ServiceId, ServiceKind, Usage, Verification};
use nes_runtime_api::{MarketApi, OfferInfo, ServiceInfo, ServiceStatus};
use serde::Serialize;
use sp_api::ProvideRuntimeApi;

use super::{
    error::Error,
    json::{block, limit, text, Amount, FeePartsJson, PageJson, TariffJson},
};

/// Questions about the market. Those that read many rows run off the threads that serve the
/// others.
#[rpc(server, namespace = "market")]
pub(crate) trait MarketRpc {
    /// Returns a service; null when there is none.
    #[method(name = "service")]
    fn service(&self, service: ServiceId, at: Option<Hash>) -> RpcResult<Option<ServiceJson>>;

    /// Returns the services, page by page: from the one after `cursor` on.
    #[method(name = "services", blocking)]
    fn services(
        &self,
        cursor: Option<ServiceId>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<ServiceId, ListedJson>>;

    /// Returns the offers of a service, page by page: from that of the node after `cursor` on; null
    /// when there is no such service.
    #[method(name = "offers", blocking)]
    fn offers(
        &self,
        service: ServiceId,
        cursor: Option<AccountId>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<Option<PageJson<AccountId, OfferJson>>>;

    /// Returns the price of this usage of a service now.
    #[method(name = "quote", blocking)]
    fn quote(
        &self,
        service: ServiceId,
        usage: Usage,
        committee: Option<u8>,
        at: Option<Hash>,
    ) -> RpcResult<QuoteJson>;
}

/// Answers from the runtime.
pub(crate) struct Market {
    client: Arc<Client>,
}

impl Market {
    pub(crate) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl MarketRpcServer for Market {
    fn service(&self, service: ServiceId, at: Option<Hash>) -> RpcResult<Option<ServiceJson>> {
        let at = block(&self.client, at)?;
        let service = self.client.runtime_api().service(at, service).map_err(Error::runtime)?;
        Ok(service.map(ServiceJson::from))
    }

    fn services(
        &self,
        cursor: Option<ServiceId>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<ServiceId, ListedJson>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().services(at, cursor, limit).map_err(Error::runtime)?;
        Ok(page.into())
    }

    fn offers(
        &self,
        service: ServiceId,
        cursor: Option<AccountId>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<Option<PageJson<AccountId, OfferJson>>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().offers(at, service, cursor, limit);
        Ok(page.map_err(Error::runtime)?.map(PageJson::from))
    }

    fn quote(
        &self,
        service: ServiceId,
        usage: Usage,
        committee: Option<u8>,
        at: Option<Hash>,
    ) -> RpcResult<QuoteJson> {
        let at = block(&self.client, at)?;
        let quote = self.client.runtime_api().quote(at, service, usage, committee);
        let quote = quote.map_err(Error::runtime)?.map_err(|error| refused(service, error))?;
        Ok(quote.into())
    }
}

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
    /// In billionths.
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

/// An [`OfferInfo`] with its node.
#[derive(Clone, Serialize)]
pub(crate) struct OfferJson {
    node: AccountId,
    tariff: TariffJson,
    slots: u16,
    busy: u16,
    stake: Amount,
    /// In millionths.
    reputation: u32,
    drawable: bool,
    deposit: Amount,
}

impl From<(AccountId, OfferInfo)> for OfferJson {
    fn from((node, offer): (AccountId, OfferInfo)) -> Self {
        Self {
            node,
            tariff: offer.tariff.into(),
            slots: offer.slots,
            busy: offer.busy,
            stake: Amount(offer.stake),
            reputation: offer.reputation,
            drawable: offer.drawable,
            deposit: Amount(offer.deposit),
        }
    }
}

/// A [`Quote`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuoteJson {
    committee: u8,
    quorum: u8,
    eligible: u32,
    cheapest: Amount,
    median: Amount,
    highest: Amount,
    max_tariff: TariffJson,
    escrow: Amount,
    split: FeePartsJson,
}

impl From<Quote> for QuoteJson {
    fn from(quote: Quote) -> Self {
        Self {
            committee: quote.committee,
            quorum: quote.quorum,
            eligible: quote.eligible,
            cheapest: Amount(quote.cheapest),
            median: Amount(quote.median),
            highest: Amount(quote.highest),
            max_tariff: quote.max_tariff.into(),
            escrow: Amount(quote.escrow),
            split: quote.split.into(),
        }
    }
}

/// Creates the error of a quote for `service` that the market refuses.
fn refused(service: ServiceId, error: QuoteError) -> Error {
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
