//! The distribution of ended eras, node by node, in the idle time of blocks.

use frame_support::weights::{Weight, WeightMeter};
use nes_core::EraIndex;
use nes_support::queue::{share_of_block, work_off};
use nes_traits::NodeRewards;
use sp_runtime::Saturating;

use crate::{
    account::PotOf, era::UnpaidEra, Config, CurrentEra, DistributeFrom, Event, LastPayout, Pallet,
    Points, WeightInfo,
};

/// The most of a block that payments take in its idle time, in percent.
const SHARE_OF_BLOCK: u32 = 10;

impl<T: Config> Pallet<T> {
    /// Returns the most weight that payments take in the idle time of a block.
    pub(crate) fn idle_limit() -> Weight {
        share_of_block::<T>(SHARE_OF_BLOCK)
    }

    /// Pays for ended eras in the `remaining` weight of a block; returns the weight that it took.
    pub(crate) fn do_on_idle(remaining: Weight) -> Weight {
        let mut meter = WeightMeter::with_limit(remaining.min(Self::idle_limit()));
        Self::distribute_idle(&mut meter);
        meter.consumed()
    }

    /// Pays for ended eras, the oldest first, as far as `meter` reaches.
    ///
    /// It ends with a look at the running era, of which nothing is paid.
    pub(crate) fn distribute_idle(meter: &mut WeightMeter) {
        let (running, look) = (CurrentEra::<T>::get().era, T::WeightInfo::look_for_era());
        work_off::<EraIndex, DistributeFrom<T>>(running, look, meter, |era, meter| {
            era < running && Self::pay_era(era, u32::MAX, meter)
        });
    }

    /// Pays nodes of `era`, at most `limit` and as far as `meter` reaches, and closes it after the
    /// last; returns true if the era is distributed.
    pub(crate) fn pay_era(era: EraIndex, limit: u32, meter: &mut WeightMeter) -> bool {
        let Some(mut unpaid) = UnpaidEra::<T>::load(era) else { return true };
        let all_paid = Self::pay_nodes(&mut unpaid, limit, meter);
        if all_paid && meter.try_consume(T::WeightInfo::close_era()).is_ok() {
            Self::close_era(unpaid);
            return true;
        }
        unpaid.save();
        false
    }

    /// Pays nodes of `era`; returns true if none is left.
    fn pay_nodes(era: &mut UnpaidEra<T>, mut limit: u32, meter: &mut WeightMeter) -> bool {
        for (node, points) in era.nodes() {
            if limit == 0 || meter.try_consume(T::WeightInfo::pay_node()).is_err() {
                return false;
            }
            limit.saturating_dec();
            Self::pay_node(era, node, points);
        }
        true
    }

    /// Pays `node` for its `points` in `era`. An amount that it cannot be paid stays unpaid.
    fn pay_node(era: &mut UnpaidEra<T>, node: T::AccountId, points: Points) {
        let Some(payout) = era.charge(&node, points) else { return };
        let refused = T::NodeRewards::reward(&node, PotOf::<T>::take(payout.sum()));
        let lapsed = refused.err().map_or(0, Self::put_aside);
        era.give_back(lapsed);
        let index = era.index();
        if lapsed > 0 {
            Self::deposit_event(Event::PayoutLapsed { era: index, node, amount: lapsed });
        } else {
            Self::remember_payout(&node, LastPayout { era: index, points, payout });
            Self::deposit_event(Event::NodePaid { era: index, node, payout });
        }
    }

    /// Closes `era` and gives its unpaid rest to the treasury.
    fn close_era(era: UnpaidEra<T>) {
        let index = era.index();
        let unpaid = era.close();
        Self::pay_treasury(PotOf::<T>::take(unpaid));
        Self::deposit_event(Event::EraDistributed { era: index, unpaid });
    }
}
