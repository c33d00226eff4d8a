//! The standing of a referendum as JSON.

use nes_core::BlockNumber;
use nes_runtime_api::{ForecastInfo, MissingInfo, ReferendumEnd, ReferendumStanding, ShareInfo};
use serde::Serialize;

use crate::json::Amount;

/// A [`ReferendumStanding`].
#[derive(Clone, Serialize)]
pub(crate) struct StandingJson {
    approval: ShareJson,
    support: ShareJson,
    votable: Amount,
    missing: MissingJson,
    forecast: Option<ForecastJson>,
}

/// A [`ShareInfo`], in billionths.
#[derive(Clone, Serialize)]
pub(crate) struct ShareJson {
    now: u32,
    needed: u32,
}

/// [`MissingInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct MissingJson {
    ayes: Option<Amount>,
    support: Amount,
}

/// A [`ForecastInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ForecastJson {
    outcome: OutcomeJson,
    block: BlockNumber,
    blocks_left: BlockNumber,
}

/// A [`ReferendumEnd`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum OutcomeJson {
    Approved,
    Rejected,
    Cancelled,
    TimedOut,
    Killed,
}

impl From<ReferendumStanding<BlockNumber>> for StandingJson {
    fn from(standing: ReferendumStanding<BlockNumber>) -> Self {
        let MissingInfo { ayes, support } = standing.missing;
        Self {
            approval: standing.approval.into(),
            support: standing.support.into(),
            votable: Amount(standing.votable),
            missing: MissingJson { ayes: ayes.map(Amount), support: Amount(support) },
            forecast: standing.forecast.map(ForecastJson::from),
        }
    }
}

impl From<ShareInfo> for ShareJson {
    fn from(ShareInfo { now, needed }: ShareInfo) -> Self {
        Self { now: now.deconstruct(), needed: needed.deconstruct() }
    }
}

impl From<ForecastInfo<BlockNumber>> for ForecastJson {
    fn from(ForecastInfo { outcome, block, blocks_left }: ForecastInfo<BlockNumber>) -> Self {
        Self { outcome: outcome.into(), block, blocks_left }
    }
}

impl From<ReferendumEnd> for OutcomeJson {
    fn from(end: ReferendumEnd) -> Self {
        match end {
            ReferendumEnd::Approved => Self::Approved,
            ReferendumEnd::Rejected => Self::Rejected,
            ReferendumEnd::Cancelled => Self::Cancelled,
            ReferendumEnd::TimedOut => Self::TimedOut,
            ReferendumEnd::Killed => Self::Killed,
        }
    }
}
