//! Positions behind nodes as JSON.

use nes_core::{AccountId, EraIndex};
use nes_runtime_api::{ArrivalInfo, DelegationInfo, UnbondingInfo};
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
    arrivals: Vec<ArrivalJson>,
}

/// An [`ArrivalInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct ArrivalJson {
    from: AccountId,
    value: Amount,
    until: EraIndex,
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

impl From<DelegationInfo<AccountId>> for DelegationJson {
    fn from(delegation: DelegationInfo<AccountId>) -> Self {
        Self {
            active: Amount(delegation.active),
            unbonding: unbonding(delegation.unbonding),
            claimable: Amount(delegation.claimable),
            compound: delegation.compound,
            held: Amount(delegation.held),
            arrivals: delegation.arrivals.into_iter().map(ArrivalJson::from).collect(),
        }
    }
}

impl From<ArrivalInfo<AccountId>> for ArrivalJson {
    fn from(ArrivalInfo { from, value, until }: ArrivalInfo<AccountId>) -> Self {
        Self { from, value: Amount(value), until }
    }
}

impl From<(AccountId, DelegationInfo<AccountId>)> for StakerJson {
    fn from((staker, delegation): (AccountId, DelegationInfo<AccountId>)) -> Self {
        Self { staker, delegation: delegation.into() }
    }
}

impl From<(AccountId, DelegationInfo<AccountId>)> for StakedJson {
    fn from((node, delegation): (AccountId, DelegationInfo<AccountId>)) -> Self {
        Self { node, delegation: delegation.into() }
    }
}

impl From<UnbondingInfo> for UnbondingJson {
    fn from(UnbondingInfo { value, unlock_era }: UnbondingInfo) -> Self {
        Self { value: Amount(value), unlock_era }
    }
}

/// Returns the entries on their way out.
pub(crate) fn unbonding(entries: Vec<UnbondingInfo>) -> Vec<UnbondingJson> {
    entries.into_iter().map(UnbondingJson::from).collect()
}
