//! The turnout of referenda and their documents.

use nes_core::{EraIndex, Hash};
use nes_index::{EraTurnout, Extent, Kept, Record, Turnout, Writer};
use nes_runtime_api::{Document, ReferendumEnd, TallyInfo};

use crate::common::{block, keep, keep_all, record, turnout, Place};

/// Keeps blocks of these eras with the referenda that ended in them, from this height on.
fn keep_eras(writer: &mut Writer, first: u32, eras: &[(EraIndex, &[Turnout])]) {
    for (number, (era, turnouts)) in (first..).zip(eras) {
        let record = Record { era: *era, turnouts: turnouts.to_vec(), ..record(&[]) };
        keep_all(writer, number, &record);
    }
}

fn document(byte: u8) -> Document {
    Document { hash: Hash::repeat_byte(byte), bytes: vec![byte; 3] }
}

#[test]
fn a_turnout_is_found_by_its_referendum() {
    let place = Place::new();
    keep_eras(&mut place.writer(), 1, &[(0, &[turnout(0, 0), turnout(u32::MAX, 0)])]);
    for referendum in [0, u32::MAX] {
        let kept = Kept { block: block(1), fact: turnout(referendum, 0) };
        assert_eq!(place.reader().turnout(referendum).unwrap(), Some(kept));
    }
    assert_eq!(place.reader().turnout(1).unwrap(), None);
}

#[test]
fn an_era_has_the_sums_of_the_referenda_that_ended_in_it() {
    let place = Place::new();
    let mut writer = place.writer();
    let large = Turnout {
        end: ReferendumEnd::Rejected,
        tally: TallyInfo { ayes: 100, nays: 200, support: 300 },
        votable: 400,
        ..turnout(2, 1)
    };
    let eras: [(EraIndex, &[Turnout]); 3] =
        [(0, &[turnout(0, 0)]), (1, &[turnout(1, 1), large]), (1, &[])];
    keep_eras(&mut writer, 1, &eras);

    let of = |era| place.reader().era_turnout(era).unwrap();
    let second = EraTurnout {
        era: 1,
        referenda: 2,
        tally: TallyInfo { ayes: 106, nays: 201, support: 302 },
        votable: 410,
    };
    assert_eq!(of(Some(0)).unwrap().referenda, 1);
    assert_eq!(of(Some(1)), Some(second.clone()));
    assert_eq!(of(None), Some(second));
    assert_eq!(of(Some(2)), None);
}

#[test]
fn an_era_without_an_end_has_no_votes_and_an_empty_index_no_era() {
    let place = Place::new();
    let mut writer = place.writer();
    assert_eq!(place.reader().era_turnout(None).unwrap(), None);
    assert_eq!(place.reader().era_turnout(Some(0)).unwrap(), None);
    keep_eras(&mut writer, 1, &[(0, &[])]);
    let tally = TallyInfo { ayes: 0, nays: 0, support: 0 };
    let none = EraTurnout { era: 0, referenda: 0, tally, votable: 0 };
    assert_eq!(place.reader().era_turnout(None).unwrap(), Some(none));
}

#[test]
fn an_era_is_whole_if_it_began_within_the_index() {
    let place = Place::new();
    let mut writer = place.writer();
    keep_eras(&mut writer, 40, &[(2, &[]), (3, &[])]);
    let extent = writer.extent().unwrap().unwrap();
    assert_eq!(extent, Extent { first: 40, first_era: 2, last: block(41), last_era: 3 });
    assert!(!extent.has_era(1) && !extent.has_era(2) && extent.has_era(3));
    assert!(Extent { first: 1, ..extent }.has_era(0));
}

#[test]
fn a_document_is_kept_with_the_first_block_that_had_it() {
    let place = Place::new();
    let mut writer = place.writer();
    for number in 1..=2 {
        let documents = vec![document(7), document(8)];
        keep_all(&mut writer, number, &Record { documents, ..record(&[]) });
    }
    for Document { hash, bytes } in [document(7), document(8)] {
        let kept = Kept { block: block(1), fact: bytes };
        assert_eq!(place.reader().document(hash).unwrap(), Some(kept));
    }
    assert_eq!(place.reader().document(Hash::zero()).unwrap(), None);
}

#[test]
fn going_back_forgets_turnouts_and_documents_too() {
    let place = Place::new();
    let mut writer = place.writer();
    keep(&mut writer, 1, &[]);
    let gone = Record {
        era: 1,
        turnouts: vec![turnout(0, 1)],
        documents: vec![document(7)],
        ..record(&[])
    };
    keep_all(&mut writer, 2, &gone);
    writer.go_back_to(1).unwrap();
    assert_eq!(place.reader().turnout(0).unwrap(), None);
    assert_eq!(place.reader().document(document(7).hash).unwrap(), None);
    assert_eq!(place.reader().era_turnout(None).unwrap().unwrap().era, 0);
}
