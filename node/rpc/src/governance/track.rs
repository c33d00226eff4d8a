//! Tracks as JSON.

use std::collections::BTreeMap;

use nes_core::BlockNumber;
use nes_runtime_api::{OriginInfo, RequiredInfo, TrackInfo};
use serde::Serialize;

use crate::json::Amount;

/// A [`TrackInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrackJson {
    id: u16,
    name: String,
    origin: OriginJson,
    spend_cap: Option<Amount>,
    at_once: u32,
    submission_deposit: Amount,
    decision_deposit: Amount,
    prepare: BlockNumber,
    decision: BlockNumber,
    confirm: BlockNumber,
    enactment: BlockNumber,
    approval: RequiredJson,
    support: RequiredJson,
}

/// An [`OriginInfo`] as `referenda.submit` takes it: `{ pallet: name }`.
#[derive(Clone, Serialize)]
pub(crate) struct OriginJson(BTreeMap<String, String>);

/// A [`RequiredInfo`], in billionths.
#[derive(Clone, Serialize)]
pub(crate) struct RequiredJson {
    start: u32,
    end: u32,
}

impl From<TrackInfo<BlockNumber>> for TrackJson {
    fn from(track: TrackInfo<BlockNumber>) -> Self {
        Self {
            id: track.id,
            name: track.name,
            origin: track.origin.into(),
            spend_cap: track.spend_cap.map(Amount),
            at_once: track.at_once,
            submission_deposit: Amount(track.submission_deposit),
            decision_deposit: Amount(track.decision_deposit),
            prepare: track.prepare,
            decision: track.decision,
            confirm: track.confirm,
            enactment: track.enactment,
            approval: track.approval.into(),
            support: track.support.into(),
        }
    }
}

impl From<OriginInfo> for OriginJson {
    fn from(OriginInfo { pallet, name }: OriginInfo) -> Self {
        Self(BTreeMap::from([(pallet, name)]))
    }
}

impl From<RequiredInfo> for RequiredJson {
    fn from(RequiredInfo { start, end }: RequiredInfo) -> Self {
        Self { start: start.deconstruct(), end: end.deconstruct() }
    }
}
