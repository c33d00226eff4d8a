//! The emission's pot, an account in which payouts wait for their nodes, and the payment of credits.

use frame_support::{
    parameter_types,
    traits::{fungible::Balanced, Get, Imbalance},
    PalletId,
};
use nes_core::Balance;
use nes_support::account::PalletAccount;

use crate::{Config, CreditOf, Pallet};

parameter_types! {
    /// The id of the pot.
    pub(crate) const PotId: PalletId = PalletId(*b"nes/emit");
}

/// The pot.
pub(crate) type PotOf<T> =
    PalletAccount<PotId, <T as frame_system::Config>::AccountId, <T as Config>::Currency>;

impl<T: Config> Pallet<T> {
    /// Returns the account in which an era's emission waits for the nodes that earned it.
    pub fn emission_pot() -> T::AccountId {
        PotOf::<T>::id()
    }

    /// Puts `credit` into the pot, which takes any amount; returns the amount that it took. The
    /// treasury gets a refused credit.
    pub(crate) fn put_aside(credit: CreditOf<T>) -> Balance {
        let amount = credit.peek();
        match PotOf::<T>::put(credit) {
            Ok(()) => amount,
            Err(refused) => {
                Self::pay_treasury(refused);
                0
            }
        }
    }

    /// Pays `credit` to the treasury; burns the amount that it cannot take, and returns it.
    pub(crate) fn pay_treasury(credit: CreditOf<T>) -> Balance {
        Self::burn(pay(credit, |credit| T::Currency::resolve(&T::Treasury::get(), credit)))
    }
}

/// Pays a credit by `how`, unless it is empty; returns the refused credit.
pub(crate) fn pay<Credit: Imbalance<Balance>>(
    credit: Credit,
    how: impl FnOnce(Credit) -> Result<(), Credit>,
) -> Credit {
    credit.drop_zero().or_else(how).err().unwrap_or_else(Credit::zero)
}
