//! The pallet's money: its holds, and the account in which rewards wait for those who earned them.

use frame_support::{
    parameter_types,
    traits::{fungible::Balanced, Get, Imbalance},
    PalletId,
};
use nes_core::Balance;
use nes_support::{account::PalletAccount, holds::Holds};
use nes_traits::VestingRegister;
use sp_runtime::DispatchError;

use crate::{Config, CreditOf, CurrencyOf, Event, HoldReason, Pallet, TotalHeld};

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

/// A loss: what was taken of an account.
pub(crate) struct Loss<T: Config> {
    /// The money.
    pub(crate) credit: CreditOf<T>,
    /// The part of it that had not vested, in planck. It is the treasury's, whole: nobody gets at
    /// such NES by having himself slashed.
    pub(crate) unvested: Balance,
}

impl<T: Config> Loss<T> {
    /// Returns a loss of nothing.
    pub(crate) fn zero() -> Self {
        Self { credit: CreditOf::<T>::zero(), unvested: 0 }
    }

    /// Takes `amount` of what `who` has on hold for `reason`, or all of it if it is less.
    pub(crate) fn take(
        reason: HoldReason,
        who: &T::AccountId,
        amount: Balance,
    ) -> Result<Self, DispatchError> {
        let credit = HoldsOf::<T>::take(reason, who, amount)?;
        let unvested = match credit.peek() {
            0 => 0,
            taken => T::Vesting::book_loss(who, taken)?,
        };
        Ok(Self { credit, unvested })
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the account in which rewards wait for those who earned them.
    pub fn reward_pot() -> T::AccountId {
        RewardPotOf::<T>::id()
    }

    /// Returns the amount on hold for `reason` in all accounts, in planck.
    pub fn held(reason: HoldReason) -> Balance {
        HoldsOf::<T>::total(reason)
    }

    /// Pays `credit` to the treasury. An amount that it cannot take is burned, with an event.
    pub(crate) fn pay_treasury(credit: CreditOf<T>) {
        if let Err(refused) = CurrencyOf::<T>::resolve(&T::Treasury::get(), credit) {
            Self::deposit_event(Event::Burned { amount: refused.peek() });
        }
    }
}
