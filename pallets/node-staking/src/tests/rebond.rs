use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, Perbill};

use super::steps::*;
use crate::{mock::*, Error, Event, Position, Unbonding};

fn rebond_to_alice(who: u64, amount: u128) -> Result<(), DispatchError> {
    NodeStaking::rebond(signed(who), ALICE, amount)
}

/// Registers a node with 50 NES of Eve behind it, of which 10 and then 20 unbond.
fn unbonding_of_eve() {
    register_candidate(ALICE, STAKE);
    delegate(EVE, ALICE, 50 * UNIT);
    undelegate(EVE, ALICE, 10 * UNIT);
    run_to_era(1);
    undelegate(EVE, ALICE, 20 * UNIT);
}

#[test]
fn takes_what_would_take_longest_first() {
    build_and_execute(|| {
        unbonding_of_eve();
        assert_ok!(rebond_to_alice(EVE, 25 * UNIT));

        let row = position(ALICE, EVE);
        assert_eq!((row.shares, row.held), (45 * UNIT, 50 * UNIT));
        assert_eq!(row.unbonding.to_vec(), [Unbonding { shares: 5 * UNIT, unlock_era: 5 }]);
        assert_eq!((node(ALICE).shares, node(ALICE).unbonding_shares), (145 * UNIT, 5 * UNIT));
        assert_eq!(Ranking::get_score(&ALICE), Ok(145 * UNIT));
        let event = Event::Rebonded { node: ALICE, staker: EVE, amount: 25 * UNIT };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn undoes_what_was_undone() {
    build_and_execute(|| {
        unbonding_of_eve();
        assert_ok!(rebond_to_alice(EVE, 30 * UNIT));
        assert_eq!(position(ALICE, EVE), Position::new(50 * UNIT));
        assert_eq!(node(ALICE).unbonding_shares, 0);
    });
}

#[test]
fn raises_an_operators_self_stake() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        undelegate(ALICE, ALICE, STAKE);
        assert_ok!(rebond_to_alice(ALICE, STAKE));
        assert_eq!(node(ALICE).self_shares, 2 * STAKE);
    });
}

#[test]
fn earns_from_then_on_only() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, STAKE);
        undelegate(EVE, ALICE, STAKE);
        reward(ALICE, 1_000);
        assert_ok!(rebond_to_alice(EVE, STAKE));
        reward(ALICE, 1_000);
        assert_ok!(NodeStaking::claim(signed(EVE), ALICE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - STAKE + 500);
    });
}

#[test]
fn counts_the_amount_at_todays_value() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        undelegate(EVE, ALICE, 20 * UNIT);
        slash_for_good(ALICE, 25);
        assert_noop!(rebond_to_alice(EVE, 15 * UNIT + 1), Error::<Test>::InsufficientUnbonding);
        assert_ok!(rebond_to_alice(EVE, 10 * UNIT));
        let row = position(ALICE, EVE);
        assert_eq!(row.shares, 33_333_333_333_334);
        let entry = Unbonding { shares: 6_666_666_666_666, unlock_era: 5 };
        assert_eq!(row.unbonding.to_vec(), [entry]);
        assert_eq!(row.held, 30 * UNIT);
    });
}

#[test]
fn brings_no_stake_out_of_a_pending_slash() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        undelegate(EVE, ALICE, 40 * UNIT);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_noop!(rebond_to_alice(EVE, 30 * UNIT + 1), Error::<Test>::InsufficientUnbonding);
        assert_ok!(rebond_to_alice(EVE, 30 * UNIT));
        assert_eq!(node(ALICE).retained().value(position(ALICE, EVE).shares), 30 * UNIT);
    });
}

#[test]
fn refuses_nothing() {
    build_and_execute(|| {
        unbonding_of_eve();
        assert_noop!(rebond_to_alice(EVE, 0), Error::<Test>::AmountMissing);
    });
}

#[test]
fn refuses_more_than_is_still_unbonding() {
    build_and_execute(|| {
        unbonding_of_eve();
        assert_noop!(rebond_to_alice(EVE, 30 * UNIT + 1), Error::<Test>::InsufficientUnbonding);
        // In era 5 the first ten have matured.
        run_to_era(5);
        assert_noop!(rebond_to_alice(EVE, 20 * UNIT + 1), Error::<Test>::InsufficientUnbonding);
        assert_ok!(rebond_to_alice(EVE, 20 * UNIT));
    });
}

#[test]
fn refuses_what_stays_below_the_minimum() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        undelegate(EVE, ALICE, 50 * UNIT);
        assert_noop!(rebond_to_alice(EVE, UNIT - 2), Error::<Test>::DelegationBelowMinimum);
        assert_ok!(rebond_to_alice(EVE, UNIT));
    });
}

#[test]
fn refuses_more_than_the_self_stake_carries() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 2 * STAKE);
        undelegate(EVE, ALICE, STAKE);
        delegate(FERDIE, ALICE, STAKE - UNIT);
        assert_noop!(rebond_to_alice(EVE, UNIT + 1), Error::<Test>::OverDelegationRatio);
        assert_ok!(rebond_to_alice(EVE, UNIT));
    });
}

#[test]
fn refuses_a_leaving_node() {
    build_and_execute(|| {
        unbonding_of_eve();
        leave(ALICE);
        assert_noop!(rebond_to_alice(EVE, UNIT), Error::<Test>::NodeLeaving);
        assert_noop!(rebond_to_alice(ALICE, STAKE), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn refuses_a_node_of_which_too_little_is_left() {
    build_and_execute(|| {
        unbonding_of_eve();
        equivocate(ALICE, Perbill::from_percent(91));
        assert_noop!(rebond_to_alice(EVE, UNIT), Error::<Test>::NodeExhausted);
    });
}

#[test]
fn refuses_an_unknown_node_and_somebody_without_a_position() {
    build_and_execute(|| {
        assert_noop!(rebond_to_alice(EVE, UNIT), Error::<Test>::NotRegistered);
        unbonding_of_eve();
        assert_noop!(rebond_to_alice(FERDIE, UNIT), Error::<Test>::NoPosition);
    });
}

#[test]
fn refuses_a_candidates_stake_while_the_ranking_is_locked() {
    build_and_execute(|| {
        unbonding_of_eve();
        Ranking::lock();
        assert_noop!(rebond_to_alice(EVE, UNIT), Error::<Test>::RankingUnavailable);
    });
}
