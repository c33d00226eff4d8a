//! The invariants of the pallet.

use frame_support::{
    ensure,
    traits::{fungible::Inspect, Get},
};
use nes_core::Balance;
use nes_support::params::Bounded;
use sp_runtime::TryRuntimeError;

use crate::{
    ChangedAt, Config, CurrentEra, DistributeFrom, EndedEras, NodePoints, Pallet, Params, Points,
};

impl<T: Config> Pallet<T> {
    /// Checks the invariants:
    ///
    /// 1. the parameters are within their bounds, and only they have changed;
    /// 2. the issuance is what genesis issued and emissions minted, less what settlements burned,
    ///    and no more than the cap;
    /// 3. the pot holds at least the existential deposit and the unpaid amounts of all eras;
    /// 4. the points of the running era sum to its total, the unpaid points of an ended era to no
    ///    more than its total, and nobody has points of any other era;
    /// 5. every era before the one that the distribution continues with is distributed.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(Self::params().validate(), "the parameters are out of bounds");
        let known = ChangedAt::<T>::iter_keys().all(|name| Params::has(&name));
        ensure!(known, "a change of an unknown parameter");
        Self::check_issuance()?;
        Self::check_pot()?;
        Self::check_points()?;
        Self::check_distributed()
    }

    fn check_issuance() -> Result<(), TryRuntimeError> {
        let issuance = T::Currency::total_issuance();
        let booked = Self::supply().issuance().ok_or("the books cannot be added up")?;
        ensure!(issuance == booked, "the issuance is not what was minted and burned");
        ensure!(issuance <= T::Cap::get(), "the issuance is above the cap");
        Ok(())
    }

    fn check_pot() -> Result<(), TryRuntimeError> {
        let mut owed: Balance = T::Currency::minimum_balance();
        for era in EndedEras::<T>::iter_values().filter(|era| !era.distributed) {
            owed = owed.checked_add(era.unpaid).ok_or("what is unpaid overflows")?;
        }
        let pot = T::Currency::balance(&Self::emission_pot());
        ensure!(pot >= owed, "the pot holds less than is unpaid");
        Ok(())
    }

    fn check_points() -> Result<(), TryRuntimeError> {
        let running = CurrentEra::<T>::get();
        ensure!(Self::sum_of_points(running.era)? == running.points, "points do not sum up");
        for (era, ended) in EndedEras::<T>::iter() {
            let left = Self::sum_of_points(era)?;
            let all = ended.points;
            let within = left.validation <= all.validation && left.work <= all.work;
            ensure!(within, "more points are left than there were");
        }
        for (era, _) in NodePoints::<T>::iter_keys() {
            let unpaid = EndedEras::<T>::get(era).is_some_and(|era| !era.distributed);
            ensure!(era == running.era || unpaid, "points are left of an era that is over");
        }
        Ok(())
    }

    fn sum_of_points(era: u32) -> Result<Points, TryRuntimeError> {
        let mut rows = NodePoints::<T>::iter_prefix_values(era);
        let sum = rows.try_fold(Points::default(), |sum, points| sum.and(points));
        Ok(sum.ok_or("a sum of points overflows")?)
    }

    fn check_distributed() -> Result<(), TryRuntimeError> {
        let first = DistributeFrom::<T>::get();
        ensure!(first <= CurrentEra::<T>::get().era, "an era is distributed that has not ended");
        for (era, ended) in EndedEras::<T>::iter() {
            ensure!(era >= first || ended.distributed, "an era was passed over");
        }
        Ok(())
    }
}
