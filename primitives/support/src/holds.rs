//! Counted holds: the total on hold for each reason is stored beside the balances.

use alloc::collections::BTreeMap;
use core::marker::PhantomData;

use codec::FullCodec;
use frame_support::{
    ensure,
    storage::StorageMap,
    traits::{
        fungible::{BalancedHold, Credit, InspectHold, MutateHold},
        tokens::Precision,
        Imbalance,
    },
};
use nes_core::Balance;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, TryRuntimeError};

/// The holds of a pallet and their totals by reason. A pallet changes all of its holds through it.
pub struct Holds<AccountId, Reason, Currency, Totals>(
    PhantomData<(AccountId, Reason, Currency, Totals)>,
);

impl<AccountId, Reason, Currency, Totals> Holds<AccountId, Reason, Currency, Totals>
where
    Reason: Copy + FullCodec,
    Currency: MutateHold<AccountId, Balance = Balance>,
    <Currency as InspectHold<AccountId>>::Reason: From<Reason>,
    Totals: StorageMap<Reason, Balance, Query = Balance>,
{
    /// Returns the amount on hold for `reason` in all accounts, in planck.
    pub fn total(reason: Reason) -> Balance {
        Totals::get(reason)
    }

    /// Puts `amount` of the free balance of `who` on hold.
    pub fn hold(reason: Reason, who: &AccountId, amount: Balance) -> DispatchResult {
        Currency::hold(&reason.into(), who, amount)?;
        Self::count(reason, |total| total.checked_add(amount).ok_or(ArithmeticError::Overflow))
    }

    /// Releases exactly `amount` of the balance that `who` has on hold, or fails.
    pub fn release(reason: Reason, who: &AccountId, amount: Balance) -> DispatchResult {
        Currency::release(&reason.into(), who, amount, Precision::Exact)?;
        Self::count(reason, |total| total.checked_sub(amount).ok_or(ArithmeticError::Underflow))
    }

    /// Takes `amount` of the balance that `who` has on hold, or all of it if it is less.
    pub fn take(
        reason: Reason,
        who: &AccountId,
        amount: Balance,
    ) -> Result<Credit<AccountId, Currency>, DispatchError>
    where
        Currency: BalancedHold<AccountId>,
    {
        let (credit, _) = Currency::slash(&reason.into(), who, amount);
        let taken = credit.peek();
        Self::count(reason, |total| total.checked_sub(taken).ok_or(ArithmeticError::Underflow))?;
        Ok(credit)
    }

    /// Checks that each of all the `accounts` has on hold for `reason` the sum of its `rows`, and
    /// that the total is the sum over all of them.
    ///
    /// # Errors
    ///
    /// Fails with `why` if an account has more or less, and if a sum is not the total or overflows.
    pub fn check(
        reason: Reason,
        rows: impl Iterator<Item = (AccountId, Balance)>,
        accounts: impl Iterator<Item = AccountId>,
        why: &'static str,
    ) -> Result<(), TryRuntimeError>
    where
        AccountId: Ord,
    {
        let mut sums = BTreeMap::new();
        for (who, amount) in rows {
            let sum: &mut Balance = sums.entry(who).or_default();
            *sum = sum.checked_add(amount).ok_or("the rows of an account overflow")?;
        }
        let mut total: Balance = 0;
        for who in accounts {
            let held = Currency::balance_on_hold(&reason.into(), &who);
            ensure!(held == sums.remove(&who).unwrap_or(0), why);
            total = total.checked_add(held).ok_or("the holds of all accounts overflow")?;
        }
        ensure!(sums.values().all(|sum| *sum == 0), why);
        ensure!(Self::total(reason) == total, "a total is not the sum of the holds");
        Ok(())
    }

    /// Changes the total of `reason`; an unchanged total is not written.
    fn count(
        reason: Reason,
        change: impl FnOnce(Balance) -> Result<Balance, ArithmeticError>,
    ) -> DispatchResult {
        let before = Self::total(reason);
        let after = change(before)?;
        if after != before {
            Totals::insert(reason, after);
        }
        Ok(())
    }
}
