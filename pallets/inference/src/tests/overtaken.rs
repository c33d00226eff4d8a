use super::*;

/// Returns the conduct of each member of the task that ended last.
fn conducts() -> Vec<MemberConduct> {
    receipt().members.into_iter().map(|member| member.conduct).collect()
}

/// Draws a task to which NINA and NORA commit at once, so that its reveals start with block 7.
fn without_nick(answers: [Answer; 2]) -> TaskId {
    let task = drawn();
    for (node, answer) in [NINA, NORA].into_iter().zip(answers) {
        assert_ok!(commit(task, node, answer));
    }
    run_to(7);
    task
}

#[test]
fn are_members_without_a_commitment_when_the_others_left_them_a_part_of_the_window() {
    for answers in [[answer(1); 2], [INVALID; 2], [answer(1), answer(2)]] {
        build_and_execute(|| {
            let task = without_nick(answers);
            assert_eq!(Inference::task(task).unwrap().members()[2].reply, Reply::None);
            assert_ok!(reveal(task, NINA, answers[0]));
            assert_ok!(reveal(task, NORA, answers[1]));
            assert_eq!(Inference::task(task), None);
            assert_eq!(conducts()[2], MemberConduct::Overtaken);
            assert_eq!((failed(), served().contains(&NICK)), (vec![], false));
        });
    }
    // Nobody reveals: who committed had its time, and who was overtaken had not.
    build_and_execute(|| {
        without_nick([answer(1); 2]);
        run_to(27);
        let no_reveal = MemberConduct::Failed(ServiceFault::NoReveal);
        assert_eq!(conducts(), [no_reveal, no_reveal, MemberConduct::Overtaken]);
    });
}

#[test]
fn are_not_members_that_missed_the_whole_window() {
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        run_to(28);
        // A quorum in the last block leaves the others that block, the last of the window.
        assert_ok!(commit(task, NORA, answer(1)));
        run_to(29);
        assert_eq!(Inference::task(task).unwrap().members()[2].reply, Reply::Missed);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_ok!(reveal(task, NORA, answer(1)));
        let fault = MemberConduct::Failed(ServiceFault::NoCommit);
        assert_eq!(conducts(), [MemberConduct::Won, MemberConduct::Won, fault]);
        assert_eq!(faults(), [(NICK, ServiceFault::NoCommit)]);
    });
}

#[test]
fn are_members_that_the_window_leaves_one_block_less() {
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        run_to(22);
        assert_ok!(commit(task, NORA, answer(1)));
        assert_eq!(Inference::task(task).unwrap().due, 27);
        run_to(28);
        assert_eq!(Inference::task(task).unwrap().members()[2].reply, Reply::None);
        run_to(60);
        assert_eq!(conducts()[2], MemberConduct::Overtaken);
    });
}

/// Regression: the hook went by its own block, and a hook that came late, as it does in the first
/// block of an epoch, made a fault of the time that the members did not have.
#[test]
fn are_the_same_when_the_hook_comes_late() {
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        run_to(22);
        assert_ok!(commit(task, NORA, answer(1)));
        run_to(27);
        System::set_block_number(28);
        assert_noop!(commit(task, NICK, answer(1)), Error::<Test>::TooLate);
        end_block();
        assert_eq!(Inference::task(task).unwrap().members()[2].reply, Reply::None);
    });
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_ok!(reveal(task, NORA, answer(1)));
        run_to(7);
        System::set_block_number(23);
        assert_noop!(reveal(task, NICK, answer(1)), Error::<Test>::TooLate);
        end_block();
        assert_eq!(conducts()[2], MemberConduct::Overtaken);
    });
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        run_to(28);
        System::set_block_number(30);
        end_block();
        let replies = Inference::task(task).unwrap().members().to_vec();
        assert!(replies[1..].iter().all(|member| member.reply == Reply::Missed));
    });
}

#[test]
fn are_members_that_withheld_when_the_others_agreed() {
    build_and_execute(|| {
        let task = revealing([answer(1), answer(1), answer(2)]);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_ok!(reveal(task, NORA, answer(1)));
        run_to(8);
        let overtaken = MemberConduct::Overtaken;
        assert_eq!(conducts(), [MemberConduct::Won, MemberConduct::Won, overtaken]);
        assert!(failed().is_empty());
    });
}

#[test]
fn are_not_members_that_withheld_to_the_end_of_the_window() {
    for (answers, outcome) in [
        ([Some(answer(1)), None, None], Outcome::Inconclusive),
        ([None, None, None], Outcome::Expired),
        ([Some(answer(1)), Some(answer(2)), None], Outcome::Inconclusive),
    ] {
        build_and_execute(|| {
            let committed = answers.map(|given| given.unwrap_or(answer(1)));
            let task = revealing(committed);
            for (node, given) in NODES.into_iter().zip(answers) {
                if let Some(given) = given {
                    assert_ok!(reveal(task, node, given));
                }
            }
            run_to(24);
            let receipt = receipt();
            assert_eq!(receipt.outcome, outcome);
            for (member, given) in receipt.members.iter().zip(answers) {
                let fault = MemberConduct::Failed(ServiceFault::NoReveal);
                let expected = given.map_or(fault, |_| MemberConduct::Attended);
                assert_eq!(member.conduct, expected);
            }
        });
    }
}

/// The second of two equal answers comes with the last block of the window, which is theirs too.
#[test]
fn are_not_members_that_withheld_when_the_others_agreed_at_the_end() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        run_to(23);
        assert_ok!(reveal(task, NORA, answer(1)));
        end_block();
        assert_eq!(conducts()[2], MemberConduct::Failed(ServiceFault::NoReveal));
    });
}
