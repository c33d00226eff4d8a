//! The decisions of disputes, with the receipts that they are about.

use std::slice;

use nes_core::{AccountId, Answer, BlockNumber, DecidedDispute, Decision, TaskId, Unservable};
use nes_index::{EndedTask, Filter, Kept, Record, Writer};

use crate::common::{account, block, decided, ended, keep, keep_all, receipt, record, Place};

const ANSWER: Answer = Answer::Unservable(Unservable::Invalid);

/// Keeps these decisions in the block at this height.
fn decide(writer: &mut Writer, number: BlockNumber, decisions: &[DecidedDispute<AccountId>]) {
    keep_all(writer, number, &Record { decisions: decisions.to_vec(), ..record(&[]) });
}

/// A task that ended in the first block, with its decision in the block at this height.
fn disputed(number: BlockNumber, decision: DecidedDispute<AccountId>) -> EndedTask {
    let task = decision.task;
    let decision = Some(Kept { block: block(number), fact: decision });
    EndedTask { decision, ..ended(task, 1) }
}

/// The listings that the receipts of the tests are in.
fn filters() -> [Filter; 3] {
    [Filter::Payer(account(1)), Filter::Node(account(10)), Filter::Service(1)]
}

#[test]
fn a_receipt_has_the_decision_about_it_and_no_other() {
    let place = Place::new();
    let mut writer = place.writer();
    let ids = [0, 1, TaskId::MAX];
    keep(&mut writer, 1, &ids.map(receipt));
    let overturned = decided(TaskId::MAX, Decision::Overturned { answer: ANSWER });
    let upheld = decided(0, Decision::Upheld { answer: ANSWER });
    decide(&mut writer, 2, &[overturned.clone(), upheld.clone()]);

    let expected = [disputed(2, overturned), ended(1, 1), disputed(2, upheld)];
    for (task, found) in ids.iter().rev().zip(&expected) {
        assert_eq!(place.reader().ended_task(*task).unwrap().as_ref(), Some(found));
    }
    for filter in filters() {
        assert_eq!(place.reader().ended_tasks(&filter, None, 9).unwrap(), expected);
    }
}

#[test]
fn of_two_decisions_the_last_is_found() {
    let place = Place::new();
    let mut writer = place.writer();
    keep(&mut writer, 1, &[receipt(1), receipt(2)]);
    decide(&mut writer, 2, &[decided(1, Decision::Undecided)]);
    let last = decided(1, Decision::Upheld { answer: ANSWER });
    decide(&mut writer, 300, slice::from_ref(&last));

    let expected = disputed(300, last);
    assert_eq!(place.reader().ended_task(1).unwrap().as_ref(), Some(&expected));
    for filter in filters() {
        let found = place.reader().ended_tasks(&filter, None, 9).unwrap();
        assert_eq!(found, [ended(2, 1), expected.clone()]);
    }
}

#[test]
fn pages_are_counted_in_tasks_not_in_decisions() {
    let place = Place::new();
    let mut writer = place.writer();
    keep(&mut writer, 1, &[1, 2, 3].map(receipt));
    for number in 2..=3 {
        decide(&mut writer, number, &[1, 2, 3].map(|task| decided(task, Decision::Undecided)));
    }
    for filter in filters() {
        assert_eq!(place.list(filter.clone(), None, 2), [3, 2]);
        assert_eq!(place.list(filter, Some(2), 2), [1]);
    }
}

#[test]
fn a_decision_that_is_kept_twice_is_kept_once() {
    let place = Place::new();
    let mut writer = place.writer();
    keep(&mut writer, 1, &[receipt(1)]);
    let decision = decided(1, Decision::Undecided);
    for _ in 0..2 {
        decide(&mut writer, 2, slice::from_ref(&decision));
    }
    let found = place.reader().ended_tasks(&Filter::Service(1), None, 9).unwrap();
    assert_eq!(found, [disputed(2, decision)]);
}

#[test]
fn going_back_forgets_the_decisions_that_came_after() {
    let place = Place::new();
    let mut writer = place.writer();
    keep(&mut writer, 1, &[receipt(1)]);
    let [first, last] = [Decision::Undecided, Decision::Overturned { answer: ANSWER }];
    decide(&mut writer, 2, &[decided(1, first)]);
    decide(&mut writer, 3, &[decided(1, last)]);

    writer.go_back_to(2).unwrap();
    let found = place.reader().ended_task(1).unwrap();
    assert_eq!(found, Some(disputed(2, decided(1, first))));
    writer.go_back_to(1).unwrap();
    assert_eq!(place.reader().ended_task(1).unwrap(), Some(ended(1, 1)));
}

#[test]
fn a_decision_without_its_receipt_is_no_task() {
    let place = Place::new();
    decide(&mut place.writer(), 1, &[decided(1, Decision::Undecided)]);
    assert_eq!(place.reader().ended_task(1).unwrap(), None);
    assert!(place.list(Filter::Service(1), None, 9).is_empty());
}
