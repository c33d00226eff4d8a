//! The end of a task, as the register of conduct hears of it.

use nes_core::{MemberConduct, ServiceFault};

use super::steps::*;
use crate::{mock::*, ConductQueue, Conducts, EraConduct, OpenSlashes};

const FAILED: MemberConduct = MemberConduct::Failed(ServiceFault::WrongAnswer);

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
            (BOB, MemberConduct::Unjudged),
            (CHARLIE, FAILED),
            (DAVE, MemberConduct::Blameless),
        ];
        members.iter().for_each(|(who, _)| register(*who, STAKE));
        end_task(&members);
        assert_eq!([ALICE, BOB, CHARLIE, DAVE].map(tasks), [(1, 0), (1, 0), (1, 1), (0, 0)]);
        assert!(!Conducts::<Test>::contains_key(DAVE));
    });
}

#[test]
fn counts_each_way_to_fail_alike() {
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
fn counts_by_era() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        serve(ALICE, 5);
        fail(ALICE, 3);
        run_to_era(2);
        serve(ALICE, 1);
        let era = EraConduct { index: 2, tasks: 1, failed: 0 };
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
