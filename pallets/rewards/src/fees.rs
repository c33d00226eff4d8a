//! The division and the payment of settled fees.

use alloc::vec::Vec;

use frame_support::traits::{fungible::Balanced, Imbalance};
use nes_core::{Balance, FeeParts};
use nes_traits::{Attendance, FeeShare, NodeRewards};
use sp_runtime::Perbill;

use crate::{account::pay, Config, CreditOf, Pallet};

impl<T: Config> Pallet<T> {
    /// Divides `credit`, the sum of the `shares`, and pays everyone; the rest is the burned part.
    ///
    /// Returns the parts as they were paid: a part that could not be paid is the treasury's, and
    /// one that the treasury could not take is burned.
    pub(crate) fn settle_fees(
        mut credit: CreditOf<T>,
        shares: &[FeeShare<T::AccountId>],
        publisher: &T::AccountId,
        royalty: Perbill,
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
        Self::burn(credit);
        settled
    }

    /// Pays each node its part of `credit`, the sum of the `attendances`, and the treasury the rest.
    ///
    /// Returns the parts as they were paid: a node's part that could not be paid is the treasury's,
    /// and what the treasury could not take is burned.
    pub(crate) fn pay_attendances(
        mut credit: CreditOf<T>,
        attendances: &[Attendance<T::AccountId>],
    ) -> Vec<FeeParts> {
        let mut paid = Vec::with_capacity(attendances.len());
        for Attendance { node, amount, reward } in attendances {
            let node_part = credit.extract((*reward).min(*amount));
            let mut parts = FeeParts { node: node_part.peek(), ..Default::default() };
            parts.treasury = amount.saturating_sub(parts.node);
            let refused = pay(node_part, |c| T::NodeRewards::reward(node, c));
            divert(&mut parts.node, &mut parts.treasury, refused.peek());
            credit.subsume(refused);
            paid.push(parts);
        }
        if Self::pay_treasury(credit) > 0 {
            paid.iter_mut().for_each(treasury_to_burned);
        }
        paid
    }
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
