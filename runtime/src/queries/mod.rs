//! What the runtime APIs answer, put together from the pallets that know.

pub(crate) mod inference;
pub(crate) mod market;
pub(crate) mod nodes;
pub(crate) mod rewards;
pub(crate) mod supply;
pub(crate) mod validators;

use alloc::vec::Vec;

use codec::Encode;
use frame_support::traits::{Get, KeyOwnerProofSystem};
use sp_core::crypto::KeyTypeId;

use crate::{genesis, Babe, Historical, Runtime};

/// What BABE runs with, from the chain's own clock.
pub(crate) fn babe_configuration() -> sp_consensus_babe::BabeConfiguration {
    let epoch = pallet_babe::EpochConfig::<Runtime>::get().unwrap_or(genesis::BABE);
    sp_consensus_babe::BabeConfiguration {
        slot_duration: Babe::slot_duration(),
        epoch_length: pallet_tempo::EpochSlots::<Runtime>::get(),
        c: epoch.c,
        authorities: Babe::authorities().to_vec(),
        randomness: Babe::randomness(),
        allowed_slots: epoch.allowed_slots,
    }
}

/// The proof that `authority` was a validator's key in a session that the chain remembers.
pub(crate) fn key_ownership_proof(kind: KeyTypeId, authority: impl AsRef<[u8]>) -> Option<Vec<u8>> {
    Historical::prove((kind, authority)).map(|proof| proof.encode())
}
