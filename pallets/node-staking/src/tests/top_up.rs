//! The stake that an operator adds while a slash of its node is pending.

use frame_support::{assert_noop, assert_ok};
use nes_traits::NodeRegistry as _;
use sp_runtime::{DispatchError, Perbill};

use super::steps::*;
use crate::{mock::*, Error, Event};

fn top_up(amount: u128) -> Result<(), DispatchError> {
    NodeStaking::delegate(signed(ALICE), ALICE, amount)
}

/// Registers a node with 200 NES of Alice and 100 NES of Eve, and a pending slash of a quarter,
/// number 0, due in era 2.
fn pending_slash() {
    register(ALICE, 2 * STAKE);
    delegate(EVE, ALICE, STAKE);
    equivocate(ALICE, Perbill::from_percent(25));
}

#[test]
fn is_bought_at_the_price_without_the_pending_slash_and_answers_for_it() {
    build_and_execute(|| {
        pending_slash();
        assert_ok!(top_up(STAKE));
        let event = Event::Delegated { node: ALICE, staker: ALICE, amount: STAKE };
        assert_eq!(events().last(), Some(&event));
        let row = position(ALICE, ALICE);
        assert_eq!((row.shares, row.held), (3 * STAKE, 3 * STAKE));
        assert_eq!(node(ALICE).self_stake(), 225 * UNIT);

        run_to_era(2);
        assert_eq!(on_hold(ALICE).0, 225 * UNIT);
        assert_eq!(wealth(TREASURY), START_BALANCE + 75 * UNIT);
    });
}

#[test]
fn is_worth_what_it_cost_when_the_slash_is_cancelled() {
    build_and_execute(|| {
        pending_slash();
        assert_ok!(top_up(77_777_777_777_777));
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        assert_eq!(node(ALICE).self_stake(), 2 * STAKE + 77_777_777_777_777);
        // Nobody else's stake has changed.
        assert_eq!(node(ALICE).stake() - node(ALICE).self_stake(), STAKE);
    });
}

#[test]
fn is_bought_at_the_price_of_executed_slashes() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        slash_for_good(ALICE, 25);
        equivocate(ALICE, Perbill::from_percent(50));
        assert_ok!(top_up(75 * UNIT));
        let row = position(ALICE, ALICE);
        assert_eq!((row.shares, row.held), (3 * STAKE, 225 * UNIT));
        assert_eq!(node(ALICE).self_stake(), 112_500_000_000_000);
    });
}

#[test]
fn of_what_is_missing_brings_a_node_back_to_work() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        fail_an_era(ALICE);
        assert!(!NodeStaking::is_active(&ALICE));
        // A thousandth of 100 NES is missing, and a thousandth of what comes goes too.
        assert_ok!(top_up(100_100_100_099));
        assert!(!NodeStaking::is_active(&ALICE));
        assert_ok!(top_up(1));
        assert!(NodeStaking::is_active(&ALICE));
    });
}

#[test]
fn is_taken_while_the_node_is_jailed() {
    build_and_execute(|| {
        pending_slash();
        assert!(node(ALICE).jailed_until.is_some());
        assert_ok!(top_up(UNIT));
        run_to_era(2);
        assert_ok!(top_up(UNIT));
    });
}

#[test]
fn gives_delegators_no_way_in() {
    build_and_execute(|| {
        pending_slash();
        assert_ok!(top_up(STAKE));
        let more = |who| NodeStaking::delegate(signed(who), ALICE, UNIT);
        assert_noop!(more(EVE), Error::<Test>::SlashPending);
        assert_noop!(more(FERDIE), Error::<Test>::SlashPending);
    });
}

#[test]
fn is_not_taken_by_a_node_that_can_only_leave_or_does_already() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        equivocate(ALICE, Perbill::from_percent(91));
        assert_noop!(top_up(UNIT), Error::<Test>::NodeExhausted);
        leave(ALICE);
        assert_noop!(top_up(UNIT), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn of_nothing_is_refused() {
    build_and_execute(|| {
        pending_slash();
        assert_noop!(top_up(0), Error::<Test>::AmountMissing);
    });
}
