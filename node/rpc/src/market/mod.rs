//! The section `market`: services, who offers them and what they cost.

mod offer;
mod quote;
mod refusal;
mod service;

use std::{num::NonZeroU32, sync::Arc};

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use nes_client::{Client, Hash};
use nes_core::{AccountId, ServiceId, Usage};
use nes_runtime_api::MarketApi;
use sp_api::ProvideRuntimeApi;

use super::{
    error::Error,
    json::block,
    page::{limit, PageJson},
};
use offer::OfferJson;
use quote::QuoteJson;
use refusal::refused;
use service::{ListedJson, ServiceJson};

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
