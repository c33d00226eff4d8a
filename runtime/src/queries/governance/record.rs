//! The facts about referenda that the state does not keep.

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
    for event in events() {
        let (referendum, end, tally) = match event {
            Event::Confirmed { index, tally } => (index, ReferendumEnd::Approved, tally),
            Event::Rejected { index, tally } => (index, ReferendumEnd::Rejected, tally),
            Event::Cancelled { index, tally } => (index, ReferendumEnd::Cancelled, tally),
            Event::TimedOut { index, tally } => (index, ReferendumEnd::TimedOut, tally),
            Event::Killed { index, tally } => (index, ReferendumEnd::Killed, tally),
            Event::MetadataSet { hash, .. } => {
                record.documents.extend(document(hash));
                continue;
            }
            _ => continue,
        };
        record.ended.push(EndedTally { referendum, end, tally: tally_info(&tally) });
    }
    record
}

fn document(hash: Hash) -> Option<Document> {
    let is_short = Preimage::len(&hash)? <= GovernanceRecord::MAX_DOCUMENT;
    let bytes = is_short.then(|| Preimage::fetch(&hash, None).ok()).flatten()?;
    Some(Document { hash, bytes: bytes.into_owned() })
}

/// Returns the events of this block's referenda.
fn events() -> impl Iterator<Item = Event<Runtime>> {
    System::read_events_no_consensus().filter_map(|record| match record.event {
        RuntimeEvent::Referenda(event) => Some(event),
        _ => None,
    })
}
