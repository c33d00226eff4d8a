//! What an operator wants to know as JSON, once and again.

use std::sync::Arc;

use futures::{future::ready, stream, Stream, StreamExt};
use nes_core::{AccountId, EraIndex};
use nes_runtime_api::{Claimable, ConductInfo, NodesApi, OnHold, OperatorInfo};
use sc_client_api::{BlockchainEvents, HeaderBackend};
use serde::Serialize;
use sp_api::ProvideRuntimeApi;

use super::{
    delegation::{unbonding, UnbondingJson},
    node::NodeJson,
    slash::SlashJson,
};
use crate::{rpc::json::Amount, service::Client};

/// An [`OperatorInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OperatorJson {
    info: NodeJson,
    active_era: EraIndex,
    on_hold: HoldsJson,
    unbonding: Vec<UnbondingJson>,
    claimable: ClaimableJson,
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

/// What the operator `account` wants to know: now, and after each best block that changes it.
pub(super) fn views(
    client: Arc<Client>,
    account: AccountId,
) -> impl Stream<Item = Option<OperatorJson>> + Send + Unpin {
    let blocks = client.import_notification_stream();
    let best = blocks.filter(|block| ready(block.is_new_best)).map(drop);
    let mut last = None;
    stream::iter([()]).chain(best).filter_map(move |()| {
        // Blocks that came in while nobody was looking are passed over.
        let at = client.info().best_hash;
        let view = match client.runtime_api().operator(at, account.clone()) {
            Ok(view) if last.as_ref() != Some(&view) => {
                last = Some(view.clone());
                Some(view.map(OperatorJson::from))
            }
            Ok(_) => None,
            Err(error) => {
                log::debug!(target: "rpc", "No view of {account} at {at:?}: {error}");
                None
            }
        };
        ready(view)
    })
}
