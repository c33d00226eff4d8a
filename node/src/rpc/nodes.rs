//! The section `nodes`: the register of nodes.

use std::sync::Arc;

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use nes_core::{AccountId, ServiceKey};
use nes_runtime_api::{NodeInfo, NodesApi};
use serde::Serialize;
use sp_api::ProvideRuntimeApi;
use sp_core::{bytes, crypto::ByteArray};

use super::{
    error::Error,
    json::{block, text, Amount},
};
use crate::service::{Client, Hash};

/// Questions about nodes.
#[rpc(server, namespace = "nodes")]
pub(crate) trait NodesRpc {
    /// What is known of the node of this operator; null when there is none.
    #[method(name = "info")]
    fn info(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<NodeJson>>;
}

/// A [`NodeInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeJson {
    stake: Amount,
    unbonding: Amount,
    /// In billionths.
    commission: u32,
    agent: Option<AccountId>,
    validator: bool,
    in_set: bool,
    leaving: bool,
    name: String,
    endpoint: String,
    service_key: KeyJson,
    /// In millionths.
    reputation: u32,
}

/// A [`ServiceKey`]: its kind and the public key.
#[derive(Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyJson {
    Ed25519(String),
    Sr25519(String),
}

impl From<NodeInfo<AccountId>> for NodeJson {
    fn from(node: NodeInfo<AccountId>) -> Self {
        Self {
            stake: Amount(node.stake),
            unbonding: Amount(node.unbonding),
            commission: node.commission.deconstruct(),
            agent: node.agent,
            validator: node.validator,
            in_set: node.in_set,
            leaving: node.leaving,
            name: text(&node.name),
            endpoint: text(&node.endpoint),
            service_key: match node.service_key {
                ServiceKey::Ed25519(key) => KeyJson::Ed25519(hex(&key)),
                ServiceKey::Sr25519(key) => KeyJson::Sr25519(hex(&key)),
            },
            reputation: node.reputation,
        }
    }
}

fn hex(key: &impl ByteArray) -> String {
    bytes::to_hex(key.as_slice(), false)
}

/// Answers from the runtime.
pub(crate) struct Nodes {
    client: Arc<Client>,
}

impl Nodes {
    pub(crate) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl NodesRpcServer for Nodes {
    fn info(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<NodeJson>> {
        let at = block(&self.client, at)?;
        let node = self.client.runtime_api().info(at, account).map_err(Error::Runtime)?;
        Ok(node.map(NodeJson::from))
    }
}
