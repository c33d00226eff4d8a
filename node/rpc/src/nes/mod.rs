//! The section `nes`: all NES that there are, an account's part of them, and the numbers that the
//! chain runs by.

mod account;
mod parameters;
mod supply;
mod supply_changes;

use std::sync::Arc;

use jsonrpsee::{core::RpcResult, proc_macros::rpc, PendingSubscriptionSink};
use nes_client::{Client, Hash};
use nes_core::AccountId;
use nes_runtime_api::{ParametersApi, SupplyApi};
use sp_api::ProvideRuntimeApi;

use super::{
    changes::Changes,
    error::Error,
    follow::{Subscriptions, LATEST},
    json::block,
};
use account::AccountJson;
use parameters::ParametersJson;
use supply::SupplyJson;
use supply_changes::Supply;

/// Questions about the token.
#[rpc(server, namespace = "nes")]
pub(crate) trait NesRpc {
    /// Returns all NES: those minted and burned, and where they are.
    #[method(name = "supply")]
    fn supply(&self, at: Option<Hash>) -> RpcResult<SupplyJson>;

    /// Returns an account's NES, with the reasons for which it cannot use some of them. An account
    /// that does not exist has none.
    #[method(name = "account")]
    fn account(&self, account: AccountId, at: Option<Hash>) -> RpcResult<AccountJson>;

    /// Returns every parameter with its bounds, and the fixed numbers.
    #[method(name = "parameters")]
    fn parameters(&self, at: Option<Hash>) -> RpcResult<ParametersJson>;

    /// Sends all NES: now, and after each era that ends.
    #[subscription(
        name = "subscribeSupply" => "supplyChanged",
        unsubscribe = "unsubscribeSupply",
        item = SupplyJson
    )]
    fn subscribe_supply(&self);
}

/// Answers from the runtime.
pub(crate) struct Nes {
    client: Arc<Client>,
    subscriptions: Subscriptions,
}

impl Nes {
    pub(crate) fn new(client: Arc<Client>, subscriptions: Subscriptions) -> Self {
        Self { client, subscriptions }
    }
}

impl NesRpcServer for Nes {
    fn supply(&self, at: Option<Hash>) -> RpcResult<SupplyJson> {
        let at = block(&self.client, at)?;
        let supply = self.client.runtime_api().supply(at).map_err(Error::runtime)?;
        Ok(supply.into())
    }

    fn account(&self, account: AccountId, at: Option<Hash>) -> RpcResult<AccountJson> {
        let at = block(&self.client, at)?;
        let account = self.client.runtime_api().account(at, account).map_err(Error::runtime)?;
        Ok(account.into())
    }

    fn parameters(&self, at: Option<Hash>) -> RpcResult<ParametersJson> {
        let at = block(&self.client, at)?;
        let parameters = self.client.runtime_api().parameters(at).map_err(Error::runtime)?;
        Ok(parameters.into())
    }

    fn subscribe_supply(&self, pending: PendingSubscriptionSink) {
        let supply = Supply::new(self.client.clone());
        self.subscriptions.serve(pending, Changes::of(supply), LATEST);
    }
}
