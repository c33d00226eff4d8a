//! The holds, and the total for each reason.

use frame_support::{
    assert_noop, assert_ok,
    traits::{fungible::InspectHold, Imbalance},
};
use nes_core::Balance;
use sp_runtime::{Perbill, TokenError};

use super::steps::*;
use crate::{account::HoldsOf, mock::*, HoldReason, TotalHeld};

const ALL: [HoldReason; 4] =
    [HoldReason::Stake, HoldReason::Delegation, HoldReason::Profile, HoldReason::Appeal];

fn totals() -> [Balance; 4] {
    ALL.map(NodeStaking::held)
}

#[test]
fn an_operator_has_its_own_stake_and_delegations_apart() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        register(BOB, STAKE);
        delegate(BOB, ALICE, 2 * UNIT);
        delegate(BOB, BOB, 3 * UNIT);
        let on_hold = ALL.map(|reason| Balances::balance_on_hold(&reason.into(), &BOB));
        assert_eq!(on_hold, [STAKE + 3 * UNIT, 2 * UNIT, DEPOSIT, 0]);
    });
}

#[test]
fn each_reason_has_a_total_from_the_first_hold_to_the_last() {
    build_and_execute(|| {
        assert_eq!(totals(), [0; 4]);
        register(ALICE, 4 * STAKE);
        register(BOB, STAKE);
        delegate(BOB, ALICE, 40 * UNIT);
        delegate(EVE, ALICE, 20 * UNIT);
        let staked = [5 * STAKE, 60 * UNIT, 2 * DEPOSIT, 0];
        assert_eq!(totals(), staked);

        // A slash that is cancelled holds a bond and releases it.
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        assert_eq!(totals(), [5 * STAKE, 60 * UNIT, 2 * DEPOSIT, BOND]);
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        assert_eq!(totals(), staked);

        // A slash that is executed takes the bond and the operator's loss at once, and the
        // delegators' losses later.
        run_to_era(2);
        equivocate(ALICE, Perbill::from_percent(50));
        assert_ok!(NodeStaking::appeal(signed(ALICE), 1));
        run_to_era(6);
        assert_eq!(totals(), [3 * STAKE, 60 * UNIT, 2 * DEPOSIT, 0]);
        assert_ok!(NodeStaking::apply_slash(signed(EVE), ALICE, BOB));
        assert_eq!(totals(), [3 * STAKE, 40 * UNIT, 2 * DEPOSIT, 0]);

        // The rest goes back to the stakers.
        undelegate(BOB, ALICE, 20 * UNIT);
        undelegate(EVE, ALICE, 10 * UNIT);
        leave(ALICE);
        leave(BOB);
        assert_eq!(totals(), [3 * STAKE, 30 * UNIT, 2 * DEPOSIT, 0]);
        run_to_era(11);
        for (node, staker) in [(ALICE, ALICE), (ALICE, BOB), (ALICE, EVE), (BOB, BOB)] {
            assert_ok!(NodeStaking::withdraw(signed(EVE), node, staker));
        }
        assert_eq!(totals(), [0; 4]);
    });
}

#[test]
fn a_hold_that_gives_less_than_is_taken_counts_for_what_it_gives() {
    build_and_execute(|| {
        assert_ok!(HoldsOf::<Test>::hold(HoldReason::Appeal, &EVE, 10));
        assert_eq!(HoldsOf::<Test>::take(HoldReason::Appeal, &EVE, 15).unwrap().peek(), 10);
        assert_eq!(NodeStaking::held(HoldReason::Appeal), 0);
    });
}

#[test]
fn what_the_token_refuses_is_not_counted() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        let (reason, more) = (HoldReason::Stake, STAKE + 1);
        assert_noop!(
            HoldsOf::<Test>::hold(reason, &EVE, START_BALANCE),
            TokenError::FundsUnavailable
        );
        assert_noop!(HoldsOf::<Test>::release(reason, &ALICE, more), TokenError::FundsUnavailable);
    });
}

#[test]
fn nothing_is_not_written() {
    build_and_execute(|| {
        assert_ok!(HoldsOf::<Test>::hold(HoldReason::Appeal, &EVE, 0));
        assert_ok!(HoldsOf::<Test>::release(HoldReason::Appeal, &EVE, 0));
        assert_eq!(HoldsOf::<Test>::take(HoldReason::Appeal, &EVE, 0).unwrap().peek(), 0);
        assert!(!TotalHeld::<Test>::contains_key(HoldReason::Appeal));
    });
}
