//! A node as its operator sees it, as JSON, once and again.

use std::{fmt, sync::Arc};

use nes_client::Client;
use nes_core::{AccountId, EraIndex};
use nes_runtime_api::{Claimable, ConductInfo, NodesApi, OnHold, OperatorInfo};
use serde::Serialize;
use sp_api::{ApiError, ProvideRuntimeApi};

use super::{
    delegation::{unbonding, UnbondingJson},
    node::NodeJson,
    slash::SlashJson,
};
use crate::{changes::View, json::Amount, rewards::NodeRewardsJson, route::Step};

/// An [`OperatorInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OperatorJson {
    info: NodeJson,
    active_era: EraIndex,
    on_hold: HoldsJson,
    unbonding: Vec<UnbondingJson>,
    claimable: ClaimableJson,
    rewards: NodeRewardsJson,
    conduct: ConductJson,
    open_slashes: Vec<SlashJson>,
    queued: bool,
    disabled: bool,
}

/// [`OnHold`].
#[derive(Clone, Serialize)]
pub(crate) struct HoldsJson {
    stake: Amount,
    profile: Amount,
    appeals: Amount,
}

/// [`Claimable`].
#[derive(Clone, Serialize)]
pub(crate) struct ClaimableJson {
    rewards: Amount,
    commission: Amount,
}

/// A [`ConductInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConductJson {
    tasks: u32,
    newcomer: bool,
    era: EraIndex,
    era_tasks: u32,
    era_missed: u32,
}

impl From<OperatorInfo<AccountId>> for OperatorJson {
    fn from(view: OperatorInfo<AccountId>) -> Self {
        let OnHold { stake, profile, appeals } = view.on_hold;
        let Claimable { rewards, commission } = view.claimable;
        Self {
            info: view.info.into(),
            active_era: view.active_era,
            on_hold: HoldsJson {
                stake: Amount(stake),
                profile: Amount(profile),
                appeals: Amount(appeals),
            },
            unbonding: unbonding(view.unbonding),
            claimable: ClaimableJson { rewards: Amount(rewards), commission: Amount(commission) },
            rewards: view.rewards.into(),
            conduct: view.conduct.into(),
            open_slashes: view.open_slashes.into_iter().map(SlashJson::from).collect(),
            queued: view.queued,
            disabled: view.disabled,
        }
    }
}

impl From<ConductInfo> for ConductJson {
    fn from(conduct: ConductInfo) -> Self {
        let ConductInfo { tasks, newcomer, era, era_tasks, era_missed } = conduct;
        Self { tasks, newcomer, era, era_tasks, era_missed }
    }
}

/// The node of `account` as its operator sees it.
pub(super) struct Operator {
    client: Arc<Client>,
    account: AccountId,
}

impl Operator {
    pub(super) fn new(client: Arc<Client>, account: AccountId) -> Self {
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
