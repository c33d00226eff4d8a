//! The facts about referenda that the state does not keep.

use alloc::{collections::BTreeSet, vec::Vec};

use frame_support::traits::{Get, QueryPreimage};
use nes_core::Hash;
use nes_runtime_api::{Document, EndedTally, GovernanceRecord, ReferendumEnd};
use pallet_conviction_voting::Config;
use pallet_referenda::Event;

use super::referenda::tally_info;
use crate::{Preimage, Rewards, Runtime, RuntimeEvent, System};

/// Returns this block's facts.
pub(crate) fn record() -> GovernanceRecord {
    let mut record = GovernanceRecord {
        era: Rewards::running_era().era,
        votable: <Runtime as Config>::MaxTurnout::get(),
        ended: Default::default(),
        documents: Default::default(),
    };
    let mut hashes = BTreeSet::new();
    for event in events() {
        let (referendum, end, tally) = match event {
            Event::Confirmed { index, tally } => (index, ReferendumEnd::Approved, tally),
            Event::Rejected { index, tally } => (index, ReferendumEnd::Rejected, tally),
            Event::Cancelled { index, tally } => (index, ReferendumEnd::Cancelled, tally),
            Event::TimedOut { index, tally } => (index, ReferendumEnd::TimedOut, tally),
            Event::Killed { index, tally } => (index, ReferendumEnd::Killed, tally),
            Event::MetadataSet { hash, .. } => {
                hashes.insert(hash);
                continue;
            }
            _ => continue,
        };
        record.ended.push(EndedTally { referendum, end, tally: tally_info(&tally) });
    }
    record.documents = documents(hashes);
    record
}

/// Returns the documents of these hashes that the chain has, as far as a record has room for them.
fn documents(hashes: BTreeSet<Hash>) -> Vec<Document> {
    let mut room = GovernanceRecord::MAX_DOCUMENTS;
    let documents = hashes.into_iter().filter_map(|hash| {
        let len = Preimage::len(&hash).filter(|len| *len <= GovernanceRecord::MAX_DOCUMENT)?;
        room = room.checked_sub(len)?;
        let bytes = Preimage::fetch(&hash, Some(len)).ok()?.into_owned();
        Some(Document { hash, bytes })
    });
    documents.collect()
}

/// Returns the events of this block's referenda.
fn events() -> impl Iterator<Item = Event<Runtime>> {
    System::read_events_no_consensus().filter_map(|record| match record.event {
        RuntimeEvent::Referenda(event) => Some(event),
        _ => None,
    })
}
