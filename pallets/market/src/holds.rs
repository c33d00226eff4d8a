//! The holds of the market and their totals by reason. All holds are changed here.

use frame_support::traits::{fungible::MutateHold, tokens::Precision};
use nes_core::Balance;
use sp_runtime::{ArithmeticError, DispatchResult};

use crate::{Config, HoldReason, Pallet, TotalHeld};

impl<T: Config> Pallet<T> {
    /// Returns the amount on hold for `reason` in all accounts, in planck.
    pub fn held(reason: HoldReason) -> Balance {
        TotalHeld::<T>::get(reason)
    }

    /// Puts `amount` of the free balance of `who` on hold.
    pub(crate) fn hold(reason: HoldReason, who: &T::AccountId, amount: Balance) -> DispatchResult {
        T::Currency::hold(&reason.into(), who, amount)?;
        Self::count(reason, |total| total.checked_add(amount).ok_or(ArithmeticError::Overflow))
    }

    /// Releases exactly `amount` of the balance that `who` has on hold, or fails.
    pub(crate) fn release(
        reason: HoldReason,
        who: &T::AccountId,
        amount: Balance,
    ) -> DispatchResult {
        T::Currency::release(&reason.into(), who, amount, Precision::Exact)?;
        Self::count(reason, |total| total.checked_sub(amount).ok_or(ArithmeticError::Underflow))
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
