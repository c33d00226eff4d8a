//! Owner of `KeysInUse`: the keys that the validators of the session that runs sign with.
//!
//! The session pallet has the keys of the next session (`QueuedKeys`) and those of later ones
//! (`NextKeys`), but none of the session that runs: they are noted here when it starts.

use alloc::vec::Vec;

use frame_support::WeakBoundedVec;
use sp_runtime::{KeyTypeId, SaturatedConversion};
use sp_session::MembershipProof;
use sp_staking::SessionIndex;

use crate::{trie, Config, KeysInUse, Pallet, Root};

/// Validators with their session keys, in the order of the set.
pub type Validators<T> = WeakBoundedVec<Validator<T>, <T as Config>::MaxValidators>;

/// A validator with its session keys.
pub(crate) type Validator<T> =
    (<T as frame_system::Config>::AccountId, <T as pallet_session::Config>::Keys);

impl<T: Config> Pallet<T> {
    /// Notes the keys of `session`, which starts: the session pallet still has them as the queued
    /// ones.
    pub(crate) fn note_keys(session: SessionIndex) {
        let validators = pallet_session::Pallet::<T>::queued_keys();
        Self::add_root(session, Self::root_of(&validators));
        KeysInUse::<T>::put(Validators::<T>::force_from(validators, Some("keys in use")));
    }

    /// Returns the root by which the keys of `validators` are proved.
    pub(crate) fn root_of(validators: &[Validator<T>]) -> Root<T::Hash> {
        let validator_count = validators.len().saturated_into();
        Root { hash: trie::root::<T>(validators), validator_count }
    }

    /// Returns the proof that `key` is a validator's key of this `kind` in `session`, which is the
    /// one that runs or the next one; `None` in any other, or if nobody signs with it there.
    ///
    /// It builds the trie of all keys, so it is for runtime APIs, not for blocks.
    pub fn prove_in(session: SessionIndex, kind: KeyTypeId, key: &[u8]) -> Option<MembershipProof> {
        let validators = Self::keys_of(session)?;
        let trie_nodes = trie::prove::<T>(&validators, kind, key)?;
        let validator_count = validators.len().saturated_into();
        Some(MembershipProof { session, trie_nodes, validator_count })
    }

    /// Returns the keys of `session`, if it is the one that runs or the next one.
    fn keys_of(session: SessionIndex) -> Option<Vec<Validator<T>>> {
        let running = pallet_session::Pallet::<T>::current_index();
        match session.checked_sub(running)? {
            0 => Some(KeysInUse::<T>::get().into_inner()),
            1 => Some(pallet_session::Pallet::<T>::queued_keys()),
            _ => None,
        }
    }
}
