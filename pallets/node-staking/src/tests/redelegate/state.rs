//! States that are broken on purpose, and the invariants that notice them.

use frame_support::assert_ok;
use sp_runtime::TryRuntimeError;

use super::{super::steps::delegate, arrival, redelegate};
use crate::{mock::*, Nodes, Position, Positions};

/// Breaks a sound state, in which stake of EVE has moved from ALICE's node to BOB's, and checks that
/// it is noticed.
fn notices(expected: &'static str, breaks: impl FnOnce()) {
    new_test_ext(Vec::new()).execute_with(|| {
        register(ALICE, 2 * STAKE);
        register(BOB, 2 * STAKE);
        delegate(EVE, ALICE, STAKE);
        assert_ok!(redelegate(STAKE));
        assert_ok!(NodeStaking::do_try_state());
        breaks();
        assert_eq!(NodeStaking::do_try_state(), Err(TryRuntimeError::Other(expected)));
    });
}

fn change_position(node: u64, staker: u64, change: impl FnOnce(&mut Position<u64>)) {
    Positions::<Test>::mutate(node, staker, |position| change(position.as_mut().unwrap()));
}

#[test]
fn stake_arrives_from_a_node() {
    notices("stake arrived from a node without a record", || {
        change_position(BOB, EVE, |position| position.arrivals[0].from = DAVE);
    });
}

#[test]
fn stake_arrives_from_another_node() {
    notices("stake arrived from its own node", || {
        change_position(BOB, EVE, |position| position.arrivals[0].from = BOB);
    });
}

#[test]
fn no_stake_arrives_in_an_operators_own_position() {
    notices("stake arrived in an operator's own position", || {
        change_position(BOB, BOB, |position| {
            position.arrivals.try_push(arrival(ALICE, 1, 9, 1)).unwrap();
        });
    });
}

#[test]
fn shares_that_left_count_where_they_were() {
    notices("a node's unbonding is not its positions'", || {
        Nodes::<Test>::mutate(ALICE, |node| node.as_mut().unwrap().unbonding_shares -= 1);
    });
}

#[test]
fn a_position_of_which_nothing_is_left_has_no_arrivals() {
    notices("an empty position is stored", || {
        change_position(BOB, EVE, |position| position.shares = 0);
    });
}
