use frame_support::dispatch::{CheckIfFeeless, GetDispatchInfo};

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
    });
}

#[test]
fn settles_without_waiting_for_members_that_did_not_commit() {
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        assert_ok!(commit(task, NICK, answer(1)));
        run_to(24);
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
        assert_eq!(call.get_dispatch_info().call_weight, <()>::reveal_disputed(9));
        assert_eq!(reveal(task, NINA, answer(1)), Some(<()>::reveal()));
        assert_eq!(reveal(task, NORA, answer(1)), Some(<()>::reveal()));
        assert_eq!(reveal(task, NICK, answer(1)), Some(<()>::reveal_agreed(3)));
    });
    build_and_execute(|| {
        let task = revealing([answer(1), answer(1), answer(2)]);
        reveal(task, NINA, answer(1));
        reveal(task, NORA, answer(1));
        assert_eq!(reveal(task, NICK, answer(2)), Some(<()>::reveal_disputed(3)));
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
        run_to(24);
        assert!(!is_free(NORA, task, NORA, answer(1)));
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
        let other_usage = Answer { usage: Usage { input: 1, output: 1 }, ..answer(1) };
        for other in [answer(2), other_usage] {
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
        let Usage { input, output } = MAX_USAGE;
        for usage in [Usage { input: input + 1, output: 0 }, Usage { input: 0, output: output + 1 }]
        {
            let above = Answer { usage, ..answer(1) };
            let task = revealing([above; 3]);
            assert!(!is_free(NINA, task, NINA, above));
            assert_noop!(reveal(task, NINA, above), Error::<Test>::UsageAboveMaximum);
        }
    });
}
