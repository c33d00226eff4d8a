//! All NES, an account's part of them, and the chain's numbers as JSON.

use nes_core::{BlockNumber, EraIndex};
use nes_runtime_api::{
    AccountInfo, EraSupply, FixedInfo, HeldInfo, HoldKind, ParameterInfo, ParametersInfo,
    SupplyInfo, SupplyParts, VestingInfo,
};
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
    disputes: Amount,
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
            disputes: Amount(parts.disputes),
            rewards: Amount(parts.rewards),
            emission: Amount(parts.emission),
            treasury: Amount(parts.treasury),
        }
    }
}

/// An [`AccountInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountJson {
    free: Amount,
    transferable: Amount,
    held: Vec<HeldJson>,
    reserved: Amount,
    voting_power: Amount,
    vesting_locked: Amount,
    vesting: Vec<VestingJson>,
}

/// A [`HeldInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct HeldJson {
    reason: ReasonJson,
    amount: Amount,
}

/// A [`HoldKind`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ReasonJson {
    Stake,
    Delegation,
    Profile,
    Appeal,
    Service,
    Offer,
    SessionKeys,
    Preimage,
    Motion,
    SafeMode,
}

/// A [`VestingInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VestingJson {
    locked: Amount,
    locked_now: Amount,
    per_block: Amount,
    starting_block: BlockNumber,
    ending_block: BlockNumber,
}

impl From<AccountInfo<BlockNumber>> for AccountJson {
    fn from(account: AccountInfo<BlockNumber>) -> Self {
        Self {
            free: Amount(account.free),
            transferable: Amount(account.transferable),
            held: account.held.into_iter().map(HeldJson::from).collect(),
            reserved: Amount(account.reserved),
            voting_power: Amount(account.voting_power),
            vesting_locked: Amount(account.vesting_locked),
            vesting: account.vesting.into_iter().map(VestingJson::from).collect(),
        }
    }
}

impl From<HeldInfo> for HeldJson {
    fn from(HeldInfo { reason, amount }: HeldInfo) -> Self {
        let reason = match reason {
            HoldKind::Stake => ReasonJson::Stake,
            HoldKind::Delegation => ReasonJson::Delegation,
            HoldKind::Profile => ReasonJson::Profile,
            HoldKind::Appeal => ReasonJson::Appeal,
            HoldKind::Service => ReasonJson::Service,
            HoldKind::Offer => ReasonJson::Offer,
            HoldKind::SessionKeys => ReasonJson::SessionKeys,
            HoldKind::Preimage => ReasonJson::Preimage,
            HoldKind::Motion => ReasonJson::Motion,
            HoldKind::SafeMode => ReasonJson::SafeMode,
        };
        Self { reason, amount: Amount(amount) }
    }
}

impl From<VestingInfo<BlockNumber>> for VestingJson {
    fn from(schedule: VestingInfo<BlockNumber>) -> Self {
        Self {
            locked: Amount(schedule.locked),
            locked_now: Amount(schedule.locked_now),
            per_block: Amount(schedule.per_block),
            starting_block: schedule.starting_block,
            ending_block: schedule.ending_block,
        }
    }
}

/// [`ParametersInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct ParametersJson {
    changeable: Vec<ParameterJson>,
    fixed: Vec<FixedJson>,
}

/// A [`ParameterInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ParameterJson {
    pallet: String,
    name: String,
    value: Amount,
    unit: String,
    min: Amount,
    max: Amount,
    track: String,
    changed_at: Option<BlockNumber>,
}

/// A [`FixedInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct FixedJson {
    pallet: String,
    name: String,
    value: Amount,
    unit: String,
    reason: String,
}

impl From<ParametersInfo<BlockNumber>> for ParametersJson {
    fn from(parameters: ParametersInfo<BlockNumber>) -> Self {
        Self {
            changeable: parameters.changeable.into_iter().map(ParameterJson::from).collect(),
            fixed: parameters.fixed.into_iter().map(FixedJson::from).collect(),
        }
    }
}

impl From<ParameterInfo<BlockNumber>> for ParameterJson {
    fn from(parameter: ParameterInfo<BlockNumber>) -> Self {
        Self {
            pallet: parameter.pallet,
            name: parameter.name,
            value: Amount(parameter.value),
            unit: parameter.unit,
            min: Amount(parameter.min),
            max: Amount(parameter.max),
            track: parameter.track,
            changed_at: parameter.changed_at,
        }
    }
}

impl From<FixedInfo> for FixedJson {
    fn from(FixedInfo { pallet, name, value, unit, reason }: FixedInfo) -> Self {
        Self { pallet, name, value: Amount(value), unit, reason }
    }
}
