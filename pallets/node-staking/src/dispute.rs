//! Lost disputes: the slash of a node whose answer another committee has contradicted, and what is
//! paid out of it to those whom the answer harmed.

use nes_core::Balance;
use nes_traits::LostDispute;
use sp_runtime::{DispatchResult, PerThing, Perbill, SaturatedConversion, Saturating};

use crate::{node::Record, types::DISPUTE_SLASHES, Awards, Config, Nodes, Pallet, SlashKind};

impl<T: Config> Pallet<T> {
    /// Slashes a node for a dispute that it lost, and jails it if that was one too many. A node that
    /// was removed has no stake left to slash, and a list with few places left takes no more.
    pub(crate) fn lose_dispute(lost: LostDispute<T::AccountId>) -> DispatchResult {
        let LostDispute { node, fraction: wanted, mut awards } = lost;
        if !Nodes::<T>::contains_key(&node) {
            return Ok(());
        }
        let mut record = Record::<T>::load(&node)?;
        if record.node().slashes.len() >= DISPUTE_SLASHES {
            return Ok(());
        }
        awards.retain(|award| award.who != node);
        let mut awards = Awards::truncate_from(awards);
        let taken = record.node().lost_by_disputes(Self::active_era());
        let left = Self::params().dispute_cap.saturating_sub(taken);
        let fraction = match wanted <= left {
            true => wanted,
            false => Self::beyond_the_cap(wanted, left, &mut awards),
        };
        if fraction.is_zero() {
            return Ok(());
        }
        cut(&mut awards, Self::most_for_others(fraction));
        let slash = record.slash(fraction, |_| SlashKind::Dispute, None, awards)?;
        if Self::note_dispute(&node) {
            record.jail_for(slash);
        }
        record.slashed(slash);
        record.save()
    }

    /// Returns the most that anyone but the treasury gets out of a slash of `fraction`, in planck: a
    /// quarter of what it takes from the minimum self stake. So no operator, and nobody with a key
    /// of its node, can turn a large stake into money of their own by a fault.
    pub(crate) fn most_for_others(fraction: Perbill) -> Balance {
        Perbill::from_percent(25).mul_floor(fraction.mul_floor(Self::params().min_self_stake))
    }

    /// Cuts the `wanted` fraction to what is `left` of the cap of an era, but not below what pays the
    /// owed parts of the `awards`, to which these are cut.
    fn beyond_the_cap(
        wanted: Perbill,
        left: Perbill,
        awards: &mut Awards<T::AccountId>,
    ) -> Perbill {
        for award in awards.iter_mut() {
            award.amount = award.amount.min(award.owed);
        }
        let mut amounts = awards.iter().map(|award| award.amount);
        let owed = amounts.try_fold(0, |sum: Balance, amount| sum.checked_add(amount));
        let least = owed.and_then(Self::fraction_that_pays).unwrap_or(Perbill::one());
        least.min(wanted).max(left)
    }

    /// Returns the smallest fraction, rounded up, of which [`Pallet::most_for_others`] is `amount` or
    /// more; `None` if no number can express it.
    fn fraction_that_pays(amount: Balance) -> Option<Perbill> {
        let minimum = Self::params().min_self_stake;
        let parts = amount.checked_mul(4)?.checked_mul(Perbill::ACCURACY.into())?;
        let parts = parts.checked_add(minimum.checked_sub(1)?)?.checked_div(minimum)?;
        Some(Perbill::from_parts(parts.saturated_into()))
    }
}

/// Cuts the `awards` in their order to `most` (planck) together, and drops those of which nothing is
/// left.
fn cut<AccountId>(awards: &mut Awards<AccountId>, most: Balance) {
    let mut left = most;
    for award in awards.iter_mut() {
        award.amount = award.amount.min(left);
        left = left.saturating_sub(award.amount);
    }
    awards.retain(|award| award.amount > 0);
}
