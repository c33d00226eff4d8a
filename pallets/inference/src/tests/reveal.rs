use frame_support::dispatch::{CheckIfFeeless, GetDispatchInfo};
use nes_committee::Seat;

use super::*;

/// Returns true if `who` would pay no fee for revealing `answer` of `node`.
fn is_free(who: u64, task: TaskId, node: u64, answer: Answer) -> bool {
    let call = Call::<Test>::reveal { task, node, answer, salt: SALT };
    call.is_feeless(&signed(who))
}

#[test]
fn opens_the_commitment() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        events();
        assert!(is_free(NORA, task, NORA, answer(1)));
        assert_ok!(reveal(task, NORA, answer(1)));
        let state = Inference::task(task).unwrap();
        assert_eq!(state.members()[1].reply, Reply::Revealed(answer(1)));
        assert_eq!(events(), [Event::Revealed { task, node: NORA, answer: answer(1) }]);
    });
}

#[test]
fn settles_with_the_last_answer() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        for node in NODES {
            assert!(Inference::task(task).is_some());
            assert_ok!(reveal(task, node, answer(1)));
        }
        assert_eq!(Inference::task(task), None);
        assert!(matches!(events().pop(), Some(Event::Settled { task: 0, .. })));
        assert_eq!(Deadlines::<Test>::iter().count(), 0);
    });
}

#[test]
fn settles_without_waiting_for_members_that_did_not_commit() {
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        assert_ok!(commit(task, NICK, answer(1)));
        run_to(7);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_ok!(reveal(task, NICK, answer(1)));
        assert_eq!(Inference::task(task), None);
    });
}

#[test]
fn serves_an_agent() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert!(is_free(AGENT, task, NINA, answer(1)));
        let origin = signed(AGENT);
        assert_ok!(Inference::reveal(origin, task, NINA, answer(1), SALT));
    });
}

#[test]
fn costs_less_when_it_does_not_settle_or_nobody_failed() {
    let reveal = |task, node, answer| {
        let origin = signed(node);
        Inference::reveal(origin, task, node, answer, SALT).unwrap().actual_weight
    };
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        let call = Call::<Test>::reveal { task, node: NINA, answer: answer(1), salt: SALT };
        assert_eq!(call.get_dispatch_info().call_weight, Inference::reveal_weight());
        assert_eq!(reveal(task, NINA, answer(1)), Some(<()>::reveal()));
        assert_eq!(reveal(task, NORA, answer(1)), Some(<()>::reveal()));
        assert_eq!(reveal(task, NICK, answer(1)), Some(<()>::reveal_agreed(3)));
    });
    build_and_execute(|| {
        let task = revealing([answer(1), answer(1), answer(2)]);
        reveal(task, NINA, answer(1));
        reveal(task, NORA, answer(1));
        assert_eq!(reveal(task, NICK, answer(2)), Some(<()>::reveal_failed(3)));
    });
}

#[test]
fn works_until_the_deadline() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        let due = Inference::task(task).unwrap().due;
        assert_eq!(due, 23);
        run_to(due);
        assert!(is_free(NINA, task, NINA, answer(1)));
        assert_ok!(reveal(task, NINA, answer(1)));
    });
}

#[test]
fn refuses_after_the_deadline_even_when_the_hook_did_not_come_by() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        System::set_block_number(24);
        assert!(!is_free(NINA, task, NINA, answer(1)));
        assert_noop!(reveal(task, NINA, answer(1)), Error::<Test>::TooLate);
    });
}

#[test]
fn refuses_an_unknown_task() {
    build_and_execute(|| {
        assert!(!is_free(NINA, 0, NINA, answer(1)));
        assert_noop!(reveal(0, NINA, answer(1)), Error::<Test>::UnknownTask);
    });
}

#[test]
fn refuses_before_everyone_committed() {
    build_and_execute(|| {
        let task = queued();
        assert_noop!(reveal(task, NINA, answer(1)), Error::<Test>::NotRevealing);
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        assert!(!is_free(NINA, task, NINA, answer(1)));
        assert_noop!(reveal(task, NINA, answer(1)), Error::<Test>::NotRevealing);
    });
}

#[test]
fn refuses_who_does_not_act_for_the_node() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert!(!is_free(ALICE, task, NINA, answer(1)));
        assert_noop!(
            Inference::reveal(signed(ALICE), task, NINA, answer(1), SALT),
            Error::<Test>::NotForThisNode
        );
    });
}

#[test]
fn refuses_a_node_that_was_not_drawn() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert_noop!(reveal(task, BOB, answer(1)), Error::<Test>::NotAMember);
    });
}

#[test]
fn refuses_a_member_that_did_not_commit() {
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        run_to(29);
        assert_eq!(Inference::task(task).unwrap().members()[1].reply, Reply::Missed);
        assert!(!is_free(NORA, task, NORA, answer(1)));
        assert_noop!(reveal(task, NORA, answer(1)), Error::<Test>::NotCommitted);

        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        assert_ok!(commit(task, NICK, answer(1)));
        run_to(System::block_number() + 4);
        assert_eq!(Inference::task(task).unwrap().members()[1].reply, Reply::None);
        assert_noop!(reveal(task, NORA, answer(1)), Error::<Test>::NotCommitted);
    });
}

#[test]
fn refuses_a_second_answer() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert!(!is_free(NINA, task, NINA, answer(1)));
        assert_noop!(reveal(task, NINA, answer(1)), Error::<Test>::AlreadyRevealed);
    });
}

#[test]
fn refuses_what_does_not_open_the_commitment() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        let usage = Usage { input: 1, output: 1 };
        let other_usage = Answer::Output(Output { usage, ..output(1) });
        for other in [answer(2), other_usage, INVALID] {
            assert!(!is_free(NINA, task, NINA, other));
            assert_noop!(reveal(task, NINA, other), Error::<Test>::WrongOpening);
        }
        let origin = signed(NINA);
        assert_noop!(
            Inference::reveal(origin, task, NINA, answer(1), [0; 32]),
            Error::<Test>::WrongOpening
        );
    });
}

#[test]
fn refuses_another_members_commitment() {
    build_and_execute(|| {
        let task = drawn();
        let copied = commitment(task, NINA, answer(1));
        for node in NODES {
            assert_ok!(Inference::commit(signed(node), task, node, copied));
        }
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_noop!(reveal(task, NORA, answer(1)), Error::<Test>::WrongOpening);
    });
}

#[test]
fn refuses_a_usage_above_the_maximum_on_either_side() {
    build_and_execute(|| {
        let Usage { input, output: most } = MAX_USAGE;
        for usage in [Usage { input: input + 1, output: 0 }, Usage { input: 0, output: most + 1 }] {
            let above = Answer::Output(Output { usage, ..output(1) });
            let task = revealing([above; 3]);
            assert!(!is_free(NINA, task, NINA, above));
            assert_noop!(reveal(task, NINA, above), Error::<Test>::UsageAboveMaximum);
        }
    });
}

/// Commits NINA to an answer as if its seat were another one, and everyone else to the same answer;
/// checks that NINA cannot open its commitment.
fn cannot_open(change: impl FnOnce(&mut Seat<u64>)) {
    build_and_execute(|| {
        let task = drawn();
        let input = task_input().content_hash;
        let mut seat = Seat { genesis: GENESIS, task, input, version: VERSION, node: NINA };
        let own = nes_committee::commitment(&seat, &answer(1), &SALT);
        assert_eq!(own, commitment(task, NINA, answer(1)));
        change(&mut seat);
        let other = nes_committee::commitment(&seat, &answer(1), &SALT);
        assert_ok!(Inference::commit(signed(NINA), task, NINA, other));
        for node in [NORA, NICK] {
            assert_ok!(commit(task, node, answer(1)));
        }
        assert!(!is_free(NINA, task, NINA, answer(1)));
        assert_noop!(reveal(task, NINA, answer(1)), Error::<Test>::WrongOpening);
        assert_ok!(reveal(task, NORA, answer(1)));
    });
}

#[test]
fn refuses_a_commitment_of_another_seat() {
    cannot_open(|seat| seat.genesis = Hash::zero());
    cannot_open(|seat| seat.task += 1);
    cannot_open(|seat| seat.input = Hash::zero());
    cannot_open(|seat| seat.version += 1);
    cannot_open(|seat| seat.node = NORA);
}

#[test]
fn takes_every_reason_for_which_there_is_no_output() {
    let (low, high) = (Hash::repeat_byte(1), Hash::repeat_byte(2));
    let of_all = [Unservable::Invalid, Unservable::TooLarge, Unservable::Ambiguous(low, high)];
    for reason in of_all.into_iter().chain([Unservable::Unreadable]) {
        build_and_execute(|| {
            assert_ok!(request(ALICE, |wish| wish.input = remote()));
            run_to(3);
            let given = Answer::Unservable(reason);
            for node in NODES {
                assert_ok!(commit(0, node, given));
            }
            assert!(is_free(NINA, 0, NINA, given));
            reveal_all(0, [given; 3]);
            assert_eq!(receipt().outcome, Outcome::Unservable { reason });
        });
    }
    for reason in of_all {
        build_and_execute(|| settle([Answer::Unservable(reason); 3]));
    }
}

#[test]
fn refuses_that_an_input_in_the_block_is_unreadable() {
    build_and_execute(|| {
        let task = revealing([UNREADABLE, answer(1), answer(1)]);
        assert!(!is_free(NINA, task, NINA, UNREADABLE));
        assert_noop!(reveal(task, NINA, UNREADABLE), Error::<Test>::InputIsInline);
    });
}

#[test]
fn refuses_an_ambiguous_answer_of_outputs_that_are_not_two_in_order() {
    build_and_execute(|| {
        let (low, high) = (Hash::repeat_byte(1), Hash::repeat_byte(2));
        for (first, second) in [(high, low), (low, low)] {
            let given = Answer::Unservable(Unservable::Ambiguous(first, second));
            let task = revealing([given; 3]);
            assert!(!is_free(NINA, task, NINA, given));
            assert_noop!(reveal(task, NINA, given), Error::<Test>::NotAmbiguous);
        }
    });
}

#[test]
fn settles_an_agreed_task_when_the_others_have_had_four_blocks() {
    for given in [answer(1), INVALID] {
        // The reveals started in block 3.
        for (block, settles) in [(3, 7), (4, 7), (7, 7), (8, 8), (22, 22)] {
            build_and_execute(|| {
                let task = revealing([given; 3]);
                assert_ok!(reveal(task, NINA, given));
                assert_eq!(Inference::task(task).unwrap().due, 23);
                run_to(block);
                assert_ok!(reveal(task, NORA, given));
                assert_eq!(Inference::task(task).unwrap().due, settles, "block {block}");
                check();
                run_to(settles);
                assert!(is_free(NICK, task, NICK, given));
                events();
                end_block();
                assert_eq!(Inference::task(task), None);
                assert_eq!(receipt().members[2].conduct, MemberConduct::Overtaken);
            });
        }
    }
}

/// Regression: who revealed in the block of the answer that agreed the task came too late.
#[test]
fn takes_the_last_answer_while_an_agreed_task_waits() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        run_to(9);
        assert_ok!(reveal(task, NORA, answer(1)));
        assert_ok!(reveal(task, NICK, answer(1)));
        let conducts = receipt().members.into_iter().map(|member| member.conduct);
        assert_eq!(conducts.collect::<Vec<_>>(), [MemberConduct::Won; 3]);
    });
}

#[test]
fn does_not_settle_before_the_whole_window_without_an_agreed_answer() {
    build_and_execute(|| {
        let task = revealing([answer(1), answer(2), answer(3)]);
        assert_ok!(reveal(task, NINA, answer(1)));
        run_to(10);
        assert_ok!(reveal(task, NORA, answer(2)));
        run_to(23);
        assert_eq!(Inference::task(task).unwrap().due, 23);
        run_to(24);
        assert_eq!(receipt().outcome, Outcome::Inconclusive);
    });
}
