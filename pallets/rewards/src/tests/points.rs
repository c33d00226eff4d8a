use frame_support::dispatch::DispatchClass;
use nes_traits::{BlockCount, FeeSettlement};

use crate::{mock::*, NodePoints, Points, RunningEra};

fn running() -> RunningEra {
    Rewards::running_era()
}

#[test]
fn are_twenty_for_each_block() {
    build_and_execute(|| {
        author(ALICE, 3);
        author(BOB, 1);

        assert_eq!(Rewards::points(0, &ALICE), Points { validation: 60, work: 0 });
        assert_eq!(Rewards::points(0, &BOB), Points { validation: 20, work: 0 });
        assert_eq!(running().points, Points { validation: 80, work: 0 });
    });
}

#[test]
fn tell_the_blocks_of_the_running_era() {
    build_and_execute(|| {
        let blocks = || (Rewards::blocks(), [ALICE, BOB].map(|who| Rewards::blocks_of(&who)));
        assert_eq!(blocks(), (0, [0, 0]));
        author(ALICE, 3);
        author(BOB, 1);
        // Work is no block.
        work(BOB, 1_000);
        assert_eq!(blocks(), (4, [3, 1]));
        end_era();
        assert_eq!(blocks(), (0, [0, 0]));
        author(BOB, 2);
        assert_eq!(blocks(), (2, [0, 2]));
    });
}

#[test]
fn of_blocks_weigh_what_they_take() {
    build_and_execute(|| {
        let before = System::block_weight().get(DispatchClass::Mandatory).ref_time();
        author(ALICE, 2);
        let after = System::block_weight().get(DispatchClass::Mandatory).ref_time();
        assert_eq!(after - before, 20_000_000);
    });
}

#[test]
fn are_the_protocols_share_of_each_fee() {
    build_and_execute(|| {
        work(ALICE, 1_000);
        work(ALICE, 999);
        work(BOB, 10_000);

        assert_eq!(Rewards::points(0, &ALICE), Points { validation: 0, work: 199 });
        assert_eq!(running().points, Points { validation: 0, work: 1_199 });
        assert_eq!(running().burned, 50 + 49 + 500);
    });
}

#[test]
fn come_of_no_settlement_but_of_the_count_of_its_work() {
    build_and_execute(|| {
        let parts = settle_one(ALICE, 1_000);
        assert_eq!(running().points, Points::default());
        assert_eq!(NodePoints::<Test>::iter().count(), 0);

        Rewards::count_work(&ALICE, parts.protocol());
        assert_eq!(Rewards::points(0, &ALICE), Points { validation: 0, work: 100 });
        assert_eq!(running().points, Points { validation: 0, work: 100 });
        // The money has moved with the settlement.
        assert_eq!((gained(ALICE), running().burned), (900, 50));
    });
}

#[test]
fn belong_to_the_era_of_the_count() {
    build_and_execute(|| {
        let parts = settle_one(ALICE, 1_000);
        end_era();
        Rewards::count_work(&ALICE, parts.protocol());

        assert_eq!(Rewards::points(0, &ALICE), Points::default());
        assert_eq!(Rewards::points(1, &ALICE), Points { validation: 0, work: 100 });
        assert_eq!(running().points, Points { validation: 0, work: 100 });
        assert_eq!(Rewards::ended_era(0).unwrap().burned, 50);
    });
}

#[test]
fn come_of_no_work_that_paid_the_protocol_nothing() {
    build_and_execute(|| {
        Rewards::count_work(&ALICE, 0);
        assert_eq!(NodePoints::<Test>::iter().count(), 0);
        assert_eq!(running(), RunningEra::default());
    });
}

#[test]
fn begin_anew_with_each_era() {
    build_and_execute(|| {
        author(ALICE, 1);
        work(ALICE, 1_000);
        end_era();

        assert_eq!(running(), RunningEra { era: 1, ..Default::default() });
        assert_eq!(Rewards::points(0, &ALICE), Points { validation: 20, work: 100 });
        assert_eq!(Rewards::points(1, &ALICE), Points::default());
    });
}
