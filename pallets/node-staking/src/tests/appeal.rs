use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, Perbill, TokenError};

use super::steps::*;
use crate::{mock::*, Appeal, Error, Event, OpenSlashes};

fn appeal(who: u64) -> Result<(), DispatchError> {
    NodeStaking::appeal(signed(who), 0)
}

/// Registers a node of Alice with 200 NES and a pending slash of a quarter, number 0, due in era 2.
fn pending_slash() {
    register(ALICE, 2 * STAKE);
    equivocate(ALICE, Perbill::from_percent(25));
    assert_eq!(open_slash(0), Some((2, None)));
}

/// Registers a node with 400 NES of Alice and 400 NES of Eve, and a pending slash of this fraction,
/// in parts of a thousand. The highest bond is 30 NES.
fn slash_of(per_mille: u32) {
    register(ALICE, 4 * STAKE);
    delegate(EVE, ALICE, 4 * STAKE);
    change_params(|params| params.appeal_bond = 30 * UNIT);
    equivocate(ALICE, Perbill::from_perthousand(per_mille));
}

#[test]
fn moves_the_execution_one_period_and_holds_the_bond() {
    build_and_execute(|| {
        pending_slash();
        assert_ok!(appeal(ALICE));

        assert_eq!(bonds(ALICE), BOND);
        assert_eq!(open_slash(0), Some((4, Some(BOND))));
        let (slash, node, who) = (0, ALICE, ALICE);
        let event = Event::SlashAppealed { slash, node, who, execute_era: 4, bond: BOND };
        assert_eq!(events().last(), Some(&event));

        run_to_era(3);
        assert!(OpenSlashes::<Test>::contains_key(0));
        run_to_era(4);
        assert!(!OpenSlashes::<Test>::contains_key(0));
        assert_eq!(bonds(ALICE), 0);
    });
}

/// Regression: the bond was the parameter, whatever the slash took; every row but the one with 30
/// NES failed.
#[test]
fn asks_for_a_tenth_of_the_loss_and_never_for_more_than_the_loss() {
    let unit = |tenths: u128| tenths * UNIT / 10;
    for (per_mille, bond) in [
        // The tenth of 200, 400 and 160 NES; the parameter is the most.
        (250, unit(200)),
        (500, unit(300)),
        (200, unit(160)),
        // The tenth of 40 NES is less than 10 NES, which are the least.
        (50, unit(100)),
        // The loss itself, when that is less.
        (10, unit(80)),
        (1, unit(8)),
    ] {
        build_and_execute(|| {
            slash_of(per_mille);
            assert_ok!(appeal(ALICE));
            assert_eq!(bonds(ALICE), bond, "{per_mille}");
        });
    }
}

#[test]
fn counts_the_loss_of_active_stake_with_all_other_slashes_taken_before() {
    build_and_execute(|| {
        slash_of(500);
        undelegate(EVE, ALICE, 100 * UNIT);
        fail_an_era(ALICE);
        // Of 600 shares 499/1000 less than 999/1000 are left: 299.7 NES are lost, of which a tenth
        // is less than the parameter.
        assert_ok!(appeal(ALICE));
        assert_eq!(bonds(ALICE), 299_700_000_000_000 / 10);
        // The other one takes a thousandth of half of them.
        assert_ok!(NodeStaking::appeal(signed(ALICE), 1));
        assert_eq!(bonds(ALICE), 29_970_000_000_000 + 300_000_000_000);
    });
}

#[test]
fn asks_for_todays_bond_and_keeps_that() {
    build_and_execute(|| {
        slash_of(500);
        assert_ok!(appeal(ALICE));
        change_params(|params| params.appeal_bond = BOND);
        assert_eq!(bonds(ALICE), 30 * UNIT);
        // More stake behind the node does not change it either.
        delegate(ALICE, ALICE, 100 * UNIT);
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        assert_eq!(bonds(ALICE), 0);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 5 * STAKE - DEPOSIT);
    });
}

/// Regression: only the operator could appeal, so delegators lost their stake with an operator who
/// was silent; the first assertion failed with `NotTheOperator`.
#[test]
fn is_open_to_a_delegator_whose_bond_it_is() {
    build_and_execute(|| {
        slash_of(500);
        assert_ok!(appeal(EVE));
        assert_eq!((bonds(ALICE), bonds(EVE)), (0, 30 * UNIT));
        let (slash, node, who, bond) = (0, ALICE, EVE, 30 * UNIT);
        let event = Event::SlashAppealed { slash, node, who, execute_era: 4, bond };
        assert_eq!(events().last(), Some(&event));
        let open = OpenSlashes::<Test>::get(0).unwrap();
        assert_eq!(open.appeal, Some(Appeal { who: EVE, bond }));

        // A slash that is cancelled frees it, and one that is executed takes it from her.
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 4 * STAKE);
        run_to_era(2);
        equivocate(ALICE, Perbill::from_percent(50));
        assert_ok!(NodeStaking::appeal(signed(EVE), 1));
        run_to_era(6);
        assert_eq!((bonds(EVE), on_hold(EVE).0), (0, 4 * STAKE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 4 * STAKE - 30 * UNIT);
    });
}

#[test]
fn is_open_to_who_only_unbonds() {
    build_and_execute(|| {
        slash_of(500);
        undelegate(EVE, ALICE, 4 * STAKE);
        assert_ok!(appeal(EVE));
        // The stake that is active counts: 200 of 400 NES.
        assert_eq!(bonds(EVE), 20 * UNIT);
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
        assert_eq!(bonds(ALICE), BOND);
    });
}

#[test]
fn of_a_slash_that_takes_nothing_any_more_is_free() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        leave(ALICE);
        run_to_era(5);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert_eq!(RemovedNodes::get(), [ALICE]);
        assert_ok!(appeal(ALICE));
        assert_eq!(bonds(ALICE), 0);
    });
}

#[test]
fn refuses_everyone_without_stake_in_the_node() {
    build_and_execute(|| {
        pending_slash();
        register(BOB, STAKE);
        assert_ok!(NodeStaking::set_agent(signed(ALICE), Some(EVE)));
        assert_noop!(appeal(EVE), Error::<Test>::NoStakeInNode);
        assert_noop!(appeal(BOB), Error::<Test>::NoStakeInNode);
    });
}

#[test]
fn refuses_a_second_time() {
    build_and_execute(|| {
        slash_of(250);
        assert_ok!(appeal(ALICE));
        run_to_era(3);
        assert_noop!(appeal(ALICE), Error::<Test>::AlreadyAppealed);
        assert_noop!(appeal(EVE), Error::<Test>::AlreadyAppealed);
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
fn refuses_who_cannot_pay_the_bond() {
    build_and_execute(|| {
        register(ALICE, 9 * STAKE);
        delegate(EVE, ALICE, START_BALANCE - 1);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_noop!(appeal(EVE), TokenError::FundsUnavailable);
    });
}
