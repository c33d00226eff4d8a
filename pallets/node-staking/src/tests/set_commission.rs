use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, Perbill};

use super::steps::*;
use crate::{mock::*, Error, Event, NextCommission};

fn percent(parts: u32) -> Perbill {
    Perbill::from_percent(parts)
}

fn set_commission(to: Perbill) -> Result<(), DispatchError> {
    NodeStaking::set_commission(signed(ALICE), to)
}

/// Registers a node of Alice with a commission of 10 %.
fn node_of_ten() {
    let origin = signed(ALICE);
    NodeStaking::register(origin, profile(), percent(10), STAKE).unwrap();
}

/// Returns the commission of a reward of 1,000 now.
fn commission_of_a_thousand() -> u128 {
    let before = node(ALICE).commission_accrued;
    reward(ALICE, 1_000);
    node(ALICE).commission_accrued - before
}

#[test]
fn lowers_it_at_once() {
    build_and_execute(|| {
        node_of_ten();
        assert_ok!(set_commission(percent(3)));
        let event = Event::CommissionChanged { node: ALICE, commission: percent(3), era: 0 };
        assert_eq!(events().last(), Some(&event));
        assert_eq!((node(ALICE).commission, node(ALICE).next_commission), (percent(3), None));
        assert_eq!(commission_of_a_thousand(), 30);
    });
}

#[test]
fn raises_it_after_the_notice() {
    build_and_execute(|| {
        node_of_ten();
        run_to_era(1);
        assert_ok!(set_commission(percent(15)));
        let event = Event::CommissionChanged { node: ALICE, commission: percent(15), era: 4 };
        assert_eq!(events().last(), Some(&event));
        let next = NextCommission { commission: percent(15), era: 4 };
        assert_eq!(
            (node(ALICE).commission, node(ALICE).next_commission),
            (percent(10), Some(next))
        );
        run_to_era(3);
        assert_eq!(commission_of_a_thousand(), 100);
        run_to_era(4);
        assert_eq!(commission_of_a_thousand(), 150);
    });
}

#[test]
fn raises_it_again_from_what_applies() {
    build_and_execute(|| {
        node_of_ten();
        assert_ok!(set_commission(percent(15)));
        // The announced commission does not apply yet.
        assert_noop!(set_commission(percent(20)), Error::<Test>::CommissionRaiseTooLarge);
        run_to_era(3);
        assert_ok!(set_commission(percent(20)));
        run_to_era(5);
        assert_eq!(commission_of_a_thousand(), 150);
        run_to_era(6);
        assert_eq!(commission_of_a_thousand(), 200);
    });
}

#[test]
fn replaces_what_was_announced() {
    build_and_execute(|| {
        node_of_ten();
        assert_ok!(set_commission(percent(15)));
        run_to_era(2);
        // The notice begins anew.
        assert_ok!(set_commission(percent(12)));
        run_to_era(4);
        assert_eq!(commission_of_a_thousand(), 100);
        run_to_era(5);
        assert_eq!(commission_of_a_thousand(), 120);

        assert_ok!(set_commission(percent(17)));
        assert_ok!(set_commission(percent(12)));
        assert_eq!(node(ALICE).next_commission, None);
        run_to_era(9);
        assert_eq!(commission_of_a_thousand(), 120);
    });
}

#[test]
fn refuses_a_raise_by_more_than_five_points() {
    build_and_execute(|| {
        node_of_ten();
        let more = Perbill::from_parts(150_000_001);
        assert_noop!(set_commission(more), Error::<Test>::CommissionRaiseTooLarge);
        assert_ok!(set_commission(percent(15)));
    });
}

#[test]
fn refuses_what_is_above_the_maximum() {
    build_and_execute(|| {
        node_of_ten();
        assert_noop!(set_commission(percent(21)), Error::<Test>::CommissionAboveMaximum);
    });
}

#[test]
fn refuses_somebody_without_a_node() {
    build_and_execute(|| {
        assert_noop!(set_commission(percent(1)), Error::<Test>::NotRegistered);
    });
}
