//! The account of the escrows of open tasks.

use frame_support::{
    defensive_assert,
    dispatch::DispatchResult,
    ensure,
    traits::{
        fungible::{Balanced, Inspect, Mutate},
        tokens::{Fortitude::Polite, Precision::BestEffort, Preservation::Preserve},
        Defensive, Get,
    },
    PalletId,
};
use nes_core::Balance;
use sp_runtime::traits::AccountIdConversion;

use crate::{Config, CreditOf, Error, Pallet};

/// The id of the account in which the escrows of open tasks wait.
const ACCOUNT: PalletId = PalletId(*b"nes/task");

impl<T: Config> Pallet<T> {
    /// Returns the account in which the escrows of open tasks wait.
    pub fn escrow_account() -> T::AccountId {
        ACCOUNT.into_account_truncating()
    }

    /// Takes the escrow of a new task from the payer's transferable balance.
    pub(crate) fn take_escrow(payer: &T::AccountId, escrow: Balance) -> DispatchResult {
        ensure!(escrow > 0, Error::<T>::EscrowMissing);
        let free = T::Currency::reducible_balance(payer, Preserve, Polite);
        ensure!(escrow <= free, Error::<T>::InsufficientBalance);
        T::Currency::transfer(payer, &Self::escrow_account(), escrow, Preserve)?;
        Ok(())
    }

    /// Takes `amount` out of the escrow account; less only if the account holds less, which it
    /// never should.
    pub(crate) fn withdraw_escrow(amount: Balance) -> CreditOf<T> {
        T::Currency::withdraw(&Self::escrow_account(), amount, BestEffort, Preserve, Polite)
            .defensive_unwrap_or_default()
    }

    /// Gives `amount` of an escrow back; returns the amount that the payer got. If the payer's
    /// account has ceased to exist and cannot take so small an amount, the treasury gets it; the
    /// treasury always exists.
    pub(crate) fn refund(payer: &T::AccountId, amount: Balance) -> Balance {
        let account = Self::escrow_account();
        let give = |to| T::Currency::transfer(&account, to, amount, Preserve);
        if amount == 0 || give(payer).is_ok() {
            return amount;
        }
        let given = give(&T::Treasury::get());
        defensive_assert!(given.is_ok(), "there is no treasury");
        0
    }
}
