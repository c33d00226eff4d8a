//! A node's rewards as JSON.

use nes_core::EraIndex;
use nes_runtime_api::{NodeEra, NodeEraState, NodeRewardsInfo, PayoutInfo};
use serde::Serialize;

use super::era::PointsJson;
use crate::json::Amount;

/// A [`NodeRewardsInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct NodeRewardsJson {
    running: NodeEraJson,
    last: Option<NodeEraJson>,
    waiting: Vec<NodeEraJson>,
}

/// A [`NodeEra`].
#[derive(Clone, Serialize)]
pub(crate) struct NodeEraJson {
    era: EraIndex,
    state: StateJson,
    points: PointsJson,
    payout: PayoutJson,
}

/// A [`NodeEraState`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum StateJson {
    Running,
    Waiting,
    Paid,
    Nothing,
}

/// A [`PayoutInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct PayoutJson {
    validation: Amount,
    incentive: Amount,
}

impl From<NodeRewardsInfo> for NodeRewardsJson {
    fn from(rewards: NodeRewardsInfo) -> Self {
        Self {
            running: rewards.running.into(),
            last: rewards.last.map(NodeEraJson::from),
            waiting: rewards.waiting.into_iter().map(NodeEraJson::from).collect(),
        }
    }
}

impl From<NodeEra> for NodeEraJson {
    fn from(NodeEra { era, state, points, payout }: NodeEra) -> Self {
        let state = match state {
            NodeEraState::Running => StateJson::Running,
            NodeEraState::Waiting => StateJson::Waiting,
            NodeEraState::Paid => StateJson::Paid,
            NodeEraState::Nothing => StateJson::Nothing,
        };
        Self { era, state, points: points.into(), payout: payout.into() }
    }
}

impl From<PayoutInfo> for PayoutJson {
    fn from(PayoutInfo { validation, incentive }: PayoutInfo) -> Self {
        Self { validation: Amount(validation), incentive: Amount(incentive) }
    }
}
