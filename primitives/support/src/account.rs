//! The account of a pallet, in which it keeps NES that are on their way.

use frame_support::traits::fungible::Balanced;
use nes_core::Balance;

/// Gives `account` the existential deposit at genesis, unless it has more already, so that it takes
/// and gives any amount later.
///
/// # Panics
///
/// Panics if the account takes no deposit; then there is no chain.
pub fn build<AccountId, Currency>(account: &AccountId)
where
    Currency: Balanced<AccountId, Balance = Balance>,
{
    let least = Currency::minimum_balance();
    if Currency::balance(account) < least {
        let refused = Currency::resolve(account, Currency::issue(least));
        assert!(refused.is_ok(), "an account takes the existential deposit");
    }
}
