//! The interfaces for the session pallet, for consensus and for the other pallets.

use alloc::vec::Vec;
use core::marker::PhantomData;

use frame_support::traits::KeyOwnerProofSystem;
use nes_traits::SessionHistory;
use pallet_session::SessionManager;
use sp_runtime::KeyTypeId;
use sp_session::MembershipProof;
use sp_staking::SessionIndex;

use crate::{trie, Config, Pallet};

/// A manager of sessions that notes the keys of each one when it starts, and otherwise leaves all
/// to `Inner`.
pub struct NotedKeys<T, Inner>(PhantomData<(T, Inner)>);

impl<T: Config, Inner: SessionManager<T::AccountId>> SessionManager<T::AccountId>
    for NotedKeys<T, Inner>
{
    fn new_session(session: SessionIndex) -> Option<Vec<T::AccountId>> {
        Inner::new_session(session)
    }

    fn new_session_genesis(session: SessionIndex) -> Option<Vec<T::AccountId>> {
        Inner::new_session_genesis(session)
    }

    fn start_session(session: SessionIndex) {
        Pallet::<T>::note_keys(session);
        Inner::start_session(session)
    }

    fn end_session(session: SessionIndex) {
        Inner::end_session(session)
    }
}

impl<T: Config, Key: AsRef<[u8]>> KeyOwnerProofSystem<(KeyTypeId, Key)> for Pallet<T> {
    type Proof = MembershipProof;
    type IdentificationTuple = (T::AccountId, ());

    /// Returns the proof that a validator signs with `key` in the session that runs.
    fn prove((kind, key): (KeyTypeId, Key)) -> Option<MembershipProof> {
        Self::prove_in(pallet_session::Pallet::<T>::current_index(), kind, key.as_ref())
    }

    /// Returns the validator that signed with `key` in the session of `proof`; `None` if the proof
    /// does not show it, or if the session is not remembered any more.
    fn check_proof(
        (kind, key): (KeyTypeId, Key),
        proof: MembershipProof,
    ) -> Option<(T::AccountId, ())> {
        let MembershipProof { session, trie_nodes, validator_count } = proof;
        let root = Self::provable_root(session)?;
        if root.validator_count != validator_count {
            return None;
        }
        let validator = trie::owner::<T>(&root.hash, trie_nodes, kind, key.as_ref())?;
        Some((validator, ()))
    }
}

impl<T: Config> SessionHistory for Pallet<T> {
    fn forget_before(first: SessionIndex) {
        Self::prove_from(first, pallet_session::Pallet::<T>::current_index());
    }
}
