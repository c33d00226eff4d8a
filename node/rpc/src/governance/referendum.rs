//! Referenda and their standing as JSON.

use nes_core::{AccountId, BlockNumber, Hash};
use nes_runtime_api::{
    DepositInfo, EnactmentTime, EndedInfo, ForecastInfo, MissingInfo, ProposalInfo,
    ReferendumDetails, ReferendumEnd, ReferendumInfo, ReferendumStage, ReferendumStanding,
    RunningInfo, ShareInfo, TallyInfo,
};
use serde::Serialize;
use sp_core::Bytes;

use super::voting::OriginJson;
use crate::json::Amount;

type Info = ReferendumInfo<AccountId, BlockNumber>;

/// A [`ReferendumInfo`] with the referendum's index.
#[derive(Clone, Serialize)]
pub(crate) struct ReferendumJson {
    referendum: u32,
    #[serde(flatten)]
    state: StateJson,
}

/// [`ReferendumDetails`] with the referendum's index. Without the call and the
/// standing if it has ended.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum DetailsJson {
    /// Of an ongoing one.
    Ongoing(OngoingJson),
    /// Of an ended one.
    Ended(ReferendumJson),
}

/// [`ReferendumDetails`] of an ongoing referendum.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OngoingJson {
    #[serde(flatten)]
    info: ReferendumJson,
    encoded_call: Option<Bytes>,
    standing: Option<StandingJson>,
}

/// A state by its name.
#[derive(Clone, Serialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub(crate) enum StateJson {
    Ongoing(RunningJson),
    Approved(EndedJson),
    Rejected(EndedJson),
    Cancelled(EndedJson),
    TimedOut(EndedJson),
    Killed(EndedJson),
}

/// A [`RunningInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RunningJson {
    track: u16,
    track_name: String,
    origin: OriginJson,
    proposal: ProposalJson,
    enactment: EnactmentJson,
    submitted: BlockNumber,
    submission_deposit: DepositJson,
    decision_deposit: Option<DepositJson>,
    stage: StageJson,
    since: Option<BlockNumber>,
    ends: Option<BlockNumber>,
    tally: TallyJson,
    document: Option<Hash>,
}

/// An [`EndedInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndedJson {
    ended: BlockNumber,
    enactment: Option<BlockNumber>,
    submission_deposit: Option<DepositJson>,
    decision_deposit: Option<DepositJson>,
    document: Option<Hash>,
}

/// A [`ProposalInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct ProposalJson {
    hash: Hash,
    len: Option<u32>,
    call: Option<String>,
}

/// An [`EnactmentTime`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum EnactmentJson {
    At(BlockNumber),
    After(BlockNumber),
}

/// A [`DepositInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct DepositJson {
    depositor: AccountId,
    amount: Amount,
    refundable: bool,
}

/// The name of a [`ReferendumStage`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum StageJson {
    AwaitingDeposit,
    Preparing,
    Queued,
    Deciding,
    Confirming,
}

/// A [`TallyInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct TallyJson {
    ayes: Amount,
    nays: Amount,
    support: Amount,
}

impl From<(u32, Info)> for ReferendumJson {
    fn from((referendum, info): (u32, Info)) -> Self {
        let state = match info {
            ReferendumInfo::Ongoing(info) => StateJson::Ongoing(info.into()),
            ReferendumInfo::Ended(info) => match info.end {
                ReferendumEnd::Approved => StateJson::Approved(info.into()),
                ReferendumEnd::Rejected => StateJson::Rejected(info.into()),
                ReferendumEnd::Cancelled => StateJson::Cancelled(info.into()),
                ReferendumEnd::TimedOut => StateJson::TimedOut(info.into()),
                ReferendumEnd::Killed => StateJson::Killed(info.into()),
            },
        };
        Self { referendum, state }
    }
}

impl From<(u32, ReferendumDetails<AccountId, BlockNumber>)> for DetailsJson {
    fn from((referendum, details): (u32, ReferendumDetails<AccountId, BlockNumber>)) -> Self {
        let ReferendumDetails { info, encoded_call, standing } = details;
        let is_ongoing = matches!(info, ReferendumInfo::Ongoing(_));
        let info = (referendum, info).into();
        if is_ongoing {
            let (encoded_call, standing) =
                (encoded_call.map(Bytes), standing.map(StandingJson::from));
            Self::Ongoing(OngoingJson { info, encoded_call, standing })
        } else {
            Self::Ended(info)
        }
    }
}

impl From<RunningInfo<AccountId, BlockNumber>> for RunningJson {
    fn from(info: RunningInfo<AccountId, BlockNumber>) -> Self {
        let (stage, since, ends) = stage(info.stage);
        Self {
            track: info.track,
            track_name: info.track_name,
            origin: info.origin.into(),
            proposal: info.proposal.into(),
            enactment: match info.enactment {
                EnactmentTime::At(block) => EnactmentJson::At(block),
                EnactmentTime::After(blocks) => EnactmentJson::After(blocks),
            },
            submitted: info.submitted,
            submission_deposit: info.submission_deposit.into(),
            decision_deposit: info.decision_deposit.map(DepositJson::from),
            stage,
            since,
            ends,
            tally: info.tally.into(),
            document: info.document,
        }
    }
}

/// Returns the name of a stage, the block in which the decision began, and that of the stage's end.
fn stage(
    stage: ReferendumStage<BlockNumber>,
) -> (StageJson, Option<BlockNumber>, Option<BlockNumber>) {
    match stage {
        ReferendumStage::AwaitingDeposit { ends } => (StageJson::AwaitingDeposit, None, Some(ends)),
        ReferendumStage::Preparing { ends } => (StageJson::Preparing, None, Some(ends)),
        ReferendumStage::Queued => (StageJson::Queued, None, None),
        ReferendumStage::Deciding { since, ends } => (StageJson::Deciding, Some(since), Some(ends)),
        ReferendumStage::Confirming { since, ends } => {
            (StageJson::Confirming, Some(since), Some(ends))
        }
    }
}

impl From<EndedInfo<AccountId, BlockNumber>> for EndedJson {
    fn from(info: EndedInfo<AccountId, BlockNumber>) -> Self {
        Self {
            ended: info.ended,
            enactment: info.enactment,
            submission_deposit: info.submission_deposit.map(DepositJson::from),
            decision_deposit: info.decision_deposit.map(DepositJson::from),
            document: info.document,
        }
    }
}

impl From<ProposalInfo> for ProposalJson {
    fn from(ProposalInfo { hash, len, call }: ProposalInfo) -> Self {
        Self { hash, len, call }
    }
}

impl From<DepositInfo<AccountId>> for DepositJson {
    fn from(deposit: DepositInfo<AccountId>) -> Self {
        let DepositInfo { depositor, amount, refundable } = deposit;
        Self { depositor, amount: Amount(amount), refundable }
    }
}

impl From<TallyInfo> for TallyJson {
    fn from(TallyInfo { ayes, nays, support }: TallyInfo) -> Self {
        Self { ayes: Amount(ayes), nays: Amount(nays), support: Amount(support) }
    }
}

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
