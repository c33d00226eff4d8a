//! The section `nodes`: the register of nodes and the stake behind them.

mod json;
mod positions;

use std::{fmt, num::NonZeroU32, sync::Arc};

use jsonrpsee::{core::RpcResult, proc_macros::rpc, PendingSubscriptionSink};
use nes_client::{Client, Hash};
use nes_core::AccountId;
use nes_runtime_api::{NodesApi, OperatorInfo};
use sp_api::{ApiError, ProvideRuntimeApi};

use super::{
    changes::{Changes, View},
    error::Error,
    follow::{Step, Subscriptions, LATEST},
    json::{block, limit, PageJson},
};
use json::{ListedJson, NodeJson, OperatorJson, SlashJson};
use positions::{DelegationJson, StakedJson, StakerJson};

/// Questions about nodes. A node is named by its operator's account; what is asked of an account
/// without a node is null.
#[rpc(server, namespace = "nodes")]
pub(crate) trait NodesRpc {
    /// Returns a node.
    #[method(name = "info")]
    fn info(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<NodeJson>>;

    /// Returns the nodes, page by page: from the one after `cursor` on.
    ///
    /// It reads many rows, so it runs off the threads that serve the others.
    #[method(name = "list", blocking)]
    fn list(
        &self,
        cursor: Option<AccountId>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<AccountId, ListedJson>>;

    /// Returns a node as its operator sees it.
    #[method(name = "operator")]
    fn operator(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<OperatorJson>>;

    /// Returns the positions behind a node, page by page: from the one after `cursor` on.
    ///
    /// It reads many rows, so it runs off the threads that serve the others.
    #[method(name = "delegations", blocking)]
    fn delegations(
        &self,
        node: AccountId,
        cursor: Option<AccountId>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<Option<PageJson<AccountId, StakerJson>>>;

    /// Returns the position of one staker behind a node; null when there is none.
    #[method(name = "delegation")]
    fn delegation(
        &self,
        node: AccountId,
        staker: AccountId,
        at: Option<Hash>,
    ) -> RpcResult<Option<DelegationJson>>;

    /// Returns the nodes that a staker has a position behind, page by page: from the one after
    /// `cursor` on.
    ///
    /// It looks through all nodes, so it runs off the threads that serve the others.
    #[method(name = "stakedBy", blocking)]
    fn staked_by(
        &self,
        staker: AccountId,
        cursor: Option<AccountId>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<AccountId, StakedJson>>;

    /// Returns the slashes that a node has taken.
    #[method(name = "slashes")]
    fn slashes(&self, node: AccountId, at: Option<Hash>) -> RpcResult<Option<Vec<SlashJson>>>;

    /// Sends a node as its operator sees it: now, and after each best block that changes it.
    #[subscription(
        name = "subscribeOperator" => "operatorChanged",
        unsubscribe = "unsubscribeOperator",
        item = Option<OperatorJson>
    )]
    fn subscribe_operator(&self, account: AccountId);
}

/// Answers from the runtime.
pub(crate) struct Nodes {
    client: Arc<Client>,
    subscriptions: Subscriptions,
}

impl Nodes {
    pub(crate) fn new(client: Arc<Client>, subscriptions: Subscriptions) -> Self {
        Self { client, subscriptions }
    }
}

impl NodesRpcServer for Nodes {
    fn info(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<NodeJson>> {
        let at = block(&self.client, at)?;
        let node = self.client.runtime_api().info(at, account).map_err(Error::runtime)?;
        Ok(node.map(NodeJson::from))
    }

    fn list(
        &self,
        cursor: Option<AccountId>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<AccountId, ListedJson>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().list(at, cursor, limit).map_err(Error::runtime)?;
        Ok(page.into())
    }

    fn operator(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<OperatorJson>> {
        let at = block(&self.client, at)?;
        let view = self.client.runtime_api().operator(at, account).map_err(Error::runtime)?;
        Ok(view.map(OperatorJson::from))
    }

    fn delegations(
        &self,
        node: AccountId,
        cursor: Option<AccountId>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<Option<PageJson<AccountId, StakerJson>>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().delegations(at, node, cursor, limit);
        Ok(page.map_err(Error::runtime)?.map(PageJson::from))
    }

    fn delegation(
        &self,
        node: AccountId,
        staker: AccountId,
        at: Option<Hash>,
    ) -> RpcResult<Option<DelegationJson>> {
        let at = block(&self.client, at)?;
        let position = self.client.runtime_api().delegation(at, node, staker);
        Ok(position.map_err(Error::runtime)?.map(DelegationJson::from))
    }

    fn staked_by(
        &self,
        staker: AccountId,
        cursor: Option<AccountId>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<AccountId, StakedJson>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().staked_by(at, staker, cursor, limit);
        Ok(page.map_err(Error::runtime)?.into())
    }

    fn slashes(&self, node: AccountId, at: Option<Hash>) -> RpcResult<Option<Vec<SlashJson>>> {
        let at = block(&self.client, at)?;
        let slashes = self.client.runtime_api().slashes(at, node).map_err(Error::runtime)?;
        Ok(slashes.map(|slashes| slashes.into_iter().map(SlashJson::from).collect()))
    }

    fn subscribe_operator(&self, pending: PendingSubscriptionSink, account: AccountId) {
        let operator = Operator::new(self.client.clone(), account);
        self.subscriptions.serve(pending, Changes::of(operator), LATEST);
    }
}

/// The node of `account` as its operator sees it.
struct Operator {
    client: Arc<Client>,
    account: AccountId,
}

impl Operator {
    fn new(client: Arc<Client>, account: AccountId) -> Self {
        Self { client, account }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "view of the operator {}", self.account)
    }
}

impl View for Operator {
    type Value = Option<OperatorInfo<AccountId>>;
    type Item = Option<OperatorJson>;

    fn at(&self, at: &Step, _: Option<&(Step, Self::Value)>) -> Result<Self::Value, ApiError> {
        self.client.runtime_api().operator(at.hash, self.account.clone())
    }

    fn tell(view: Self::Value) -> Self::Item {
        view.map(OperatorJson::from)
    }
}
