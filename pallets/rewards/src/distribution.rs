//! The payment of an ended era's emission, node by node, in the idle time of blocks or by anyone.
//!
//! The payout of a node is settled when the era ends, so the caller, the time and the order of the
//! payments make no difference. A node's row is removed when it is paid, so it is paid once.

use frame_support::{
    dispatch::{DispatchResult, DispatchResultWithPostInfo, WithPostDispatchInfo},
    ensure,
    traits::{Defensive, Get},
    weights::{Weight, WeightMeter},
};
use nes_core::EraIndex;
use nes_traits::{NodeRewards, OnNodeRemoved};
use sp_runtime::{Perbill, Saturating};

use crate::{
    Config, CurrentEra, DistributeFrom, EndedEra, EndedEras, Error, Event, LastPayout, LastPayouts,
    NodePoints, Pallet, Points, WeightInfo, HISTORY_ERAS,
};

/// The most of a block's weight that payments take in its idle time.
const SHARE_OF_BLOCK: Perbill = Perbill::from_percent(10);

impl<T: Config> Pallet<T> {
    /// Returns the most weight that payments take in the idle time of a block.
    #[allow(clippy::arithmetic_side_effects, reason = "a part of a weight is not above it")]
    pub(crate) fn idle_limit() -> Weight {
        SHARE_OF_BLOCK * T::BlockWeights::get().max_block
    }

    /// Returns the weight of paying `nodes` of one era and closing it.
    pub(crate) fn distribution(nodes: u32) -> Weight {
        T::WeightInfo::look_for_era()
            .saturating_add(T::WeightInfo::pay_node().saturating_mul(nodes.into()))
            .saturating_add(T::WeightInfo::close_era())
    }

    /// Pays for ended eras, the oldest first, as far as `meter` reaches.
    pub(crate) fn distribute_idle(meter: &mut WeightMeter) {
        while meter.try_consume(T::WeightInfo::look_for_era()).is_ok() {
            let era = DistributeFrom::<T>::get();
            if era >= CurrentEra::<T>::get().era || !Self::pay_era(era, u32::MAX, meter) {
                break;
            }
            DistributeFrom::<T>::put(era.saturating_add(1));
        }
    }

    pub(crate) fn do_distribute(era: EraIndex, limit: u32) -> DispatchResultWithPostInfo {
        Self::ensure_distributable(era, limit)
            .map_err(|error| error.with_weight(T::WeightInfo::look_for_era()))?;
        let mut meter = WeightMeter::with_limit(Self::distribution(limit));
        meter.consume(T::WeightInfo::look_for_era());
        Self::pay_era(era, limit, &mut meter);
        Ok(Some(meter.consumed()).into())
    }

    fn ensure_distributable(era: EraIndex, limit: u32) -> DispatchResult {
        ensure!(limit > 0, Error::<T>::LimitMissing);
        ensure!(era < CurrentEra::<T>::get().era, Error::<T>::EraNotEnded);
        ensure!(Self::undistributed(era).is_some(), Error::<T>::AlreadyDistributed);
        Ok(())
    }

    /// Returns `era` if it has ended and somebody may still have to be paid for it.
    fn undistributed(era: EraIndex) -> Option<EndedEra<T::AccountId>> {
        EndedEras::<T>::get(era).filter(|era| !era.distributed)
    }

    /// Pays nodes of `era`, at most `limit` and as far as `meter` reaches, and closes it after the
    /// last; returns true if the era is distributed.
    pub(crate) fn pay_era(era: EraIndex, limit: u32, meter: &mut WeightMeter) -> bool {
        let Some(mut ended) = Self::undistributed(era) else { return true };
        let all_paid = Self::pay_nodes(era, &mut ended, limit, meter);
        if all_paid && meter.try_consume(T::WeightInfo::close_era()).is_ok() {
            Self::close_era(era, ended);
            return true;
        }
        EndedEras::<T>::insert(era, ended);
        false
    }

    /// Pays nodes from the last paid one on, so that no row is passed twice; returns true if none
    /// is left. Each payment removes its own row, so going on with the same iterator is sound.
    fn pay_nodes(
        era: EraIndex,
        ended: &mut EndedEra<T::AccountId>,
        mut limit: u32,
        meter: &mut WeightMeter,
    ) -> bool {
        let rows = match &ended.paid_to {
            Some(node) => {
                let key = NodePoints::<T>::hashed_key_for(era, node);
                NodePoints::<T>::iter_prefix_from(era, key)
            }
            None => NodePoints::<T>::iter_prefix(era),
        };
        for (node, points) in rows {
            if limit == 0 || meter.try_consume(T::WeightInfo::pay_node()).is_err() {
                return false;
            }
            limit.saturating_dec();
            NodePoints::<T>::remove(era, &node);
            Self::pay_node(era, ended, &node, points);
            ended.paid_to = Some(node);
        }
        true
    }

    /// Pays `node` for its `points` in the era that `ended`. An amount that it cannot be paid stays
    /// unpaid.
    fn pay_node(
        era: EraIndex,
        ended: &mut EndedEra<T::AccountId>,
        node: &T::AccountId,
        points: Points,
    ) {
        let payout = ended.payout(points);
        let due = payout.sum();
        if due == 0 {
            return;
        }
        // All payouts of an era sum to no more than it has for them.
        let Some(rest) = ended.unpaid.checked_sub(due).defensive() else { return };
        let refused = T::NodeRewards::reward(node, Self::take_from_pot(due));
        let lapsed = refused.err().map_or(0, Self::put_aside);
        ended.unpaid = rest.checked_add(lapsed).defensive_unwrap_or(rest);
        let node = node.clone();
        if lapsed > 0 {
            Self::deposit_event(Event::PayoutLapsed { era, node, amount: lapsed });
        } else {
            Self::remember(&node, LastPayout { era, points, payout });
            Self::deposit_event(Event::NodePaid { era, node, payout });
        }
    }

    /// Keeps `paid` as the last payout of `node`, unless it was paid for a later era already.
    fn remember(node: &T::AccountId, paid: LastPayout) {
        LastPayouts::<T>::mutate(node, |last| {
            if last.as_ref().is_none_or(|last| last.era < paid.era) {
                *last = Some(paid);
            }
        });
    }

    /// Gives the unpaid rest of the era that `ended` to the treasury, and closes the era.
    fn close_era(era: EraIndex, mut ended: EndedEra<T::AccountId>) {
        let unpaid = ended.unpaid;
        Self::pay_treasury(Self::take_from_pot(unpaid));
        ended.distributed = true;
        let oldest = CurrentEra::<T>::get().era.saturating_sub(HISTORY_ERAS);
        if era < oldest {
            EndedEras::<T>::remove(era);
        } else {
            EndedEras::<T>::insert(era, ended);
        }
        Self::deposit_event(Event::EraDistributed { era, unpaid });
    }
}

impl<T: Config> OnNodeRemoved<T::AccountId> for Pallet<T> {
    fn on_node_removed(node: &T::AccountId) {
        LastPayouts::<T>::remove(node);
    }
}
