//! The pallet's money: its holds, and the account in which rewards wait for those who earned them.

use frame_support::{
    parameter_types,
    traits::{fungible::Balanced, Get},
    PalletId,
};
use nes_core::Balance;
use nes_support::{account::PalletAccount, holds::Holds};

use crate::{Config, CreditOf, CurrencyOf, HoldReason, Pallet, TotalHeld};

parameter_types! {
    /// The id of the reward pot.
    pub(crate) const RewardPotId: PalletId = PalletId(*b"nes/rwrd");
}

/// The stake, the deposits and the bonds on hold. All of them are changed through it.
pub(crate) type HoldsOf<T> =
    Holds<<T as frame_system::Config>::AccountId, HoldReason, CurrencyOf<T>, TotalHeld<T>>;

/// The reward pot: the account in which rewards wait for those who earned them.
pub(crate) type RewardPotOf<T> =
    PalletAccount<RewardPotId, <T as frame_system::Config>::AccountId, CurrencyOf<T>>;

impl<T: Config> Pallet<T> {
    /// Returns the account in which rewards wait for those who earned them.
    pub fn reward_pot() -> T::AccountId {
        RewardPotOf::<T>::id()
    }

    /// Returns the amount on hold for `reason` in all accounts, in planck.
    pub fn held(reason: HoldReason) -> Balance {
        HoldsOf::<T>::total(reason)
    }

    /// Pays `credit` to the treasury; an amount that it cannot take is burned.
    pub(crate) fn pay_treasury(credit: CreditOf<T>) {
        drop(CurrencyOf::<T>::resolve(&T::Treasury::get(), credit));
    }
}
