//! State that is broken on purpose, and what notices it.

use frame_election_provider_support::SortedListProvider;
use frame_support::{
    assert_ok,
    traits::{fungible::MutateHold, tokens::Precision},
};
use sp_runtime::TryRuntimeError;

use crate::{mock::*, HoldReason, Nodes, Params, ParamsStore, Position, Positions, Profiles};

/// Breaks a sound state with a candidate ALICE and a node BOB, and checks that it is noticed.
fn notices(expected: &'static str, breaks: impl FnOnce()) {
    new_test_ext(Vec::new()).execute_with(|| {
        register_candidate(ALICE, STAKE);
        register(BOB, STAKE);
        assert_ok!(NodeStaking::do_try_state());
        breaks();
        assert_eq!(NodeStaking::do_try_state(), Err(TryRuntimeError::Other(expected)));
    });
}

fn change_position(of: u64, change: impl FnOnce(&mut Position)) {
    Positions::<Test>::mutate(of, of, |position| change(position.as_mut().unwrap()));
}

#[test]
fn parameters_are_within_bounds() {
    notices("the parameters are out of bounds", || {
        ParamsStore::<Test>::put(Params { validator_count: 0, ..params() });
    });
}

#[test]
fn a_node_has_a_profile() {
    notices("a node has no profile", || Profiles::<Test>::remove(ALICE));
}

#[test]
fn a_profile_has_a_node() {
    notices("a profile has no node", || {
        Profiles::<Test>::insert(EVE, profile().with_deposit(DEPOSIT));
    });
}

#[test]
fn a_position_has_a_node() {
    notices("a position has no node", || {
        Positions::<Test>::insert(EVE, BOB, Position::new(1));
    });
}

#[test]
fn a_position_is_not_empty() {
    notices("an empty position is stored", || {
        Positions::<Test>::insert(BOB, EVE, Position::default());
    });
}

#[test]
fn a_position_holds_what_it_is_worth() {
    notices("a position holds less than it is worth", || {
        change_position(ALICE, |position| position.held -= 1);
    });
}

#[test]
fn shares_sum_up() {
    notices("a node's shares are not its positions'", || {
        change_position(ALICE, |position| position.shares -= 1);
    });
}

#[test]
fn unbonding_shares_sum_up() {
    notices("a node's unbonding is not its positions'", || {
        Nodes::<Test>::mutate(BOB, |node| node.as_mut().unwrap().unbonding_shares += 1);
    });
}

#[test]
fn a_node_has_something_behind_it() {
    notices("a node has nothing behind it", || {
        Positions::<Test>::remove(BOB, BOB);
        Nodes::<Test>::mutate(BOB, |node| node.as_mut().unwrap().shares = 0);
    });
}

#[test]
fn a_leaving_node_has_no_self_stake() {
    notices("a leaving node has self stake", || {
        Nodes::<Test>::mutate(BOB, |node| {
            node.as_mut().unwrap().status = crate::Status::Leaving;
        });
    });
}

#[test]
fn holds_are_what_positions_hold() {
    notices("a hold is not what positions hold", || {
        change_position(ALICE, |position| position.held += 1);
    });
    notices("a hold is not what positions hold", || {
        assert_ok!(Balances::hold(&HoldReason::Stake.into(), &EVE, 1));
    });
}

#[test]
fn deposits_are_what_profiles_say() {
    notices("a hold is not the profile's deposit", || {
        assert_ok!(Balances::release(&HoldReason::Profile.into(), &BOB, 1, Precision::Exact));
    });
}

#[test]
fn nobody_else_is_ranked() {
    notices("a node is ranked that is no candidate", || {
        assert_ok!(Ranking::on_insert(BOB, STAKE));
    });
}

#[test]
fn every_candidate_is_ranked() {
    notices("a candidate is not ranked", || Ranking::on_remove(&ALICE).unwrap());
}

#[test]
fn a_rank_is_the_stake() {
    notices("a candidate is not ranked by its stake", || {
        assert_ok!(Ranking::on_update(&ALICE, STAKE + 1));
    });
}
