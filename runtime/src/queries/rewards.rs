//! The answers about eras and their rewards.

use alloc::vec::Vec;

use frame_support::traits::Get;
use nes_core::{AccountId, Balance, EmissionParts, EraIndex};
use nes_ledger::{room_left, YEAR_MILLIS};
use nes_runtime_api::{
    EraInfo, EraState, NodeEra, NodeEraState, NodeRewardsInfo, Page, PayoutInfo, PointsInfo,
    YearInfo, MAX_YEARS,
};
use pallet_rewards::{EndedEra, Payout, Points};
use pallet_tempo::EraMillis;
use sp_runtime::SaturatedConversion;

use crate::{Balances, Rewards, Runtime};

/// Returns `era`, or the running era.
pub(crate) fn era(era: Option<EraIndex>) -> Option<EraInfo> {
    let running = Rewards::running_era().era;
    match era.unwrap_or(running) {
        era if era == running => Some(running_era()),
        era => Rewards::ended_era(era).map(|ended| ended_era(era, ended)),
    }
}

/// Returns the eras that have ended, from the one before `cursor` on.
pub(crate) fn history(cursor: Option<EraIndex>, limit: u32) -> Page<EraInfo, EraIndex> {
    let running = Rewards::running_era().era;
    let first = running.saturating_sub(pallet_rewards::HISTORY_ERAS);
    let eras = (first..cursor.map_or(running, |cursor| cursor.min(running))).rev();
    Page::of(eras.filter_map(|index| Some((index, era(Some(index))?))), limit)
}

/// Returns the earnings of `node`, and its last payout.
pub(crate) fn pending(node: &AccountId) -> NodeRewardsInfo {
    let running = Rewards::running_era().era;
    let undistributed = Rewards::first_undistributed()..running;
    NodeRewardsInfo {
        running: NodeEra {
            era: running,
            state: NodeEraState::Running,
            points: points(Rewards::points(running, node)),
            payout: payout(Rewards::expected_payout(node)),
        },
        last: running.checked_sub(1).map(|last| node_era(last, node)),
        waiting: undistributed
            .take(pallet_rewards::HISTORY_ERAS.saturated_into())
            .map(|era| node_era(era, node))
            .filter(|era| era.state == NodeEraState::Waiting)
            .collect(),
    }
}

/// Returns the emissions of the next `years`.
pub(crate) fn schedule(years: u32) -> Vec<YearInfo> {
    let params = Rewards::params();
    let era_millis = EraMillis::<Runtime>::get();
    let eras = YEAR_MILLIS.checked_div(era_millis).unwrap_or_default().saturated_into();
    let cap = Rewards::cap();
    let mut room = cap.saturating_sub(Balances::total_issuance());
    (1..=years.min(MAX_YEARS))
        .map(|year| {
            let left = room_left(room, params.emission_rate, era_millis, eras);
            let emission = params.divide(room.saturating_sub(left));
            room = left;
            YearInfo { year, emission, issuance: cap.saturating_sub(room) }
        })
        .collect()
}

/// Returns the sum of the parts of one emission, which cannot overflow.
pub(super) fn total(parts: &EmissionParts) -> Balance {
    parts.validators.saturating_add(parts.incentives).saturating_add(parts.treasury)
}

fn running_era() -> EraInfo {
    let running = Rewards::running_era();
    EraInfo {
        era: running.era,
        state: EraState::Running,
        emission: Rewards::expected_emission(),
        points: points(running.points),
        incentive_ratio: Rewards::params().incentive_ratio,
        burned: running.burned,
        issuance: Balances::total_issuance(),
        unpaid: 0,
    }
}

fn ended_era(era: EraIndex, ended: EndedEra<AccountId>) -> EraInfo {
    EraInfo {
        era,
        state: if ended.distributed { EraState::Distributed } else { EraState::Ended },
        emission: ended.emission,
        points: points(ended.points),
        incentive_ratio: ended.incentive_ratio,
        burned: ended.burned,
        issuance: ended.issuance,
        unpaid: ended.unpaid,
    }
}

/// Returns the earnings of `node` in `era`, which has ended.
fn node_era(era: EraIndex, node: &AccountId) -> NodeEra {
    if let Some(last) = Rewards::last_payout(node).filter(|last| last.era == era) {
        let (points, payout) = (points(last.points), payout(last.payout));
        return NodeEra { era, state: NodeEraState::Paid, points, payout };
    }
    let own = Rewards::points(era, node);
    let due = Rewards::ended_era(era).map(|ended| ended.payout(own)).unwrap_or_default();
    let state = if due.sum() > 0 { NodeEraState::Waiting } else { NodeEraState::Nothing };
    NodeEra { era, state, points: points(own), payout: payout(due) }
}

fn points(Points { validation, work }: Points) -> PointsInfo {
    PointsInfo { validation, work }
}

fn payout(Payout { validation, incentive }: Payout) -> PayoutInfo {
    PayoutInfo { validation, incentive }
}
