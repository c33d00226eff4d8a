use frame_support::assert_ok;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Event, Params};

/// Runs until the set that is chosen from the ranking now is in force; returns it.
fn next_set() -> Vec<u64> {
    let era = NodeStaking::active_era();
    run_to_era(era + 1);
    let mut set = Session::validators();
    set.sort_unstable();
    set
}

#[test]
fn take_the_candidates_with_the_most_stake() {
    build_and_execute(|| {
        let few = Params { minimum_validators: 1, ..params() };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), few));
        for (who, stake) in [
            (EVE, STAKE),
            (ALICE, 2 * STAKE),
            (BOB, 3 * STAKE),
            (CHARLIE, 5 * STAKE),
            (DAVE, 6 * STAKE),
        ] {
            register_candidate(who, stake);
        }
        assert_eq!(next_set(), [ALICE, BOB, CHARLIE, DAVE]);
        assert_ok!(NodeStaking::chill(signed(DAVE)));
        assert_eq!(next_set(), [ALICE, BOB, CHARLIE, EVE]);
    });
}

#[test]
fn change_the_set_only_with_an_era() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE] {
            register_candidate(who, STAKE);
        }
        assert_eq!(next_set(), [ALICE, BOB, CHARLIE]);
        assert_eq!(Session::current_index(), ERA);

        register_candidate(DAVE, 2 * STAKE);
        for session in ERA + 1..2 * ERA {
            Session::rotate_session();
            assert_eq!(Session::current_index(), session);
            assert_eq!(Session::validators().len(), 3);
        }
        Session::rotate_session();
        assert_eq!(Session::validators().len(), 4);
    });
}

#[test]
fn announce_the_era_and_the_set() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE] {
            register_candidate(who, STAKE);
        }
        System::reset_events();
        run_to_era(1);
        assert_eq!(NodeStaking::active_era(), 1);
        let chosen = Event::ValidatorSetChosen { session: ERA, validators: 3 };
        assert_eq!(events(), [chosen, Event::EraStarted { era: 1 }]);
    });
}

#[test]
fn tell_which_era_begins() {
    build_and_execute(|| {
        run_to_era(3);
        assert!(StartedEras::get().ends_with(&[1, 2, 3]), "{:?}", StartedEras::get());
    });
}

#[test]
fn keep_the_old_set_with_too_few_candidates() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE] {
            register_candidate(who, STAKE);
        }
        assert_eq!(next_set(), [ALICE, BOB, CHARLIE]);
        assert_ok!(NodeStaking::chill(signed(CHARLIE)));
        System::reset_events();
        assert_eq!(next_set(), [ALICE, BOB, CHARLIE]);
        let kept = Event::ValidatorSetKept { session: 2 * ERA, candidates: 2 };
        assert_eq!(events(), [kept, Event::EraStarted { era: 2 }]);
    });
}

#[test]
fn pass_over_candidates_without_session_keys() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE, DAVE] {
            register_candidate(who, STAKE);
        }
        purge_keys(BOB);
        assert_eq!(next_set(), [ALICE, CHARLIE, DAVE]);
    });
}

#[test]
fn pass_over_candidates_below_a_minimum_that_was_raised() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        for who in [BOB, CHARLIE, DAVE] {
            register_candidate(who, 2 * STAKE);
        }
        let raised = Params { min_self_stake: 2 * STAKE, ..params() };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), raised));
        assert_eq!(next_set(), [BOB, CHARLIE, DAVE]);
    });
}

#[test]
fn look_at_twice_as_many_candidates_as_they_need() {
    build_and_execute(|| {
        let few = Params { validator_count: 4, minimum_validators: 1, ..params() };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), few));
        for who in 10..19 {
            assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), who, START_BALANCE));
            register_candidate(who, STAKE);
        }
        (10..17).for_each(purge_keys);
        // The ninth is beyond the eight that are looked at.
        assert_eq!(next_set(), [17]);
    });
}

/// Regression: the sessions of the last era for which stake behind a validator answers were dropped
/// an era too early, so that an equivocation in them could not be proved any more.
#[test]
fn forget_a_session_when_no_stake_answers_for_it_any_more() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE] {
            register_candidate(who, STAKE);
        }
        run_to_era(5);
        assert_eq!(ForgottenBefore::get(), 0);
        // Stake that left in era 1 behind a validator has matured in era 7, an era later than usual.
        run_to_era(7);
        assert_eq!(ForgottenBefore::get(), (7 - params().unbonding_eras) * ERA);
    });
}

#[test]
fn count_delegations_up_to_the_ratio() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE, DAVE] {
            register_candidate(who, 2 * STAKE);
        }
        delegate(EVE, ALICE, 4 * STAKE);
        register_candidate(EVE, 5 * STAKE);
        // With half of its own stake Alice's node counts for three times the rest: 300 NES.
        undelegate(ALICE, ALICE, STAKE);
        assert_eq!(next_set(), [ALICE, BOB, CHARLIE, EVE]);
        // By its own stake alone, it is behind the others, although it is ranked before them.
        change_params(|params| params.max_delegation_ratio = 1);
        assert_eq!(next_set(), [BOB, CHARLIE, DAVE, EVE]);
    });
}

#[test]
fn pass_over_candidates_that_were_slashed_and_jailed() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE, DAVE] {
            register_candidate(who, 2 * STAKE);
        }
        equivocate(ALICE, Perbill::from_percent(25));
        assert_eq!(next_set(), [BOB, CHARLIE, DAVE]);
        run_to_era(2);
        NodeStaking::unjail(signed(ALICE)).unwrap();
        assert_eq!(next_set(), [ALICE, BOB, CHARLIE, DAVE]);
    });
}
