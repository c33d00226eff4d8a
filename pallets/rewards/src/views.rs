//! What clients read of eras and of the supply; nothing here writes.

use frame_support::traits::Get;
use nes_core::{Balance, EmissionParts, EraIndex};

use crate::{
    Config, DistributeFrom, Ended, EndedEra, LastPayout, LastPayouts, NodePoints, Pallet, Payout,
    Points, Running, RunningEra, SupplyTotals, Totals,
};

impl<T: Config> Pallet<T> {
    /// All NES that came and went until now.
    pub fn supply() -> Totals {
        let totals = SupplyTotals::<T>::get();
        // What cannot be counted was not booked, either.
        totals.and(0, Running::<T>::get().burned).unwrap_or(totals)
    }

    /// All NES that there can ever be, in planck.
    pub fn cap() -> Balance {
        T::Cap::get()
    }

    /// The era that runs.
    pub fn running_era() -> RunningEra {
        Running::<T>::get()
    }

    /// What the running era would mint if it ended now.
    pub fn expected_emission() -> EmissionParts {
        Self::params().divide(Self::next_emission())
    }

    /// An era that has ended, while it is kept.
    pub fn ended_era(era: EraIndex) -> Option<EndedEra<T::AccountId>> {
        Ended::<T>::get(era)
    }

    /// The first era that is not distributed; the running one when all are.
    pub fn first_undistributed() -> EraIndex {
        DistributeFrom::<T>::get()
    }

    /// The points of `node` in `era`, if it runs or the node has not been paid for it.
    pub fn points(era: EraIndex, node: &T::AccountId) -> Points {
        NodePoints::<T>::get(era, node)
    }

    /// What `node` would be paid if the running era ended now.
    pub fn expected_payout(node: &T::AccountId) -> Payout {
        let RunningEra { era, points, .. } = Self::running_era();
        let own = Self::points(era, node);
        Payout::new(&Self::expected_emission(), own, points, Self::params().incentive_ratio)
    }

    /// What `node` was paid for the latest era that it was paid for.
    pub fn last_payout(node: &T::AccountId) -> Option<LastPayout> {
        LastPayouts::<T>::get(node)
    }
}
