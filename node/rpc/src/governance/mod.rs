//! The section `governance`: tracks, referenda and those who vote on them.

mod referendum;
mod turnout;
mod voting;

use std::{fmt, num::NonZeroU32, sync::Arc};

use jsonrpsee::{core::RpcResult, proc_macros::rpc, PendingSubscriptionSink};
use nes_client::{Client, Hash};
use nes_core::{AccountId, BlockNumber};
use nes_runtime_api::{GovernanceApi, ReferendumInfo, MAX_PAGE};
use sp_api::{ApiError, ProvideRuntimeApi};

use super::{
    changes::{Changes, Shared, View},
    error::Error,
    follow::{Step, Subscriptions, LATEST},
    json::{block, limit, PageJson},
};
use referendum::{DetailsJson, ReferendumJson};
pub(crate) use turnout::{TurnoutRpcServer, Turnouts};
use voting::{LocksJson, TrackJson, VotingPowerJson};

/// Questions about governance. Those that read many rows, or a whole call, run off the threads that
/// serve the others.
#[rpc(server, namespace = "governance")]
pub(crate) trait GovernanceRpc {
    /// Returns the tracks, in the order of their ids.
    #[method(name = "tracks")]
    fn tracks(&self, at: Option<Hash>) -> RpcResult<Vec<TrackJson>>;

    /// Returns referenda, newest first, page by page: from the one before `cursor` on. With
    /// `ongoing` only those that are ongoing, or that have ended.
    #[method(name = "referenda", blocking)]
    fn referenda(
        &self,
        ongoing: Option<bool>,
        cursor: Option<u32>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<u32, ReferendumJson>>;

    /// Returns all that is known of a referendum; null if there is none of that index.
    #[method(name = "referendum", blocking)]
    fn referendum(&self, referendum: u32, at: Option<Hash>) -> RpcResult<Option<DetailsJson>>;

    /// Returns the NES that an account votes with, its own and those of others.
    #[method(name = "votingPower")]
    fn voting_power(&self, account: AccountId, at: Option<Hash>) -> RpcResult<VotingPowerJson>;

    /// Returns the votes of an account and the NES that they lock.
    #[method(name = "locks", blocking)]
    fn locks(&self, account: AccountId, at: Option<Hash>) -> RpcResult<LocksJson>;

    /// Sends the ongoing referenda, newest first: now, and after each best block that changes
    /// them.
    #[subscription(
        name = "subscribeReferenda" => "referendaChanged",
        unsubscribe = "unsubscribeReferenda",
        item = Vec<ReferendumJson>
    )]
    fn subscribe_referenda(&self);
}

/// Answers from the runtime.
pub(crate) struct Governance {
    client: Arc<Client>,
    subscriptions: Subscriptions,
    ongoing: Shared<Ongoing>,
}

impl Governance {
    pub(crate) fn new(client: Arc<Client>, subscriptions: Subscriptions) -> Self {
        let ongoing = Shared::of(Ongoing::new(client.clone()));
        Self { client, subscriptions, ongoing }
    }
}

impl GovernanceRpcServer for Governance {
    fn tracks(&self, at: Option<Hash>) -> RpcResult<Vec<TrackJson>> {
        let at = block(&self.client, at)?;
        let tracks = self.client.runtime_api().tracks(at).map_err(Error::runtime)?;
        Ok(tracks.into_iter().map(TrackJson::from).collect())
    }

    fn referenda(
        &self,
        ongoing: Option<bool>,
        cursor: Option<u32>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<u32, ReferendumJson>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().referenda(at, ongoing, cursor, limit);
        Ok(page.map_err(Error::runtime)?.into())
    }

    fn referendum(&self, referendum: u32, at: Option<Hash>) -> RpcResult<Option<DetailsJson>> {
        let at = block(&self.client, at)?;
        let api = self.client.runtime_api();
        let details = api.referendum(at, referendum).map_err(Error::runtime)?;
        Ok(details.map(|details| (referendum, details).into()))
    }

    fn voting_power(&self, account: AccountId, at: Option<Hash>) -> RpcResult<VotingPowerJson> {
        let at = block(&self.client, at)?;
        let power = self.client.runtime_api().voting_power(at, account).map_err(Error::runtime)?;
        Ok(power.into())
    }

    fn locks(&self, account: AccountId, at: Option<Hash>) -> RpcResult<LocksJson> {
        let at = block(&self.client, at)?;
        let locks = self.client.runtime_api().locks(at, account).map_err(Error::runtime)?;
        Ok(locks.into())
    }

    fn subscribe_referenda(&self, pending: PendingSubscriptionSink) {
        let changes = Changes::of(self.ongoing.clone());
        self.subscriptions.serve(pending, changes, LATEST);
    }
}

/// The newest ongoing referenda, as many as a page has.
struct Ongoing {
    client: Arc<Client>,
}

impl Ongoing {
    fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl fmt::Display for Ongoing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("referenda")
    }
}

impl View for Ongoing {
    type Value = Arc<Vec<(u32, ReferendumInfo<AccountId, BlockNumber>)>>;
    type Item = Vec<ReferendumJson>;

    fn at(&self, at: &Step, _: Option<&(Step, Self::Value)>) -> Result<Self::Value, ApiError> {
        let page = self.client.runtime_api().referenda(at.hash, Some(true), None, MAX_PAGE)?;
        Ok(Arc::new(page.items))
    }

    fn tell(referenda: Self::Value) -> Vec<ReferendumJson> {
        referenda.iter().cloned().map(ReferendumJson::from).collect()
    }
}
