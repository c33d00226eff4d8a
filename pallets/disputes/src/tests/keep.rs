use codec::{Encode, MaxEncodedLen};
use nes_traits::SettledTask;

use super::*;

/// The most planck that a payment of a task can have.
const CAP: Balance = 2_000_000_000 * UNIT;

/// The longest answer.
fn longest() -> Answer {
    ambiguous(1, 2)
}

/// Returns the longest row of a task with this number of members: just enough have agreed on the
/// longest answer, and the others gave another one.
fn longest_row(number: u8) -> KeptTaskOf<Test> {
    let agreed = number / 2 + 1;
    let members = (0..number).map(|index| {
        let (answer, conduct, paid) = match index < agreed {
            true => (KeptAnswer::Agreed, MemberConduct::Won, CAP),
            false => {
                let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
                (KeptAnswer::Other(ambiguous(3, 4)), wrong, 0)
            }
        };
        KeptMember { node: index.into(), answer, conduct, paid, protocol: paid }
    });
    let members: Vec<_> = members.collect();
    KeptTask {
        payer: ALICE,
        question: question(0),
        answer: longest(),
        members: members.try_into().unwrap(),
        since: 1,
        until: 101,
        again: false,
        excluded: vec![].try_into().unwrap(),
        state: State::Undisputed,
    }
}

#[test]
fn keeps_a_task_for_its_window() {
    build_and_execute(|| {
        run_to(5);
        let answers = [Some(answer(1)), Some(answer(1)), Some(answer(2))];
        assert_eq!(keep(3, settled_task(answers)), 105);
        let agreed = |node| KeptMember {
            node,
            answer: KeptAnswer::Agreed,
            conduct: MemberConduct::Won,
            paid: PAID,
            protocol: PROTOCOL,
        };
        let other = KeptMember {
            node: NICK,
            answer: KeptAnswer::Other(answer(2)),
            conduct: MemberConduct::Failed(ServiceFault::WrongAnswer),
            paid: 0,
            protocol: 0,
        };
        let expected = KeptTask {
            payer: ALICE,
            question: question(0),
            answer: answer(1),
            members: vec![agreed(NINA), agreed(NORA), other].try_into().unwrap(),
            since: 5,
            until: 105,
            again: false,
            excluded: vec![].try_into().unwrap(),
            state: State::Undisputed,
        };
        assert_eq!(Disputes::settled(3), Some(expected));
        assert!(Windows::<Test>::contains_key(105, 3));
        assert!(events().is_empty());
    });
}

#[test]
fn keeps_each_members_answer() {
    build_and_execute(|| {
        let answers = [Some(answer(1)), None, Some(ambiguous(1, 2))];
        keep(3, settled_task(answers));
        let task = Disputes::settled(3).unwrap();
        let kept = task.members.iter().map(|member| member.answer(&task.answer).copied());
        assert!(kept.eq(answers));
    });
}

#[test]
fn reports_nobody_yet() {
    build_and_execute(|| {
        kept();
        run_to(100);
        assert!(Closed::get().is_empty() && Judged::get().is_empty() && Work::get().is_empty());
        assert_eq!(OpenTasks::get(), 1);
    });
}

/// An account of a chain has 24 bytes more than one here, and a block's number 4 bytes less.
#[test]
fn takes_few_bytes() {
    let bytes = |number: u8| {
        let row = longest_row(number);
        let accounts = 1 + usize::from(number);
        row.encoded_size() + 24 * accounts - 4 * 3
    };
    assert_eq!([3, 5, 7, 9].map(bytes), [437, 594, 751, 908]);
}

#[test]
fn excludes_the_first_committee_and_the_disputers() {
    build_and_execute(|| {
        assert!(Disputes::excluded(0).is_empty());
        let task = kept();
        assert_ok!(dispute(task, Some(DUTY), answer(2)));
        assert_ok!(dispute(task, Some(NINA), answer(2)));
        assert_ok!(dispute(task, None, answer(2)));
        assert_eq!(Disputes::excluded(task), [ALICE, NINA, NORA, NICK, DUTY]);
    });
}

#[test]
fn weighs_what_is_done_later_too() {
    let members = u32::from(MAX_COMMITTEE);
    let (keep, end) = (<() as WeightInfo>::keep(members), <() as WeightInfo>::end_window(members));
    assert_eq!(Disputes::keep_weight(), keep + end);
}

#[test]
fn takes_a_task_of_every_size() {
    build_and_execute(|| {
        for (id, number) in (1..=MAX_COMMITTEE.into()).enumerate() {
            let task = settled_task([Some(answer(1)); 3]);
            let members = (0..number).map(|node| member(node, Some(answer(1)), answer(1)));
            keep(id as TaskId, SettledTask { members: members.collect(), ..task });
            let kept = Disputes::settled(id as TaskId).unwrap();
            assert_eq!(kept.members.len() as u64, number);
            assert!(kept.encoded_size() <= KeptTaskOf::<Test>::max_encoded_len());
        }
    });
}
