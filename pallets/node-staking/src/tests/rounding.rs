//! The cases in which a planck could be lost or created.

use frame_support::{assert_noop, assert_ok};
use nes_core::Balance;
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Error, Event, Nodes, Positions};

/// Registers ALICE with an odd stake of which an executed slash of a thousandth has left an odd
/// number of planck.
fn slashed() -> Balance {
    register(ALICE, 3 * STAKE + 7);
    fail_an_era(ALICE);
    run_to_era(3);
    position(ALICE, ALICE).held
}

#[test]
fn undelegating_in_odd_parts_costs_nothing() {
    build_and_execute(|| {
        let held = slashed();
        for amount in 1..200 {
            undelegate(ALICE, ALICE, amount);
            assert_eq!(position(ALICE, ALICE).held, held);
            assert_ok!(NodeStaking::do_try_state());
        }
    });
}

#[test]
fn rebonding_in_odd_parts_costs_nothing() {
    build_and_execute(|| {
        let held = slashed();
        for amount in 1..200 {
            undelegate(ALICE, ALICE, 1_000 + amount);
            let back = NodeStaking::rebond(signed(ALICE), ALICE, 900 + amount);
            assert_ok!(back);
            assert_eq!(position(ALICE, ALICE).held, held);
            assert_ok!(NodeStaking::do_try_state());
        }
    });
}

#[test]
fn an_operator_who_takes_everything_back_gets_all_that_is_on_hold() {
    build_and_execute(|| {
        let held = slashed();
        for amount in 1..20 {
            undelegate(ALICE, ALICE, amount);
        }
        leave(ALICE);
        run_to_era(8);
        assert_ok!(NodeStaking::withdraw(signed(EVE), ALICE, ALICE));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - (3 * STAKE + 7) + held);
    });
}

/// Checks that stake of which nothing is left can be dropped at once; leaving then has nothing to
/// unbond.
#[test]
fn leaving_without_a_share_leaves_no_trace() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        undelegate(ALICE, ALICE, STAKE);
        equivocate(ALICE, Perbill::one());
        run_to_era(2);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        leave(ALICE);
        assert_eq!(events().last(), Some(&Event::Left { node: ALICE, stake: 0, unlock_era: 7 }));
        run_to_era(5);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert!(!Nodes::<Test>::contains_key(ALICE));
        assert!(!Positions::<Test>::contains_key(ALICE, ALICE));
    });
}

/// Registers a candidate of ALICE with 200 NES of which a slash has left 30 % or, before it is
/// executed, would; a planck that is staked buys three shares, and a third of one is lost.
fn left_with_thirty_percent() {
    register_candidate(ALICE, 2 * STAKE);
    equivocate(ALICE, Perbill::from_percent(70));
    run_to_era(2);
}

/// Regression: a delegation of exactly the minimum was short of it by a planck after a slash, since
/// shares are whole; the first call was refused with `DelegationBelowMinimum`.
#[test]
fn a_delegation_of_the_minimum_is_enough_though_it_is_worth_a_planck_less() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        slash_for_good(ALICE, 25);
        assert_ok!(NodeStaking::delegate(signed(EVE), ALICE, UNIT));
        assert_eq!(position(ALICE, EVE).held, UNIT - 1);
        assert_noop!(
            NodeStaking::delegate(signed(FERDIE), ALICE, UNIT - 2),
            Error::<Test>::DelegationBelowMinimum
        );
    });
}

/// Regression: what stays could not be the minimum either; the first call was refused with
/// `DelegationBelowMinimum`.
#[test]
fn the_minimum_may_stay_when_the_rest_is_undelegated_or_rebonded() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        slash_for_good(ALICE, 25);
        assert_ok!(NodeStaking::undelegate(signed(EVE), ALICE, 29 * UNIT));
        assert_eq!(node(ALICE).retained().value(position(ALICE, EVE).shares), UNIT - 1);
        undelegate(EVE, ALICE, Balance::MAX);
        assert_ok!(NodeStaking::rebond(signed(EVE), ALICE, UNIT - 1));
    });
}

#[test]
fn an_operator_may_keep_the_minimum_though_it_is_worth_a_planck_less() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        slash_for_good(ALICE, 25);
        // 66,666,666,666,667 shares are a quarter of a planck more than 50 NES.
        undelegate(ALICE, ALICE, 50 * UNIT);
        assert_eq!(node(ALICE).self_stake(), STAKE - 1);
    });
}

/// Regression: an operator who staked exactly what was missing had a planck too little for all of
/// these; the first was refused with `StakeBelowMinimum`.
#[test]
fn an_operator_with_the_minimum_may_unjail_validate_and_work_though_it_is_worth_a_planck_less() {
    build_and_execute(|| {
        left_with_thirty_percent();
        assert_noop!(NodeStaking::unjail(signed(ALICE)), Error::<Test>::StakeBelowMinimum);
        delegate(ALICE, ALICE, 40 * UNIT);
        assert_eq!(node(ALICE).self_stake(), STAKE - 1);
        assert_ok!(NodeStaking::unjail(signed(ALICE)));
        assert_ok!(NodeStaking::validate(signed(ALICE)));
        assert!(NodeStaking::is_active(&ALICE));
        // A planck is nothing to take back, but more than that is missing then.
        assert_noop!(
            NodeStaking::undelegate(signed(ALICE), ALICE, 1),
            Error::<Test>::StakeBelowMinimum
        );
    });
}

/// Regression: such a node lost the validator role with its next equivocation of next to nothing.
#[test]
fn an_operator_with_the_minimum_by_a_planck_keeps_the_role() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        // 0.000001 % of 100 NES.
        change_params(|params| params.min_self_stake = STAKE - UNIT / 1_000_000 + 1);
        equivocate(ALICE, Perbill::from_parts(10));
        assert!(node(ALICE).validator);
    });
}
