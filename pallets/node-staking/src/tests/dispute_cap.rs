//! The cap of what a node loses by the disputes of an era, and what goes beyond it.

use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, NextSlashId};

/// The cap, in percent.
const CAP: u32 = 30;

#[test]
fn is_the_most_that_disputes_of_an_era_take() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        (0..6).for_each(|_| lose(ALICE, 5));
        assert_eq!(fractions(ALICE), [50_000; 6]);
        let (stake, next) = (NodeStaking::stake(&ALICE), NextSlashId::<Test>::get());
        // 400 × 0.95⁶
        assert_eq!(stake, 294_036_756_250_000);
        let _ = events();
        lose(ALICE, 5);
        assert_eq!((fractions(ALICE).len(), NextSlashId::<Test>::get()), (6, next));
        assert_eq!((NodeStaking::stake(&ALICE), events()), (stake, vec![]));
    });
}

#[test]
fn leaves_the_rest_of_it_to_the_next_dispute() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lose(ALICE, 28);
        lose(ALICE, 2);
        lose(ALICE, 1);
        assert_eq!(fractions(ALICE), [280_000, 20_000]);
        run_to_era(1);
        // Another era has a cap of its own.
        lose(ALICE, 29);
        lose(ALICE, 5);
        assert_eq!(fractions(ALICE), [280_000, 20_000, 290_000, 10_000]);
        // A cancelled slash gives its part back.
        cancel_slash(2);
        lose(ALICE, 5);
        assert_eq!(fractions(ALICE), [280_000, 20_000, 10_000, 50_000]);
    });
}

#[test]
fn is_not_filled_by_other_slashes() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        fail_an_era(ALICE);
        equivocate(ALICE, Perbill::from_percent(20));
        lose(ALICE, CAP);
        assert_eq!(fractions(ALICE), [1_000, 200_000, 300_000]);
    });
}

#[test]
fn gives_way_to_what_pays_the_owed_parts() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lose(ALICE, CAP);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT / 5), (FERDIE, UNIT, UNIT / 10), (BOB, UNIT, 0)]);
        // A quarter of 1.2 % of 100 NES.
        assert_eq!(fractions(ALICE), [300_000, 12_000]);
        assert_eq!(awards_of(1), [(EVE, UNIT / 5), (FERDIE, UNIT / 10)]);
        assert_eq!(NodeStaking::most_for_others(node(ALICE).slashes[1].fraction), 3 * UNIT / 10);
    });
}

#[test]
fn rounds_the_fraction_that_pays_them_up() {
    for owed in [1, UNIT / 10 + 1, UNIT / 3, 1_234_567_890_123 / 7] {
        build_and_execute(|| {
            register(ALICE, 4 * STAKE);
            lose(ALICE, CAP);
            lose_with(ALICE, 5, &[(EVE, UNIT, owed)]);
            let fraction = node(ALICE).slashes[1].fraction;
            assert_eq!(awards_of(1), [(EVE, owed)]);
            assert!(NodeStaking::most_for_others(fraction) >= owed);
            let less = Perbill::from_parts(fraction.deconstruct() - 1);
            assert!(NodeStaking::most_for_others(less) < owed);
        });
    }
}

#[test]
fn gives_way_to_no_more_than_the_whole_fraction() {
    for owed in [2 * UNIT, u128::MAX] {
        build_and_execute(|| {
            register(ALICE, 4 * STAKE);
            lose(ALICE, CAP);
            lose_with(ALICE, 5, &[(EVE, owed, owed), (FERDIE, UNIT, UNIT)]);
            assert_eq!(fractions(ALICE), [300_000, 50_000]);
            assert_eq!(awards_of(1), [(EVE, 5 * UNIT / 4)]);
        });
    }
}

#[test]
fn that_is_passed_in_part_takes_the_rest_of_it_or_what_pays_the_owed_parts() {
    for (owed, fraction) in [(0, 10_000), (UNIT / 4, 10_000), (3 * UNIT / 10, 12_000)] {
        build_and_execute(|| {
            register(ALICE, 4 * STAKE);
            lose(ALICE, CAP - 1);
            lose_with(ALICE, 5, &[(EVE, UNIT, owed)]);
            assert_eq!(fractions(ALICE), [290_000, fraction]);
            let paid = if owed > 0 { vec![(EVE, owed)] } else { vec![] };
            assert_eq!(awards_of(1), paid);
        });
    }
}

/// The example of the specification, for a hundredth of its amounts.
#[test]
fn is_what_the_specification_says() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lose(ALICE, CAP - 2);
        lose(ALICE, 5);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT / 5)]);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT), (FERDIE, UNIT / 2, UNIT / 2)]);
        assert_eq!(fractions(ALICE), [280_000, 20_000, 8_000, 50_000]);
        assert_eq!(awards_of(2), [(EVE, UNIT / 5)]);
        assert_eq!(awards_of(3), [(EVE, UNIT), (FERDIE, UNIT / 4)]);
    });
}
