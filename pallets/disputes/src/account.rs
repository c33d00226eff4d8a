//! The account of the bonds of open disputes.

use frame_support::{
    defensive_assert,
    dispatch::DispatchResult,
    ensure, parameter_types,
    traits::{
        fungible::{Inspect, Mutate},
        tokens::{Fortitude::Polite, Preservation::Preserve},
        Get,
    },
    PalletId,
};
use nes_core::Balance;
use nes_support::account::PalletAccount;

use crate::{Config, Error, Pallet};

parameter_types! {
    /// The id of the account in which the bonds of open disputes wait.
    pub const PotId: PalletId = PalletId(*b"nes/dspt");
}

/// The account in which the bonds of open disputes wait.
pub(crate) type PotAccount<T> =
    PalletAccount<PotId, <T as frame_system::Config>::AccountId, <T as Config>::Currency>;

impl<T: Config> Pallet<T> {
    /// Takes a `bond` from the transferable balance of `who`.
    pub(crate) fn take_bond(who: &T::AccountId, bond: Balance) -> DispatchResult {
        let free = T::Currency::reducible_balance(who, Preserve, Polite);
        ensure!(bond <= free, Error::<T>::InsufficientBalance);
        T::Currency::transfer(who, &PotAccount::<T>::id(), bond, Preserve)?;
        Ok(())
    }

    /// Gives `amount` of a bond back; returns the amount that went to the treasury, which is all of
    /// it if the account has ceased to exist and cannot take so little.
    pub(crate) fn give_back(who: &T::AccountId, amount: Balance) -> Balance {
        if PotAccount::<T>::pay(who, amount).is_ok() {
            return 0;
        }
        Self::forfeit(amount)
    }

    /// Gives `amount` of a bond to the treasury, which always exists; returns the amount.
    pub(crate) fn forfeit(amount: Balance) -> Balance {
        let given = PotAccount::<T>::pay(&T::Treasury::get(), amount);
        defensive_assert!(given.is_ok(), "there is no treasury");
        amount
    }
}
