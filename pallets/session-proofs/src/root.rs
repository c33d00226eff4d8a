//! Owner of `Roots`, `FirstRoot` and `FirstProvable`: what proofs are checked against.

use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_session::ValidatorCount;
use sp_staking::SessionIndex;

use crate::{Config, FirstProvable, FirstRoot, Pallet, Roots};

/// The most roots that are removed when a session starts: one more than is added, so that the
/// store shrinks after the sessions to keep have become fewer, however many they were.
const REMOVED_AT_ONCE: u32 = 2;

/// The root of a session's trie of keys.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Root<Hash> {
    /// The hash of the trie.
    pub hash: Hash,
    /// The number of validators in the session's set.
    pub validator_count: ValidatorCount,
}

impl<T: Config> Pallet<T> {
    /// Adds the `root` of `session`, which starts, and removes some that are no longer needed.
    pub(crate) fn add_root(session: SessionIndex, root: Root<T::Hash>) {
        Roots::<T>::insert(session, root);
        let first = FirstRoot::<T>::get();
        let kept = first.saturating_add(REMOVED_AT_ONCE).min(FirstProvable::<T>::get());
        if first < kept {
            (first..kept).for_each(Roots::<T>::remove);
            FirstRoot::<T>::put(kept);
        }
    }

    /// Returns the root of `session`, if keys of it can be proved.
    pub(crate) fn provable_root(session: SessionIndex) -> Option<Root<T::Hash>> {
        if session < FirstProvable::<T>::get() {
            return None;
        }
        Roots::<T>::get(session)
    }

    /// Makes `first` the first session whose keys can be proved, but none later than `running`.
    pub(crate) fn prove_from(first: SessionIndex, running: SessionIndex) {
        FirstProvable::<T>::put(first.min(running));
    }
}
