//! The section `market`: services and what they cost.

use std::sync::Arc;

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use nes_core::{Quote, ServiceId, Usage};
use nes_runtime_api::MarketApi;
use serde::Serialize;
use sp_api::ProvideRuntimeApi;

use super::{
    error::Error,
    json::{block, Amount, FeePartsJson, TariffJson},
};
use crate::service::{Client, Hash};

/// Questions about the market.
#[rpc(server, namespace = "market")]
pub(crate) trait MarketRpc {
    /// What this usage of a service would cost now.
    ///
    /// It reads many offers, so it runs off the threads that serve the others.
    #[method(name = "quote", blocking)]
    fn quote(
        &self,
        service: ServiceId,
        usage: Usage,
        committee: Option<u8>,
        at: Option<Hash>,
    ) -> RpcResult<QuoteJson>;
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
    dearest: Amount,
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
            dearest: Amount(quote.dearest),
            max_tariff: quote.max_tariff.into(),
            escrow: Amount(quote.escrow),
            split: quote.split.into(),
        }
    }
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
    fn quote(
        &self,
        service: ServiceId,
        usage: Usage,
        committee: Option<u8>,
        at: Option<Hash>,
    ) -> RpcResult<QuoteJson> {
        let at = block(&self.client, at)?;
        let quote = self.client.runtime_api().quote(at, service, usage, committee);
        let quote = quote.map_err(Error::Runtime)?.map_err(|error| Error::Quote(service, error))?;
        Ok(quote.into())
    }
}
