//! Tracks, and the votes and locks of an account, as JSON.

use std::collections::BTreeMap;

use nes_core::{AccountId, BlockNumber};
use nes_runtime_api::{
    DelegatedInfo, DelegatingInfo, LocksInfo, OriginInfo, PriorLockInfo, RequiredInfo, TrackInfo,
    TrackLocksInfo, TrackPowerInfo, VoteInfo, VotingPowerInfo,
};
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

/// A [`VotingPowerInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct VotingPowerJson {
    total: Amount,
    tracks: Vec<TrackPowerJson>,
}

/// A [`TrackPowerInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrackPowerJson {
    track: u16,
    track_name: String,
    delegated: DelegatedJson,
    delegating: Option<DelegatingJson>,
}

/// [`DelegatedInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct DelegatedJson {
    votes: Amount,
    capital: Amount,
}

/// A [`DelegatingInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct DelegatingJson {
    target: AccountId,
    balance: Amount,
    conviction: u8,
}

/// [`LocksInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct LocksJson {
    locked: Amount,
    unlockable: Amount,
    tracks: Vec<TrackLocksJson>,
}

/// A [`TrackLocksInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrackLocksJson {
    track: u16,
    track_name: String,
    locked: Amount,
    unlockable: Amount,
    votes: Vec<VoteJson>,
    delegating: Option<DelegatingJson>,
    prior: Option<PriorLockJson>,
}

/// A [`VoteInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VoteJson {
    referendum: u32,
    aye: Amount,
    nay: Amount,
    abstain: Amount,
    conviction: u8,
    ongoing: bool,
    locked_until: Option<BlockNumber>,
}

/// A [`PriorLockInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct PriorLockJson {
    amount: Amount,
    until: BlockNumber,
}

impl From<VotingPowerInfo<AccountId>> for VotingPowerJson {
    fn from(VotingPowerInfo { total, tracks }: VotingPowerInfo<AccountId>) -> Self {
        let tracks = tracks.into_iter().map(TrackPowerJson::from).collect();
        Self { total: Amount(total), tracks }
    }
}

impl From<TrackPowerInfo<AccountId>> for TrackPowerJson {
    fn from(power: TrackPowerInfo<AccountId>) -> Self {
        let DelegatedInfo { votes, capital } = power.delegated;
        Self {
            track: power.track,
            track_name: power.track_name,
            delegated: DelegatedJson { votes: Amount(votes), capital: Amount(capital) },
            delegating: power.delegating.map(DelegatingJson::from),
        }
    }
}

impl From<DelegatingInfo<AccountId>> for DelegatingJson {
    fn from(delegating: DelegatingInfo<AccountId>) -> Self {
        let DelegatingInfo { target, balance, conviction } = delegating;
        Self { target, balance: Amount(balance), conviction }
    }
}

impl From<LocksInfo<AccountId, BlockNumber>> for LocksJson {
    fn from(locks: LocksInfo<AccountId, BlockNumber>) -> Self {
        Self {
            locked: Amount(locks.locked),
            unlockable: Amount(locks.unlockable),
            tracks: locks.tracks.into_iter().map(TrackLocksJson::from).collect(),
        }
    }
}

impl From<TrackLocksInfo<AccountId, BlockNumber>> for TrackLocksJson {
    fn from(locks: TrackLocksInfo<AccountId, BlockNumber>) -> Self {
        Self {
            track: locks.track,
            track_name: locks.track_name,
            locked: Amount(locks.locked),
            unlockable: Amount(locks.unlockable),
            votes: locks.votes.into_iter().map(VoteJson::from).collect(),
            delegating: locks.delegating.map(DelegatingJson::from),
            prior: locks.prior.map(PriorLockJson::from),
        }
    }
}

impl From<VoteInfo<BlockNumber>> for VoteJson {
    fn from(vote: VoteInfo<BlockNumber>) -> Self {
        Self {
            referendum: vote.referendum,
            aye: Amount(vote.aye),
            nay: Amount(vote.nay),
            abstain: Amount(vote.abstain),
            conviction: vote.conviction,
            ongoing: vote.ongoing,
            locked_until: vote.locked_until,
        }
    }
}

impl From<PriorLockInfo<BlockNumber>> for PriorLockJson {
    fn from(PriorLockInfo { amount, until }: PriorLockInfo<BlockNumber>) -> Self {
        Self { amount: Amount(amount), until }
    }
}
