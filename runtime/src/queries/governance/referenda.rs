//! Referenda, and the facts about them that the state does not keep.

use alloc::{collections::BTreeSet, string::String, vec::Vec};

use codec::{DecodeLimit, Encode};
use frame_support::{
    traits::{schedule::DispatchTime, Bounded, Get, GetCallMetadata, QueryPreimage, VoteTally},
    MAX_EXTRINSIC_DEPTH,
};
use nes_core::{AccountId, Balance, BlockNumber, Hash};
use nes_runtime_api::{
    DepositInfo, Document, EnactmentTime, EndedInfo, EndedTally, GovernanceRecord, Page,
    ProposalInfo, ReferendumDetails, ReferendumEnd, ReferendumInfo, ReferendumStage,
    ReferendumStanding, RunningInfo, TallyInfo,
};
use pallet_conviction_voting::{Config as VotingConfig, TallyOf};
use pallet_referenda::{
    BoundedCallOf, DecidingStatus, Deposit, Event, MetadataOf, ReferendumCount, ReferendumInfoFor,
    ReferendumInfoOf, ReferendumStatusOf, TracksInfo,
};
use sp_io::hashing::blake2_256;

use super::{origin_info, standing::Standing, track_name};
use crate::{
    governance::tracks::Tracks, queries::camel, Preimage, Rewards, Runtime, RuntimeCall,
    RuntimeEvent, System,
};

type Info = ReferendumInfo<AccountId, BlockNumber>;
type Stored = ReferendumInfoOf<Runtime, ()>;
type Status = ReferendumStatusOf<Runtime, ()>;
type Taken = Option<Deposit<AccountId, Balance>>;

/// The name under which the pallet of referenda schedules the calls that were approved.
const ENACTMENT: ([u8; 8], &str) = (*b"assembly", "enactment");

/// The rest of a referendum that has ended.
struct Ended {
    end: ReferendumEnd,
    block: BlockNumber,
    /// The deposits for the submission and the decision.
    deposits: (Taken, Taken),
}

/// Returns the status of an ongoing referendum, or the rest of an ended one.
fn status_of(stored: Stored) -> Result<Status, Ended> {
    let (end, block, deposits) = match stored {
        Stored::Ongoing(status) => return Ok(status),
        Stored::Approved(block, submission, decision) => {
            (ReferendumEnd::Approved, block, (submission, decision))
        }
        Stored::Rejected(block, submission, decision) => {
            (ReferendumEnd::Rejected, block, (submission, decision))
        }
        Stored::Cancelled(block, submission, decision) => {
            (ReferendumEnd::Cancelled, block, (submission, decision))
        }
        Stored::TimedOut(block, submission, decision) => {
            (ReferendumEnd::TimedOut, block, (submission, decision))
        }
        Stored::Killed(block) => (ReferendumEnd::Killed, block, (None, None)),
    };
    Err(Ended { end, block, deposits })
}

/// Returns up to `limit` referenda, newest first, from the one before `cursor` on; only those that
/// are `ongoing` or not, if that is given.
pub(crate) fn referenda(ongoing: Option<bool>, cursor: Option<u32>, limit: u32) -> Page<Info, u32> {
    let count = ReferendumCount::<Runtime>::get();
    let indices = (0..cursor.map_or(count, |cursor| cursor.min(count))).rev();
    let rows = indices.map(|index| (index, (index, ReferendumInfoFor::<Runtime>::get(index))));
    Page::search(rows, limit, |(index, stored)| {
        let stored = stored?;
        let wanted = ongoing.is_none_or(|ongoing| ongoing == matches!(stored, Stored::Ongoing(_)));
        wanted.then(|| listed(index, stored))
    })
}

fn listed(index: u32, stored: Stored) -> Info {
    match status_of(stored) {
        Ok(status) => {
            let proposal = &status.proposal;
            let is_short = proposal.len().is_some_and(|len| len <= ProposalInfo::MAX_LISTED);
            let call = if is_short { encoded(proposal) } else { None };
            ReferendumInfo::Ongoing(running(index, status, call.as_deref()))
        }
        Err(ended) => ReferendumInfo::Ended(ended_info(index, ended)),
    }
}

/// Returns all that is known of the referendum of this index.
pub(crate) fn referendum(index: u32) -> Option<ReferendumDetails<AccountId, BlockNumber>> {
    Some(match status_of(ReferendumInfoFor::<Runtime>::get(index)?) {
        Ok(status) => {
            let standing = standing(&status);
            let encoded_call = encoded(&status.proposal);
            let info = ReferendumInfo::Ongoing(running(index, status, encoded_call.as_deref()));
            ReferendumDetails { info, encoded_call, standing }
        }
        Err(ended) => {
            let info = ReferendumInfo::Ended(ended_info(index, ended));
            ReferendumDetails { info, encoded_call: None, standing: None }
        }
    })
}

fn running(index: u32, status: Status, call: Option<&[u8]>) -> RunningInfo<AccountId, BlockNumber> {
    RunningInfo {
        track: status.track,
        track_name: track_name(status.track),
        origin: origin_info(&status.origin),
        stage: stage(&status),
        proposal: ProposalInfo {
            hash: status.proposal.hash(),
            len: status.proposal.len(),
            call: call.and_then(call_name),
        },
        enactment: match status.enactment {
            DispatchTime::At(block) => EnactmentTime::At(block),
            DispatchTime::After(blocks) => EnactmentTime::After(blocks),
        },
        submitted: status.submitted,
        submission_deposit: deposit(status.submission_deposit, false),
        decision_deposit: status.decision_deposit.map(|taken| deposit(taken, false)),
        tally: tally_info(&status.tally),
        document: MetadataOf::<Runtime>::get(index),
    }
}

fn tally_info(tally: &TallyOf<Runtime>) -> TallyInfo {
    TallyInfo { ayes: tally.ayes, nays: tally.nays, support: tally.support }
}

fn ended_info(index: u32, ended: Ended) -> EndedInfo<AccountId, BlockNumber> {
    let Ended { end, block, deposits: (submission, decision) } = ended;
    let returns = matches!(end, ReferendumEnd::Approved | ReferendumEnd::Cancelled);
    EndedInfo {
        end,
        ended: block,
        enactment: enactment(index),
        submission_deposit: submission.map(|taken| deposit(taken, returns)),
        decision_deposit: decision.map(|taken| deposit(taken, true)),
        document: MetadataOf::<Runtime>::get(index),
    }
}

fn deposit(taken: Deposit<AccountId, Balance>, refundable: bool) -> DepositInfo<AccountId> {
    DepositInfo { depositor: taken.who, amount: taken.amount, refundable }
}

/// Returns the block for which the call of an approved referendum is scheduled.
fn enactment(index: u32) -> Option<BlockNumber> {
    let (pallet, kind) = ENACTMENT;
    let task = (pallet, kind, index).using_encoded(blake2_256);
    pallet_scheduler::Lookup::<Runtime>::get(task).map(|(block, _)| block)
}

fn stage(status: &Status) -> ReferendumStage<BlockNumber> {
    let track = Tracks::info(status.track);
    let after = |start: BlockNumber, period| start.saturating_add(period);
    match (&status.deciding, &status.decision_deposit) {
        (Some(DecidingStatus { since, confirming: Some(ends) }), _) => {
            ReferendumStage::Confirming { since: *since, ends: *ends }
        }
        (Some(DecidingStatus { since, confirming: None }), _) => ReferendumStage::Deciding {
            since: *since,
            ends: after(*since, track.map_or(0, |track| track.decision_period)),
        },
        (None, _) if status.in_queue => ReferendumStage::Queued,
        (None, Some(_)) => ReferendumStage::Preparing {
            ends: after(status.submitted, track.map_or(0, |track| track.prepare_period)),
        },
        (None, None) => ReferendumStage::AwaitingDeposit {
            ends: after(
                status.submitted,
                <Runtime as pallet_referenda::Config>::UndecidingTimeout::get(),
            ),
        },
    }
}

fn standing(status: &Status) -> Option<ReferendumStanding<BlockNumber>> {
    let track = Tracks::info(status.track)?;
    let standing = Standing {
        ayes: status.tally.ayes,
        nays: status.tally.nays,
        seconds: status.tally.support,
        approval: status.tally.approval(status.track),
        support: status.tally.support(status.track),
        votable: <Runtime as VotingConfig>::MaxTurnout::get(),
        now: System::block_number(),
        stage: stage(status),
        track: &track,
    };
    Some(standing.info())
}

/// Returns the encoded call of a proposal, if the chain has it.
fn encoded(proposal: &BoundedCallOf<Runtime, ()>) -> Option<Vec<u8>> {
    match proposal {
        Bounded::Inline(call) => Some(call.to_vec()),
        Bounded::Lookup { hash, len } => fetch(hash, Some(*len)),
        Bounded::Legacy { hash, .. } => fetch(hash, None),
    }
}

fn fetch(hash: &Hash, len: Option<u32>) -> Option<Vec<u8>> {
    Preimage::fetch(hash, len).ok().map(|call| call.into_owned())
}

/// Returns an encoded call's name as `section.method`.
fn call_name(mut encoded: &[u8]) -> Option<String> {
    let call = RuntimeCall::decode_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut encoded).ok()?;
    let names = call.get_call_metadata();
    Some([camel(names.pallet_name), camel(names.function_name)].join("."))
}

/// Returns this block's facts.
pub(crate) fn record() -> GovernanceRecord {
    let mut record = GovernanceRecord {
        era: Rewards::running_era().era,
        votable: <Runtime as VotingConfig>::MaxTurnout::get(),
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
