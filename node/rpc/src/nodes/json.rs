//! Nodes and their slashes as JSON.

use nes_core::{AccountId, EraIndex, ServiceKey};
use nes_runtime_api::{
    Claimable, CommissionRaise, ConductInfo, NodeInfo, OnHold, OperatorInfo, SlashInfo, SlashKind,
    SlashStage,
};
use serde::Serialize;
use sp_core::{bytes, crypto::ByteArray};

use super::positions::{unbonding, UnbondingJson};
use crate::{
    json::{text, Amount},
    rewards::NodeRewardsJson,
};

/// A [`NodeInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NodeJson {
    stake: Amount,
    effective_stake: Amount,
    self_stake: Amount,
    unbonding: Amount,
    /// In billionths.
    commission: u32,
    next_commission: Option<RaiseJson>,
    agent: Option<AccountId>,
    validator: bool,
    in_set: bool,
    jailed_until: Option<EraIndex>,
    leaving: Option<EraIndex>,
    exhausted: bool,
    slash_pending: bool,
    name: String,
    endpoint: String,
    service_key: KeyJson,
}

/// A [`CommissionRaise`].
#[derive(Clone, Serialize)]
pub(crate) struct RaiseJson {
    /// In billionths.
    commission: u32,
    era: EraIndex,
}

/// A [`ServiceKey`]: its kind and the public key.
#[derive(Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyJson {
    Ed25519(String),
    Sr25519(String),
}

/// A node of a list.
#[derive(Clone, Serialize)]
pub(crate) struct ListedJson {
    node: AccountId,
    #[serde(flatten)]
    info: NodeJson,
}

impl From<NodeInfo<AccountId>> for NodeJson {
    fn from(node: NodeInfo<AccountId>) -> Self {
        Self {
            stake: Amount(node.stake),
            effective_stake: Amount(node.effective_stake),
            self_stake: Amount(node.self_stake),
            unbonding: Amount(node.unbonding),
            commission: node.commission.deconstruct(),
            next_commission: node.next_commission.map(RaiseJson::from),
            agent: node.agent,
            validator: node.validator,
            in_set: node.in_set,
            jailed_until: node.jailed_until,
            leaving: node.leaving,
            exhausted: node.exhausted,
            slash_pending: node.slash_pending,
            name: text(&node.name),
            endpoint: text(&node.endpoint),
            service_key: match node.service_key {
                ServiceKey::Ed25519(key) => KeyJson::Ed25519(hex(&key)),
                ServiceKey::Sr25519(key) => KeyJson::Sr25519(hex(&key)),
            },
        }
    }
}

impl From<CommissionRaise> for RaiseJson {
    fn from(CommissionRaise { commission, era }: CommissionRaise) -> Self {
        Self { commission: commission.deconstruct(), era }
    }
}

impl From<(AccountId, NodeInfo<AccountId>)> for ListedJson {
    fn from((node, info): (AccountId, NodeInfo<AccountId>)) -> Self {
        Self { node, info: info.into() }
    }
}

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
    era: EraIndex,
    tasks: u32,
    failed: u32,
    faults: u32,
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
        let ConductInfo { era, tasks, failed, faults } = conduct;
        Self { era, tasks, failed, faults }
    }
}

/// A [`SlashInfo`]. What only a pending slash has is null in the others.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SlashJson {
    id: u32,
    era: EraIndex,
    kind: KindJson,
    /// In billionths.
    fraction: u32,
    state: StateJson,
    execute_era: Option<EraIndex>,
    appealed: Option<bool>,
    appealable: Option<bool>,
    appeal_bond: Option<Amount>,
}

/// A [`SlashKind`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KindJson {
    Service,
    Equivocation,
    Dispute,
}

/// The name of a [`SlashStage`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StateJson {
    Pending,
    Executed,
    Cancelled,
}

impl From<SlashInfo> for SlashJson {
    fn from(slash: SlashInfo) -> Self {
        let settled = Self {
            id: slash.id,
            era: slash.era,
            kind: match slash.kind {
                SlashKind::Service => KindJson::Service,
                SlashKind::Equivocation => KindJson::Equivocation,
                SlashKind::Dispute => KindJson::Dispute,
            },
            fraction: slash.fraction.deconstruct(),
            state: StateJson::Executed,
            execute_era: None,
            appealed: None,
            appealable: None,
            appeal_bond: None,
        };
        match slash.stage {
            SlashStage::Executed => settled,
            SlashStage::Cancelled => Self { state: StateJson::Cancelled, ..settled },
            SlashStage::Pending { execute_era, appeal, appealable } => Self {
                state: StateJson::Pending,
                execute_era: Some(execute_era),
                appealed: Some(appeal.is_some()),
                appealable: Some(appealable),
                appeal_bond: appeal.map(Amount),
                ..settled
            },
        }
    }
}

fn hex(key: &impl ByteArray) -> String {
    bytes::to_hex(key.as_slice(), false)
}
