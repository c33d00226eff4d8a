//! Losses of NES that has not vested.

use frame_support::assert_ok;
use nes_core::Balance;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Event};

const QUARTER: Perbill = Perbill::from_percent(25);

/// All that had not vested, but for `free`, of an account that starts with it.
fn lock_all_but(who: u64, free: Balance) {
    set_unvested(who, START_BALANCE - free);
}

fn treasury() -> Balance {
    Balances::free_balance(TREASURY) - START_BALANCE
}

#[test]
fn each_loss_is_booked_once() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        equivocate(ALICE, QUARTER);
        assert_eq!(Losses::get(), []);
        run_to_era(2);
        assert_eq!(Losses::get(), [(ALICE, 100 * UNIT)]);

        assert_ok!(NodeStaking::apply_slash(signed(FERDIE), ALICE, EVE));
        undelegate(EVE, ALICE, 30 * UNIT);
        leave(ALICE);
        run_to_era(9);
        assert_ok!(NodeStaking::withdraw(signed(FERDIE), ALICE, EVE));
        assert_ok!(NodeStaking::withdraw(signed(FERDIE), ALICE, ALICE));
        assert_eq!(Losses::get(), [(ALICE, 100 * UNIT), (EVE, 10 * UNIT)]);
    });
}

#[test]
fn a_loss_is_booked_by_the_call_that_takes_it() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        slash_for_good(ALICE, 25);
        delegate(EVE, ALICE, 10 * UNIT);
        assert_eq!(Losses::get().last(), Some(&(EVE, 10 * UNIT)));
        delegate(EVE, ALICE, 10 * UNIT);
        assert_eq!(Losses::get().len(), 2);
    });
}

#[test]
fn the_bond_of_an_appeal_is_a_loss_of_its_own() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lock_all_but(ALICE, 30 * UNIT);
        report(ALICE, QUARTER, 0, vec![FERDIE]);
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        run_to_era(4);
        assert_eq!(Losses::get(), [(ALICE, BOND), (ALICE, 100 * UNIT)]);
        // The bond took 10 of the 30 NES that were free, and the slash the other 20.
        assert_eq!(Balances::free_balance(FERDIE), START_BALANCE + 2 * UNIT);
        assert_eq!(treasury(), BOND + 98 * UNIT);
    });
}

#[test]
fn a_bond_that_is_released_and_a_cancelled_slash_are_no_loss() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        equivocate(ALICE, QUARTER);
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        undelegate(EVE, ALICE, 40 * UNIT);
        run_to_era(5);
        assert_ok!(NodeStaking::withdraw(signed(EVE), ALICE, EVE));
        assert_eq!(Losses::get(), []);
    });
}

#[test]
fn the_reporter_is_paid_out_of_what_was_free() {
    // Of a loss of 100 NES: what was free of the account's NES, and the reporter's tenth of that, at
    // most a quarter of what the slash takes from the minimum self stake.
    let most = STAKE / 16;
    let table = [(0, 0), (1, 0), (60 * UNIT, 6 * UNIT), (100 * UNIT, most), (START_BALANCE, most)];
    for (free, rewarded) in table {
        build_and_execute(|| {
            register(ALICE, 4 * STAKE);
            lock_all_but(ALICE, free);
            let issuance = Balances::total_issuance();
            report(ALICE, QUARTER, 0, vec![FERDIE]);
            run_to_era(2);
            assert_eq!(Balances::free_balance(FERDIE), START_BALANCE + rewarded);
            assert_eq!(treasury(), 100 * UNIT - rewarded);
            assert_eq!(Balances::total_issuance(), issuance);
            let event = events().into_iter().find_map(|event| match event {
                Event::SlashExecuted { loss, rewarded, treasury, .. } => {
                    Some((loss, rewarded, treasury))
                }
                _ => None,
            });
            assert_eq!(event, Some((100 * UNIT, rewarded, 100 * UNIT - rewarded)));
        });
    }
}

#[test]
fn a_delegators_loss_is_the_treasurys_whole() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        lock_all_but(EVE, 4 * UNIT);
        slash_for_good(ALICE, 25);
        let before = treasury();
        assert_ok!(NodeStaking::apply_slash(signed(FERDIE), ALICE, EVE));
        assert_eq!(treasury(), before + 10 * UNIT);
        assert_eq!(Unvested::get()[&EVE], Balances::free_balance(EVE) + 30 * UNIT);
    });
}
