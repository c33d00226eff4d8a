//! The section `market`: services, who offers them and what they cost.

use std::{num::NonZeroU32, sync::Arc};

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use nes_client::{Client, Hash};
use nes_core::{
    AccountId, BlockNumber, Quote, QuoteError, ServiceId, ServiceKind, Shape, Usage, Verification,
};
use nes_runtime_api::{
    ChangeInfo, MarketApi, OfferInfo, RiseInfo, ServiceInfo, ServiceStatus, VersionInfo,
};
use serde::Serialize;
use sp_api::ProvideRuntimeApi;

use super::{
    error::Error,
    json::{block, limit, text, Amount, FeePartsJson, PageJson},
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

    /// Returns the price of this usage of a service now: of its newest version that has a committee,
    /// and with a recommended maximum, unless others are named.
    #[method(name = "quote", blocking)]
    fn quote(
        &self,
        service: ServiceId,
        usage: Usage,
        committee: Option<u8>,
        version: Option<u32>,
        max_price: Option<Amount>,
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
        version: Option<u32>,
        max_price: Option<Amount>,
        at: Option<Hash>,
    ) -> RpcResult<QuoteJson> {
        let (at, max_price) = (block(&self.client, at)?, max_price.map(|price| price.0));
        let quote =
            self.client.runtime_api().quote(at, service, usage, committee, version, max_price);
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
    unit: String,
    shape: Shape,
    input_bytes: u32,
    rate: u32,
    verification: VerificationJson,
    min_stake: Amount,
    status: StatusJson,
    /// Null unless the status is `delisted`.
    reason: Option<Hash>,
    deposit: Amount,
    version: u32,
    former: Option<u32>,
    offers: u32,
    open_tasks: u32,
    versions: Vec<VersionJson>,
}

/// A [`VersionInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VersionJson {
    version: u32,
    uri: String,
    content_hash: Hash,
    /// In billionths.
    royalty: u32,
    offers: u32,
    indexed: u32,
    stake: Amount,
    median: Option<Amount>,
    exact: bool,
    slashable: bool,
    duties: u32,
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
            unit: text(&service.unit),
            shape: service.shape,
            input_bytes: service.input_bytes,
            rate: service.rate,
            verification: service.verification.into(),
            min_stake: Amount(service.min_stake),
            status,
            reason,
            deposit: Amount(service.deposit),
            version: service.version,
            former: service.former,
            offers: service.offers,
            open_tasks: service.open_tasks,
            versions: service.versions.into_iter().map(VersionJson::from).collect(),
        }
    }
}

impl From<VersionInfo> for VersionJson {
    fn from(version: VersionInfo) -> Self {
        Self {
            version: version.version,
            uri: text(&version.uri),
            content_hash: version.content_hash,
            royalty: version.royalty.deconstruct(),
            offers: version.offers,
            indexed: version.indexed,
            stake: Amount(version.stake),
            median: version.median.map(Amount),
            exact: version.exact,
            slashable: version.slashable,
            duties: version.duties,
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
#[serde(rename_all = "camelCase")]
pub(crate) struct OfferJson {
    node: AccountId,
    version: u32,
    price: Amount,
    rise: Option<RiseJson>,
    max_usage: Usage,
    slots: u16,
    slashable: bool,
    busy: u16,
    stake: Amount,
    /// In billionths.
    standing: u32,
    drawable: bool,
    entered: Option<BlockNumber>,
    change: Option<ChangeJson>,
    deposit: Amount,
}

/// A [`RiseInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct RiseJson {
    price: Amount,
    from: BlockNumber,
}

/// A [`ChangeInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChangeJson {
    version: u32,
    price: Amount,
    max_usage: Usage,
    slots: u16,
    slashable: bool,
    due: BlockNumber,
}

impl From<(AccountId, OfferInfo<BlockNumber>)> for OfferJson {
    fn from((node, offer): (AccountId, OfferInfo<BlockNumber>)) -> Self {
        Self {
            node,
            version: offer.version,
            price: Amount(offer.price),
            rise: offer.rise.map(RiseJson::from),
            max_usage: offer.max_usage,
            slots: offer.slots,
            slashable: offer.slashable,
            busy: offer.busy,
            stake: Amount(offer.stake),
            standing: offer.standing.deconstruct(),
            drawable: offer.drawable,
            entered: offer.entered,
            change: offer.change.map(ChangeJson::from),
            deposit: Amount(offer.deposit),
        }
    }
}

impl From<RiseInfo<BlockNumber>> for RiseJson {
    fn from(RiseInfo { price, from }: RiseInfo<BlockNumber>) -> Self {
        Self { price: Amount(price), from }
    }
}

impl From<ChangeInfo<BlockNumber>> for ChangeJson {
    fn from(change: ChangeInfo<BlockNumber>) -> Self {
        let ChangeInfo { version, price, max_usage, slots, slashable, due } = change;
        Self { version, price: Amount(price), max_usage, slots, slashable, due }
    }
}

/// A [`Quote`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuoteJson {
    version: u32,
    committee: u8,
    quorum: u8,
    eligible: u32,
    free_slots: u32,
    cheapest: Amount,
    median: Amount,
    highest: Amount,
    max_price: Amount,
    drawable: u32,
    /// In billionths.
    share_of_offers: u32,
    /// In billionths.
    share_of_stake: u32,
    escrow: Amount,
    split: FeePartsJson,
    slashable: bool,
}

impl From<Quote> for QuoteJson {
    fn from(quote: Quote) -> Self {
        Self {
            version: quote.version,
            committee: quote.committee,
            quorum: quote.quorum,
            eligible: quote.eligible,
            free_slots: quote.free_slots,
            cheapest: Amount(quote.cheapest),
            median: Amount(quote.median),
            highest: Amount(quote.highest),
            max_price: Amount(quote.max_price),
            drawable: quote.drawable,
            share_of_offers: quote.share_of_offers.deconstruct(),
            share_of_stake: quote.share_of_stake.deconstruct(),
            escrow: Amount(quote.escrow),
            split: quote.split.into(),
            slashable: quote.slashable,
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
            "fewer nodes can be drawn now, within the maximum price, than the committee has seats; \
             try again later or with more.",
        ),
        QuoteError::TooLarge => {
            (20105, "TOO_LARGE", "that usage costs more than there is; ask for less.")
        }
        QuoteError::UnknownVersion => {
            (20106, "UNKNOWN_VERSION", "it has no such version, or tasks of it are no longer taken.")
        }
    };
    Error::new(code, name, format!("Service {service}: {reason}")).with("service", service)
}
