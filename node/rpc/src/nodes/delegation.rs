//! A position behind a node as JSON.

use nes_core::{AccountId, EraIndex};
use nes_runtime_api::{DelegationInfo, UnbondingInfo};
use serde::Serialize;

use crate::json::Amount;

/// A [`DelegationInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct DelegationJson {
    active: Amount,
    unbonding: Vec<UnbondingJson>,
    claimable: Amount,
    compound: bool,
    held: Amount,
}

/// An [`UnbondingInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UnbondingJson {
    value: Amount,
    unlock_era: EraIndex,
}

/// A position in the list of a node.
#[derive(Clone, Serialize)]
pub(crate) struct StakerJson {
    staker: AccountId,
    #[serde(flatten)]
    delegation: DelegationJson,
}

/// A position in the list of a staker.
#[derive(Clone, Serialize)]
pub(crate) struct StakedJson {
    node: AccountId,
    #[serde(flatten)]
    delegation: DelegationJson,
}

impl From<DelegationInfo> for DelegationJson {
    fn from(delegation: DelegationInfo) -> Self {
        Self {
            active: Amount(delegation.active),
            unbonding: unbonding(delegation.unbonding),
            claimable: Amount(delegation.claimable),
            compound: delegation.compound,
            held: Amount(delegation.held),
        }
    }
}

impl From<(AccountId, DelegationInfo)> for StakerJson {
    fn from((staker, delegation): (AccountId, DelegationInfo)) -> Self {
        Self { staker, delegation: delegation.into() }
    }
}

impl From<(AccountId, DelegationInfo)> for StakedJson {
    fn from((node, delegation): (AccountId, DelegationInfo)) -> Self {
        Self { node, delegation: delegation.into() }
    }
}

impl From<UnbondingInfo> for UnbondingJson {
    fn from(UnbondingInfo { value, unlock_era }: UnbondingInfo) -> Self {
        Self { value: Amount(value), unlock_era }
    }
}

/// Returns the entries on their way out.
pub(super) fn unbonding(entries: Vec<UnbondingInfo>) -> Vec<UnbondingJson> {
    entries.into_iter().map(UnbondingJson::from).collect()
}
