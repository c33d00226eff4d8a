//! An account's NES as JSON.

use nes_core::BlockNumber;
use nes_runtime_api::{AccountInfo, HeldInfo, HoldKind, VestingInfo};
use serde::Serialize;

use crate::json::Amount;

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
