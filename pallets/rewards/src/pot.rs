//! The pot in which an era's emission waits for the nodes that earned it, and the opening of the
//! books of all NES at genesis.

use frame_support::{
    traits::{
        fungible::{Balanced, Inspect},
        tokens::{Fortitude, Precision, Preservation},
        Defensive, Imbalance,
    },
    PalletId,
};
use nes_core::Balance;
use sp_runtime::traits::{AccountIdConversion, Get};

use crate::{Config, CreditOf, Pallet, SupplyTotals, Totals};

const POT: PalletId = PalletId(*b"nes/emit");

impl<T: Config> Pallet<T> {
    /// Returns the account in which an era's emission waits for the nodes that earned it.
    pub fn emission_pot() -> T::AccountId {
        POT.into_account_truncating()
    }

    /// Puts `credit` into the pot, which takes any amount; returns the amount that it took.
    pub(crate) fn put_aside(credit: CreditOf<T>) -> Balance {
        let amount = credit.peek();
        if amount == 0 {
            return 0;
        }
        match T::Currency::resolve(&Self::emission_pot(), credit).defensive() {
            Ok(()) => amount,
            Err(refused) => {
                Self::pay_treasury(refused);
                0
            }
        }
    }

    /// Takes `amount` out of the pot, which holds the unpaid amounts of all eras.
    pub(crate) fn take_from_pot(amount: Balance) -> CreditOf<T> {
        let pot = Self::emission_pot();
        let (exact, preserve, polite) =
            (Precision::Exact, Preservation::Preserve, Fortitude::Polite);
        T::Currency::withdraw(&pot, amount, exact, preserve, polite)
            .defensive()
            .unwrap_or_else(|_| CreditOf::<T>::zero())
    }

    /// Books the issuance at genesis.
    pub(crate) fn open_books() {
        let (genesis, cap): (Balance, Balance) = (T::Currency::total_issuance(), T::Cap::get());
        assert!(genesis <= cap, "genesis issues more than the cap: {genesis} of {cap}");
        SupplyTotals::<T>::put(Totals { genesis, ..Default::default() });
    }
}
