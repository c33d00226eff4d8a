//! The hook that executes slashes.

use frame_support::{assert_ok, traits::fungible::InspectHold};
use sp_runtime::Perbill;

use super::steps::*;
use crate::{
    mock::*, Event, HoldReason, OpenSlashes, Positions, SlashQueue, SlashQueueFrom, SlashState,
};

const QUARTER: Perbill = Perbill::from_percent(25);

fn treasury() -> u128 {
    Balances::free_balance(TREASURY) - START_BALANCE
}

fn is_executed(who: u64, at: usize) -> bool {
    node(who).slashes[at].state == SlashState::Executed
}

fn is_open(slash: u32) -> bool {
    OpenSlashes::<Test>::contains_key(slash)
}

#[test]
fn is_deferred_to_its_era() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        run_to_era(1);
        equivocate(ALICE, QUARTER);
        run_to_era_unpolled(3);
        Session::rotate_session();
        assert!(is_open(0) && !is_executed(ALICE, 0));
        assert_eq!(on_hold(ALICE).0, 400 * UNIT);
        poll();
        assert!(!is_open(0) && is_executed(ALICE, 0));
        assert_eq!(on_hold(ALICE).0, 300 * UNIT);
        assert_eq!(SlashQueue::<Test>::iter().count(), 0);
        assert_eq!(SlashQueueFrom::<Test>::get(), 4);
    });
}

#[test]
fn does_not_come_before_its_era() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, QUARTER);
        run_to_era(1);
        Session::rotate_session();
        Session::rotate_session();
        poll();
        assert!(is_open(0));
        Session::rotate_session();
        poll();
        assert!(!is_open(0));
    });
}

#[test]
fn takes_the_operators_loss_at_once_and_the_delegators_later() {
    build_and_execute(|| {
        register(ALICE, 200 * UNIT + 7);
        delegate(EVE, ALICE, 40 * UNIT);
        let issuance = Balances::total_issuance();
        equivocate(ALICE, Perbill::from_parts(333_333_333));
        run_to_era(2);

        // 200,000,000,000,007 × 0.666666667 = 133,333,333,400,004.67
        let loss = 66_666_666_600_003;
        assert_eq!(on_hold(ALICE).0, 133_333_333_400_004);
        let (slash, node) = (0, ALICE);
        let event = Event::SlashExecuted { slash, node, loss, rewarded: 0, treasury: loss };
        assert!(events().contains(&event));
        assert_eq!((on_hold(EVE).0, treasury()), (40 * UNIT, loss));
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

#[test]
fn pays_the_treasury_all_of_it_without_a_reporter() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, QUARTER);
        run_to_era(2);
        assert_eq!(treasury(), 100 * UNIT);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 4 * STAKE - DEPOSIT);
    });
}

#[test]
fn takes_the_bond_of_an_appeal_for_the_treasury() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, QUARTER);
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        run_to_era(4);
        assert_eq!(Balances::balance_on_hold(&HoldReason::Appeal.into(), &ALICE), 0);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 4 * STAKE - DEPOSIT - BOND);
        assert_eq!(treasury(), 100 * UNIT + BOND);
        // The event counts the stake that was lost, without the bond.
        let last = events().into_iter().rfind(|event| matches!(event, Event::SlashExecuted { .. }));
        let Some(Event::SlashExecuted { loss, treasury, .. }) = last else { panic!("{last:?}") };
        assert_eq!((loss, treasury), (100 * UNIT, 100 * UNIT));
    });
}

#[test]
fn reaches_what_an_operator_is_unbonding() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        undelegate(ALICE, ALICE, STAKE);
        run_to_era(1);
        leave(ALICE);
        run_to_era(3);
        equivocate(ALICE, QUARTER);
        run_to_era(5);
        assert_eq!((on_hold(ALICE).0, treasury()), (300 * UNIT, 100 * UNIT));
    });
}

#[test]
fn takes_nothing_of_an_operator_who_has_withdrawn_and_all_of_a_later_entry() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        change_params(|params| params.unbonding_eras = 9);
        undelegate(EVE, ALICE, 40 * UNIT);
        change_params(|params| params.unbonding_eras = 5);
        leave(ALICE);
        run_to_era(5);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        equivocate(ALICE, QUARTER);
        run_to_era(7);
        assert!(is_executed(ALICE, 0));
        assert_eq!((on_hold(ALICE), treasury()), ((0, DEPOSIT), 0));
        assert_ok!(NodeStaking::apply_slash(signed(EVE), ALICE, EVE));
        assert_eq!((on_hold(EVE).0, treasury()), (30 * UNIT, 10 * UNIT));
    });
}

#[test]
fn goes_on_in_the_next_block_when_time_is_short() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE] {
            register(who, 4 * STAKE);
            equivocate(who, QUARTER);
        }
        run_to_era(1);
        run_to_era_unpolled(2);
        let open = || OpenSlashes::<Test>::iter().count();
        poll_steps(0);
        poll_steps(1);
        assert_eq!((open(), treasury()), (3, 0));
        poll_steps(2);
        assert_eq!((open(), treasury()), (2, 100 * UNIT));
        NodeStaking::do_try_state().unwrap();
        poll_steps(2);
        assert_eq!((open(), treasury()), (1, 200 * UNIT));
        assert_eq!(SlashQueueFrom::<Test>::get(), 2);
        poll_steps(2);
        assert_eq!((open(), treasury(), SlashQueueFrom::<Test>::get()), (0, 300 * UNIT, 3));
        NodeStaking::do_try_state().unwrap();
    });
}

#[test]
fn comes_before_the_judgement_of_ended_eras() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, QUARTER);
        run_to_era(1);
        fail(ALICE, 4);
        run_to_era_unpolled(2);
        // A look and the execution, and then a look and the judgement.
        poll_steps(3);
        assert_eq!((is_open(0), node(ALICE).slashes.len()), (false, 1));
        poll_steps(2);
        assert_eq!(node(ALICE).slashes.len(), 2);
    });
}

#[test]
fn catches_up_with_eras_in_which_it_had_no_time() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, QUARTER);
        run_to_era_unpolled(6);
        // Seven looks, for the eras from 0 to 6, and an execution.
        poll_steps(7);
        assert_eq!((is_open(0), SlashQueueFrom::<Test>::get()), (false, 6));
        poll_steps(1);
        assert_eq!(SlashQueueFrom::<Test>::get(), 7);
    });
}

#[test]
fn happens_once() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, QUARTER);
        run_to_era(2);
        poll();
        run_to_era(9);
        assert_eq!((treasury(), on_hold(ALICE).0), (100 * UNIT, 300 * UNIT));
        let executed = |event: &Event<Test>| matches!(event, Event::SlashExecuted { .. });
        assert_eq!(events().iter().filter(|event| executed(event)).count(), 1);
        // A direct call does nothing either.
        assert_ok!(NodeStaking::execute_slash(2, 0));
        assert_eq!(treasury(), 100 * UNIT);
    });
}

#[test]
fn is_put_off_when_it_fails() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, QUARTER);
        let set_held = |held| {
            Positions::<Test>::mutate(ALICE, ALICE, |row| row.as_mut().unwrap().held = held);
        };
        set_held(1);
        run_to_era(2);
        assert_eq!(open_slash(0), Some((3, None)));
        assert_eq!(
            (is_executed(ALICE, 0), treasury(), SlashQueueFrom::<Test>::get()),
            (false, 0, 3)
        );
        set_held(4 * STAKE);
        NodeStaking::do_try_state().unwrap();
        run_to_era(3);
        assert_eq!((is_executed(ALICE, 0), treasury()), (true, 100 * UNIT));
    });
}

#[test]
fn of_a_cancelled_slash_does_not_happen() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, QUARTER);
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        run_to_era(9);
        assert_eq!((treasury(), on_hold(ALICE).0), (0, 400 * UNIT));
    });
}

/// Lets Alice's node mature, reports it in the same era and removes it before the slash is
/// executed. The appeal of a slash that takes nothing is free.
fn gone_with_an_open_slash() {
    register(ALICE, STAKE);
    leave(ALICE);
    run_to_era(5);
    equivocate(ALICE, QUARTER);
    assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
    assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
    assert_eq!(RemovedNodes::get(), [ALICE]);
    assert_eq!(open_slash(0), Some((9, Some(0))));
}

#[test]
fn of_a_node_that_has_gone_takes_nothing() {
    build_and_execute(|| {
        gone_with_an_open_slash();
        run_to_era(9);
        assert_eq!((is_open(0), treasury()), (false, 0));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
    });
}

#[test]
fn does_not_touch_a_new_node_of_the_same_name() {
    build_and_execute(|| {
        gone_with_an_open_slash();
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        let before = (node(ALICE), position(ALICE, ALICE), position(ALICE, EVE));
        run_to_era(9);
        assert_eq!(before, (node(ALICE), position(ALICE, ALICE), position(ALICE, EVE)));
        assert_eq!((on_hold(ALICE).0, treasury()), (2 * STAKE, 0));
    });
}

#[test]
fn does_not_touch_a_new_node_that_was_slashed_itself() {
    build_and_execute(|| {
        gone_with_an_open_slash();
        register(ALICE, 2 * STAKE + 1);
        equivocate(ALICE, Perbill::from_parts(333_333_333));
        run_to_era(8);
        // This leaves a planck on hold above the value of the shares.
        undelegate(ALICE, ALICE, 10 * UNIT);
        let before = (node(ALICE), position(ALICE, ALICE), on_hold(ALICE), treasury());
        run_to_era(9);
        let after = (node(ALICE), position(ALICE, ALICE), on_hold(ALICE), treasury());
        assert_eq!(before, after);
    });
}
