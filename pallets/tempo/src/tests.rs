//! The tests of the clock.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use frame_support::traits::{Get, GetCallName, OnFinalize, OnInitialize, OnRuntimeUpgrade};

use crate::{mock::*, *};

mod genesis {
    use super::*;

    #[test]
    fn has_the_public_clock_unless_told_otherwise() {
        let public =
            Clock { slot_millis: 3_000, epoch_slots: 1_200, era_epochs: 6, governance_divisor: 1 };
        assert_eq!(Clock::default(), public);
        build_and_execute(Clock::default(), || assert_eq!(ClockStore::<Test>::get(), public));
        sp_io::TestExternalities::default()
            .execute_with(|| assert_eq!(ClockStore::<Test>::get(), public));
    }

    #[test]
    fn writes_the_clock_that_it_is_given() {
        build_and_execute(FAST, || assert_eq!(ClockStore::<Test>::get(), FAST));
    }

    #[test]
    fn leaves_no_call_that_could_change_the_clock() {
        assert!(Call::<Test>::get_call_names().is_empty());
    }

    #[test]
    fn takes_the_shortest_periods() {
        let shortest =
            Clock { slot_millis: 500, epoch_slots: 1, era_epochs: 1, governance_divisor: 1 };
        build_and_execute(shortest, || assert_eq!(ClockStore::<Test>::get(), shortest));
    }

    #[test]
    #[should_panic(expected = "the clock is out of bounds")]
    fn refuses_a_slot_that_is_too_short() {
        new_test_ext(Clock { slot_millis: 498, ..FAST });
    }

    #[test]
    #[should_panic(expected = "the clock is out of bounds")]
    fn refuses_a_slot_that_has_no_half() {
        new_test_ext(Clock { slot_millis: 1_001, ..FAST });
    }

    #[test]
    #[should_panic(expected = "the clock is out of bounds")]
    fn refuses_an_epoch_without_slots() {
        new_test_ext(Clock { epoch_slots: 0, ..FAST });
    }

    #[test]
    #[should_panic(expected = "the clock is out of bounds")]
    fn refuses_an_era_without_epochs() {
        new_test_ext(Clock { era_epochs: 0, ..FAST });
    }

    #[test]
    #[should_panic(expected = "the clock is out of bounds")]
    fn refuses_a_divisor_of_zero() {
        new_test_ext(Clock { governance_divisor: 0, ..FAST });
    }
}

mod periods {
    use super::*;

    fn assert_fast() {
        assert_eq!(SlotMillis::<Test>::get(), 1_000);
        assert_eq!(HalfSlotMillis::<Test>::get(), 500);
        assert_eq!(EpochSlots::<Test>::get(), 10);
        assert_eq!(EraEpochs::<Test>::get(), 2);
        assert_eq!(EraMillis::<Test>::get(), 20_000);
        assert_eq!(GovernanceDivisor::<Test>::get(), 20_000);
    }

    #[test]
    fn are_those_of_genesis() {
        build_and_execute(FAST, assert_fast);
    }

    #[test]
    fn stay_the_same_from_block_to_block() {
        build_and_execute(FAST, || {
            for block in 1..100 {
                System::set_block_number(block);
                AllPalletsWithSystem::on_runtime_upgrade();
                AllPalletsWithSystem::on_initialize(block);
                AllPalletsWithSystem::on_finalize(block);
                assert_fast();
            }
        });
    }
}

mod try_state {
    use super::*;

    #[test]
    fn notice_a_clock_out_of_bounds() {
        new_test_ext(FAST).execute_with(|| {
            Tempo::do_try_state().unwrap();
            ClockStore::<Test>::put(Clock { era_epochs: 0, ..FAST });
            assert!(Tempo::do_try_state().is_err());
        });
    }
}
