//! Listings: newest task first, page by page.

use nes_core::TaskId;
use nes_index::Filter;

use crate::common::{account, ended, keep, receipt, Place};

/// The sign bit of SQLite's integers.
const HALF: TaskId = 1 << 63;

/// Keeps tasks with these ids, in this order, a block each.
fn place(ids: &[TaskId]) -> Place {
    let place = Place::new();
    let mut writer = place.writer();
    for (number, id) in (1..).zip(ids) {
        keep(&mut writer, number, &[receipt(*id)]);
    }
    place
}

fn filters() -> [Filter; 4] {
    let nodes = [10, 11].map(|node| Filter::Node(account(node)));
    let [first, second] = nodes;
    [first, second, Filter::Payer(account(1)), Filter::Service(1)]
}

#[test]
fn the_order_is_that_of_unsigned_ids_not_of_blocks() {
    let place = place(&[HALF, 3, TaskId::MAX, 0, HALF - 1, HALF + 1, TaskId::MAX - 1]);
    for filter in filters() {
        let newest_first = [TaskId::MAX, TaskId::MAX - 1, HALF + 1, HALF, HALF - 1, 3, 0];
        assert_eq!(place.list(filter, None, 9), newest_first);
    }
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let ids = [0, 1, 2, HALF - 1, HALF, TaskId::MAX];
    let place = place(&ids);
    for filter in filters() {
        let (mut cursor, mut all) = (None, Vec::new());
        loop {
            let page = place.list(filter.clone(), cursor, 2);
            let Some(last) = page.last() else { break };
            cursor = Some(*last);
            all.extend(page);
        }
        assert!(all.iter().rev().eq(&ids), "{all:?}");
    }
}

#[test]
fn a_cursor_need_not_be_a_task() {
    let place = place(&[1, 5]);
    assert_eq!(place.list(Filter::Service(1), Some(4), 9), [1]);
    assert!(place.list(Filter::Service(1), Some(1), 9).is_empty());
    assert!(place.list(Filter::Service(1), Some(0), 9).is_empty());
    assert_eq!(place.list(Filter::Service(1), Some(TaskId::MAX), 9), [5, 1]);
}

#[test]
fn each_listing_has_its_own() {
    let place = Place::new();
    let (mut other_payer, mut other_service, mut nobody) = (receipt(2), receipt(3), receipt(4));
    other_payer.payer = account(2);
    other_service.service = u32::MAX;
    nobody.members.clear();
    keep(&mut place.writer(), 1, &[receipt(1), other_payer, other_service, nobody]);

    assert_eq!(place.list(Filter::Payer(account(1)), None, 9), [4, 3, 1]);
    assert_eq!(place.list(Filter::Payer(account(2)), None, 9), [2]);
    assert_eq!(place.list(Filter::Service(1), None, 9), [4, 2, 1]);
    assert_eq!(place.list(Filter::Service(u32::MAX), None, 9), [3]);
    assert_eq!(place.list(Filter::Node(account(11)), None, 9), [3, 2, 1]);
    assert!(place.list(Filter::Node(account(12)), None, 9).is_empty());
}

#[test]
fn a_listing_gives_whole_receipts() {
    let place = place(&[1, 2]);
    for filter in filters() {
        let found = place.reader().ended_tasks(&filter, None, 9).unwrap();
        assert_eq!(found, [ended(2, 2), ended(1, 1)]);
    }
}
