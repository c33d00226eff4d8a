//! Owner of `SupplyTotals`: the books of all NES, and the only code of the chain that mints after
//! genesis or burns.
//!
//! The amount that settlements have burned in the running era is a part of its row; it enters the
//! books when the era ends.

use frame_support::traits::{
    fungible::{Balanced, Inspect},
    Defensive, Get, Imbalance,
};
use nes_core::Balance;

use crate::{Config, CreditOf, Pallet, SupplyTotals, Totals};

impl<T: Config> Pallet<T> {
    /// Books the issuance at genesis.
    ///
    /// # Panics
    ///
    /// Panics if it is above the cap; then there is no chain.
    pub(crate) fn open_books() {
        let (genesis, cap): (Balance, Balance) = (T::Currency::total_issuance(), T::Cap::get());
        assert!(genesis <= cap, "genesis issues more than the cap: {genesis} of {cap}");
        SupplyTotals::<T>::put(Totals { genesis, ..Default::default() });
    }

    /// Returns the emission of an era that ends with the present issuance, in planck.
    pub(crate) fn next_emission() -> Balance {
        let (cap, issuance) = (T::Cap::get(), T::Currency::total_issuance());
        nes_ledger::emission(cap, issuance, Self::params().emission_rate, T::EraMillis::get())
    }

    /// Mints the emission of an era in which settlements `burned` an amount, and books both.
    pub(crate) fn mint_emission(burned: Balance) -> CreditOf<T> {
        let minted = T::Currency::issue(Self::next_emission());
        let totals = SupplyTotals::<T>::get();
        SupplyTotals::<T>::put(totals.and(minted.peek(), burned).defensive_unwrap_or(totals));
        minted
    }

    /// Burns `credit` and counts it in the running era; returns its amount.
    pub(crate) fn burn(credit: CreditOf<T>) -> Balance {
        let amount = credit.peek();
        if amount > 0 {
            Self::note_burned(amount);
        }
        amount
    }
}
