//! The account of a pallet, in which it keeps NES that are on their way.

use core::marker::PhantomData;

use codec::{Decode, Encode};
use frame_support::{
    defensive_assert, ensure,
    traits::{
        fungible::{Balanced, Credit, Mutate},
        tokens::{Fortitude::Polite, Precision::BestEffort, Preservation::Preserve},
        Defensive, Get, Imbalance,
    },
    PalletId,
};
use nes_core::Balance;
use sp_runtime::{traits::AccountIdConversion, DispatchResult, TryRuntimeError};

/// The account of the pallet id `Id`. Genesis gives it the existential deposit, which never leaves
/// it, so that it takes and gives any amount.
pub struct PalletAccount<Id, AccountId, Currency>(PhantomData<(Id, AccountId, Currency)>);

impl<Id, AccountId, Currency> PalletAccount<Id, AccountId, Currency>
where
    Id: Get<PalletId>,
    AccountId: Encode + Decode + Eq,
    Currency: Balanced<AccountId, Balance = Balance> + Mutate<AccountId>,
{
    /// Returns the account.
    pub fn id() -> AccountId {
        Id::get().into_account_truncating()
    }

    /// Gives the account the existential deposit at genesis, unless it has more already.
    ///
    /// # Panics
    ///
    /// Panics if the account takes no deposit; then there is no chain.
    pub fn build() {
        let (account, least) = (Self::id(), Currency::minimum_balance());
        if Currency::balance(&account) < least {
            let refused = Currency::resolve(&account, Currency::issue(least));
            assert!(refused.is_ok(), "an account takes the existential deposit");
        }
    }

    /// Puts `credit` into the account. The error is the credit, if the account was never built.
    pub fn put(credit: Credit<AccountId, Currency>) -> Result<(), Credit<AccountId, Currency>> {
        credit.drop_zero().or_else(|credit| Currency::resolve(&Self::id(), credit).defensive())
    }

    /// Takes `amount` out of the account; less only if the account has less, which it never should.
    pub fn take(amount: Balance) -> Credit<AccountId, Currency> {
        let credit = Currency::withdraw(&Self::id(), amount, BestEffort, Preserve, Polite)
            .defensive_unwrap_or_default();
        defensive_assert!(credit.peek() == amount, "a pallet's account has less than it owes");
        credit
    }

    /// Pays `amount` to `who`, or fails; an amount of zero is no payment.
    pub fn pay(who: &AccountId, amount: Balance) -> DispatchResult {
        if amount > 0 {
            Currency::transfer(&Self::id(), who, amount, Preserve)?;
        }
        Ok(())
    }

    /// Checks that the account has at least the existential deposit and the `owed` amounts.
    ///
    /// # Errors
    ///
    /// Fails if it has less, or the amounts cannot be added.
    pub fn check(mut owed: impl Iterator<Item = Balance>) -> Result<(), TryRuntimeError> {
        let deposit = Currency::minimum_balance();
        let sum = owed.try_fold(deposit, |sum: Balance, amount| sum.checked_add(amount));
        let sum = sum.ok_or("the amounts that an account owes overflow")?;
        ensure!(Currency::balance(&Self::id()) >= sum, "an account has less than it owes");
        Ok(())
    }
}
