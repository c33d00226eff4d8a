//! The payments out of the slash of a lost dispute, when it is executed.

use frame_support::assert_ok;
use nes_core::Balance;

use super::steps::*;
use crate::{mock::*, Event};

/// Returns what an account has gained since genesis.
fn gained(who: u64) -> Balance {
    wealth(who) - if who == NOBODY { 0 } else { START_BALANCE }
}

/// Returns the loss and its parts by the last execution.
fn last_execution() -> Option<(Balance, Balance, Balance)> {
    events().into_iter().rev().find_map(|event| match event {
        Event::SlashExecuted { loss, rewarded, treasury, .. } => Some((loss, rewarded, treasury)),
        _ => None,
    })
}

#[test]
fn are_paid_in_order_and_the_treasury_the_rest_to_the_planck() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE + 7);
        delegate(DAVE, ALICE, 40 * UNIT);
        let issuance = Balances::total_issuance();
        let (most, some, little) = (700_000_000_001, 300_000_000_000, 3);
        lose_with(ALICE, 5, &[(EVE, most, 0), (NOBODY, some, some), (FERDIE, little, 0)]);
        run_to_era(1);
        assert_eq!([EVE, NOBODY, FERDIE, TREASURY].map(gained), [0; 4]);
        run_to_era(2);

        // 400.000000000007 × 0.95 = 380.00000000000665
        let (slash, node, loss, rewarded) = (0, ALICE, 20_000_000_000_001, 1_000_000_000_004);
        let treasury = 18_999_999_999_997;
        assert_eq!([EVE, NOBODY, FERDIE].map(gained), [most, some, little]);
        assert_eq!((gained(TREASURY), rewarded + treasury), (treasury, loss));
        let awarded = |who, amount| Event::Awarded { slash, who, amount };
        let expected = [
            awarded(EVE, most),
            awarded(NOBODY, some),
            awarded(FERDIE, little),
            Event::SlashExecuted { slash, node, loss, rewarded, treasury },
        ];
        let events = events();
        assert!(events.windows(4).any(|four| four == expected), "{events:?}");
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

#[test]
fn are_cut_in_their_order_to_what_others_get_at_most() {
    build_and_execute(|| {
        register(ALICE, 9 * STAKE);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT), (FERDIE, UNIT, UNIT), (BOB, UNIT, UNIT)]);
        run_to_era(2);
        assert_eq!([EVE, FERDIE, BOB].map(gained), [UNIT, UNIT / 4, 0]);
        assert_eq!(gained(TREASURY), 45 * UNIT - 5 * UNIT / 4);
    });
}

#[test]
fn beyond_the_cap_are_the_owed_parts() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lose_with(ALICE, 30, &[(EVE, UNIT, 0)]);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT / 5), (FERDIE, UNIT, UNIT / 10)]);
        run_to_era(2);
        assert_eq!([EVE, FERDIE].map(gained), [UNIT + UNIT / 5, UNIT / 10]);
        // 400 × (1 − 0.7 × 0.988)
        let loss = 123_360_000_000_000;
        assert_eq!(wealth(ALICE), START_BALANCE - loss);
        assert_eq!(gained(TREASURY), loss - 13 * UNIT / 10);
    });
}

#[test]
fn are_paid_out_of_what_was_free() {
    let both = 9 * UNIT / 10;
    let table = [(0, 0, 0), (1, 1, 0), (UNIT / 2, UNIT / 2, 0), (UNIT, 4 * both / 6, both / 3)];
    for (free, first, second) in table {
        build_and_execute(|| {
            register(ALICE, 4 * STAKE);
            set_unvested(ALICE, START_BALANCE - free);
            lose_with(ALICE, 5, &[(EVE, 6 * UNIT / 10, 0), (FERDIE, 3 * UNIT / 10, 0)]);
            run_to_era(2);
            assert_eq!([EVE, FERDIE].map(gained), [first, second]);
            let rewarded = first + second;
            assert_eq!(gained(TREASURY), 20 * UNIT - rewarded);
            assert_eq!(last_execution(), Some((20 * UNIT, rewarded, 20 * UNIT - rewarded)));
        });
    }
}

#[test]
fn that_cannot_be_paid_leave_it_to_the_treasury() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lose_with(ALICE, 5, &[(NOBODY, UNIT, UNIT), (EVE, UNIT / 5, 0)]);
        ExistentialDeposit::set(2 * UNIT);
        run_to_era(2);
        ExistentialDeposit::set(1);
        assert_eq!([NOBODY, EVE].map(gained), [0, UNIT / 5]);
        assert_eq!(last_execution(), Some((20 * UNIT, UNIT / 5, 20 * UNIT - UNIT / 5)));
        let to_nobody = |event: &Event<Test>| matches!(event, Event::Awarded { who: NOBODY, .. });
        assert!(!events().iter().any(to_nobody));
    });
}

#[test]
fn are_no_more_than_others_get_at_most_when_they_are_paid() {
    for (minimum, paid) in [(STAKE / 2, 5 * UNIT / 8), (STAKE, UNIT), (2 * STAKE, UNIT)] {
        build_and_execute(|| {
            register(ALICE, 4 * STAKE);
            lose_with(ALICE, 5, &[(EVE, UNIT, 0)]);
            change_params(|params| params.min_self_stake = minimum);
            run_to_era(2);
            assert_eq!((gained(EVE), gained(TREASURY)), (paid, 20 * UNIT - paid));
        });
    }
}

#[test]
fn take_nothing_of_the_delegators_loss_nor_of_the_bond() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(DAVE, ALICE, 2 * STAKE);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT)]);
        assert_ok!(NodeStaking::appeal(signed(DAVE), 0));
        run_to_era(3);
        assert_eq!(gained(EVE), 0);
        run_to_era(4);
        assert_ok!(NodeStaking::apply_slash(signed(BOB), ALICE, DAVE));
        assert_eq!(gained(EVE), UNIT);
        assert_eq!(gained(TREASURY), 19 * UNIT + 10 * UNIT + BOND);
    });
}

#[test]
fn of_a_cancelled_slash_are_never_paid() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT)]);
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        run_to_era(3);
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        run_to_era(9);
        assert_eq!([EVE, TREASURY].map(gained), [0, 0]);
        assert_eq!((wealth(ALICE), bonds(ALICE)), (START_BALANCE, 0));
    });
}

#[test]
fn come_out_of_no_stake_that_has_been_withdrawn() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(DAVE, ALICE, 40 * UNIT);
        change_params(|params| params.unbonding_eras = 9);
        undelegate(DAVE, ALICE, 40 * UNIT);
        change_params(|params| params.unbonding_eras = 5);
        leave(ALICE);
        run_to_era(5);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT)]);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        run_to_era(7);
        assert_eq!([EVE, TREASURY].map(gained), [0, 0]);
        assert_ok!(NodeStaking::apply_slash(signed(BOB), ALICE, DAVE));
        assert_eq!([EVE, TREASURY].map(gained), [0, 2 * UNIT]);
    });
}

#[test]
fn of_a_node_that_has_gone_are_not_paid_by_one_of_the_same_name() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        leave(ALICE);
        run_to_era(5);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT)]);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert_eq!(RemovedNodes::get(), [ALICE]);
        register(ALICE, 2 * STAKE);
        let before = (node(ALICE), position(ALICE, ALICE));
        run_to_era(7);
        assert_eq!((node(ALICE), position(ALICE, ALICE)), before);
        assert_eq!([EVE, TREASURY].map(gained), [0, 0]);
        assert_eq!(open_slash(0), None);
    });
}
