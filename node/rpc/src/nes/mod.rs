//! The section `nes`: all NES that there are, an account's part of them, and the numbers that the
//! chain runs by.

mod json;

use std::{fmt, sync::Arc};

use jsonrpsee::{core::RpcResult, proc_macros::rpc, PendingSubscriptionSink};
use nes_client::{Client, Hash};
use nes_core::AccountId;
use nes_runtime_api::{ParametersApi, SupplyApi, SupplyInfo};
use sp_api::{ApiError, ProvideRuntimeApi};

use super::{
    changes::{Changes, View},
    error::Error,
    follow::{Step, Subscriptions, LATEST},
    json::block,
};
use json::{AccountJson, ParametersJson, SupplyJson};

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

/// All NES, as they were when the last era had ended. They change with every block; who wants to
/// hear of that asks.
struct Supply {
    client: Arc<Client>,
}

impl Supply {
    fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl fmt::Display for Supply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("supply")
    }
}

impl View for Supply {
    type Value = SupplyInfo;
    type Item = SupplyJson;

    fn at(&self, at: &Step, last: Option<&(Step, SupplyInfo)>) -> Result<SupplyInfo, ApiError> {
        let now = self.client.runtime_api().supply(at.hash)?;
        let told = last.map(|(_, told)| told).filter(|told| told.last_era == now.last_era);
        Ok(told.cloned().unwrap_or(now))
    }

    fn tell(supply: SupplyInfo) -> SupplyJson {
        supply.into()
    }
}
