//! The amounts of a dispute: the bond, the price of a seat, and the division of what was spent.
//! Nothing here reads storage.

use alloc::vec::Vec;

use frame_support::traits::Defensive;
use nes_core::Balance;

/// The treasury's part of the price of a seat, as one part of that number of the node's pay.
const TENTH: Balance = 10;

/// Returns the price of a seat whose node is paid `pay`: a tenth more, rounded up, for the treasury.
/// It is `None` if it exceeds [`Balance`].
pub(crate) fn seat_price(pay: Balance) -> Option<Balance> {
    pay.checked_add(pay.div_ceil(TENTH))
}

/// Returns the bond of a dispute before `seats` nodes, each of which can be paid `cost`: the price of
/// all seats. It is `None` if it exceeds [`Balance`].
///
/// The spent amount is never above it: there are no more members than seats, none is paid more than
/// `cost`, and the price of a seat does not fall when its pay rises.
pub(crate) fn bond(cost: Balance, seats: u8) -> Option<Balance> {
    seat_price(cost)?.checked_mul(seats.into())
}

/// Divides `amount` into this `number` of equal parts; the first ones have a planck more if it does
/// not come out even. There are none if the number is zero.
pub(crate) fn equal_parts(amount: Balance, number: u8) -> Vec<Balance> {
    let count = Balance::from(number);
    let (part, over) = (amount.checked_div(count), amount.checked_rem(count).unwrap_or_default());
    let one = |index: Balance| Some(part?.saturating_add(Balance::from(index < over)));
    (0..count).filter_map(one).collect()
}

/// Returns the sum of amounts that all exist, so that it cannot overflow.
pub(crate) fn sum(mut amounts: impl Iterator<Item = Balance>) -> Balance {
    amounts
        .try_fold(0, |sum: Balance, amount| sum.checked_add(amount))
        .defensive_unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a test may panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_seat_costs_a_tenth_more_than_its_pay_rounded_up() {
        let prices = [0, 1, 9, 10, 11, 20, 21, 1_000].map(seat_price);
        assert_eq!(prices, [0, 2, 10, 11, 13, 22, 24, 1_100].map(Some));
        assert_eq!(seat_price(Balance::MAX), None);
    }

    #[test]
    fn a_bond_is_the_price_of_all_seats() {
        assert_eq!(bond(1_000, 9), Some(9_900));
        assert_eq!(bond(1, 9), Some(18));
        assert_eq!(bond(0, 9), Some(0));
        assert_eq!(bond(Balance::MAX / 9, 9), None);
    }

    #[test]
    fn the_first_parts_have_the_remainder() {
        assert_eq!(equal_parts(11, 4), [3, 3, 3, 2]);
        assert_eq!(equal_parts(1, 3), [1, 0, 0]);
        assert_eq!(equal_parts(0, 2), [0, 0]);
        assert_eq!(equal_parts(7, 1), [7]);
        assert_eq!(equal_parts(7, 0), []);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_differ_by_a_planck(amount: Balance, number in 1..9u8) {
            let parts = equal_parts(amount, number);
            prop_assert_eq!(parts.len(), usize::from(number));
            prop_assert_eq!(parts.iter().sum::<Balance>(), amount);
            let (most, least) = (parts.iter().max().unwrap(), parts.iter().min().unwrap());
            prop_assert!(most - least <= 1);
        }

        #[test]
        fn nothing_that_is_spent_is_above_the_bond(
            cost in 0..Balance::MAX / 100,
            below: Balance,
            members in 0..=9u8,
            seats in 0..=9u8,
        ) {
            let (pay, members) = (below % (cost + 1), members.min(seats));
            let spent = seat_price(pay).unwrap() * Balance::from(members);
            prop_assert!(spent <= bond(cost, seats).unwrap());
        }
    }
}
