//! Votes and locks of an account as JSON.

use nes_core::{AccountId, BlockNumber};
use nes_runtime_api::{
    DelegatedInfo, DelegatingInfo, LocksInfo, PriorLockInfo, TrackLocksInfo, TrackPowerInfo,
    VoteInfo, VotingPowerInfo,
};
use serde::Serialize;

use crate::json::Amount;

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
