//! The fraction of a stake that slashes leave.

use nes_core::Balance;
use sp_arithmetic::{
    helpers_128bit::multiply_by_rational_with_rounding, PerThing, Perbill, Rounding,
};
use sp_core::U256;

/// The fraction of a node's shares that its slashes have left.
///
/// It is kept in units of 10⁻³⁶ and rounded down at each slash, so that after 64 slashes it lacks
/// less than 10⁻³⁴: far below a planck in any stake.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Retained(u128);

/// The whole, in units.
const ALL: u128 = 1_000_000_000_000_000_000_000_000_000_000_000_000;

impl Retained {
    /// The fraction before any slash: a share is worth a planck.
    pub const ALL: Self = Self(ALL);

    /// Returns the fraction after one more slash of `fraction`: `self × (1 − fraction)`.
    pub fn after(self, fraction: Perbill) -> Self {
        let kept = fraction.left_from_one().deconstruct().into();
        Self(scale(self.0, kept, Perbill::one().deconstruct().into(), Rounding::Down).unwrap_or(0))
    }

    /// Returns the value of `shares`, rounded down, in planck.
    pub fn value(self, shares: Balance) -> Balance {
        // The result always fits: it is a fraction of a balance.
        scale(shares, self.0, ALL, Rounding::Down).unwrap_or(0)
    }

    /// Returns the most shares whose exact value is at most `amount`: `amount ÷ self`, rounded
    /// down. Returns `None` if shares are worth nothing, or the number does not fit.
    pub fn shares_for(self, amount: Balance) -> Option<Balance> {
        scale(amount, ALL, self.0, Rounding::Down)
    }

    /// Returns the fewest shares whose value is `amount`: `amount ÷ self`, rounded up. Returns
    /// `None` if shares are worth nothing, or the number does not fit.
    pub fn shares_worth(self, amount: Balance) -> Option<Balance> {
        scale(amount, ALL, self.0, Rounding::Up)
    }

    /// Returns true if less than `fraction` is left.
    pub fn is_below(self, fraction: Perbill) -> bool {
        let unit = ALL.checked_div(Perbill::one().deconstruct().into()).unwrap_or(ALL);
        self.0 < unit.saturating_mul(fraction.deconstruct().into())
    }
}

/// The value of several lots of shares together.
///
/// It is rounded down only once, so that dividing a lot or joining two changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Worth(U256);

impl Worth {
    /// Returns the value with another lot of `shares`, of which `retained` is left; `None` if it
    /// cannot be counted.
    pub fn and(self, shares: Balance, retained: Retained) -> Option<Self> {
        let more = U256::from(shares).checked_mul(retained.0.into())?;
        Some(Self(self.0.checked_add(more)?))
    }

    /// Returns the value in planck, rounded down; `None` if it cannot be counted.
    pub fn planck(self) -> Option<Balance> {
        self.0.checked_div(ALL.into())?.try_into().ok()
    }
}

/// Returns `of × numerator ÷ denominator`, of which only the result has to fit.
fn scale(of: u128, numerator: u128, denominator: u128, rounding: Rounding) -> Option<u128> {
    multiply_by_rational_with_rounding(of, numerator, denominator, rounding)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "the amounts of the tests are small")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The cap of all NES, as shares of a node that is left with a tenth of its worth.
    const MOST: Balance = 20_000_000_000 * 1_000_000_000_000;

    fn after(fractions: &[u32]) -> Retained {
        let slash = |left: Retained, parts: &u32| left.after(Perbill::from_parts(*parts));
        fractions.iter().fold(Retained::ALL, slash)
    }

    #[test]
    fn worked_examples() {
        let left = after(&[562_500_000]);
        assert_eq!(left.value(16), 7);
        assert_eq!(left.shares_for(7), Some(16));
        assert_eq!(left.after(Perbill::from_percent(50)).value(1_000), 218);
        assert_eq!(after(&[1_000_000_000]).value(MOST), 0);
        assert_eq!(after(&[1_000_000_000]).shares_for(1), None);
        assert!(left.is_below(Perbill::from_percent(44)));
        assert!(!left.is_below(Perbill::from_parts(437_500_000)));
    }

    proptest! {
        #[test]
        fn before_any_slash_a_share_is_a_planck(amount in 0..MOST) {
            prop_assert_eq!(Retained::ALL.value(amount), amount);
            prop_assert_eq!(Retained::ALL.shares_for(amount), Some(amount));
            prop_assert_eq!(Retained::ALL.shares_worth(amount), Some(amount));
        }

        /// Checks that `value × 10^(9 × slashes)` is within one planck of `shares × Π(10⁹ −
        /// parts)`, which fits into 128 bits for shares of a NES and two slashes.
        #[test]
        fn a_value_is_within_a_planck_of_the_exact_one(
            shares in 0..1_000_000_000_000_u128,
            one in 0..1_000_000_000_u32,
            two in 0..1_000_000_000_u32,
        ) {
            let exact = shares * u128::from(1_000_000_000 - one) * u128::from(1_000_000_000 - two);
            let value = after(&[one, two]).value(shares);
            let exact = exact / 1_000_000_000_000_000_000;
            prop_assert!(value == exact || value + 1 == exact, "{} is not {}", value, exact);
        }

        #[test]
        fn shares_cost_no_more_than_is_paid_and_yield_no_less_than_is_asked(
            amount in 0..MOST / 10,
            fractions in prop::collection::vec(0..200_000_000_u32, 0..10),
        ) {
            let left = after(&fractions);
            let bought = left.shares_for(amount).unwrap();
            prop_assert!(left.value(bought) <= amount);
            let sold = left.shares_worth(amount).unwrap();
            prop_assert_eq!(left.value(sold), amount);
            prop_assert!(sold - bought <= 1);
        }

        #[test]
        fn lots_are_worth_together_what_they_are_worth_as_one(
            lots in prop::collection::vec(0..MOST / 10, 1..10),
            fractions in prop::collection::vec(0..=1_000_000_000_u32, 0..64),
        ) {
            let left = after(&fractions);
            let apart = lots.iter().try_fold(Worth::default(), |sum, lot| sum.and(*lot, left));
            prop_assert_eq!(apart.unwrap().planck(), Some(left.value(lots.iter().sum())));
        }

        #[test]
        fn splitting_shares_costs_at_most_a_planck(
            one in 0..MOST / 2,
            other in 0..MOST / 2,
            fractions in prop::collection::vec(0..=1_000_000_000_u32, 0..64),
        ) {
            let left = after(&fractions);
            let (apart, together) = (left.value(one) + left.value(other), left.value(one + other));
            prop_assert!(apart == together || apart + 1 == together);
        }
    }
}
