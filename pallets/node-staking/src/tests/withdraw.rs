use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, Perbill};

use super::steps::*;
use crate::{mock::*, Error, Event, Nodes, Positions, Profiles};

/// Withdraws the stake of `staker` behind Alice's node, for Ferdie's fee.
fn withdraw(staker: u64) -> Result<(), DispatchError> {
    plain(NodeStaking::withdraw(signed(FERDIE), ALICE, staker))
}

#[test]
fn releases_everything_and_forgets_the_node() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::leave(signed(ALICE)));
        run_to_era(5);
        assert_ok!(NodeStaking::withdraw(signed(EVE), ALICE, ALICE));

        assert_eq!(on_hold(ALICE), (0, 0));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE);
        assert!(!Nodes::<Test>::contains_key(ALICE));
        assert!(!Positions::<Test>::contains_key(ALICE, ALICE));
        assert!(!Profiles::<Test>::contains_key(ALICE));
        assert_eq!(RemovedNodes::get(), [ALICE]);
        let events = events();
        let expected = [
            Event::Withdrawn { node: ALICE, staker: ALICE, amount: STAKE },
            Event::NodeGone { node: ALICE },
        ];
        assert!(events.ends_with(&expected), "{events:?}");
    });
}

#[test]
fn releases_the_deposit_that_was_paid() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        let dearer = crate::Params { profile_deposit: 5 * DEPOSIT, ..params() };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), dearer));
        assert_ok!(NodeStaking::leave(signed(ALICE)));
        run_to_era(5);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
    });
}

#[test]
fn refuses_before_the_unlock_era() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::leave(signed(ALICE)));
        run_to_era(4);
        Session::rotate_session();
        Session::rotate_session();
        assert_noop!(
            NodeStaking::withdraw(signed(ALICE), ALICE, ALICE),
            Error::<Test>::NothingToWithdraw
        );
    });
}

#[test]
fn refuses_a_node_whose_stake_is_active() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        run_to_era(5);
        assert_noop!(
            NodeStaking::withdraw(signed(ALICE), ALICE, ALICE),
            Error::<Test>::NothingToWithdraw
        );
    });
}

#[test]
fn refuses_an_unknown_node() {
    build_and_execute(|| {
        assert_noop!(NodeStaking::withdraw(signed(ALICE), EVE, EVE), Error::<Test>::NotRegistered);
    });
}

#[test]
fn refuses_somebody_without_a_position() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_noop!(withdraw(EVE), Error::<Test>::NoPosition);
    });
}

#[test]
fn releases_what_has_matured_and_no_more() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        undelegate(EVE, ALICE, 10 * UNIT);
        run_to_era(1);
        undelegate(EVE, ALICE, 20 * UNIT);
        run_to_era(5);
        assert_ok!(withdraw(EVE));

        let row = position(ALICE, EVE);
        assert_eq!((row.shares, row.held, row.unbonding.len()), (20 * UNIT, 40 * UNIT, 1));
        assert_eq!(node(ALICE).unbonding_shares, 20 * UNIT);
        assert_eq!(
            (on_hold(EVE).0, Balances::free_balance(EVE)),
            (40 * UNIT, START_BALANCE - 40 * UNIT)
        );
        assert_eq!(Balances::free_balance(FERDIE), START_BALANCE);
        let event = Event::Withdrawn { node: ALICE, staker: EVE, amount: 10 * UNIT };
        assert_eq!(events().last(), Some(&event));
        assert_noop!(withdraw(EVE), Error::<Test>::NothingToWithdraw);
    });
}

#[test]
fn pays_the_rewards_with_the_last_of_a_position() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, STAKE);
        reward(ALICE, 1_000);
        undelegate(EVE, ALICE, STAKE);
        run_to_era(5);
        assert_ok!(withdraw(EVE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE + 500);
        assert!(!Positions::<Test>::contains_key(ALICE, EVE));
        assert_eq!(Balances::free_balance(NodeStaking::reward_pot()), 501);
    });
}

#[test]
fn keeps_the_node_until_the_last_position_goes() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        leave(ALICE);
        run_to_era(5);
        assert_ok!(withdraw(ALICE));
        assert_eq!(on_hold(ALICE), (0, DEPOSIT));
        assert!(Nodes::<Test>::contains_key(ALICE));
        reward(ALICE, 7);
        assert_ok!(withdraw(EVE));

        assert!(!Nodes::<Test>::contains_key(ALICE));
        assert_eq!((on_hold(ALICE), Balances::free_balance(ALICE)), ((0, 0), START_BALANCE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE + 7);
        assert_eq!(Balances::free_balance(NodeStaking::reward_pot()), 1);
        assert_eq!(RemovedNodes::get(), [ALICE]);
    });
}

#[test]
fn pays_the_commission_that_waits_with_the_last_position() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        undelegate(EVE, ALICE, 50 * UNIT);
        leave(ALICE);
        run_to_era(5);
        assert_ok!(withdraw(ALICE));
        // A reward without shares is the operator's, and is paid with the deposit.
        reward(ALICE, 70);
        assert_ok!(withdraw(EVE));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE + 70);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE);
        assert_eq!(Balances::free_balance(NodeStaking::reward_pot()), 1);
    });
}

#[test]
fn makes_active_stake_behind_a_leaving_node_wait_for_a_slash_that_reaches_it() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        undelegate(EVE, ALICE, 20 * UNIT);
        run_to_era(1);
        leave(ALICE);
        run_to_era(5);
        equivocate(ALICE, Perbill::from_percent(25));
        // The first half had matured before the report; the other one unlocks in era 6.
        assert_ok!(withdraw(EVE));
        assert_noop!(withdraw(EVE), Error::<Test>::NothingToWithdraw);
        run_to_era(6);
        assert_noop!(withdraw(EVE), Error::<Test>::SlashPending);
        run_to_era(7);
        assert_ok!(withdraw(EVE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 5 * UNIT);
    });
}

#[test]
fn releases_what_an_executed_slash_has_left() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        undelegate(EVE, ALICE, 40 * UNIT);
        slash_for_good(ALICE, 25);
        run_to_era(5);
        assert_ok!(withdraw(EVE));
        assert_eq!((on_hold(EVE).0, Balances::free_balance(EVE)), (0, START_BALANCE - 10 * UNIT));
        let events = events();
        let expected = [
            Event::SlashApplied { node: ALICE, staker: EVE, amount: 10 * UNIT },
            Event::Withdrawn { node: ALICE, staker: EVE, amount: 30 * UNIT },
        ];
        assert!(events.ends_with(&expected), "{events:?}");
    });
}

#[test]
fn waits_for_a_slash_that_was_reported_before_the_stake_matured() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        undelegate(EVE, ALICE, 40 * UNIT);
        run_to_era(4);
        equivocate(ALICE, Perbill::from_percent(25));
        run_to_era(5);
        assert_noop!(withdraw(EVE), Error::<Test>::SlashPending);
        run_to_era(6);
        assert_ok!(withdraw(EVE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 10 * UNIT);
    });
}

#[test]
fn releases_what_had_matured_when_the_slash_was_reported() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        undelegate(EVE, ALICE, 10 * UNIT);
        run_to_era(1);
        undelegate(EVE, ALICE, 20 * UNIT);
        run_to_era(5);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(withdraw(EVE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 30 * UNIT);
        // The other two thirds lose a quarter.
        run_to_era(7);
        assert_ok!(withdraw(EVE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 15 * UNIT);
        assert_eq!(on_hold(EVE).0, 7_500_000_000_000);
    });
}

#[test]
fn refuses_the_last_of_an_operator_whose_node_is_in_the_set() {
    let nodes = [ALICE, BOB, CHARLIE].map(|who| genesis_node(who, 2 * STAKE)).to_vec();
    build_with_nodes_and_execute(nodes, || {
        delegate(EVE, ALICE, 40 * UNIT);
        undelegate(EVE, ALICE, 40 * UNIT);
        undelegate(ALICE, ALICE, STAKE);
        run_to_era(6);
        assert_ok!(withdraw(EVE));
        assert_ok!(withdraw(ALICE));
        assert_eq!(on_hold(ALICE), (STAKE, DEPOSIT));

        // Two candidates are too few for another set, so she stays in the old one.
        leave(ALICE);
        run_to_era(12);
        assert!(Session::validators().contains(&ALICE));
        assert_noop!(withdraw(ALICE), Error::<Test>::StillValidating);
        change_params(|params| params.minimum_validators = 2);
        run_to_era(13);
        assert_ok!(withdraw(ALICE));
        assert_eq!(RemovedNodes::get(), [ALICE]);
    });
}

#[test]
fn ends_positions_of_which_nothing_is_left() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        equivocate(ALICE, Perbill::from_percent(100));
        assert_noop!(withdraw(EVE), Error::<Test>::NothingToWithdraw);
        run_to_era(2);
        assert_ok!(withdraw(EVE));
        assert_eq!((on_hold(EVE).0, Balances::free_balance(EVE)), (0, START_BALANCE - 40 * UNIT));
        assert_ok!(withdraw(ALICE));
        assert_eq!(RemovedNodes::get(), [ALICE]);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 200 * UNIT);
        assert_eq!(Balances::free_balance(TREASURY), START_BALANCE + 240 * UNIT);
    });
}
