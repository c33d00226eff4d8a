//! The ways to escape a slash between the fault and its report, none of which works.
//!
//! Each test begins in era 3 with a node of ALICE with 200 NES of her own and 100 NES of EVE. In
//! that era the node equivocates; a later report takes half of all stake that was behind it then.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::{Perbill, TokenError};

use super::steps::*;
use crate::{mock::*, Error, Nodes};

/// The fault's era; stake that starts to unbond in it has matured five eras later.
const FAULT: u32 = 3;

/// The last era in which stake that was taken back after the fault can be reached.
const LAST: u32 = FAULT + 5 - 1;

/// The era in which a report of that era is executed.
const EXECUTED: u32 = LAST + 2;

/// Runs `test` in the era of the fault.
fn in_the_era_of_the_fault(test: impl FnOnce()) {
    build_and_execute(|| {
        register_candidate(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, STAKE);
        run_to_era(FAULT);
        test();
    });
}

/// Reports the fault, as late as in `era`.
fn report_in(era: u32) {
    run_to_era(era);
    report(ALICE, Perbill::from_percent(50), FAULT * ERA, Vec::new());
}

/// Withdraws the stake of `who` behind the node of ALICE.
fn withdraw(who: u64) -> frame_support::dispatch::DispatchResult {
    plain(NodeStaking::withdraw(signed(who), ALICE, who))
}

/// Withdraws and applies all that is possible, and checks that ALICE has lost 100 NES, EVE 50 NES,
/// and the treasury has got both.
fn assert_both_lose_half() {
    let _ = (withdraw(ALICE), withdraw(EVE));
    let _ = NodeStaking::apply_slash(signed(BOB), ALICE, EVE);
    for (who, loss) in [(ALICE, STAKE), (EVE, STAKE / 2)] {
        let (stake, deposit) = on_hold(who);
        assert_eq!(Balances::free_balance(who) + stake + deposit, START_BALANCE - loss);
    }
    assert_eq!(Balances::free_balance(TREASURY), START_BALANCE + STAKE + STAKE / 2);
}

#[test]
fn a_delegator_does_not_by_undelegating() {
    in_the_era_of_the_fault(|| {
        undelegate(EVE, ALICE, STAKE);
        report_in(LAST);
        run_to_era(EXECUTED);
        assert_ok!(withdraw(EVE));
        assert_eq!(on_hold(EVE), (0, 0));
        assert_both_lose_half();
    });
}

#[test]
fn a_delegator_does_not_by_undelegating_in_parts() {
    in_the_era_of_the_fault(|| {
        undelegate(EVE, ALICE, STAKE / 4);
        run_to_era(FAULT + 2);
        undelegate(EVE, ALICE, STAKE / 4);
        report_in(LAST);
        run_to_era(EXECUTED);
        assert_ok!(withdraw(EVE));
        // Another quarter still unbonds, and half was never taken back: 25 + 12.5 NES are left.
        assert_eq!(on_hold(EVE).0, STAKE * 3 / 8);
        assert_both_lose_half();
    });
}

#[test]
fn a_delegator_does_not_by_rebonding() {
    in_the_era_of_the_fault(|| {
        undelegate(EVE, ALICE, STAKE);
        run_to_era(LAST);
        assert_ok!(NodeStaking::rebond(signed(EVE), ALICE, STAKE / 2));
        report_in(LAST);
        // To rebond the rest does not help either.
        assert_ok!(NodeStaking::rebond(signed(EVE), ALICE, STAKE / 4));
        assert_eq!(node(ALICE).stake(), STAKE + STAKE / 2);
        run_to_era(EXECUTED);
        assert_both_lose_half();
        assert_eq!(on_hold(EVE).0, STAKE / 2);
    });
}

#[test]
fn a_delegator_does_not_by_delegating_to_another_node() {
    in_the_era_of_the_fault(|| {
        register(BOB, 5 * STAKE);
        undelegate(EVE, ALICE, STAKE);
        // The unbonding stake is still on hold: only free money can go elsewhere.
        assert_noop!(
            NodeStaking::delegate(signed(EVE), BOB, START_BALANCE - STAKE),
            TokenError::FundsUnavailable
        );
        delegate(EVE, BOB, START_BALANCE - STAKE - 1);
        report_in(LAST);
        run_to_era(EXECUTED);
        assert_both_lose_half();
        assert_eq!(position(BOB, EVE).held, START_BALANCE - STAKE - 1);
    });
}

#[test]
fn a_delegator_does_not_because_the_operator_leaves() {
    in_the_era_of_the_fault(|| {
        leave(ALICE);
        report_in(LAST);
        run_to_era(EXECUTED);
        assert_both_lose_half();
        assert!(!Nodes::<Test>::contains_key(ALICE));
    });
}

#[test]
fn an_operator_does_not_by_undelegating() {
    in_the_era_of_the_fault(|| {
        undelegate(ALICE, ALICE, STAKE);
        report_in(LAST);
        // 50 NES are still active, too few for a candidate.
        assert_eq!(node(ALICE).self_stake(), STAKE / 2);
        assert!(!node(ALICE).validator);
        run_to_era(EXECUTED);
        assert_ok!(withdraw(ALICE));
        assert_eq!(on_hold(ALICE).0, STAKE / 2);
        assert_both_lose_half();
    });
}

#[test]
fn an_operator_does_not_by_leaving() {
    in_the_era_of_the_fault(|| {
        leave(ALICE);
        report_in(LAST);
        run_to_era(EXECUTED);
        assert_ok!(withdraw(ALICE));
        assert_eq!(on_hold(ALICE).0, 0);
        assert_both_lose_half();
    });
}

#[test]
fn an_operator_does_not_by_chilling() {
    in_the_era_of_the_fault(|| {
        assert_ok!(NodeStaking::chill(signed(ALICE)));
        report_in(LAST);
        run_to_era(EXECUTED);
        assert_both_lose_half();
    });
}

#[test]
fn an_operator_does_not_by_purging_session_keys() {
    in_the_era_of_the_fault(|| {
        purge_keys(ALICE);
        report_in(LAST);
        run_to_era(EXECUTED);
        assert_both_lose_half();
    });
}

#[test]
fn an_operator_does_not_by_registering_again() {
    in_the_era_of_the_fault(|| {
        leave(ALICE);
        report_in(LAST);
        for era in [LAST, LAST + 1] {
            run_to_era(era);
            let again = NodeStaking::register(signed(ALICE), profile(), Perbill::zero(), STAKE);
            assert_eq!(again, Err(Error::<Test>::AlreadyRegistered.into()));
        }
        run_to_era(EXECUTED);
        assert_both_lose_half();
        // The record was removed with all that it owed, so a new node of that name owes nothing.
        register(ALICE, STAKE);
        assert_eq!(node(ALICE).stake(), STAKE);
    });
}

#[test]
fn nobody_does_by_withdrawing_before_the_slash_is_executed() {
    in_the_era_of_the_fault(|| {
        leave(ALICE);
        report_in(LAST);
        assert_noop!(withdraw(EVE), Error::<Test>::NothingToWithdraw);
        run_to_era(LAST + 1);
        for who in [ALICE, EVE] {
            assert_noop!(withdraw(who), Error::<Test>::SlashPending);
        }
        // An appeal makes both wait for another two eras, and no longer.
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        run_to_era(EXECUTED + 1);
        assert_noop!(withdraw(EVE), Error::<Test>::SlashPending);
        run_to_era(EXECUTED + 2);
        assert_ok!(withdraw(EVE));
        assert_ok!(withdraw(ALICE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - STAKE / 2);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - STAKE - BOND);
    });
}

#[test]
fn nobody_does_by_leaving_after_the_report() {
    in_the_era_of_the_fault(|| {
        report_in(FAULT);
        leave(ALICE);
        run_to_era(FAULT + 5);
        assert_ok!(withdraw(EVE));
        assert_ok!(withdraw(ALICE));
        assert_both_lose_half();
    });
}

#[test]
fn stake_that_matured_before_the_report_is_out_of_reach() {
    in_the_era_of_the_fault(|| {
        undelegate(EVE, ALICE, STAKE / 2);
        undelegate(ALICE, ALICE, STAKE);
        report_in(LAST + 1);
        // The stake need not have been withdrawn, and does not wait for the slash of the rest.
        assert_ok!(withdraw(EVE));
        assert_ok!(withdraw(ALICE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - STAKE / 2);
        assert_eq!(on_hold(ALICE).0, STAKE);
        run_to_era(LAST + 1 + 2);
        assert_ok!(NodeStaking::apply_slash(signed(BOB), ALICE, EVE));
        assert_eq!(on_hold(ALICE).0, STAKE / 2);
        assert_eq!(on_hold(EVE).0, STAKE / 4);
        assert_eq!(Balances::free_balance(TREASURY), START_BALANCE + STAKE * 3 / 4);
    });
}

#[test]
fn stake_that_came_after_the_fault_answers_too() {
    in_the_era_of_the_fault(|| {
        delegate(FERDIE, ALICE, STAKE);
        report_in(LAST);
        run_to_era(EXECUTED);
        assert_ok!(NodeStaking::apply_slash(signed(BOB), ALICE, FERDIE));
        assert_eq!(on_hold(FERDIE).0, STAKE / 2);
    });
}
