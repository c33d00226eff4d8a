//! The end of a task, as the register of conduct hears of it.

use nes_core::{MemberConduct, ServiceFault};
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Conducts, NextSlashId, Nodes, OpenSlashes, Slash, SlashKind, SlashState};

const FAILED: MemberConduct = MemberConduct::Failed(ServiceFault::WrongAnswer);

/// Fills the list of slashes of `who` with executed ones that took nothing.
fn fill_slashes(who: u64) {
    let slash = |id| Slash {
        id,
        era: 0,
        fraction: Perbill::zero(),
        kind: SlashKind::Service,
        state: SlashState::Executed,
        jails_until: None,
    };
    let slashes = (0..64).map(slash).collect::<Vec<_>>().try_into().unwrap();
    Nodes::<Test>::mutate(who, |node| node.as_mut().unwrap().slashes = slashes);
    NextSlashId::<Test>::put(64);
}

/// Returns the number of tasks that count for `who`.
fn tasks(who: u64) -> u32 {
    Conducts::<Test>::get(who).tasks
}

#[test]
fn counts_for_members_that_answered_or_failed() {
    build_and_execute(|| {
        let members = [
            (ALICE, MemberConduct::Won, 0),
            (BOB, MemberConduct::Unjudged, 0),
            (CHARLIE, FAILED, 7),
            (DAVE, MemberConduct::Blameless, 0),
        ];
        members.iter().for_each(|(who, ..)| register(*who, STAKE));
        end_task(EVE, &members);
        assert_eq!([ALICE, BOB, CHARLIE, DAVE].map(tasks), [1, 1, 1, 0]);
        assert!(!Conducts::<Test>::contains_key(DAVE));
    });
}

#[test]
fn slashes_only_those_that_failed() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE] {
            register(who, 4 * STAKE);
            serve(who, 20);
        }
        let won = MemberConduct::Won;
        end_task(EVE, &[(ALICE, won, 0), (BOB, FAILED, 7), (CHARLIE, FAILED, 0)]);
        assert_eq!([ALICE, BOB, CHARLIE].map(|who| node(who).slashes.len()), [0, 1, 1]);
        let owed = |id| OpenSlashes::<Test>::get(id).unwrap().restitutions.to_vec();
        assert_eq!((owed(0), owed(1)), (vec![(EVE, 7)], vec![]));
    });
}

#[test]
fn keeps_the_books_of_a_member_whose_slash_finds_no_place() {
    build_and_execute(|| {
        for who in [ALICE, BOB] {
            register(who, 4 * STAKE);
            serve(who, 20);
        }
        fill_slashes(ALICE);
        let before = (node(ALICE), Conducts::<Test>::get(ALICE));
        end_task(EVE, &[(ALICE, FAILED, 7), (BOB, FAILED, 7)]);
        assert_eq!((node(ALICE), Conducts::<Test>::get(ALICE)), before);
        assert_eq!(node(BOB).slashes.len(), 1);
        assert_eq!(OpenSlashes::<Test>::iter().count(), 1);
    });
}

#[test]
fn without_members_is_nothing() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        end_task(EVE, &[]);
        assert_eq!(Conducts::<Test>::iter().count(), 0);
    });
}
