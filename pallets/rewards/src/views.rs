//! The views of fees, of eras and of the supply for clients; nothing here writes.

use frame_support::traits::Get;
use nes_core::{Balance, EmissionParts, EraIndex, FeeParts};
use sp_runtime::Perbill;

use crate::{
    Config, CurrentEra, DistributeFrom, EndedEra, EndedEras, LastPayout, LastPayouts, NodePoints,
    Pallet, Payout, Points, RunningEra, SupplyTotals, Totals,
};

impl<T: Config> Pallet<T> {
    /// Returns the parts of a `fee` with this `royalty` by the present parameters, if everyone can
    /// be paid.
    pub fn split(fee: Balance, royalty: Perbill) -> FeeParts {
        Self::params().split(fee, royalty)
    }

    /// Returns the totals of the NES issued, minted and burned until now.
    pub fn supply() -> Totals {
        let totals = SupplyTotals::<T>::get();
        // An amount that cannot be counted was not booked either.
        totals.and(0, CurrentEra::<T>::get().burned).unwrap_or(totals)
    }

    /// Returns the most NES that there can ever be, in planck.
    pub fn cap() -> Balance {
        T::Cap::get()
    }

    /// Returns the running era.
    pub fn running_era() -> RunningEra {
        CurrentEra::<T>::get()
    }

    /// Returns the emission that the running era would mint if it ended now.
    pub fn expected_emission() -> EmissionParts {
        Self::params().divide(Self::next_emission())
    }

    /// Returns an era that has ended, while it is kept.
    pub fn ended_era(era: EraIndex) -> Option<EndedEra<T::AccountId>> {
        EndedEras::<T>::get(era)
    }

    /// Returns the era that the distribution continues with: every era before it is distributed. It
    /// is the running era if all are.
    pub fn first_undistributed() -> EraIndex {
        DistributeFrom::<T>::get()
    }

    /// Returns the points of `node` in `era`, if the era runs or the node has not been paid for it.
    pub fn points(era: EraIndex, node: &T::AccountId) -> Points {
        NodePoints::<T>::get(era, node)
    }

    /// Returns the payout of `node` if the running era ended now.
    pub fn expected_payout(node: &T::AccountId) -> Payout {
        let RunningEra { era, points, .. } = Self::running_era();
        let own = Self::points(era, node);
        Payout::new(&Self::expected_emission(), own, points, Self::params().incentive_ratio)
    }

    /// Returns the payout of `node` for the latest era that it was paid for.
    pub fn last_payout(node: &T::AccountId) -> Option<LastPayout> {
        LastPayouts::<T>::get(node)
    }
}
