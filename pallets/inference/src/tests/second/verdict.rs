use nes_traits::{SecondMember, SecondVerdict};

use super::*;
use crate::task::OpenTask;

fn member(node: u64, answer: Option<Answer>, missed: bool) -> SecondMember<u64> {
    SecondMember { node, answer, missed }
}

/// Returns the members with their answers, of which nobody missed.
fn answered(answers: [Option<Answer>; 5]) -> Vec<SecondMember<u64>> {
    MEMBERS.into_iter().zip(answers).map(|(node, answer)| member(node, answer, false)).collect()
}

/// Checks that the second committee ended with this verdict and left nothing.
fn ended_with(
    (of, second): (TaskId, TaskId),
    answer: Option<Answer>,
    members: Vec<SecondMember<u64>>,
) {
    assert_eq!(Verdicts::get(), [(of, SecondVerdict { second, answer, members })]);
    assert_eq!(Inference::task(second), None);
    assert_eq!(events().pop(), Some(Event::SecondSettled { task: second, of, answer }));
    assert_eq!((Draws::<Test>::iter().count(), Deadlines::<Test>::iter().count()), (0, 0));
}

/// Returns the nodes that missed by the verdict of the last second committee.
fn missed() -> Vec<u64> {
    let (_, verdict) = Verdicts::get().pop().unwrap();
    let missed = verdict.members.into_iter().filter(|member| member.missed);
    missed.map(|member| member.node).collect()
}

#[test]
fn committees_that_cannot_be_drawn_end_at_once() {
    for without in [|| Duty::mutate(|nodes| nodes.truncate(4)), || SecondSeed::set(None)] {
        build_and_execute(|| {
            let (of, second) = disputed();
            without();
            let due = System::block_number() + 16;
            run_to(due - 1);
            assert_eq!(Verdicts::get(), []);
            run_to(due);
            ended_with((of, second), None, vec![]);
        });
    }
}

#[test]
fn committees_are_settled_at_the_end_of_the_eighth_block_at_the_earliest() {
    for all in [true, false] {
        // Who disputes can open its answer in all these blocks, however fast the members are.
        for (passed, settles) in [(0, 8), (7, 8), (8, 8), (9, 9), (39, 39)] {
            build_and_execute(|| {
                let ids = revealing_second([answer(2); 5]);
                let start = System::block_number();
                run_to(start + passed);
                let revealing = if all { &MEMBERS[..] } else { &MEMBERS[..4] };
                for node in revealing {
                    assert_ok!(reveal(ids.1, *node, answer(2)));
                }
                check();
                run_to(start + settles);
                assert!(is_revealing(ids.1));
                assert_eq!(Verdicts::get(), []);
                end_block();
                assert!(!is_revealing(ids.1));
                let last = all.then_some(answer(2));
                let given = Some(answer(2));
                let members = answered([given, given, given, given, last]);
                ended_with(ids, Some(answer(2)), members);
            });
        }
    }
}

#[test]
fn committees_without_a_quorum_agree_on_nothing() {
    let answers = [answer(1), answer(1), answer(1), INVALID, answer(2)];
    build_and_execute(|| {
        // Three of five are more than half and no quorum of four.
        let ids = revealing_second(answers);
        let start = System::block_number();
        for (node, answer) in MEMBERS.into_iter().zip(answers) {
            assert_ok!(reveal(ids.1, node, answer));
        }
        run_to(start + 9);
        ended_with(ids, None, answered(answers.map(Some)));
    });
}

#[test]
fn committees_agree_on_a_reason_as_on_an_output() {
    build_and_execute(|| {
        let ids = revealing_second([INVALID; 5]);
        for node in MEMBERS {
            assert_ok!(reveal(ids.1, node, INVALID));
        }
        run_to(System::block_number() + 9);
        ended_with(ids, Some(INVALID), answered([Some(INVALID); 5]));
    });
}

#[test]
fn committees_without_a_commitment_reveal_all_the_same() {
    build_and_execute(|| {
        let ids = drawn_second();
        let drawn = System::block_number();
        run_to(drawn + 51);
        assert_eq!(events(), [Event::RevealingStarted { task: ids.1, due: drawn + 90 }]);
        assert!(is_revealing(ids.1));
        assert_noop!(reveal(ids.1, MEMBERS[0], answer(1)), Error::<Test>::NotCommitted);
        check();
        run_to(drawn + 91);
        let members = MEMBERS.map(|node| member(node, None, true));
        ended_with(ids, None, members.to_vec());
    });
}

#[test]
fn committees_note_who_missed_a_whole_window_and_nobody_else() {
    build_and_execute(|| {
        // 54 commits with the last block and withholds, 55 does not commit.
        let ids = drawn_second();
        let drawn = System::block_number();
        for node in &MEMBERS[..3] {
            assert_ok!(commit(ids.1, *node, answer(1)));
        }
        run_to(drawn + 50);
        assert_ok!(commit(ids.1, 54, answer(1)));
        run_to(drawn + 51);
        for node in &MEMBERS[..3] {
            assert_ok!(reveal(ids.1, *node, answer(1)));
        }
        run_to(drawn + 90);
        assert_eq!(Verdicts::get(), []);
        run_to(drawn + 91);
        let given = Some(answer(1));
        let mut members = answered([given, given, given, None, None]);
        members[3].missed = true;
        members[4].missed = true;
        ended_with(ids, None, members);
    });
}

#[test]
fn committees_do_not_blame_who_was_overtaken() {
    build_and_execute(|| {
        // 55 had six blocks for a commitment, and 54 eight for its answer.
        let ids = drawn_second();
        let quorum = &MEMBERS[..4];
        for node in quorum {
            assert_ok!(commit(ids.1, *node, answer(1)));
        }
        run_to(System::block_number() + 7);
        for node in &quorum[..3] {
            assert_ok!(reveal(ids.1, *node, answer(1)));
        }
        run_to(System::block_number() + 20);
        assert_eq!(Verdicts::get(), []);
        run_to(System::block_number() + 20);
        // Without the fourth there is no quorum, and it had the whole window.
        assert_eq!(missed(), [54]);
    });
    build_and_execute(|| {
        let ids = revealing_second([answer(1); 5]);
        for node in &MEMBERS[..4] {
            assert_ok!(reveal(ids.1, *node, answer(1)));
        }
        run_to(System::block_number() + 9);
        assert!(missed().is_empty());
    });
}

#[test]
fn committees_blame_nobody_for_a_window_in_which_the_chain_took_no_calls() {
    // The block without calls, counted from the draw; the reveals start with block 50.
    for (closed, expected) in [
        (None, vec![54, 55]),
        (Some(1), vec![54]),
        (Some(50), vec![54]),
        (Some(51), vec![55]),
        (Some(90), vec![55]),
    ] {
        build_and_execute(|| {
            let (_, second) = disputed();
            // What went on before the draw excuses nobody.
            Migrating::set(true);
            run_to(System::block_number() + 1);
            Migrating::set(false);
            run_to(System::block_number() + 15);
            let drawn = System::block_number();
            assert_eq!(Inference::task(second).unwrap().since, drawn);
            for node in &MEMBERS[..4] {
                let task = OpenTask::<Test>::load(second).unwrap();
                // A quorum would shorten the window.
                task.move_to(drawn + 50);
                assert_ok!(commit(second, *node, answer(1)));
            }
            OpenTask::<Test>::load(second).unwrap().move_to(drawn + 50);
            for block in 1..=91 {
                Migrating::set(closed == Some(block));
                run_to(drawn + block);
                if block == 60 {
                    for node in &MEMBERS[..3] {
                        assert_ok!(reveal(second, *node, answer(1)));
                    }
                }
            }
            assert_eq!(missed(), expected, "{closed:?}");
        });
    }
}
