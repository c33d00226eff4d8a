//! The payment for the attendance of nodes in tasks without an agreed output.

use frame_support::traits::{
    fungible::{Balanced, Mutate},
    tokens::{
        Fortitude::Polite,
        Precision::Exact,
        Preservation::{Expendable, Preserve},
    },
};
use nes_core::{Balance, FeeParts};
use nes_traits::{Attendance, FeeSettlement};
use proptest::prelude::*;

use crate::{mock::*, Points, RunningEra};

/// The nodes, the amounts that are taken for them and their parts of these.
type Seats<'a> = &'a [(u64, Balance, Balance)];

/// Pays for the attendance of nodes from the payer's account, and checks that no planck appears or
/// disappears.
fn attend(seats: Seats<'_>) -> Vec<FeeParts> {
    let issuance = Balances::total_issuance();
    let treasury = Balances::free_balance(TREASURY);
    let total = seats.iter().map(|(_, amount, _)| amount).sum();
    let credit = Balances::withdraw(&PAYER, total, Exact, Preserve, Polite).unwrap();
    let attendance = |&(node, amount, reward): &(_, _, _)| Attendance { node, amount, reward };
    let attendances: Vec<_> = seats.iter().map(attendance).collect();

    let paid = Rewards::attend(credit, &attendances);

    assert_eq!(paid.len(), seats.len());
    for (parts, (_, amount, reward)) in paid.iter().zip(seats) {
        assert_eq!(parts.burned + parts.treasury + parts.node, *amount);
        assert!(parts.royalty == 0 && parts.node <= *reward);
    }
    let sum = |part: fn(&FeeParts) -> Balance| paid.iter().map(part).sum::<Balance>();
    assert_eq!(Balances::total_issuance() + sum(|parts| parts.burned), issuance);
    assert_eq!(Balances::free_balance(TREASURY), treasury + sum(|parts| parts.treasury));
    paid
}

fn parts(node: Balance, treasury: Balance, burned: Balance) -> FeeParts {
    FeeParts { node, treasury, burned, royalty: 0 }
}

#[test]
fn pays_each_node_its_part_and_the_treasury_the_rest() {
    build_and_execute(|| {
        let paid = attend(&[(ALICE, 1_000, 100), (BOB, 50, 0), (CHARLIE, 0, 0), (BOB, 20, 20)]);
        let expected = [parts(100, 900, 0), parts(0, 50, 0), parts(0, 0, 0), parts(20, 0, 0)];
        assert_eq!(paid, expected);
        assert_eq!([ALICE, BOB, CHARLIE].map(gained), [100, 20, 0]);
        assert_eq!((gained(TREASURY), gained(PUBLISHER)), (950, 0));
    });
}

#[test]
fn pays_nobody_for_nothing() {
    build_and_execute(|| {
        assert!(attend(&[]).is_empty());
        assert_eq!(attend(&[(ALICE, 0, 0)]), [FeeParts::default()]);
        assert_eq!((gained(ALICE), gained(TREASURY)), (0, 0));
    });
}

#[test]
fn gives_no_node_more_than_is_taken_for_it() {
    build_and_execute(|| {
        assert_eq!(attend(&[(ALICE, 100, 101), (BOB, 0, 1)]), [parts(100, 0, 0), parts(0, 0, 0)]);
    });
}

#[test]
fn gives_the_part_of_a_node_that_cannot_take_it_to_the_treasury() {
    build_and_execute(|| {
        let paid = attend(&[(ALICE, 1_000, 100), (NOBODY, 90, 9)]);
        assert_eq!(paid, [parts(100, 900, 0), parts(0, 90, 0)]);
        assert_eq!(Balances::free_balance(NOBODY), 0);
    });
}

#[test]
fn gives_what_a_node_hands_back_to_the_treasury() {
    build_and_execute(|| {
        HandedBack::set(40);
        assert_eq!(attend(&[(ALICE, 1_000, 100)]), [parts(60, 940, 0)]);
    });
}

#[test]
fn burns_what_the_treasury_cannot_take() {
    build_and_execute(|| {
        Balances::transfer(&TREASURY, &PAYER, START_BALANCE, Expendable).unwrap();
        let paid = attend(&[(ALICE, 12, 5), (NOBODY, 2, 1)]);
        assert_eq!(paid, [parts(5, 0, 7), parts(0, 0, 2)]);
        assert_eq!(Rewards::running_era().burned, 9);
    });
}

#[test]
fn is_no_paid_work() {
    build_and_execute(|| {
        attend(&[(ALICE, 1_000, 100)]);
        assert_eq!(Rewards::points(0, &ALICE), Points::default());
        assert_eq!(Rewards::running_era(), RunningEra::default());
        author(BOB, 1);
        end_era();
        idle();
        assert_eq!(gained(ALICE), 100);
    });
}

proptest! {
    #[test]
    fn keeps_every_planck(
        seats in prop::collection::vec(
            (
                prop::sample::select(vec![ALICE, BOB, CHARLIE, NOBODY, NOBODY + 1]),
                prop_oneof![0u128..200, 0u128..1 << 100],
                prop_oneof![0u128..20, 0u128..1 << 100],
            ),
            0..=9,
        ),
        handed_back in 0u128..100,
        without_treasury: bool,
    ) {
        build_and_execute(|| {
            HandedBack::set(handed_back);
            if without_treasury {
                Balances::transfer(&TREASURY, &PAYER, START_BALANCE, Expendable).unwrap();
            }
            let paid = attend(&seats);
            let balances: Balance =
                [ALICE, BOB, CHARLIE, NOBODY, NOBODY + 1].map(Balances::free_balance).iter().sum();
            let rewards: Balance = paid.iter().map(|parts| parts.node).sum();
            assert_eq!(balances, 3 * START_BALANCE + rewards);
        });
    }
}
