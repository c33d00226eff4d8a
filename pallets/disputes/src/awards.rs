//! The slashes of a wrong committee, and the payments out of them. Nothing here reads storage.

use alloc::vec::Vec;

use nes_core::Balance;
use nes_traits::Award;
use sp_runtime::{
    helpers_128bit::multiply_by_rational_with_rounding, Perbill, Rounding, Saturating,
};

/// The most that a dispute destroys, as a multiple of what the winners have risked.
const MOST_OF_RISK: Balance = 4;

/// The winners' part of the slashes, as one part of that number.
const REWARD: Balance = 5;

/// The first winner's part of that reward, as one part of that number.
const FIRST: Balance = 2;

/// The most payees of one slash.
const MAX_PAYEES: usize = 5;

/// A winner of a dispute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Winner<AccountId> {
    /// The account that gets its bond back.
    pub(crate) who: AccountId,
    /// The account that gets its reward.
    pub(crate) name: AccountId,
    /// The part of its bond that was spent, in planck.
    pub(crate) spent: Balance,
    /// The amount that it risked, in planck.
    pub(crate) risk: Balance,
}

/// A payment that slashes are to make.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Due<AccountId> {
    /// The account that is paid.
    pub(crate) who: AccountId,
    /// The amount that is left to pay, in planck.
    pub(crate) amount: Balance,
    /// The part of it, in planck, that is paid even out of a slash beyond what a node can lose in an
    /// era.
    pub(crate) owed: Balance,
}

impl<AccountId> Due<AccountId> {
    /// Takes as much of the payment as `limit` allows; returns the amount, and how much of it is owed.
    fn take(&mut self, limit: Balance) -> (Balance, Balance) {
        let amount = self.amount.min(limit);
        let owed = self.owed.min(amount);
        self.amount = self.amount.saturating_sub(amount);
        self.owed = self.owed.saturating_sub(owed);
        (amount, owed)
    }
}

/// Returns the fraction of their stake that the wrong members lose: `fraction`, or less of each, so
/// that it takes no more of the `stakes` than four times the `risk` of the winners. It is rounded
/// down, for the slashed.
pub(crate) fn limited(fraction: Perbill, stakes: &[Balance], risk: Balance) -> Option<Perbill> {
    // Rounded up, so that the smaller fraction of each keeps within the limit to the planck.
    let most = |sum: Balance, stake: &Balance| sum.checked_add(fraction.mul_ceil(*stake));
    let (total, limit) = (stakes.iter().try_fold(0, most)?, risk.checked_mul(MOST_OF_RISK)?);
    if total <= limit {
        return Some(fraction);
    }
    let parts = share(fraction.deconstruct().into(), limit, total)?;
    Some(Perbill::from_parts(parts.try_into().ok()?))
}

/// Returns the sum of what `fraction` takes of each of the `stakes`.
fn losses(fraction: Perbill, stakes: &[Balance]) -> Option<Balance> {
    stakes.iter().try_fold(0, |sum: Balance, stake| sum.checked_add(fraction.mul_floor(*stake)))
}

/// Returns all payments for the slash of `fraction` of the `stakes` in their order: the `winners`'
/// spent bonds, the `restitution`, and the rewards.
///
/// A fifth of the slashes is the reward: half of it is the first winner's, and the rest is divided
/// by what the winners risked, each part rounded down, for the treasury. No reward is above its
/// winner's risk. Together they are owed up to `bond`.
pub(crate) fn dues<AccountId: Clone>(
    winners: &[Winner<AccountId>],
    restitution: (AccountId, Balance),
    fraction: Perbill,
    stakes: &[Balance],
    bond: Balance,
) -> Option<Vec<Due<AccountId>>> {
    let whole = |who, amount| Due { who, amount, owed: amount };
    let spent = winners.iter().map(|winner| whole(winner.who.clone(), winner.spent));
    let mut dues: Vec<_> = spent.collect();
    let (payer, paid) = restitution;
    dues.push(whole(payer, paid));

    let reward = losses(fraction, stakes)?.checked_div(REWARD)?;
    let first = reward.checked_div(FIRST)?;
    let rest = reward.checked_sub(first)?;
    let risks = winners.iter().try_fold(0, |sum: Balance, winner| sum.checked_add(winner.risk))?;
    let mut owed = bond;
    for (index, winner) in winners.iter().enumerate() {
        let own = share(rest, winner.risk, risks)?;
        let own = if index == 0 { own.checked_add(first)? } else { own };
        let mut due = whole(winner.name.clone(), own.min(winner.risk));
        due.owed = due.owed.min(owed);
        owed = owed.checked_sub(due.owed)?;
        dues.push(due);
    }
    Some(dues)
}

/// Takes the awards of one slash out of the `dues`, in their order, up to `limit`, to at most five
/// accounts of which `may_get` is true.
pub(crate) fn award<AccountId: Clone + PartialEq>(
    dues: &mut [Due<AccountId>],
    limit: Balance,
    may_get: impl Fn(&AccountId) -> bool,
) -> Vec<Award<AccountId>> {
    let mut awards: Vec<Award<AccountId>> = Vec::new();
    let mut left = limit;
    for due in dues.iter_mut().filter(|due| due.amount > 0 && may_get(&due.who)) {
        let own = awards.iter().position(|award| award.who == due.who);
        if left == 0 || (own.is_none() && awards.len() >= MAX_PAYEES) {
            continue;
        }
        let (amount, owed) = due.take(left);
        left = left.saturating_sub(amount);
        match own.and_then(|own| awards.get_mut(own)) {
            // All of them together are within the limit.
            Some(award) => {
                award.amount.saturating_accrue(amount);
                award.owed.saturating_accrue(owed);
            }
            None => awards.push(Award { who: due.who.clone(), amount, owed }),
        }
    }
    awards
}

/// Returns `whole × part ÷ all`, rounded down; zero if there is nothing to divide by.
fn share(whole: Balance, part: Balance, all: Balance) -> Option<Balance> {
    if all == 0 {
        return Some(0);
    }
    multiply_by_rational_with_rounding(whole, part, all, Rounding::Down)
}

#[cfg(test)]
#[allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    /// More than all NES that there can be, in planck.
    const MOST: Balance = 10_000_000_000_000_000_000_000;

    fn winner(name: u64, spent: Balance, risk: Balance) -> Winner<u64> {
        Winner { who: name + 100, name, spent, risk }
    }

    fn due(who: u64, amount: Balance, owed: Balance) -> Due<u64> {
        Due { who, amount, owed }
    }

    #[test]
    fn the_dues_are_in_the_order_of_their_urgency() {
        let winners = [winner(1, 70, 1_000), winner(2, 60, 3_000)];
        let fraction = Perbill::from_percent(5);
        // 2,000 in all, 400 of it as rewards: 200 to the first, and 200 by one to three.
        let dues = dues(&winners, (3, 500), fraction, &[20_000; 2], 270).unwrap();
        let expected = [
            due(101, 70, 70),
            due(102, 60, 60),
            due(3, 500, 500),
            due(1, 250, 250),
            due(2, 150, 20),
        ];
        assert_eq!(dues, expected);
    }

    #[test]
    fn winners_without_risk_have_no_reward() {
        let dues = dues(&[winner(1, 70, 0)], (3, 0), Perbill::one(), &[1_000], 100).unwrap();
        assert_eq!(dues, [due(101, 70, 70), due(3, 0, 0), due(1, 0, 0)]);
    }

    #[test]
    fn awards_of_an_account_are_one() {
        let mut dues = [due(1, 10, 10), due(2, 20, 5), due(1, 30, 0), due(3, 40, 40)];
        let awards = award(&mut dues, 75, |who| *who != 2);
        let expected =
            [Award { who: 1, amount: 40, owed: 10 }, Award { who: 3, amount: 35, owed: 35 }];
        assert_eq!(awards, expected);
        assert_eq!(dues, [due(1, 0, 0), due(2, 20, 5), due(1, 0, 0), due(3, 5, 5)]);
        let awards = award(&mut dues, 100, |_| true);
        let expected =
            [Award { who: 2, amount: 20, owed: 5 }, Award { who: 3, amount: 5, owed: 5 }];
        assert_eq!(awards, expected);
    }

    #[test]
    fn a_sixth_account_waits_for_the_next_slash() {
        let mut dues: Vec<_> = (1..=6).map(|who| due(who, 10, 10)).collect();
        dues.push(due(1, 5, 5));
        let awards = award(&mut dues, 1_000, |_| true);
        let paid: Vec<_> = awards.iter().map(|award| (award.who, award.amount)).collect();
        assert_eq!(paid, [(1, 15), (2, 10), (3, 10), (4, 10), (5, 10)]);
        assert_eq!(award(&mut dues, 1_000, |_| true), [Award { who: 6, amount: 10, owed: 10 }]);
    }

    #[test]
    fn amounts_beyond_the_balance_are_none() {
        let half = Perbill::from_percent(50);
        assert_eq!(limited(half, &[Balance::MAX; 3], 1), None);
        assert_eq!(limited(half, &[1], Balance::MAX), None);
        let winners = [winner(1, 0, Balance::MAX), winner(2, 0, 1)];
        assert_eq!(dues(&winners, (3, 0), half, &[1], 1), None);
    }

    proptest! {
        #[test]
        fn a_limited_fraction_takes_no_more_than_the_limit(
            parts in 0..=500_000_000u32,
            stakes in vec(0..MOST, 1..10),
            risk in 0..MOST,
        ) {
            let fraction = Perbill::from_parts(parts);
            let limited = limited(fraction, &stakes, risk).unwrap();
            prop_assert!(limited <= fraction);
            prop_assert!(losses(limited, &stakes).unwrap() <= MOST_OF_RISK * risk || limited == fraction);
            if limited == fraction {
                prop_assert!(losses(fraction, &stakes).unwrap() <= MOST_OF_RISK * risk || parts == 0);
            }
        }

        #[test]
        fn rewards_are_a_fifth_at_most_and_no_more_than_each_risked(
            parts in 0..=500_000_000u32,
            stakes in vec(0..MOST, 1..10),
            risks in vec(0..MOST, 1..5),
            bond in 0..MOST,
        ) {
            let winners: Vec<_> = (0..).zip(&risks).map(|(name, risk)| winner(name, 0, *risk)).collect();
            let fraction = Perbill::from_parts(parts);
            let dues = dues(&winners, (9, 7), fraction, &stakes, bond).unwrap();
            let rewards = &dues[winners.len() + 1..];
            let sum: Balance = rewards.iter().map(|due| due.amount).sum();
            prop_assert!(sum <= losses(fraction, &stakes).unwrap() / REWARD);
            prop_assert!(rewards.iter().zip(&risks).all(|(due, risk)| due.amount <= *risk));
            prop_assert_eq!(rewards.iter().map(|due| due.owed).sum::<Balance>(), sum.min(bond));
        }

        #[test]
        fn awards_are_taken_from_the_dues_up_to_the_limits(
            amounts in vec((0..8u64, 0..1_000u128, 0..1_000u128), 0..10),
            limits in vec(0..2_000u128, 1..10),
        ) {
            let dues = amounts.into_iter().map(|(who, amount, owed)| due(who, amount, owed.min(amount)));
            let mut dues: Vec<_> = dues.collect();
            let before = dues.clone();
            let sum = |dues: &[Due<u64>]| {
                let sums = dues.iter().map(|due| (due.amount, due.owed));
                sums.fold((0, 0), |(amounts, owed), (a, o)| (amounts + a, owed + o))
            };
            let mut paid = (0, 0);
            for (node, limit) in limits.into_iter().enumerate() {
                let awards = award(&mut dues, limit, |who| *who != node as u64);
                let amount: Balance = awards.iter().map(|award| award.amount).sum();
                prop_assert!(amount <= limit && awards.len() <= MAX_PAYEES);
                prop_assert!(awards.iter().all(|award| award.who != node as u64));
                prop_assert!(awards.iter().all(|award| award.owed <= award.amount));
                paid.0 += amount;
                paid.1 += awards.iter().map(|award| award.owed).sum::<Balance>();
            }
            let left = sum(&dues);
            prop_assert_eq!((paid.0 + left.0, paid.1 + left.1), sum(&before));
        }
    }
}
