//! The earnings of a node from an era's emission.
//!
//! *Validators* earn in proportion to their points: `payout × points ÷ total`.
//!
//! *Incentives* go to the nodes whose work paid fees. The points of a node are the protocol's
//! shares P of these fees, and it earns
//!
//! `points × min(ρ, budget ÷ total)`, with ρ < 1.
//!
//! So nobody gains by buying from himself: such a fee G permanently costs its protocol's share P
//! and brings back at most ρ × P, even if the buyer is the node, its only staker and the publisher:
//!
//! `−G + (G − P) + ρ × P = −(1 − ρ) × P ≤ 0`.

use nes_core::Balance;
use sp_arithmetic::{helpers_128bit::multiply_by_rational_with_rounding, Perbill, Rounding};

/// Returns the part of `whole` that `points` of `total` earn, rounded down; 0 if nobody has points.
pub fn portion(whole: Balance, points: u128, total: u128) -> Balance {
    let points = points.min(total);
    multiply_by_rational_with_rounding(whole, points, total, Rounding::Down).unwrap_or_default()
}

/// Returns the incentive of a node with `points` of `total` from a `budget`, in planck: the lesser
/// of its part of the budget and `ratio` of its points, each rounded down.
pub fn incentive(points: Balance, total: Balance, budget: Balance, ratio: Perbill) -> Balance {
    portion(budget, points, total).min(ratio.mul_floor(points))
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "the amounts of the tests are small")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::split;

    #[test]
    fn worked_examples() {
        assert_eq!(portion(1_000, 20, 60), 333);
        assert_eq!(portion(1_000, 0, 60), 0);
        assert_eq!(portion(1_000, 60, 60), 1_000);
        assert_eq!(portion(1_000, 0, 0), 0);
        assert_eq!(portion(Balance::MAX, 1, 1), Balance::MAX);
        let ratio = Perbill::from_percent(80);
        // A large budget pays four fifths of what the work paid; a small one is divided.
        assert_eq!(incentive(100, 1_000, 10_000, ratio), 80);
        assert_eq!(incentive(100, 1_000, 500, ratio), 50);
        assert_eq!(incentive(1, 1, 10_000, ratio), 0);
    }

    proptest! {
        #[test]
        fn the_portions_sum_to_no_more_than_the_whole(
            whole in any::<Balance>(),
            points in prop::collection::vec(0..1_000_000_000_000_u128, 1..20),
        ) {
            let total = points.iter().sum();
            let portions = points.iter().map(|points| portion(whole, *points, total));
            let paid: Balance = portions.sum();
            prop_assert!(paid <= whole);
            // Less than a planck is lost for each of them.
            let lost = if total == 0 { whole } else { whole - paid };
            prop_assert!(total == 0 || lost < u128::try_from(points.len()).unwrap());
        }

        #[test]
        fn the_incentives_sum_to_no_more_than_the_budget(
            budget in any::<Balance>(),
            points in prop::collection::vec(any::<u64>(), 1..20),
            ratio in 0u32..=950_000_000,
        ) {
            let total = points.iter().copied().map(u128::from).sum();
            let ratio = Perbill::from_parts(ratio);
            let paid: Balance = points
                .iter()
                .map(|points| incentive((*points).into(), total, budget, ratio))
                .sum();
            prop_assert!(paid <= budget);
        }

        /// Checks that a payer never gets back more than a fee, and less if the protocol has a
        /// share of it: all but that share can return to the payer, and the incentive is less than
        /// the share, whatever governance sets and others do.
        #[test]
        fn buying_from_oneself_loses_money(
            fee in 1u128..1 << 100,
            protocol in 0u32..=300_000_000,
            burn in 0u32..=1_000_000_000,
            royalty in 0u32..=100_000_000,
            ratio in 0u32..=950_000_000,
            others in 0u128..1 << 100,
            budget in any::<Balance>(),
        ) {
            let parts = split(
                fee,
                Perbill::from_parts(protocol),
                Perbill::from_parts(burn),
                Perbill::from_parts(royalty),
            );
            let points = parts.burned + parts.treasury;
            let brought = incentive(points, points + others, budget, Perbill::from_parts(ratio));
            let back = parts.node + parts.royalty + brought;
            prop_assert!(back <= fee);
            prop_assert!(points == 0 || back < fee);
        }
    }
}
