//! Arrivals: the moves of stake that a position remembers.
//!
//! The tests begin as those of the folder do.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::Perbill;

use super::{super::steps::*, arrival, redelegate, with_two_nodes};
use crate::{mock::*, Error};

#[test]
fn of_one_era_from_one_node_are_one() {
    with_two_nodes(|| {
        assert_ok!(redelegate(10 * UNIT));
        assert_ok!(redelegate(20 * UNIT));
        run_to_era(1);
        assert_ok!(redelegate(30 * UNIT));
        let arrivals =
            [arrival(ALICE, 30 * UNIT, 5, 30 * UNIT), arrival(ALICE, 30 * UNIT, 6, 30 * UNIT)];
        assert_eq!(position(BOB, EVE).arrivals.to_vec(), arrivals);
    });
}

#[test]
fn of_one_era_from_two_nodes_are_two() {
    with_two_nodes(|| {
        register(CHARLIE, 2 * STAKE);
        delegate(EVE, CHARLIE, STAKE);
        assert_ok!(redelegate(10 * UNIT));
        assert_ok!(NodeStaking::redelegate(signed(EVE), CHARLIE, BOB, 20 * UNIT));
        let arrivals =
            [arrival(ALICE, 10 * UNIT, 5, 10 * UNIT), arrival(CHARLIE, 20 * UNIT, 5, 20 * UNIT)];
        assert_eq!(position(BOB, EVE).arrivals.to_vec(), arrivals);
    });
}

#[test]
fn that_are_one_answer_with_no_planck_more_than_both_did() {
    with_two_nodes(|| {
        slash_for_good(ALICE, 25);
        // The shares of each are worth half a planck more than 10 NES.
        assert_ok!(redelegate(10 * UNIT));
        assert_ok!(redelegate(10 * UNIT));
        delegate(EVE, BOB, UNIT);
        let together = arrival(ALICE, 26_666_666_666_668, 7, 20 * UNIT);
        assert_eq!(position(BOB, EVE).arrivals.to_vec(), [together]);
    });
}

#[test]
fn answer_an_era_longer_for_a_validator_of_the_set() {
    build_with_nodes_and_execute(three(2 * STAKE), || {
        delegate(EVE, ALICE, STAKE);
        assert_ok!(redelegate(40 * UNIT));
        assert_eq!(position(BOB, EVE).arrivals.to_vec(), [arrival(ALICE, 40 * UNIT, 6, 40 * UNIT)]);
    });
}

#[test]
fn end_by_a_withdrawal_though_too_little_is_left_for_the_others() {
    with_two_nodes(|| {
        assert_ok!(redelegate(40 * UNIT));
        run_to_era(1);
        assert_ok!(redelegate(40 * UNIT));
        equivocate(BOB, Perbill::from_percent(75));
        let withdraw = || plain(NodeStaking::withdraw(signed(DAVE), BOB, EVE));
        run_to_era(4);
        assert_noop!(withdraw(), Error::<Test>::NothingToWithdraw);
        run_to_era(5);
        assert_ok!(withdraw());
        // 20 NES are left, and answer with 40 NES until era 6.
        assert_eq!(position(BOB, EVE).held, 20 * UNIT);
        assert_eq!(position(BOB, EVE).arrivals.to_vec(), [arrival(ALICE, 40 * UNIT, 6, 40 * UNIT)]);
    });
}
