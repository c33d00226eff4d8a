//! Slashes of the node that stake left by redelegation, and the ways to escape them, none of which
//! works.
//!
//! Each test begins with nodes of ALICE, BOB and CHARLIE with 200 NES each, and 40 NES of EVE behind
//! BOB's, which have just come from ALICE's. Stake unbonds in five eras; a slash is executed two eras
//! after its report.

use frame_support::{assert_noop, assert_ok};
use nes_core::Balance;
use sp_runtime::{DispatchResult, Perbill};

use super::super::steps::*;
use crate::{mock::*, Error, Event, Nodes, Positions};

/// Runs `test` when the stake has arrived, and checks that no NES was lost or made.
fn after_a_move(test: impl FnOnce()) {
    build_and_execute(|| {
        [ALICE, BOB, CHARLIE].into_iter().for_each(|who| register(who, 2 * STAKE));
        delegate(EVE, ALICE, 40 * UNIT);
        let issuance = Balances::total_issuance();
        assert_ok!(NodeStaking::redelegate(signed(EVE), ALICE, BOB, 40 * UNIT));
        test();
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

fn half(node: u64) {
    equivocate(node, Perbill::from_percent(50));
}

/// Applies the losses of EVE's stake behind BOB's node.
fn apply() -> Result<(), sp_runtime::DispatchError> {
    NodeStaking::apply_slash(signed(DAVE), BOB, EVE).map(drop).map_err(|refused| refused.error)
}

fn withdraw() -> DispatchResult {
    NodeStaking::withdraw(signed(EVE), BOB, EVE).map(drop).map_err(|refused| refused.error)
}

/// Checks that EVE has lost `amount` to the treasury, apart from `others`.
fn assert_lost(amount: Balance, others: Balance) {
    assert_eq!(Balances::free_balance(EVE) + on_hold(EVE).0, START_BALANCE - amount);
    assert_eq!(Balances::free_balance(TREASURY), START_BALANCE + amount + others);
}

#[test]
fn a_slash_takes_what_it_would_have_taken_there() {
    after_a_move(|| {
        run_to_era(4);
        half(ALICE);
        run_to_era(5);
        assert_noop!(apply(), Error::<Test>::NothingToApply);
        assert_eq!(position(BOB, EVE).held, 40 * UNIT);
        run_to_era(6);
        assert_ok!(apply());
        // ALICE has lost 100 NES, too.
        assert_lost(20 * UNIT, STAKE);
        let row = position(BOB, EVE);
        assert_eq!((row.shares, row.held, row.arrivals.len()), (20 * UNIT, 20 * UNIT, 0));
        let applied = Event::SlashApplied { node: ALICE, staker: EVE, amount: 20 * UNIT };
        assert!(events().contains(&applied));
        assert_eq!(node(ALICE).unbonding_shares, 0);
    });
}

#[test]
fn a_fault_that_is_reported_later_does_not_reach_it() {
    after_a_move(|| {
        run_to_era(5);
        half(ALICE);
        run_to_era(7);
        assert_ok!(apply());
        assert_lost(0, STAKE);
        assert_eq!(position(BOB, EVE).held, 40 * UNIT);
    });
}

#[test]
fn a_cancelled_slash_leaves_no_trace() {
    after_a_move(|| {
        let before = (position(BOB, EVE), node(ALICE).unbonding_shares);
        equivocate(ALICE, Perbill::from_parts(333_333_333));
        run_to_era(1);
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        run_to_era(4);
        assert_noop!(apply(), Error::<Test>::NothingToApply);
        assert_eq!((position(BOB, EVE), node(ALICE).unbonding_shares), before);
        assert_lost(0, 0);
    });
}

#[test]
fn both_nodes_take_their_part_of_the_whole() {
    after_a_move(|| {
        equivocate(BOB, Perbill::from_percent(20));
        half(ALICE);
        run_to_era(2);
        assert_ok!(apply());
        // 8 NES by BOB's slash and then 20 NES by ALICE's.
        let applied = |node, amount| Event::SlashApplied { node, staker: EVE, amount };
        assert!(events().ends_with(&[applied(BOB, 8 * UNIT), applied(ALICE, 20 * UNIT)]));
        assert_lost(28 * UNIT, STAKE + 40 * UNIT);
        assert_eq!(position(BOB, EVE).held, 12 * UNIT);
        assert_eq!(position(BOB, EVE).arrivals[0].value, 20 * UNIT);
    });
}

#[test]
fn no_more_is_taken_than_there_is_and_the_arrival_ends_with_the_position() {
    after_a_move(|| {
        // Minted here, and burned at the end.
        reward(BOB, 2_400);
        equivocate(BOB, Perbill::from_percent(75));
        half(ALICE);
        run_to_era(2);
        // The position is gone but for its rewards, and only some calls pay for its end.
        assert_noop!(NodeStaking::claim(signed(EVE), BOB), Error::<Test>::NothingLeft);
        assert_noop!(NodeStaking::delegate(signed(EVE), BOB, STAKE), Error::<Test>::NothingLeft);
        assert_ok!(apply());
        assert!(!Positions::<Test>::contains_key(BOB, EVE));
        assert_eq!((node(ALICE).unbonding_shares, node(BOB).shares), (0, 2 * STAKE));
        assert_eq!(on_hold(EVE).0, 0);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 40 * UNIT + 400);
        assert_ok!(Balances::burn(signed(DAVE), 2_400, false));
    });
}

#[test]
fn a_withdrawal_ends_a_position_of_which_nothing_is_left() {
    after_a_move(|| {
        equivocate(ALICE, Perbill::from_percent(100));
        run_to_era(2);
        assert_ok!(withdraw());
        assert!(!Positions::<Test>::contains_key(BOB, EVE));
        assert_lost(40 * UNIT, 2 * STAKE);
    });
}

#[test]
fn a_position_that_is_worth_nothing_ends_with_a_loss_that_it_cannot_pay() {
    after_a_move(|| {
        equivocate(BOB, Perbill::from_percent(100));
        half(ALICE);
        run_to_era(2);
        assert_ok!(apply());
        assert!(!Positions::<Test>::contains_key(BOB, EVE));
        assert_lost(40 * UNIT, 3 * STAKE);
    });
}

#[test]
fn entries_pay_what_active_stake_cannot_the_latest_first() {
    after_a_move(|| {
        undelegate(EVE, BOB, 15 * UNIT);
        run_to_era(1);
        undelegate(EVE, BOB, 15 * UNIT);
        half(ALICE);
        run_to_era(3);
        assert_ok!(apply());
        assert_lost(20 * UNIT, STAKE);
        let row = position(BOB, EVE);
        let entries: Vec<_> = row.unbonding.iter().map(|entry| entry.shares).collect();
        assert_eq!((row.shares, entries), (0, vec![15 * UNIT, 5 * UNIT]));
        assert_eq!(node(BOB).unbonding_shares, 20 * UNIT);
    });
}

#[test]
fn moving_on_is_refused_while_it_answers() {
    after_a_move(|| {
        let on = |amount| NodeStaking::redelegate(signed(EVE), BOB, CHARLIE, amount);
        assert_noop!(on(UNIT), Error::<Test>::StillAnswerable);
        delegate(EVE, BOB, 10 * UNIT);
        assert_noop!(on(11 * UNIT), Error::<Test>::StillAnswerable);
        assert_ok!(on(10 * UNIT));
        // A slash that is pending keeps it.
        run_to_era(4);
        half(ALICE);
        run_to_era(5);
        assert_noop!(on(UNIT), Error::<Test>::StillAnswerable);
        run_to_era(6);
        assert_ok!(on(20 * UNIT));
        assert_lost(20 * UNIT, STAKE);
        assert_eq!(position(CHARLIE, EVE).held, 30 * UNIT);
        assert!(!Positions::<Test>::contains_key(BOB, EVE));
        assert_eq!(node(ALICE).unbonding_shares, 0);
    });
}

#[test]
fn moving_back_is_refused_while_it_answers() {
    after_a_move(|| {
        let back = || NodeStaking::redelegate(signed(EVE), BOB, ALICE, 40 * UNIT);
        assert_noop!(back(), Error::<Test>::StillAnswerable);
        run_to_era(5);
        assert_ok!(back());
        assert_eq!(node(ALICE).unbonding_shares, 0);
        assert_eq!(node(BOB).unbonding_shares, 40 * UNIT);
    });
}

#[test]
fn unbonding_does_not_help() {
    after_a_move(|| {
        undelegate(EVE, BOB, 40 * UNIT);
        run_to_era(4);
        half(ALICE);
        run_to_era(5);
        assert_noop!(withdraw(), Error::<Test>::StillAnswerable);
        run_to_era(6);
        assert_ok!(withdraw());
        assert_eq!(on_hold(EVE).0, 0);
        assert_lost(20 * UNIT, STAKE);
    });
}

#[test]
fn a_node_that_leaves_does_not_help() {
    build_and_execute(|| {
        [ALICE, BOB].into_iter().for_each(|who| register(who, 2 * STAKE));
        change_params(|params| params.unbonding_eras = 9);
        delegate(EVE, ALICE, 40 * UNIT);
        assert_ok!(NodeStaking::redelegate(signed(EVE), ALICE, BOB, 40 * UNIT));
        change_params(|params| params.unbonding_eras = 5);
        leave(BOB);
        run_to_era(8);
        assert_noop!(withdraw(), Error::<Test>::StillAnswerable);
        half(ALICE);
        run_to_era(9);
        assert_noop!(withdraw(), Error::<Test>::StillAnswerable);
        run_to_era(10);
        assert_ok!(withdraw());
        assert_lost(20 * UNIT, STAKE);
    });
}

#[test]
fn own_stake_beside_it_is_free() {
    after_a_move(|| {
        delegate(EVE, BOB, 60 * UNIT);
        undelegate(EVE, BOB, 60 * UNIT);
        run_to_era(4);
        half(ALICE);
        run_to_era(5);
        assert_ok!(withdraw());
        assert_eq!(on_hold(EVE).0, 40 * UNIT);
        run_to_era(6);
        assert_ok!(apply());
        assert_lost(20 * UNIT, STAKE);
    });
}

#[test]
fn the_record_stays_until_it_has_matured_and_a_new_one_is_another() {
    after_a_move(|| {
        leave(ALICE);
        run_to_era(4);
        half(ALICE);
        run_to_era(6);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert!(Nodes::<Test>::contains_key(ALICE));
        let again = || NodeStaking::register(signed(ALICE), profile(), Perbill::zero(), STAKE);
        assert_noop!(again(), Error::<Test>::AlreadyRegistered);
        assert_ok!(apply());
        assert!(events().contains(&Event::NodeGone { node: ALICE }));
        assert_ok!(again());
        half(ALICE);
        run_to_era(8);
        assert_noop!(apply(), Error::<Test>::NothingToApply);
        assert_lost(20 * UNIT, STAKE + STAKE / 2);
    });
}

/// The example of the specification.
#[test]
fn the_example_comes_out_as_it_is_written() {
    build_and_execute(|| {
        [ALICE, BOB].into_iter().for_each(|who| register(who, 2 * STAKE));
        delegate(EVE, ALICE, 100 * UNIT);
        assert_ok!(NodeStaking::redelegate(signed(EVE), ALICE, BOB, 100 * UNIT));
        delegate(EVE, BOB, 50 * UNIT);
        run_to_era(1);
        equivocate(BOB, Perbill::from_percent(10));
        equivocate(ALICE, Perbill::from_parts(562_500_000));
        run_to_era(3);
        assert_ok!(apply());
        let row = position(BOB, EVE);
        assert_eq!(row.held, 78_750_000_000_000);
        assert_eq!(row.arrivals[0].value, 43_750_000_000_000);
        assert_ok!(NodeStaking::unjail(signed(BOB)));
        register(CHARLIE, 2 * STAKE);
        let on = |amount| NodeStaking::redelegate(signed(EVE), BOB, CHARLIE, amount);
        assert_noop!(on(35 * UNIT + 2), Error::<Test>::StillAnswerable);
        assert_ok!(on(35 * UNIT));
    });
}
