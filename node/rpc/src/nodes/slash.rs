//! A slash as JSON.

use nes_core::EraIndex;
use nes_runtime_api::{SlashInfo, SlashKind, SlashStage};
use serde::Serialize;

use crate::json::Amount;

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
