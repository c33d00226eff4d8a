//! The trie of a session's keys: from a key and its kind to the validator that signs with it.
//!
//! The SDK's trie has an index between the two; a proof here is one path.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use sp_runtime::{
    traits::{Hash, OpaqueKeys},
    KeyTypeId, StateVersion,
};
use sp_trie::{
    accessed_nodes_tracker::AccessedNodesTracker, recorder_ext::RecorderExt,
    trie_types::TrieDBMutBuilderV0, LayoutV0, MemoryDB, RandomState, Recorder, StorageProof,
    TrieDBBuilder, TrieMut,
};

use crate::{keys::Validator, Config};

type Layout<T> = LayoutV0<<T as frame_system::Config>::Hashing>;

/// Returns the root of the keys of `validators`. The host computes it.
pub(crate) fn root<T: Config>(validators: &[Validator<T>]) -> T::Hash {
    T::Hashing::trie_root(entries::<T>(validators).collect(), StateVersion::V0)
}

/// Returns the nodes that lead to `key` among the keys of `validators`; `None` if it is not one.
pub(crate) fn prove<T: Config>(
    validators: &[Validator<T>],
    kind: KeyTypeId,
    key: &[u8],
) -> Option<Vec<Vec<u8>>> {
    let mut nodes = MemoryDB::<T::Hashing>::with_hasher(RandomState::default());
    let mut root = T::Hash::default();
    let mut trie = TrieDBMutBuilderV0::<T::Hashing>::new(&mut nodes, &mut root).build();
    for (path, validator) in entries::<T>(validators) {
        trie.insert(&path, &validator).ok()?;
    }
    drop(trie);
    let mut recorder = Recorder::<Layout<T>>::new();
    let trie = TrieDBBuilder::<Layout<T>>::new(&nodes, &root).with_recorder(&mut recorder).build();
    sp_trie::Trie::get(&trie, &path(kind, key)).ok()??;
    Some(recorder.into_raw_storage_proof())
}

/// Returns the validator to which `nodes`, and no others, lead from `root` by `key`.
pub(crate) fn owner<T: Config>(
    root: &T::Hash,
    nodes: Vec<Vec<u8>>,
    kind: KeyTypeId,
    key: &[u8],
) -> Option<T::AccountId> {
    let proof = StorageProof::new_with_duplicate_nodes_check(nodes).ok()?;
    let mut used = AccessedNodesTracker::<T::Hash>::new(proof.len());
    let nodes = proof.into_memory_db::<T::Hashing>();
    let trie = TrieDBBuilder::<Layout<T>>::new(&nodes, root).with_recorder(&mut used).build();
    let validator = sp_trie::Trie::get(&trie, &path(kind, key)).ok()??;
    used.ensure_no_unused_nodes().ok()?;
    T::AccountId::decode(&mut validator.as_slice()).ok()
}

/// The entries of the trie: of each validator one for each of its keys.
fn entries<T: Config>(
    validators: &[Validator<T>],
) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> + '_ {
    validators.iter().flat_map(|(validator, keys)| {
        let kinds = T::Keys::key_ids().iter();
        kinds.map(|kind| (path(*kind, keys.get_raw(*kind)), validator.encode()))
    })
}

/// Returns the path to `key` in the trie.
fn path(kind: KeyTypeId, key: &[u8]) -> Vec<u8> {
    (kind, key).encode()
}
