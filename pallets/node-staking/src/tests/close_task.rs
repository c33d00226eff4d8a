//! The end of a task, as the register of conduct hears of it.

use nes_core::{MemberConduct, ServiceFault};

use super::steps::*;
use crate::{mock::*, ConductQueue, Conducts, EraConduct, OpenSlashes};

const FAILED: MemberConduct = MemberConduct::Failed(ServiceFault::NoCommit);

/// Returns the numbers of tasks and of failed tasks that count for `who` in the era of its last one.
fn tasks(who: u64) -> (u32, u32) {
    let EraConduct { tasks, failed, .. } = Conducts::<Test>::get(who).era;
    (tasks, failed)
}

#[test]
fn counts_for_members_that_answered_or_failed() {
    build_and_execute(|| {
        let members = [
            (ALICE, MemberConduct::Won),
            (BOB, MemberConduct::Attended),
            (CHARLIE, FAILED),
            (DAVE, MemberConduct::Blameless),
            (EVE, MemberConduct::Overtaken),
        ];
        members.iter().for_each(|(who, _)| register(*who, STAKE));
        end_task(&members);
        let counted = [ALICE, BOB, CHARLIE, DAVE, EVE].map(tasks);
        assert_eq!(counted, [(1, 0), (1, 0), (1, 1), (0, 0), (0, 0)]);
        assert!([DAVE, EVE].iter().all(|who| !Conducts::<Test>::contains_key(who)));
    });
}

#[test]
fn in_which_no_answer_could_cost_stake_is_nothing() {
    use ServiceFault::*;
    build_and_execute(|| {
        register(ALICE, STAKE);
        serve(ALICE, 3);
        let faults = [NoCommit, NoReveal, WrongAnswer].map(MemberConduct::Failed);
        let conducts = [MemberConduct::Won, MemberConduct::Attended].into_iter().chain(faults);
        for conduct in conducts.cycle().take(20) {
            end_paid_only_task(&[(ALICE, conduct)]);
        }
        assert_eq!(tasks(ALICE), (3, 0));
        assert_eq!(ConductQueue::<Test>::iter().count(), 0);
    });
}

#[test]
fn by_the_others_before_the_time_was_over_makes_no_era_a_fault() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        serve(ALICE, 60);
        fail(ALICE, 3);
        // A 64th task that counted would excuse a fourth failure no more than this one does.
        (0..100).for_each(|_| end_task(&[(ALICE, MemberConduct::Overtaken)]));
        assert_eq!(tasks(ALICE), (63, 3));
        fail(ALICE, 1);
        run_to_era(1);
        assert_eq!(node(ALICE).slashes.len(), 1);
    });
}

#[test]
fn counts_silence_and_another_answer_than_the_agreed_one_alike_as_failed() {
    use ServiceFault::*;
    build_and_execute(|| {
        register(ALICE, STAKE);
        for fault in [NoCommit, NoReveal, WrongAnswer] {
            end_task(&[(ALICE, MemberConduct::Failed(fault))]);
        }
        assert_eq!(tasks(ALICE), (3, 3));
    });
}

#[test]
fn counts_an_answer_that_was_slashed_apart_as_a_task_only() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
        for conduct in [wrong, MemberConduct::Won, MemberConduct::Attended] {
            end_lost_task(&[(ALICE, conduct)]);
        }
        assert_eq!(tasks(ALICE), (3, 0));
    });
}

#[test]
fn makes_a_fault_of_an_era_of_undisputed_dissent() {
    let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
    build_and_execute(|| {
        [ALICE, BOB, CHARLIE].iter().for_each(|who| register(*who, STAKE));
        for _ in 0..50 {
            end_task(&[(ALICE, wrong)]);
            end_lost_task(&[(BOB, wrong)]);
            end_paid_only_task(&[(CHARLIE, wrong)]);
        }
        run_to_era(1);
        assert_eq!([ALICE, BOB, CHARLIE].map(|who| node(who).slashes.len()), [1, 0, 0]);
    });
}

#[test]
fn counts_by_era() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        serve(ALICE, 5);
        fail(ALICE, 3);
        run_to_era(2);
        serve(ALICE, 1);
        let era = EraConduct { index: 2, tasks: 1, ..Default::default() };
        assert_eq!(Conducts::<Test>::get(ALICE).era, era);
    });
}

#[test]
fn makes_a_member_wait_for_its_judgement_from_the_fourth_failure_on() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        run_to_era(1);
        fail(ALICE, 3);
        assert!(!ConductQueue::<Test>::contains_key(1, ALICE));
        fail(ALICE, 1);
        assert!(ConductQueue::<Test>::contains_key(1, ALICE));
        fail(ALICE, 2);
        assert_eq!(ConductQueue::<Test>::iter().count(), 1);
        // Nothing is slashed before the era has ended.
        assert_eq!(OpenSlashes::<Test>::iter().count(), 0);
    });
}

#[test]
fn without_members_is_nothing() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        end_task(&[]);
        assert_eq!(Conducts::<Test>::iter().count(), 0);
    });
}

#[test]
fn of_an_unknown_node_is_nothing() {
    build_and_execute(|| {
        serve(EVE, 30);
        fail(EVE, 30);
        assert_eq!(Conducts::<Test>::iter().count(), 0);
        assert_eq!(ConductQueue::<Test>::iter().count(), 0);
    });
}
