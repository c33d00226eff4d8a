//! The section `rewards`: the emissions of eras, and their distribution.

mod era;
mod node;
mod year;

use std::{num::NonZeroU32, sync::Arc};

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use nes_client::{Client, Hash};
use nes_core::{AccountId, EraIndex};
use nes_runtime_api::RewardsApi;
use sp_api::ProvideRuntimeApi;

use super::{
    error::Error,
    json::block,
    page::{limit, PageJson},
};
use era::EraJson;
pub(crate) use node::NodeRewardsJson;
use year::YearJson;

/// Questions about emissions. Those that calculate or read a lot run off the threads that serve
/// the others.
#[rpc(server, namespace = "rewards")]
pub(crate) trait RewardsRpc {
    /// Returns an era, or the one that runs; null when it is to come, or not kept any
    /// more.
    #[method(name = "era")]
    fn era(&self, era: Option<EraIndex>, at: Option<Hash>) -> RpcResult<Option<EraJson>>;

    /// Returns the eras that have ended and are kept, the last one first, page by page: from the one
    /// before `cursor` on.
    #[method(name = "history", blocking)]
    fn history(
        &self,
        cursor: Option<EraIndex>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<EraIndex, EraJson>>;

    /// Returns a node's earnings by its points of the running era and of those not yet paid.
    /// An account without a node earns nothing.
    #[method(name = "pending")]
    fn pending(&self, node: AccountId, at: Option<Hash>) -> RpcResult<NodeRewardsJson>;

    /// Returns the emissions of the next `years`, without burns and with the parameters of now.
    #[method(name = "schedule", blocking)]
    fn schedule(&self, years: NonZeroU32, at: Option<Hash>) -> RpcResult<Vec<YearJson>>;
}

/// Answers from the runtime.
pub(crate) struct Rewards {
    client: Arc<Client>,
}

impl Rewards {
    pub(crate) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl RewardsRpcServer for Rewards {
    fn era(&self, era: Option<EraIndex>, at: Option<Hash>) -> RpcResult<Option<EraJson>> {
        let at = block(&self.client, at)?;
        let era = self.client.runtime_api().era(at, era).map_err(Error::runtime)?;
        Ok(era.map(EraJson::from))
    }

    fn history(
        &self,
        cursor: Option<EraIndex>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<EraIndex, EraJson>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().history(at, cursor, limit).map_err(Error::runtime)?;
        Ok(page.into())
    }

    fn pending(&self, node: AccountId, at: Option<Hash>) -> RpcResult<NodeRewardsJson> {
        let at = block(&self.client, at)?;
        let rewards = self.client.runtime_api().pending(at, node).map_err(Error::runtime)?;
        Ok(rewards.into())
    }

    fn schedule(&self, years: NonZeroU32, at: Option<Hash>) -> RpcResult<Vec<YearJson>> {
        let (years, at) = (year::count(years)?, block(&self.client, at)?);
        let schedule = self.client.runtime_api().schedule(at, years).map_err(Error::runtime)?;
        Ok(schedule.into_iter().map(YearJson::from).collect())
    }
}
