use nes_traits::Question;
use sp_runtime::{traits::Get, BuildStorage};

use super::*;

const SMALL: Usage = Usage { input: 1, output: 0 };

#[test]
fn are_those_of_the_genesis() {
    build_and_execute(|| {
        assert_eq!(Disputes::rules(), Rules::default());
        assert_eq!(LeastOperators::<Test>::get(), 32);
    });
    build_by_and_execute(DEVELOPMENT, || {
        assert_eq!(Disputes::rules(), DEVELOPMENT);
        assert_eq!(LeastOperators::<Test>::get(), 10);
    });
}

#[test]
fn are_sound_only_within_their_bounds() {
    let public = Rules::default();
    for rules in [
        public,
        DEVELOPMENT,
        Rules { places: 1, ..public },
        Rules { quorum: 5, ..public },
        Rules { quorum: 9, ..public },
        Rules { fewest: 9, ..public },
        Rules { operators: 18, ..public },
        Rules { places: 1, seats: 1, quorum: 1, fewest: 1, operators: 1 },
    ] {
        assert!(rules.is_valid(), "{rules:?}");
    }
    for rules in [
        Rules { places: 0, ..public },
        Rules { places: 5, ..public },
        Rules { seats: 0, quorum: 0, ..public },
        Rules { seats: 10, ..public },
        Rules { quorum: 4, ..public },
        Rules { quorum: 10, ..public },
        Rules { fewest: 8, ..public },
        Rules { operators: 17, ..public },
    ] {
        assert!(!rules.is_valid(), "{rules:?}");
    }
}

#[test]
#[should_panic = "rules out of bounds: Rules"]
fn are_checked_at_genesis() {
    let rules = Rules { places: 0, ..Rules::default() };
    let _ = GenesisConfig::<Test> { rules, ..Default::default() }.build_storage();
}

#[test]
fn give_the_bond_as_the_price_of_all_seats_for_the_maximum_usage() {
    build_and_execute(|| {
        assert_eq!(Disputes::bond(&question(0)), Some(BOND));
        // 7 for a request, and each part is rounded up: 1 for an input unit, 2 for an output unit.
        let odd = Question { median: 7, ..question(0) };
        let cost = 7 + 100 + 100;
        assert_eq!(Disputes::bond(&odd), Some(9 * (cost + 21)));
        let free = Question { median: 0, ..question(0) };
        assert_eq!(Disputes::bond(&free), Some(0));
        let huge = Question { median: Balance::MAX, ..question(0) };
        assert_eq!(Disputes::bond(&huge), None);
    });
    build_by_and_execute(DEVELOPMENT, || {
        assert_eq!(Disputes::bond(&question(0)), Some(5 * SEAT_PRICE));
    });
}

#[test]
fn allow_a_bond_of_a_hundredth_of_the_least_self_stake() {
    build_and_execute(|| {
        // Nine seats of a request and a unit of input: 9 × 1.1 × 1.1 prices.
        let bond = |price: Balance| 9 * price * 121 / 100;
        let price = 1_000 * UNIT / 100 / 1_089 * 100;
        let affords = |price| Disputes::is_affordable(&SHAPE, price, SMALL);
        SelfStake::set(1_000 * UNIT);
        assert!(bond(price) <= 10 * UNIT && affords(price));
        assert!(bond(price + 100) > 10 * UNIT && !affords(price + 100));
        SelfStake::set(2_000 * UNIT);
        assert!(affords(price + 100));
        assert!(!affords(Balance::MAX));
        assert!(!affords(Balance::MAX / 1_000_000_000));
    });
}

#[test]
fn allow_none_where_the_least_self_stake_is_small() {
    build_and_execute(|| {
        SelfStake::set(1_000 * UNIT - 1);
        assert!(!Disputes::is_affordable(&SHAPE, 1, SMALL));
        SelfStake::set(1_000 * UNIT);
        assert!(Disputes::is_affordable(&SHAPE, 1, SMALL));
    });
}
