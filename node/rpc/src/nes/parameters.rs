//! The numbers that the chain runs by as JSON.

use nes_core::BlockNumber;
use nes_runtime_api::{FixedInfo, ParameterInfo, ParametersInfo};
use serde::Serialize;

use crate::json::Amount;

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
