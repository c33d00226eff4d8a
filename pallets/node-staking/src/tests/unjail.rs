use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use nes_traits::NodeRegistry as _;
use sp_runtime::{DispatchError, Perbill};

use super::steps::*;
use crate::{mock::*, Error, Event};

fn unjail() -> Result<(), DispatchError> {
    NodeStaking::unjail(signed(ALICE))
}

/// Registers a candidate of Alice with 200 NES that is jailed until era 2 and loses this `percent`.
fn jailed_candidate(percent: u32) {
    register_candidate(ALICE, 2 * STAKE);
    equivocate(ALICE, Perbill::from_percent(percent));
    assert_eq!(node(ALICE).jailed_until, Some(2));
}

#[test]
fn ends_the_jail_and_ranks_the_candidate_again() {
    build_and_execute(|| {
        jailed_candidate(25);
        assert!(!Ranking::contains(&ALICE));
        assert!(!NodeStaking::is_active(&ALICE));
        run_to_era(2);
        assert!(!NodeStaking::is_active(&ALICE));
        assert_ok!(unjail());

        assert_eq!(node(ALICE).jailed_until, None);
        assert_eq!(Ranking::get_score(&ALICE), Ok(150 * UNIT));
        assert!(NodeStaking::is_active(&ALICE));
        assert_eq!(events().last(), Some(&Event::Unjailed { node: ALICE }));
    });
}

#[test]
fn makes_no_candidate_of_a_node_that_was_none() {
    build_and_execute(|| {
        jailed_candidate(25);
        assert_ok!(NodeStaking::chill(signed(ALICE)));
        run_to_era(2);
        assert_ok!(unjail());
        assert!(!Ranking::contains(&ALICE));
    });
}

#[test]
fn works_while_the_slash_is_still_pending() {
    build_and_execute(|| {
        jailed_candidate(25);
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        run_to_era(2);
        assert_ok!(unjail());
        assert!(node(ALICE).has_pending_slash());
        assert_eq!(Ranking::get_score(&ALICE), Ok(150 * UNIT));
    });
}

#[test]
fn refuses_before_its_time() {
    build_and_execute(|| {
        jailed_candidate(25);
        run_to_era(1);
        assert_noop!(unjail(), Error::<Test>::StillJailed);
    });
}

#[test]
fn refuses_a_node_that_is_not_jailed() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_noop!(unjail(), Error::<Test>::NotJailed);
    });
}

#[test]
fn refuses_somebody_without_a_node() {
    build_and_execute(|| {
        assert_noop!(unjail(), Error::<Test>::NotRegistered);
    });
}

#[test]
fn refuses_a_leaving_node() {
    build_and_execute(|| {
        jailed_candidate(25);
        leave(ALICE);
        run_to_era(2);
        assert_noop!(unjail(), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn refuses_a_node_of_which_too_little_is_left() {
    build_and_execute(|| {
        jailed_candidate(95);
        run_to_era(2);
        assert_noop!(unjail(), Error::<Test>::NodeExhausted);
    });
}

#[test]
fn refuses_too_little_self_stake_until_the_operator_tops_it_up() {
    build_and_execute(|| {
        jailed_candidate(60);
        run_to_era(2);
        assert_noop!(unjail(), Error::<Test>::StakeBelowMinimum);
        delegate(ALICE, ALICE, 20 * UNIT);
        assert_ok!(unjail());
        // The slash had taken the validator role.
        assert_noop!(NodeStaking::chill(signed(ALICE)), Error::<Test>::NotValidator);
        assert_ok!(NodeStaking::validate(signed(ALICE)));
        assert_eq!(Ranking::get_score(&ALICE), Ok(100 * UNIT));
    });
}

#[test]
fn refuses_a_candidate_while_the_ranking_is_locked() {
    build_and_execute(|| {
        jailed_candidate(25);
        run_to_era(2);
        Ranking::lock();
        assert_noop!(unjail(), Error::<Test>::RankingUnavailable);
    });
}
