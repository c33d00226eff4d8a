//! An era's emission as JSON.

use nes_core::EraIndex;
use nes_runtime_api::{EraInfo, EraState, PointsInfo};
use serde::Serialize;

use crate::json::{Amount, EmissionJson};

/// An [`EraInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EraJson {
    era: EraIndex,
    state: StateJson,
    emission: EmissionJson,
    points: PointsJson,
    /// In millionths.
    incentive_ratio: u32,
    burned: Amount,
    issuance: Amount,
    unpaid: Amount,
}

/// An [`EraState`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StateJson {
    Running,
    Ended,
    Distributed,
}

/// [`PointsInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct PointsJson {
    validation: u32,
    work: Amount,
}

impl From<EraInfo> for EraJson {
    fn from(era: EraInfo) -> Self {
        Self {
            era: era.era,
            state: match era.state {
                EraState::Running => StateJson::Running,
                EraState::Ended => StateJson::Ended,
                EraState::Distributed => StateJson::Distributed,
            },
            emission: era.emission.into(),
            points: era.points.into(),
            incentive_ratio: era.incentive_ratio.deconstruct(),
            burned: Amount(era.burned),
            issuance: Amount(era.issuance),
            unpaid: Amount(era.unpaid),
        }
    }
}

impl From<(EraIndex, EraInfo)> for EraJson {
    fn from((_, era): (EraIndex, EraInfo)) -> Self {
        era.into()
    }
}

impl From<PointsInfo> for PointsJson {
    fn from(PointsInfo { validation, work }: PointsInfo) -> Self {
        Self { validation, work: Amount(work) }
    }
}
