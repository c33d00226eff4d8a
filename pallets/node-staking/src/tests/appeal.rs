use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use sp_runtime::{DispatchError, Perbill, TokenError};

use super::steps::*;
use crate::{mock::*, Error, Event, HoldReason, OpenSlashes};

fn appeal(who: u64) -> Result<(), DispatchError> {
    NodeStaking::appeal(signed(who), 0)
}

fn bond_of_alice() -> u128 {
    Balances::balance_on_hold(&HoldReason::Appeal.into(), &ALICE)
}

/// Registers a node of Alice with 200 NES and a pending slash of a quarter, number 0, due in era 2.
fn pending_slash() {
    register(ALICE, 2 * STAKE);
    equivocate(ALICE, Perbill::from_percent(25));
    assert_eq!(open_slash(0), Some((2, None)));
}

#[test]
fn moves_the_execution_one_period_and_holds_the_bond() {
    build_and_execute(|| {
        pending_slash();
        assert_ok!(appeal(ALICE));

        assert_eq!(bond_of_alice(), BOND);
        assert_eq!(open_slash(0), Some((4, Some(BOND))));
        let (slash, node) = (0, ALICE);
        let event = Event::SlashAppealed { slash, node, execute_era: 4, bond: BOND };
        assert_eq!(events().last(), Some(&event));

        run_to_era(3);
        assert!(OpenSlashes::<Test>::contains_key(0));
        run_to_era(4);
        assert!(!OpenSlashes::<Test>::contains_key(0));
        assert_eq!(bond_of_alice(), 0);
    });
}

#[test]
fn asks_for_todays_bond_and_keeps_that() {
    build_and_execute(|| {
        pending_slash();
        change_params(|params| params.appeal_bond = UNIT);
        assert_ok!(appeal(ALICE));
        change_params(|params| params.appeal_bond = BOND);
        assert_eq!(bond_of_alice(), UNIT);
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        assert_eq!(bond_of_alice(), 0);
    });
}

#[test]
fn is_taken_in_the_last_era_and_no_later() {
    build_and_execute(|| {
        pending_slash();
        register(BOB, 2 * STAKE);
        equivocate(BOB, Perbill::from_percent(25));
        run_to_era(1);
        assert_ok!(NodeStaking::appeal(signed(BOB), 1));
        // The hook has not run yet.
        run_to_era_unpolled(2);
        assert_noop!(appeal(ALICE), Error::<Test>::TooLateToAppeal);
    });
}

#[test]
fn is_taken_after_the_node_has_left() {
    build_and_execute(|| {
        pending_slash();
        leave(ALICE);
        assert_ok!(appeal(ALICE));
    });
}

#[test]
fn refuses_everyone_but_the_operator() {
    build_and_execute(|| {
        pending_slash();
        assert_ok!(NodeStaking::set_agent(signed(ALICE), Some(EVE)));
        assert_noop!(appeal(EVE), Error::<Test>::NotTheOperator);
        assert_noop!(appeal(BOB), Error::<Test>::NotTheOperator);
    });
}

#[test]
fn refuses_a_second_time() {
    build_and_execute(|| {
        pending_slash();
        assert_ok!(appeal(ALICE));
        run_to_era(3);
        assert_noop!(appeal(ALICE), Error::<Test>::AlreadyAppealed);
    });
}

#[test]
fn refuses_what_is_not_pending() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        assert_noop!(appeal(ALICE), Error::<Test>::UnknownSlash);
        slash_for_good(ALICE, 25);
        assert_noop!(appeal(ALICE), Error::<Test>::UnknownSlash);
    });
}

#[test]
fn refuses_an_operator_who_cannot_pay_the_bond() {
    build_and_execute(|| {
        pending_slash();
        change_params(|params| params.appeal_bond = START_BALANCE);
        assert_noop!(appeal(ALICE), TokenError::FundsUnavailable);
    });
}
