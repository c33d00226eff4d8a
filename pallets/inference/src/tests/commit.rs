use frame_support::dispatch::CheckIfFeeless;

use super::*;

/// Returns true if `who` would pay no fee for the commitment of `node`.
fn is_free(who: u64, task: TaskId, node: u64) -> bool {
    let commitment = commitment(task, node, answer(1));
    Call::<Test>::commit { task, node, commitment }.is_feeless(&signed(who))
}

#[test]
fn binds_the_member() {
    build_and_execute(|| {
        let task = drawn();
        events();
        assert!(is_free(NORA, task, NORA));
        assert_ok!(commit(task, NORA, answer(1)));
        let replies = Inference::task(task).unwrap().members().to_vec();
        assert_eq!(replies[0].reply, Reply::None);
        assert_eq!(replies[1].reply, Reply::Committed(commitment(task, NORA, answer(1))));
        assert_eq!(events(), [Event::CommitmentMade { task, node: NORA }]);
    });
}

#[test]
fn turns_the_phase_with_the_last_commitment() {
    build_and_execute(|| {
        let task = drawn();
        run_to(5);
        for node in NODES {
            assert!(matches!(Inference::task(task).unwrap().phase, Phase::Committing(_)));
            assert_ok!(commit(task, node, answer(1)));
        }
        let state = Inference::task(task).unwrap();
        assert!(matches!(state.phase, Phase::Revealing(_)));
        assert_eq!((state.since, state.window, state.due), (5, 20, 25));
        assert_eq!(events().pop(), Some(Event::RevealingStarted { task, due: 25 }));
    });
}

#[test]
fn serves_an_agent_of_several_members() {
    build_and_execute(|| {
        let task = drawn();
        for node in [NINA, NORA] {
            assert!(is_free(AGENT, task, node));
            let commitment = commitment(task, node, answer(1));
            assert_ok!(Inference::commit(signed(AGENT), task, node, commitment));
        }
    });
}

#[test]
fn works_until_the_deadline() {
    build_and_execute(|| {
        let task = drawn();
        let due = Inference::task(task).unwrap().due;
        assert_eq!(due, 28);
        run_to(due);
        assert!(is_free(NINA, task, NINA));
        assert_ok!(commit(task, NINA, answer(1)));
    });
}

#[test]
fn refuses_after_the_deadline_even_when_the_hook_did_not_come_by() {
    build_and_execute(|| {
        let task = drawn();
        System::set_block_number(29);
        assert!(!is_free(NINA, task, NINA));
        assert_noop!(commit(task, NINA, answer(1)), Error::<Test>::TooLate);
    });
}

#[test]
fn refuses_an_unknown_task() {
    build_and_execute(|| {
        assert!(!is_free(NINA, 0, NINA));
        assert_noop!(commit(0, NINA, answer(1)), Error::<Test>::UnknownTask);
    });
}

#[test]
fn refuses_before_the_draw_and_while_revealing() {
    build_and_execute(|| {
        let task = queued();
        assert!(!is_free(NINA, task, NINA));
        assert_noop!(commit(task, NINA, answer(1)), Error::<Test>::NotCommitting);
        let task = revealing([answer(1); 3]);
        assert!(!is_free(NINA, task, NINA));
        assert_noop!(commit(task, NINA, answer(1)), Error::<Test>::NotCommitting);
    });
}

#[test]
fn refuses_who_does_not_act_for_the_node() {
    build_and_execute(|| {
        let task = drawn();
        let commitment = commitment(task, NINA, answer(1));
        for stranger in [ALICE, NORA] {
            assert!(!is_free(stranger, task, NINA));
            assert_noop!(
                Inference::commit(signed(stranger), task, NINA, commitment),
                Error::<Test>::NotForThisNode
            );
        }
    });
}

#[test]
fn refuses_a_node_that_was_not_drawn() {
    build_and_execute(|| {
        let task = drawn();
        assert!(!is_free(BOB, task, BOB));
        assert_noop!(commit(task, BOB, answer(1)), Error::<Test>::NotAMember);
    });
}

#[test]
fn refuses_a_second_commitment() {
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        assert!(!is_free(NINA, task, NINA));
        assert_noop!(commit(task, NINA, answer(2)), Error::<Test>::AlreadyCommitted);
    });
}

#[test]
fn is_not_free_without_a_signature() {
    build_and_execute(|| {
        let task = drawn();
        let call = Call::<Test>::commit { task, node: NINA, commitment: Hash::zero() };
        assert!(!call.is_feeless(&RawOrigin::None.into()));
        assert!(!call.is_feeless(&RawOrigin::Root.into()));
    });
}

/// Draws a committee of 9, of which 6 are a quorum; returns the task and its members.
fn nine() -> (TaskId, Vec<u64>) {
    let nodes: Vec<u64> = (11..20).collect();
    with_version(|version| version.offers = 9);
    Drawable::set(nodes.iter().map(|node| (*node, PRICE)).collect());
    assert_ok!(request(ALICE, |wish| wish.committee = Some(9)));
    run_to(3);
    (0, nodes)
}

#[test]
fn gives_the_others_three_blocks_after_a_quorum_or_a_quarter_of_those_since_the_draw() {
    // The last block of the window is 28.
    for (block, due) in
        [(3, 6), (4, 7), (11, 14), (12, 15), (15, 18), (16, 20), (22, 27), (23, 28), (28, 28)]
    {
        build_and_execute(|| {
            let task = drawn();
            run_to(block);
            assert_ok!(commit(task, NINA, answer(1)));
            assert_eq!(Inference::task(task).unwrap().due, 28);
            events();
            assert_ok!(commit(task, NORA, answer(1)));
            assert_eq!(events(), [Event::CommitmentMade { task, node: NORA }]);
            let state = Inference::task(task).unwrap();
            assert!(matches!(state.phase, Phase::Committing(_)));
            assert_eq!((state.since, state.due), (3, due), "block {block}");
            check();

            run_to(due);
            assert!(is_free(NICK, task, NICK));
            assert_noop!(reveal(task, NINA, answer(1)), Error::<Test>::NotRevealing);
            events();
            end_block();
            assert_eq!(events(), [Event::RevealingStarted { task, due: due + 20 }]);
            assert!(!is_free(NICK, task, NICK));
            assert_noop!(commit(task, NICK, answer(1)), Error::<Test>::NotCommitting);
        });
    }
}

#[test]
fn takes_a_commitment_after_the_quorum_which_starts_the_reveals_at_once() {
    build_and_execute(|| {
        let task = drawn();
        for node in [NINA, NORA] {
            assert_ok!(commit(task, node, answer(1)));
        }
        run_to(5);
        assert_ok!(commit(task, NICK, answer(1)));
        let state = Inference::task(task).unwrap();
        assert!(matches!(state.phase, Phase::Revealing(_)));
        assert_eq!((state.since, state.due), (5, 25));
    });
}

#[test]
fn shortens_the_window_once() {
    build_and_execute(|| {
        let (task, nodes) = nine();
        for (node, block) in nodes.iter().zip([3, 3, 4, 4, 5]) {
            run_to(block);
            assert_ok!(commit(task, *node, answer(1)));
            assert_eq!(Inference::task(task).unwrap().due, 28);
        }
        for (node, block) in nodes[5..].iter().zip([15, 16, 18]) {
            run_to(block);
            assert_ok!(commit(task, *node, answer(1)));
            assert_eq!(Inference::task(task).unwrap().due, 18);
        }
        assert_ok!(commit(task, nodes[8], answer(1)));
        assert_eq!(Inference::task(task).unwrap().due, 38);
    });
}

#[test]
fn refuses_after_the_shorter_deadline_even_when_the_hook_did_not_come_by() {
    build_and_execute(|| {
        let task = drawn();
        for node in [NINA, NORA] {
            assert_ok!(commit(task, node, answer(1)));
        }
        System::set_block_number(7);
        assert!(!is_free(NICK, task, NICK));
        assert_noop!(commit(task, NICK, answer(1)), Error::<Test>::TooLate);
    });
}
