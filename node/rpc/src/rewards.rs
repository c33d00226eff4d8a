//! The section `rewards`: the emissions of eras, and their distribution.

use std::{num::NonZeroU32, sync::Arc};

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use nes_client::{Client, Hash};
use nes_core::{AccountId, EraIndex};
use nes_runtime_api::{
    EraInfo, EraState, NodeEra, NodeEraState, NodeRewardsInfo, PayoutInfo, PointsInfo, RewardsApi,
    YearInfo, MAX_YEARS,
};
use serde::Serialize;
use sp_api::ProvideRuntimeApi;

use super::{
    error::Error,
    json::{block, limit, Amount, EmissionJson, PageJson},
};

/// Questions about emissions. Those that calculate or read a lot run off the threads that serve
/// the others.
#[rpc(server, namespace = "rewards")]
pub(crate) trait RewardsRpc {
    /// Returns an era, or the one that runs; null when it is to come, or not kept any
    /// more.
    #[method(name = "era")]
    fn era(&self, era: Option<EraIndex>, at: Option<Hash>) -> RpcResult<Option<EraJson>>;

    /// Returns the eras that have ended and are kept, the last one first, page by page: from the one
    /// before `cursor` on.
    #[method(name = "history", blocking)]
    fn history(
        &self,
        cursor: Option<EraIndex>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<EraIndex, EraJson>>;

    /// Returns a node's earnings by its points of the running era and of those not yet paid.
    /// An account without a node earns nothing.
    #[method(name = "pending")]
    fn pending(&self, node: AccountId, at: Option<Hash>) -> RpcResult<NodeRewardsJson>;

    /// Returns the emissions of the next `years`, without burns and with the parameters of now.
    #[method(name = "schedule", blocking)]
    fn schedule(&self, years: NonZeroU32, at: Option<Hash>) -> RpcResult<Vec<YearJson>>;
}

/// Answers from the runtime.
pub(crate) struct Rewards {
    client: Arc<Client>,
}

impl Rewards {
    pub(crate) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl RewardsRpcServer for Rewards {
    fn era(&self, era: Option<EraIndex>, at: Option<Hash>) -> RpcResult<Option<EraJson>> {
        let at = block(&self.client, at)?;
        let era = self.client.runtime_api().era(at, era).map_err(Error::runtime)?;
        Ok(era.map(EraJson::from))
    }

    fn history(
        &self,
        cursor: Option<EraIndex>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<EraIndex, EraJson>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().history(at, cursor, limit).map_err(Error::runtime)?;
        Ok(page.into())
    }

    fn pending(&self, node: AccountId, at: Option<Hash>) -> RpcResult<NodeRewardsJson> {
        let at = block(&self.client, at)?;
        let rewards = self.client.runtime_api().pending(at, node).map_err(Error::runtime)?;
        Ok(rewards.into())
    }

    fn schedule(&self, years: NonZeroU32, at: Option<Hash>) -> RpcResult<Vec<YearJson>> {
        let (years, at) = (count(years)?, block(&self.client, at)?);
        let schedule = self.client.runtime_api().schedule(at, years).map_err(Error::runtime)?;
        Ok(schedule.into_iter().map(YearJson::from).collect())
    }
}

/// An [`EraInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EraJson {
    era: EraIndex,
    state: EraStateJson,
    emission: EmissionJson,
    points: PointsJson,
    /// In billionths.
    incentive_ratio: u32,
    burned: Amount,
    issuance: Amount,
    unpaid: Amount,
}

/// An [`EraState`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EraStateJson {
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
                EraState::Running => EraStateJson::Running,
                EraState::Ended => EraStateJson::Ended,
                EraState::Distributed => EraStateJson::Distributed,
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
    state: NodeEraStateJson,
    points: PointsJson,
    payout: PayoutJson,
}

/// A [`NodeEraState`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NodeEraStateJson {
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
            NodeEraState::Running => NodeEraStateJson::Running,
            NodeEraState::Waiting => NodeEraStateJson::Waiting,
            NodeEraState::Paid => NodeEraStateJson::Paid,
            NodeEraState::Nothing => NodeEraStateJson::Nothing,
        };
        Self { era, state, points: points.into(), payout: payout.into() }
    }
}

impl From<PayoutInfo> for PayoutJson {
    fn from(PayoutInfo { validation, incentive }: PayoutInfo) -> Self {
        Self { validation: Amount(validation), incentive: Amount(incentive) }
    }
}

/// A [`YearInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct YearJson {
    year: u32,
    emission: EmissionJson,
    issuance: Amount,
}

impl From<YearInfo> for YearJson {
    fn from(YearInfo { year, emission, issuance }: YearInfo) -> Self {
        Self { year, emission: emission.into(), issuance: Amount(issuance) }
    }
}

/// Returns the number of years of a schedule, of which this number was asked for.
fn count(asked: NonZeroU32) -> Result<u32, Error> {
    match asked.get() {
        years if years > MAX_YEARS => {
            let message =
                format!("A schedule has at most {MAX_YEARS} years, not {years}; ask for less.");
            Err(Error::new(20400, "TOO_MANY_YEARS", message).with("limit", MAX_YEARS))
        }
        years => Ok(years),
    }
}
