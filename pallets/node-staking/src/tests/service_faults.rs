//! The port through which nodes answer for their conduct.

use nes_core::ServiceFault;
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Conducts, Event, OpenSlashes, SlashKind, SlashState};

const WRONG: ServiceFault = ServiceFault::WrongAnswer;
const UNREVEALED: ServiceFault = ServiceFault::NoReveal;
const MISSED: ServiceFault = ServiceFault::NoCommit;

/// Registers a node of Alice with 400 NES that has done `tasks`.
fn node_after(tasks: u32) {
    register(ALICE, 4 * STAKE);
    serve(ALICE, tasks);
}

fn fail_times(times: u32, fault: ServiceFault) {
    (0..times).for_each(|_| fail(ALICE, fault));
}

/// Returns the fractions of the slashes of Alice's node, in parts of a thousand.
fn fractions() -> Vec<u32> {
    node(ALICE).slashes.iter().map(|slash| slash.fraction.deconstruct() / 1_000_000).collect()
}

/// Lets Alice's node give a wrong answer, for which it owes `amount` to `payer`.
fn owe(payer: u64, amount: u128) {
    fail_owing(ALICE, WRONG, payer, amount);
}

/// Returns the amounts that the slash `id` owes.
fn owed(id: u32) -> Vec<(u64, u128)> {
    OpenSlashes::<Test>::get(id).unwrap().restitutions.to_vec()
}

#[test]
fn slash_at_once_what_is_behind_the_node() {
    build_and_execute(|| {
        node_after(20);
        delegate(EVE, ALICE, 40 * UNIT);
        run_to_era(3);
        fail(ALICE, WRONG);
        let slash = node(ALICE).slashes[0];
        assert_eq!((slash.id, slash.era, slash.kind), (0, 3, SlashKind::Service));
        assert_eq!((slash.fraction, slash.state), (Perbill::from_percent(5), SlashState::Pending));
        assert_eq!(NodeStaking::stake(&ALICE), 418 * UNIT);
        let fraction = Perbill::from_percent(5);
        let event = Event::Slashed { node: ALICE, slash: 0, fraction, execute_era: 5 };
        assert_eq!(events().last(), Some(&event));
        // Nothing moves yet.
        assert_eq!(on_hold(ALICE).0, 4 * STAKE);
        assert_eq!(node(ALICE).jailed_until, None);
    });
}

#[test]
fn take_a_fraction_for_each_kind() {
    for (fault, loss) in [(WRONG, 20 * UNIT), (UNREVEALED, 4 * UNIT), (MISSED, 0)] {
        build_and_execute(|| {
            node_after(20);
            fail(ALICE, fault);
            assert_eq!(NodeStaking::stake(&ALICE), 4 * STAKE - loss);
        });
    }
}

#[test]
fn of_a_newcomer_are_not_slashed() {
    build_and_execute(|| {
        node_after(0);
        fail_times(10, WRONG);
        fail_times(10, UNREVEALED);
        let row = node(ALICE);
        assert!(row.slashes.is_empty() && row.jailed_until.is_none());
        assert_eq!(Conducts::<Test>::get(ALICE).tasks, 20);
        fail(ALICE, UNREVEALED);
        assert_eq!(fractions(), [10]);
    });
}

#[test]
fn of_a_newcomer_do_not_jail_later() {
    build_and_execute(|| {
        node_after(0);
        fail_times(20, WRONG);
        fail_times(2, WRONG);
        assert_eq!(node(ALICE).jailed_until, None);
        fail(ALICE, WRONG);
        assert!(node(ALICE).jailed_until.is_some());
    });
}

#[test]
fn of_one_era_are_one_slash_that_grows_up_to_the_cap() {
    build_and_execute(|| {
        node_after(20);
        fail(ALICE, UNREVEALED);
        fail(ALICE, WRONG);
        assert_eq!(fractions(), [60]);
        let fraction = Perbill::from_percent(6);
        let event = Event::Slashed { node: ALICE, slash: 0, fraction, execute_era: 2 };
        assert_eq!(events().last(), Some(&event));
        fail(ALICE, WRONG);
        assert_eq!(fractions(), [100]);
        assert_eq!(NodeStaking::stake(&ALICE), 360 * UNIT);
        assert_eq!(OpenSlashes::<Test>::iter().count(), 1);
    });
}

#[test]
fn of_another_era_are_another_slash() {
    build_and_execute(|| {
        node_after(20);
        fail(ALICE, WRONG);
        run_to_era(1);
        fail(ALICE, WRONG);
        assert_eq!(fractions(), [50, 50]);
        // 400 × 0.95 × 0.95
        assert_eq!(NodeStaking::stake(&ALICE), 361 * UNIT);
    });
}

#[test]
fn that_cost_nothing_are_nothing() {
    build_and_execute(|| {
        node_after(20);
        change_params(|params| params.wrong_answer = Perbill::zero());
        owe(EVE, 7);
        fail_times(2, WRONG);
        change_params(|params| params.service_slash_cap = Perbill::zero());
        fail(ALICE, UNREVEALED);
        assert!(node(ALICE).slashes.is_empty() && node(ALICE).jailed_until.is_none());
    });
}

#[test]
fn keep_what_a_higher_cap_had_taken() {
    build_and_execute(|| {
        node_after(20);
        fail(ALICE, WRONG);
        change_params(|params| params.service_slash_cap = Perbill::from_percent(3));
        fail(ALICE, UNREVEALED);
        assert_eq!(fractions(), [50]);
        run_to_era(1);
        fail(ALICE, WRONG);
        assert_eq!(fractions(), [50, 30]);
    });
}

#[test]
fn of_too_little_stake_end_the_candidacy() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        serve(ALICE, 20);
        fail(ALICE, UNREVEALED);
        assert!(!node(ALICE).validator);
        assert_eq!(events().last(), Some(&Event::Chilled { node: ALICE }));
    });
}

#[test]
fn jail_at_the_third_wrong_answer_in_28_eras() {
    build_and_execute(|| {
        node_after(20);
        for era in [0, 10] {
            run_to_era(era);
            fail(ALICE, WRONG);
        }
        assert_eq!(node(ALICE).jailed_until, None);
        run_to_era(27);
        fail(ALICE, WRONG);
        assert_eq!(node(ALICE).jailed_until, Some(29));
        assert!(events().contains(&Event::Jailed { node: ALICE, until: 29 }));
    });
}

#[test]
fn are_forgotten_after_28_eras() {
    build_and_execute(|| {
        node_after(20);
        for era in [0, 10, 28] {
            run_to_era(era);
            fail(ALICE, WRONG);
        }
        assert_eq!(node(ALICE).jailed_until, None);
        run_to_era(37);
        fail(ALICE, WRONG);
        assert!(node(ALICE).jailed_until.is_some());
        // The faults that jailed it do not count again.
        assert!(Conducts::<Test>::get(ALICE).wrong_answers.is_empty());
    });
}

#[test]
fn jail_at_the_fifth_answer_that_is_not_revealed() {
    build_and_execute(|| {
        node_after(20);
        fail_times(4, UNREVEALED);
        // Wrong answers are counted separately.
        fail_times(2, WRONG);
        assert_eq!(node(ALICE).jailed_until, None);
        fail(ALICE, UNREVEALED);
        assert_eq!(node(ALICE).jailed_until, Some(2));
    });
}

#[test]
fn jail_at_the_tenth_era_of_missed_tasks() {
    build_and_execute(|| {
        node_after(20);
        for era in 1..=10 {
            run_to_era(era);
            fail_times(20, MISSED);
        }
        // The tenth era is judged with the first task after it.
        assert_eq!((fractions().len(), node(ALICE).jailed_until), (9, None));
        run_to_era(11);
        serve(ALICE, 1);
        assert_eq!(fractions(), [1; 10]);
        assert_eq!(node(ALICE).jailed_until, Some(13));
    });
}

#[test]
fn of_missed_tasks_are_judged_when_their_era_has_ended() {
    build_and_execute(|| {
        node_after(20);
        run_to_era(1);
        serve(ALICE, 18);
        fail_times(2, MISSED);
        assert!(node(ALICE).slashes.is_empty());
        run_to_era(3);
        assert!(node(ALICE).slashes.is_empty());
        serve(ALICE, 1);
        let slash = node(ALICE).slashes[0];
        assert_eq!((slash.era, slash.fraction), (3, Perbill::from_perthousand(1)));
        // It happens only once.
        run_to_era(4);
        serve(ALICE, 1);
        assert_eq!(fractions(), [1]);
    });
}

#[test]
fn of_missed_tasks_are_judged_when_the_node_leaves() {
    build_and_execute(|| {
        node_after(20);
        run_to_era(1);
        fail_times(20, MISSED);
        leave(ALICE);
        assert_eq!(fractions(), [1]);
        // 400 NES less a thousandth.
        let left = Event::Left { node: ALICE, stake: 399_600_000_000_000, unlock_era: 6 };
        assert_eq!(events().last(), Some(&left));
        run_to_era(2);
        serve(ALICE, 1);
        assert_eq!(fractions(), [1]);
    });
}

#[test]
fn of_missing_one_task_in_twenty_or_few_tasks_are_none() {
    for (served, missed, faults) in [(19, 1, 0), (38, 2, 0), (37, 2, 1), (0, 19, 0), (0, 20, 1)] {
        build_and_execute(|| {
            node_after(20);
            run_to_era(1);
            serve(ALICE, served);
            fail_times(missed, MISSED);
            run_to_era(2);
            serve(ALICE, 1);
            assert_eq!(fractions().len(), faults, "{served} served, {missed} missed");
        });
    }
}

#[test]
fn of_missed_tasks_are_not_slashed_of_a_newcomer() {
    build_and_execute(|| {
        node_after(0);
        fail_times(20, MISSED);
        run_to_era(1);
        serve(ALICE, 1);
        assert!(node(ALICE).slashes.is_empty());
    });
}

#[test]
fn owe_to_the_payers() {
    build_and_execute(|| {
        node_after(20);
        owe(EVE, 70);
        owe(FERDIE, 5);
        owe(EVE, 7);
        assert_eq!(owed(0), [(EVE, 77), (FERDIE, 5)]);
        run_to_era(1);
        owe(EVE, 1);
        assert_eq!(owed(1), [(EVE, 1)]);
    });
}

#[test]
fn owe_to_sixteen_payers_at_most() {
    build_and_execute(|| {
        node_after(20);
        for payer in 20..37 {
            owe(payer, 1);
        }
        owe(20, u128::MAX);
        let owed = owed(0);
        assert_eq!((owed.len(), owed[0], owed[15]), (16, (20, u128::MAX), (35, 1)));
    });
}

#[test]
fn of_a_newcomer_owe_nothing() {
    build_and_execute(|| {
        node_after(19);
        owe(EVE, 70);
        assert_eq!(OpenSlashes::<Test>::iter().count(), 0);
    });
}

#[test]
fn of_an_unknown_node_are_nothing() {
    build_and_execute(|| {
        serve(EVE, 30);
        fail(EVE, WRONG);
        assert_eq!(Conducts::<Test>::iter().count(), 0);
        assert_eq!(OpenSlashes::<Test>::iter().count(), 0);
    });
}
