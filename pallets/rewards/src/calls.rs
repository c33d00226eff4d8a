//! The body of the call that pays the nodes of an era.

use frame_support::{
    dispatch::{DispatchResult, DispatchResultWithPostInfo, WithPostDispatchInfo},
    ensure,
    weights::{Weight, WeightMeter},
};
use nes_core::EraIndex;

use crate::{era::UnpaidEra, Config, CurrentEra, Error, Pallet, WeightInfo};

impl<T: Config> Pallet<T> {
    /// Returns the weight of paying `nodes` of one era and closing it.
    pub(crate) fn distribution(nodes: u32) -> Weight {
        T::WeightInfo::look_for_era()
            .saturating_add(T::WeightInfo::pay_node().saturating_mul(nodes.into()))
            .saturating_add(T::WeightInfo::close_era())
    }

    /// Pays up to `limit` nodes for `era`; returns the weight that it took.
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
        ensure!(UnpaidEra::<T>::load(era).is_some(), Error::<T>::AlreadyDistributed);
        Ok(())
    }
}
