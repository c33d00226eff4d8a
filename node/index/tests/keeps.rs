//! Facts that are kept are found again, whatever happened in between.

use std::fs;

use nes_core::{BlockNumber, Hash, TaskId};
use nes_index::{remove, Error, Extent, Filter, Writer, TRAIL};
use rusqlite::Connection;

use crate::common::{account, block, ended, keep, receipt, record, Place, GENESIS};

/// These blocks, all of the era 0.
fn extent(first: BlockNumber, last: BlockNumber) -> Extent {
    Extent { first, first_era: 0, last: block(last), last_era: 0 }
}

#[test]
fn a_receipt_is_found_by_its_task() {
    let place = Place::new();
    keep(&mut place.writer(), 1, &[receipt(0), receipt(TaskId::MAX)]);
    for task in [0, TaskId::MAX] {
        assert_eq!(place.reader().ended_task(task).unwrap(), Some(ended(task, 1)));
    }
    assert_eq!(place.reader().ended_task(1).unwrap(), None);
}

#[test]
fn the_extent_is_the_first_and_the_last_block() {
    let place = Place::new();
    let mut writer = place.writer();
    assert_eq!(writer.extent().unwrap(), None);
    keep(&mut writer, 5, &[]);
    keep(&mut writer, 6, &[receipt(1)]);
    let extent = Some(extent(5, 6));
    assert_eq!(writer.extent().unwrap(), extent);
    drop(writer);
    assert_eq!(place.writer().extent().unwrap(), extent);
    assert_eq!(place.list(Filter::Service(1), None, 9), [1]);
}

#[test]
fn a_batch_that_is_not_committed_leaves_nothing() {
    let place = Place::new();
    let mut writer = place.writer();
    let batch = writer.begin().unwrap();
    batch.add(block(1), &record(&[receipt(1)])).unwrap();
    drop(batch);
    assert_eq!(writer.extent().unwrap(), None);
    assert_eq!(place.reader().ended_task(1).unwrap(), None);
}

#[test]
fn a_reader_sees_whole_batches_only() {
    let place = Place::new();
    let mut writer = place.writer();
    let reader = place.reader();
    let batch = writer.begin().unwrap();
    batch.add(block(1), &record(&[receipt(1)])).unwrap();
    assert_eq!(reader.ended_task(1).unwrap(), None);
    batch.commit().unwrap();
    assert!(reader.ended_task(1).unwrap().is_some());
}

#[test]
fn a_block_that_is_kept_twice_is_kept_once() {
    let place = Place::new();
    let mut writer = place.writer();
    for _ in 0..2 {
        keep(&mut writer, 1, &[receipt(1)]);
    }
    assert_eq!(writer.extent().unwrap(), Some(extent(1, 1)));
    assert_eq!(place.list(Filter::Node(account(10)), None, 9), [1]);
    assert_eq!(place.list(Filter::Payer(account(1)), None, 9), [1]);
}

#[test]
fn going_back_forgets_what_came_after() {
    let place = Place::new();
    let mut writer = place.writer();
    for number in 1..=4 {
        keep(&mut writer, number, &[receipt(TaskId::from(number))]);
    }
    writer.go_back_to(2).unwrap();
    assert_eq!(writer.extent().unwrap(), Some(extent(1, 2)));
    for filter in [Filter::Payer(account(1)), Filter::Node(account(11)), Filter::Service(1)] {
        assert_eq!(place.list(filter, None, 9), [2, 1]);
    }
    assert_eq!(place.reader().ended_task(3).unwrap(), None);
}

#[test]
fn the_trail_is_bounded_and_newest_first() {
    let place = Place::new();
    let mut writer = place.writer();
    let batch = writer.begin().unwrap();
    let last = TRAIL + 10;
    (1..=last).for_each(|number| batch.add(block(number), &record(&[])).unwrap());
    batch.commit().unwrap();
    let trail = writer.trail(u32::MAX).unwrap();
    assert_eq!(trail.len(), usize::try_from(TRAIL).unwrap());
    assert_eq!(trail[0], block(last));
    assert_eq!(trail.last(), Some(&block(last - TRAIL + 1)));
    assert_eq!(writer.extent().unwrap(), Some(extent(1, last)));
}

#[test]
fn the_database_of_another_chain_is_refused() {
    let place = Place::new();
    drop(place.writer());
    let error = Writer::open(&place.path(), Hash::zero()).unwrap_err();
    assert!(error.is_foreign(), "{error}");
    assert!(matches!(error, Error::OtherChain(found) if found == GENESIS), "{error}");
}

#[test]
fn the_database_of_another_version_is_refused_until_it_is_removed() {
    let place = Place::new();
    keep(&mut place.writer(), 1, &[receipt(1)]);
    let connection = Connection::open(place.path()).unwrap();
    connection.pragma_update(None, "user_version", 0).unwrap();
    drop(connection);
    let error = Writer::open(&place.path(), GENESIS).unwrap_err();
    assert!(error.is_foreign() && matches!(error, Error::OtherVersion(0)), "{error}");

    remove(&place.path()).unwrap();
    assert_eq!(place.writer().extent().unwrap(), None);
    assert_eq!(place.reader().ended_task(1).unwrap(), None);
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let place = Place::new();
    fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    fs::write(place.path(), "This is no database, and longer than its header would be.".repeat(9))
        .unwrap();
    let error = Writer::open(&place.path(), GENESIS).unwrap_err();
    assert!(!error.is_foreign() && error.to_string().contains("not a database"), "{error}");
    remove(&place.path()).unwrap();
    assert_eq!(place.writer().extent().unwrap(), None);
}

#[test]
fn removing_what_is_not_there_is_no_error() {
    remove(&Place::new().path()).unwrap();
}
