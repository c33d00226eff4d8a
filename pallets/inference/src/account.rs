//! The account of the escrows of open tasks.

use frame_support::{
    defensive_assert,
    dispatch::DispatchResult,
    ensure, parameter_types,
    traits::{
        fungible::{Inspect, Mutate},
        tokens::{Fortitude::Polite, Preservation::Preserve},
        Get, OnUnbalanced,
    },
    PalletId,
};
use nes_core::Balance;
use nes_support::account::PalletAccount;

use crate::{Config, Error, Pallet};

parameter_types! {
    /// The id of the account in which the escrows of open tasks wait.
    pub const EscrowId: PalletId = PalletId(*b"nes/task");
}

/// The account in which the escrows of open tasks wait.
pub(crate) type EscrowAccount<T> =
    PalletAccount<EscrowId, <T as frame_system::Config>::AccountId, <T as Config>::Currency>;

impl<T: Config> Pallet<T> {
    /// Takes the escrow of a new task, and the `prepaid` fee for the chain's later work, from the
    /// payer's transferable balance.
    pub(crate) fn take_escrow(
        payer: &T::AccountId,
        escrow: Balance,
        prepaid: Balance,
    ) -> DispatchResult {
        ensure!(escrow > 0, Error::<T>::EscrowMissing);
        let amount = escrow.checked_add(prepaid).ok_or(Error::<T>::EscrowTooLarge)?;
        let free = T::Currency::reducible_balance(payer, Preserve, Polite);
        ensure!(amount <= free, Error::<T>::InsufficientBalance);
        T::Currency::transfer(payer, &EscrowAccount::<T>::id(), amount, Preserve)?;
        Ok(())
    }

    /// Pays the `fee` for work that the chain did.
    pub(crate) fn pay_work(fee: Balance) {
        T::WorkFees::on_unbalanceds(core::iter::once(EscrowAccount::<T>::take(fee)));
    }

    /// Gives `amount` of what a payer had put up back; returns the amount that the payer got. If the
    /// payer's account has ceased to exist and cannot take so small an amount, the treasury gets it;
    /// the treasury always exists.
    pub(crate) fn refund(payer: &T::AccountId, amount: Balance) -> Balance {
        if EscrowAccount::<T>::pay(payer, amount).is_ok() {
            return amount;
        }
        let given = EscrowAccount::<T>::pay(&T::Treasury::get(), amount);
        defensive_assert!(given.is_ok(), "there is no treasury");
        0
    }
}
