//! The eras in which too many of a node's tasks failed, and what follows from them.

use frame_election_provider_support::SortedListProvider;
use frame_support::assert_ok;
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, ConductQueue, Conducts, Event, Slash, SlashKind, SlashState};

const THOUSANDTH: Perbill = Perbill::from_perthousand(1);

/// Returns the era and the fraction of each slash of Alice's node, in parts of a million.
fn slashes() -> Vec<(u32, u32)> {
    let row = |slash: &Slash| (slash.era, slash.fraction.deconstruct() / 1_000);
    node(ALICE).slashes.iter().map(row).collect()
}

#[test]
fn are_one_slash_when_the_era_has_ended() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        run_to_era(3);
        fail(ALICE, 4);
        assert!(slashes().is_empty());
        run_to_era(4);

        let slash = node(ALICE).slashes[0];
        assert_eq!((slash.id, slash.era, slash.kind), (0, 4, SlashKind::Service));
        assert_eq!((slash.fraction, slash.state), (THOUSANDTH, SlashState::Pending));
        assert_eq!(NodeStaking::stake(&ALICE), 439_560_000_000_000);
        let (fraction, execute_era) = (THOUSANDTH, 6);
        let event = Event::Slashed { node: ALICE, slash: 0, fraction, execute_era };
        assert_eq!(events().last(), Some(&event));
        // Nothing moves yet, and the node works on.
        assert_eq!(on_hold(ALICE).0, 4 * STAKE);
        assert_eq!(node(ALICE).jailed_until, None);
        assert!(NodeStaking::is_active(&ALICE));
        // It happens only once.
        run_to_era(5);
        serve(ALICE, 1);
        assert_eq!(slashes(), [(4, 1_000)]);
    });
}

/// Regression: each of the tasks was a slash of its own kind at once, up to a tenth of all stake;
/// all assertions failed.
#[test]
fn of_a_restart_with_ten_tasks_in_flight_cost_a_thousandth_at_most() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        serve(ALICE, 20);
        run_to_era(1);
        fail(ALICE, 10);
        assert_eq!(NodeStaking::stake(&ALICE), 400 * UNIT);
        run_to_era(2);
        assert_eq!(NodeStaking::stake(&ALICE), 399_600_000_000_000);
        run_to_era(9);
        assert_eq!(wealth(ALICE), START_BALANCE - 4 * UNIT / 10);
    });
}

#[test]
fn are_at_least_four_failures_and_more_than_one_in_twenty() {
    for (served, failed, faults) in [
        (0, 3, 0),
        (0, 4, 1),
        (75, 4, 1),
        (76, 4, 0),
        (94, 5, 1),
        (95, 5, 0),
        (1_000, 40, 0),
        (0, 500, 1),
    ] {
        build_and_execute(|| {
            register(ALICE, 4 * STAKE);
            fail(ALICE, failed);
            serve(ALICE, served);
            run_to_era(1);
            assert_eq!(slashes().len(), faults, "{served} served, {failed} failed");
            assert_eq!(ConductQueue::<Test>::iter().count(), 0);
        });
    }
}

#[test]
fn of_each_era_are_a_slash() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        (0..3).for_each(|_| fail_an_era(ALICE));
        assert_eq!(slashes(), [(1, 1_000), (2, 1_000), (3, 1_000)]);
        // 400 × 0.999³
        assert_eq!(NodeStaking::stake(&ALICE), 398_801_199_600_000);
    });
}

/// Regression: the slash took the validator role, so a node at the minimum lost its place for a
/// thousandth, and could not get it back before the slash was executed; the assertions about the
/// role failed, and so did the one that the operator may top up.
#[test]
fn leave_the_role_and_let_the_operator_stake_what_is_missing_in_the_same_era() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        fail_an_era(ALICE);
        assert_eq!(node(ALICE).self_stake(), 99_900_000_000_000);
        assert!(node(ALICE).has_pending_slash() && !NodeStaking::is_active(&ALICE));
        assert!(node(ALICE).validator);

        assert_ok!(NodeStaking::delegate(signed(ALICE), ALICE, 100_100_100_101));
        assert!(node(ALICE).has_pending_slash() && NodeStaking::is_active(&ALICE));
        assert!(node(ALICE).validator);
        assert_eq!(Ranking::get_score(&ALICE), Ok(STAKE));
        assert_eq!(NodeStaking::active_era(), 1);
    });
}

#[test]
fn jail_at_the_tenth_era_in_28() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        for era in (0..9).chain([27]) {
            run_to_era(era);
            assert_eq!(node(ALICE).jailed_until, None);
            fail(ALICE, 4);
        }
        run_to_era(28);
        assert_eq!((slashes().len(), node(ALICE).jailed_until), (10, Some(30)));
        assert!(events().contains(&Event::Jailed { node: ALICE, until: 30 }));
        // The faults that jailed it do not count again.
        assert!(Conducts::<Test>::get(ALICE).faults.is_empty());
    });
}

#[test]
fn are_forgotten_after_28_eras() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        for era in (0..9).chain([28]) {
            run_to_era(era);
            fail(ALICE, 4);
        }
        run_to_era(29);
        assert_eq!((slashes().len(), node(ALICE).jailed_until), (10, None));
        assert_eq!(Conducts::<Test>::get(ALICE).faults_at(28), 9);
        fail(ALICE, 4);
        run_to_era(30);
        assert_eq!(node(ALICE).jailed_until, None);
    });
}

/// Regression: faults that cost nothing were remembered, so nine of them and one after the fraction
/// was raised jailed the node; the last two assertions failed.
#[test]
fn that_cost_nothing_are_none() {
    let nothing: [fn(&mut crate::Params); 2] = [
        |params| params.failed_tasks = Perbill::zero(),
        |params| params.service_slash_cap = Perbill::zero(),
    ];
    for set_to_nothing in nothing {
        build_and_execute(|| {
            register(ALICE, 4 * STAKE);
            change_params(set_to_nothing);
            (0..9).for_each(|_| fail_an_era(ALICE));
            assert!(slashes().is_empty() && node(ALICE).jailed_until.is_none());
            assert!(Conducts::<Test>::get(ALICE).faults.is_empty());
            change_params(|params| *params = crate::mock::params());
            fail_an_era(ALICE);
            assert_eq!((slashes().len(), node(ALICE).jailed_until), (1, None));
        });
    }
}

#[test]
fn take_what_the_parameters_say_when_they_are_judged_up_to_the_cap() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        fail(ALICE, 4);
        change_params(|params| params.failed_tasks = Perbill::from_percent(2));
        run_to_era(1);
        change_params(|params| params.service_slash_cap = Perbill::from_percent(1));
        fail_an_era(ALICE);
        assert_eq!(slashes(), [(1, 20_000), (2, 10_000)]);
    });
}

#[test]
fn that_leave_too_little_end_the_candidacy() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        change_params(|params| {
            params.failed_tasks = Perbill::from_percent(50);
            params.service_slash_cap = Perbill::from_percent(50);
        });
        (0..3).for_each(|_| fail_an_era(ALICE));
        assert!(node(ALICE).validator);
        fail_an_era(ALICE);
        assert!(node(ALICE).is_exhausted() && !node(ALICE).validator);
        assert_eq!(events().last(), Some(&Event::Chilled { node: ALICE }));
    });
}
