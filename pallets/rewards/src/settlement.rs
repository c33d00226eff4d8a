//! The division and the payment of settled fees.

use alloc::vec::Vec;

use frame_support::traits::{fungible::Balanced, Defensive, Get, Imbalance};
use nes_core::{Balance, FeeParts};
use nes_traits::{FeeSettlement, FeeShare, NodeRewards};
use sp_runtime::Permill;

use crate::{Config, CreditOf, CurrentEra, Pallet};

impl<T: Config> Pallet<T> {
    /// Returns the parts of a `fee` with this `royalty` by the present parameters, if everyone can
    /// be paid.
    pub fn split(fee: Balance, royalty: Permill) -> FeeParts {
        Self::params().split(fee, royalty)
    }

    /// Pays `credit` to the treasury; burns the amount that it cannot take, and returns it.
    pub(crate) fn pay_treasury(credit: CreditOf<T>) -> Balance {
        Self::burn(pay(credit, |credit| T::Currency::resolve(&T::Treasury::get(), credit)))
    }

    /// Burns `credit` and books it; returns its amount.
    fn burn(credit: CreditOf<T>) -> Balance {
        let amount = credit.peek();
        if amount > 0 {
            CurrentEra::<T>::mutate(|running| {
                running.burned =
                    running.burned.checked_add(amount).defensive_unwrap_or(running.burned);
            });
        }
        amount
    }
}

impl<T: Config> FeeSettlement<T::AccountId, CreditOf<T>> for Pallet<T> {
    /// Returns the parts as they were paid: a part that could not be paid is the treasury's, and
    /// one that the treasury could not take is burned.
    fn settle(
        mut credit: CreditOf<T>,
        shares: &[FeeShare<T::AccountId>],
        publisher: &T::AccountId,
        royalty: Permill,
    ) -> Vec<FeeParts> {
        let params = Self::params();
        let mut treasury = CreditOf::<T>::zero();
        let mut royalties = CreditOf::<T>::zero();
        let mut settled = Vec::with_capacity(shares.len());
        for FeeShare { node, fee } in shares {
            let mut parts = params.split(*fee, royalty);
            treasury.subsume(credit.extract(parts.treasury));
            royalties.subsume(credit.extract(parts.royalty));
            let refused = pay(credit.extract(parts.node), |c| T::NodeRewards::reward(node, c));
            if refused.peek() == 0 {
                Self::note_work(node, parts.protocol());
            }
            divert(&mut parts.node, &mut parts.treasury, refused.peek());
            treasury.subsume(refused);
            settled.push(parts);
        }

        let refused = pay(royalties, |c| T::Currency::resolve(publisher, c));
        if refused.peek() > 0 {
            settled.iter_mut().for_each(royalty_to_treasury);
            treasury.subsume(refused);
        }
        if Self::pay_treasury(treasury) > 0 {
            settled.iter_mut().for_each(treasury_to_burned);
        }
        // The rest of the credit is the burned part.
        Self::burn(credit);
        settled
    }
}

/// Pays a credit by `how`, unless it is empty; returns the refused credit.
fn pay<Credit: Imbalance<Balance>>(
    credit: Credit,
    how: impl FnOnce(Credit) -> Result<(), Credit>,
) -> Credit {
    credit.drop_zero().or_else(how).err().unwrap_or_else(Credit::zero)
}

/// Moves a royalty that was refused as a whole to the treasury's part.
fn royalty_to_treasury(parts: &mut FeeParts) {
    let royalty = parts.royalty;
    divert(&mut parts.royalty, &mut parts.treasury, royalty);
}

/// Moves a treasury's part that was refused as a whole to the burned part.
fn treasury_to_burned(parts: &mut FeeParts) {
    let treasury = parts.treasury;
    divert(&mut parts.treasury, &mut parts.burned, treasury);
}

/// Moves `amount` between two parts of a fee; changes neither if that is impossible.
fn divert(from: &mut Balance, to: &mut Balance, amount: Balance) {
    if let (Some(less), Some(more)) = (from.checked_sub(amount), to.checked_add(amount)) {
        *from = less;
        *to = more;
    }
}
