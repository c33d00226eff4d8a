//! All NES as JSON.

use nes_core::EraIndex;
use nes_runtime_api::{EraSupply, SupplyInfo, SupplyParts};
use serde::Serialize;

use crate::json::{Amount, EmissionJson};

/// A [`SupplyInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SupplyJson {
    issuance: Amount,
    cap: Amount,
    genesis: Amount,
    minted: Amount,
    burned: Amount,
    last_era: Option<EraSupplyJson>,
    next_emission: EmissionJson,
    parts: PartsJson,
}

/// An [`EraSupply`].
#[derive(Clone, Serialize)]
pub(crate) struct EraSupplyJson {
    era: EraIndex,
    minted: Amount,
    burned: Amount,
}

/// [`SupplyParts`].
#[derive(Clone, Serialize)]
pub(crate) struct PartsJson {
    accounts: Amount,
    staked: Amount,
    delegated: Amount,
    deposits: Amount,
    tasks: Amount,
    rewards: Amount,
    emission: Amount,
    treasury: Amount,
}

impl From<SupplyInfo> for SupplyJson {
    fn from(supply: SupplyInfo) -> Self {
        Self {
            issuance: Amount(supply.issuance),
            cap: Amount(supply.cap),
            genesis: Amount(supply.genesis),
            minted: Amount(supply.minted),
            burned: Amount(supply.burned),
            last_era: supply.last_era.map(EraSupplyJson::from),
            next_emission: supply.next_emission.into(),
            parts: supply.parts.into(),
        }
    }
}

impl From<EraSupply> for EraSupplyJson {
    fn from(EraSupply { era, minted, burned }: EraSupply) -> Self {
        Self { era, minted: Amount(minted), burned: Amount(burned) }
    }
}

impl From<SupplyParts> for PartsJson {
    fn from(parts: SupplyParts) -> Self {
        Self {
            accounts: Amount(parts.accounts),
            staked: Amount(parts.staked),
            delegated: Amount(parts.delegated),
            deposits: Amount(parts.deposits),
            tasks: Amount(parts.tasks),
            rewards: Amount(parts.rewards),
            emission: Amount(parts.emission),
            treasury: Amount(parts.treasury),
        }
    }
}
