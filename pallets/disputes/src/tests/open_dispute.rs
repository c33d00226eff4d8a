use codec::Encode;
use frame_support::dispatch::CheckIfFeeless;

use super::*;

/// Keeps a task that ALICE, and NINA by her agent, dispute with the answer 2.
fn to_open() -> TaskId {
    let task = kept();
    assert_ok!(dispute(task, None, answer(2)));
    assert_ok!(dispute_by(AGENT, task, Some(NINA), answer(2), BOND));
    start_revealing(task);
    events();
    task
}

fn call(task: TaskId, node: Option<u64>, answer: Answer) -> Call<Test> {
    Call::open_dispute { task, node, answer, salt: SALT }
}

#[test]
fn opens_a_commitment() {
    build_and_execute(|| {
        let task = to_open();
        assert_ok!(open(task, Some(NINA), answer(2)));
        assert_ok!(open(task, None, answer(2)));
        let opened = |node| Event::Opened { task, node, answer: answer(2) };
        assert_eq!(events(), [opened(Some(NINA)), opened(None)]);
        let kept = Disputes::settled(task).unwrap();
        assert!(kept.disputers().iter().all(|disputer| disputer.opened() == Some(&answer(2))));
        assert_eq!(pot(), 2 * BOND);
    });
}

#[test]
fn is_possible_for_operator_and_agent_whoever_disputed() {
    build_and_execute(|| {
        let task = to_open();
        assert_ok!(Disputes::open_dispute(signed(AGENT), task, Some(NINA), answer(2), SALT));
        let other = kept();
        assert_ok!(dispute(other, Some(NINA), answer(3)));
        start_revealing(other);
        assert_ok!(Disputes::open_dispute(signed(AGENT), other, Some(NINA), answer(3), SALT));
    });
}

#[test]
fn is_possible_only_while_the_second_committee_reveals() {
    build_and_execute(|| {
        let refused = Error::<Test>::UnknownTask;
        assert_noop!(open(5, None, answer(2)), refused);
        let task = kept();
        let refused = Error::<Test>::NotRevealing;
        assert_noop!(open(task, None, answer(2)), refused);
        assert_ok!(dispute(task, None, answer(2)));
        for revealing in [None, Some(second_of(task) + 1)] {
            Revealing::set(revealing);
            let refused = Error::<Test>::NotRevealing;
            assert_noop!(open(task, None, answer(2)), refused);
        }
        start_revealing(task);
        assert_ok!(open(task, None, answer(2)));
    });
}

#[test]
fn is_not_possible_while_a_dispute_waits() {
    build_and_execute(|| {
        for task in [(); 3].map(|()| kept()) {
            assert_ok!(dispute(task, None, answer(2)));
        }
        assert!(waits(2));
        Revealing::set(Some(1_000));
        assert_noop!(open(2, None, answer(2)), Error::<Test>::NotRevealing);
    });
}

#[test]
fn is_for_the_disputer_alone() {
    build_and_execute(|| {
        let task = to_open();
        let by = |who, node| Disputes::open_dispute(signed(who), task, node, answer(2), SALT);
        assert_noop!(by(BOB, Some(NINA)), Error::<Test>::NotForThisNode);
        assert_noop!(by(NINA, None), Error::<Test>::NotThePayer);
        assert_noop!(by(NORA, Some(NORA)), Error::<Test>::NotADisputer);
        let other = kept();
        assert_ok!(dispute(other, Some(NORA), answer(2)));
        start_revealing(other);
        assert_noop!(open(other, None, answer(2)), Error::<Test>::NotADisputer);
    });
}

#[test]
fn is_possible_once() {
    build_and_execute(|| {
        let task = to_open();
        assert_ok!(open(task, None, answer(2)));
        assert_noop!(open(task, None, answer(2)), Error::<Test>::AlreadyOpened);
        assert_noop!(open(task, None, answer(3)), Error::<Test>::AlreadyOpened);
    });
}

#[test]
fn needs_the_answer_and_the_salt_of_the_commitment() {
    build_and_execute(|| {
        let task = to_open();
        assert_noop!(open(task, None, answer(3)), Error::<Test>::WrongOpening);
        let salted = Disputes::open_dispute(signed(ALICE), task, None, answer(2), [0; 32]);
        assert_eq!(salted, Err(Error::<Test>::WrongOpening.into()));
        assert_noop!(open(task, None, ambiguous(1, 2)), Error::<Test>::WrongOpening);
    });
}

#[test]
fn needs_an_answer_that_the_task_can_have() {
    build_and_execute(|| {
        let task = to_open();
        assert_noop!(open(task, None, ambiguous(2, 1)), Error::<Test>::NotAmbiguous);
        let unreadable = Answer::Unservable(Unservable::Unreadable);
        assert_noop!(open(task, None, unreadable), Error::<Test>::InputIsInline);
        for usage in [Usage { input: 101, output: 0 }, Usage { input: 0, output: 51 }] {
            let answer = Answer::Output(Output { usage, ..output(2) });
            assert_noop!(open(task, None, answer), Error::<Test>::UsageAboveMaximum);
        }
    });
}

#[test]
fn takes_every_sound_answer() {
    build_and_execute(|| {
        let most = Answer::Output(Output { usage: MAX_USAGE, ..output(2) });
        let too_large = Answer::Unservable(Unservable::TooLarge);
        for answer in [most, INVALID, too_large, ambiguous(1, 2)] {
            let task = disputed(&[(None, answer)]);
            judge(task, crate::mock::answer(1));
        }
    });
}

#[test]
fn is_free_of_fee_exactly_when_it_would_succeed() {
    build_and_execute(|| {
        let task = to_open();
        let is_free = |who: Option<u64>, call: Call<Test>| {
            let origin = who.map_or(RawOrigin::None, RawOrigin::Signed).into();
            call.is_feeless(&origin)
        };
        assert!(is_free(Some(ALICE), call(task, None, answer(2))));
        assert!(is_free(Some(AGENT), call(task, Some(NINA), answer(2))));
        assert!(!is_free(Some(ALICE), call(task, None, answer(3))));
        assert!(!is_free(Some(BOB), call(task, None, answer(2))));
        assert!(!is_free(Some(BOB), call(task, Some(NINA), answer(2))));
        assert!(!is_free(None, call(task, None, answer(2))));
        assert_ok!(open(task, None, answer(2)));
        assert!(!is_free(Some(ALICE), call(task, None, answer(2))));
        let dispute = Call::dispute { task, node: None, commitment: Hash::zero(), bond: BOND };
        assert!(!is_free(Some(ALICE), dispute));
    });
}

#[test]
fn has_a_place_in_the_pool_for_each_disputer() {
    let tag = ("nes/step", 5u64, Some(NINA), "open").encode();
    assert_eq!(call(5, Some(NINA), answer(2)).pool_tag(), Some(tag.clone()));
    assert_eq!(call(5, Some(NINA), answer(3)).pool_tag(), Some(tag.clone()));
    assert_ne!(call(5, None, answer(2)).pool_tag(), Some(tag.clone()));
    assert_ne!(call(6, Some(NINA), answer(2)).pool_tag(), Some(tag));
    let params = Params::default();
    assert_eq!(Call::<Test>::set_params { params }.pool_tag(), None);
}

#[test]
fn uses_the_bytes_that_the_specification_gives() {
    build_and_execute(|| {
        let task = to_open();
        let kept = Disputes::settled(task).unwrap();
        let seat = Disputes::seat(&kept, task, &kept.disputers()[0]);
        let expected = nes_committee::Seat {
            genesis: GENESIS,
            task,
            input: Hash::repeat_byte(5),
            version: VERSION,
            node: ALICE,
        };
        assert_eq!(seat, expected);
        // The node's name, not that of the agent who signed.
        assert_eq!(Disputes::seat(&kept, task, &kept.disputers()[1]).node, NINA);
    });
}
