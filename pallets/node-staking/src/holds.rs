//! The one door to what is on hold, which keeps a total for each reason.

use frame_support::traits::{
    fungible::{BalancedHold, MutateHold},
    tokens::Precision,
    Imbalance,
};
use nes_core::Balance;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{Config, CreditOf, CurrencyOf, Held, HoldReason, Pallet};

impl<T: Config> Pallet<T> {
    /// What is on hold for `reason` in all accounts, in planck.
    pub fn held(reason: HoldReason) -> Balance {
        Held::<T>::get(reason)
    }

    /// Puts `amount` of what is free in the account of `who` on hold.
    pub(crate) fn hold(reason: HoldReason, who: &T::AccountId, amount: Balance) -> DispatchResult {
        CurrencyOf::<T>::hold(&reason.into(), who, amount)?;
        Self::count(reason, |total| total.checked_add(amount).ok_or(ArithmeticError::Overflow))
    }

    /// Makes `amount` of what `who` has on hold free again; all of it, or the call fails.
    pub(crate) fn release(
        reason: HoldReason,
        who: &T::AccountId,
        amount: Balance,
    ) -> DispatchResult {
        CurrencyOf::<T>::release(&reason.into(), who, amount, Precision::Exact)?;
        Self::count(reason, |total| total.checked_sub(amount).ok_or(ArithmeticError::Underflow))
    }

    /// Takes `amount` of what `who` has on hold, or what there is of it.
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

    /// Changes the total of `reason`; what stays as it is is not written.
    fn count(
        reason: HoldReason,
        change: impl FnOnce(Balance) -> Result<Balance, ArithmeticError>,
    ) -> DispatchResult {
        let before = Self::held(reason);
        let after = change(before)?;
        if after != before {
            Held::<T>::insert(reason, after);
        }
        Ok(())
    }
}
