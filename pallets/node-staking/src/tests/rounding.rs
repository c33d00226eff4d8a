//! The cases in which a planck could be lost or created.

use frame_support::assert_ok;
use nes_core::{Balance, ServiceFault};
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Nodes, Positions};

/// Registers ALICE with an odd stake of which an executed slash of 1 % has left an odd number of
/// planck.
fn slashed() -> Balance {
    register(ALICE, 3 * STAKE + 7);
    serve(ALICE, 20);
    fail(ALICE, ServiceFault::NoReveal);
    run_to_era(2);
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
        run_to_era(7);
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
        run_to_era(5);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert!(!Nodes::<Test>::contains_key(ALICE));
        assert!(!Positions::<Test>::contains_key(ALICE, ALICE));
    });
}
