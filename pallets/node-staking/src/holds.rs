//! The holds of the pallet and their totals by reason. All holds are changed here.

use frame_support::traits::{
    fungible::{BalancedHold, MutateHold},
    tokens::Precision,
    Imbalance,
};
use nes_core::Balance;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{Config, CreditOf, CurrencyOf, HoldReason, Pallet, TotalHeld};

impl<T: Config> Pallet<T> {
    /// Returns the amount on hold for `reason` in all accounts, in planck.
    pub fn held(reason: HoldReason) -> Balance {
        TotalHeld::<T>::get(reason)
    }

    /// Puts `amount` of the free balance of `who` on hold.
    pub(crate) fn hold(reason: HoldReason, who: &T::AccountId, amount: Balance) -> DispatchResult {
        CurrencyOf::<T>::hold(&reason.into(), who, amount)?;
        Self::count(reason, |total| total.checked_add(amount).ok_or(ArithmeticError::Overflow))
    }

    /// Releases exactly `amount` of the balance that `who` has on hold, or fails.
    pub(crate) fn release(
        reason: HoldReason,
        who: &T::AccountId,
        amount: Balance,
    ) -> DispatchResult {
        CurrencyOf::<T>::release(&reason.into(), who, amount, Precision::Exact)?;
        Self::count(reason, |total| total.checked_sub(amount).ok_or(ArithmeticError::Underflow))
    }

    /// Takes `amount` of the balance that `who` has on hold, or all of it if it is less.
    pub(crate) fn take(
        reason: HoldReason,
        who: &T::AccountId,
        amount: Balance,
    ) -> Result<CreditOf<T>, DispatchError> {
        let (credit, _) = CurrencyOf::<T>::slash(&reason.into(), who, amount);
        let taken = credit.peek();
        Self::count(reason, |total| total.checked_sub(taken).ok_or(ArithmeticError::Underflow))?;
        Ok(credit)
    }

    /// Changes the total of `reason`; an unchanged total is not written.
    fn count(
        reason: HoldReason,
        change: impl FnOnce(Balance) -> Result<Balance, ArithmeticError>,
    ) -> DispatchResult {
        let before = Self::held(reason);
        let after = change(before)?;
        if after != before {
            TotalHeld::<T>::insert(reason, after);
        }
        Ok(())
    }
}
