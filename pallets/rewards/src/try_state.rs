//! The invariants of the pallet.

use frame_support::{
    ensure,
    traits::{fungible::Inspect, Get},
};
use nes_core::EraIndex;
use sp_runtime::TryRuntimeError;

use crate::{
    account::PotOf, params::ParamsOf, Config, CurrentEra, DistributeFrom, EndedEras, NodePoints,
    Pallet, Points,
};

impl<T: Config> Pallet<T> {
    /// Checks the invariants:
    ///
    /// 1. the parameters are within their bounds, and only they have changed;
    /// 2. the issuance is the sum of the issuance at genesis and all emissions, less the NES that
    ///    settlements burned, and no more than the cap;
    /// 3. the pot has at least the existential deposit and the unpaid amounts of all eras;
    /// 4. the points of the running era sum to its total, the unpaid points of an ended era to no
    ///    more than its total, and nobody has points of any other era;
    /// 5. every era before the one that the distribution continues with is distributed.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ParamsOf::<T>::check()?;
        Self::check_issuance()?;
        let undistributed = EndedEras::<T>::iter_values().filter(|era| !era.distributed);
        PotOf::<T>::check(undistributed.map(|era| era.unpaid))?;
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

    fn check_distributed() -> Result<(), TryRuntimeError> {
        let first = DistributeFrom::<T>::get();
        ensure!(first <= CurrentEra::<T>::get().era, "an era is distributed that has not ended");
        for (era, ended) in EndedEras::<T>::iter() {
            ensure!(era >= first || ended.distributed, "an era was passed over");
        }
        Ok(())
    }

    fn sum_of_points(era: EraIndex) -> Result<Points, TryRuntimeError> {
        let mut rows = NodePoints::<T>::iter_prefix_values(era);
        let sum = rows.try_fold(Points::default(), |sum, points| sum.and(points));
        Ok(sum.ok_or("a sum of points overflows")?)
    }
}
