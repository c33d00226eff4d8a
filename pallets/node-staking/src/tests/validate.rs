use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Error, Event, Params};

#[test]
fn ranks_the_node_by_its_stake() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        set_keys(ALICE);
        assert_ok!(NodeStaking::validate(signed(ALICE)));

        assert_eq!(Ranking::get_score(&ALICE), Ok(2 * STAKE));
        let event = Event::CandidacyDeclared { node: ALICE, stake: 2 * STAKE };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn refuses_somebody_without_a_node() {
    build_and_execute(|| {
        set_keys(EVE);
        assert_noop!(NodeStaking::validate(signed(EVE)), Error::<Test>::NotRegistered);
    });
}

#[test]
fn refuses_a_node_without_session_keys() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_noop!(NodeStaking::validate(signed(ALICE)), Error::<Test>::NoSessionKeys);
    });
}

#[test]
fn refuses_a_candidate() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        assert_noop!(NodeStaking::validate(signed(ALICE)), Error::<Test>::AlreadyValidator);
    });
}

#[test]
fn refuses_a_leaving_node() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        set_keys(ALICE);
        assert_ok!(NodeStaking::leave(signed(ALICE)));
        assert_noop!(NodeStaking::validate(signed(ALICE)), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn refuses_a_node_below_a_minimum_that_was_raised() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        set_keys(ALICE);
        let raised = Params { min_self_stake: STAKE + 2, ..params() };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), raised));
        assert_noop!(NodeStaking::validate(signed(ALICE)), Error::<Test>::StakeBelowMinimum);
    });
}

#[test]
fn refuses_while_the_ranking_is_locked() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        set_keys(ALICE);
        Ranking::lock();
        assert_noop!(NodeStaking::validate(signed(ALICE)), Error::<Test>::RankingUnavailable);
    });
}

#[test]
fn refuses_a_jailed_node() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        set_keys(ALICE);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_noop!(NodeStaking::validate(signed(ALICE)), Error::<Test>::NodeJailed);
    });
}

#[test]
fn refuses_a_node_of_which_too_little_is_left() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        set_keys(ALICE);
        let deep = Params {
            failed_tasks: Perbill::from_percent(50),
            service_slash_cap: Perbill::from_percent(50),
            ..params()
        };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), deep));
        // Four halves leave a sixteenth; it takes ten such eras to jail.
        (0..4).for_each(|_| fail_an_era(ALICE));
        assert_noop!(NodeStaking::validate(signed(ALICE)), Error::<Test>::NodeExhausted);
    });
}
