//! The proofs of the keys that authors and voters sign with, for reports of equivocations.
//!
//! The state of a block proves the keys of its own session and, because they are settled by then,
//! of the next one; for an earlier session an earlier block has to be asked.

use alloc::vec::Vec;
use core::cmp::Ordering;

use codec::Encode;
use frame_support::traits::Get;
use pallet_grandpa::{fg_primitives, CurrentSetId};
use pallet_tempo::EpochSlots;
use sp_consensus_babe::Slot;
use sp_staking::SessionIndex;

use crate::{Babe, Runtime, Session, SessionProofs};

/// Returns the proof that `author` is the key of a validator that may author in `slot`; `None` if it
/// is not, or if the slot is before the session of this state.
pub(crate) fn author_key_proof(
    slot: Slot,
    author: &sp_consensus_babe::AuthorityId,
) -> Option<Vec<u8>> {
    let session = session_of_slot(slot)?;
    let proof = SessionProofs::prove_in(session, sp_consensus_babe::KEY_TYPE, author.as_ref())?;
    Some(proof.encode())
}

/// Returns the proof that `voter` is the key of a validator that votes in GRANDPA's set `set`;
/// `None` if it is not, or if that is not the set of this state.
pub(crate) fn voter_key_proof(
    set: fg_primitives::SetId,
    voter: &fg_primitives::AuthorityId,
) -> Option<Vec<u8>> {
    // A set's keys are the same in all of its sessions, of which this state's is the last.
    if set != CurrentSetId::<Runtime>::get() {
        return None;
    }
    let session = Session::current_index();
    let proof = SessionProofs::prove_in(session, fg_primitives::KEY_TYPE, voter.as_ref())?;
    Some(proof.encode())
}

/// Returns the session that `slot` is in for the blocks that go on from this state; `None` if that
/// session has ended.
fn session_of_slot(slot: Slot) -> Option<SessionIndex> {
    let session = Session::current_index();
    let genesis = Babe::genesis_slot();
    // The first slot is that of the first block, which does not exist yet.
    if *genesis == 0 {
        return Some(session);
    }
    let epoch = slot.checked_sub(*genesis)?.checked_div(EpochSlots::<Runtime>::get())?;
    match epoch.cmp(&Babe::epoch_index()) {
        Ordering::Less => None,
        Ordering::Equal => Some(session),
        // The first block of a later epoch starts the next session, however many epochs it skips.
        Ordering::Greater => session.checked_add(1),
    }
}
