use frame_support::traits::GetCallName;

use crate::{mock::*, Call, Clock, ClockStore};

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
    let shortest = Clock { slot_millis: 500, epoch_slots: 1, era_epochs: 1, governance_divisor: 1 };
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
