//! Proofs of the keys that the validators of a session signed with.
// Only for rustdoc, so that a change of the page compiles nothing.
#![cfg_attr(doc, doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod keys;
mod ports;
mod root;
mod trie;
mod try_state;

#[cfg(test)]
#[allow(clippy::as_conversions, reason = "the FRAME macros write them")]
mod mock;
#[cfg(test)]
mod tests;

pub use keys::Validators;
pub use pallet::*;
pub use ports::NotedKeys;
pub use root::Root;

/// The pallet: a list of keys and the roots of past ones.
#[frame_support::pallet]
#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
pub mod pallet {
    use codec::MaxEncodedLen;
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::BlockNumberFor;
    #[cfg(feature = "try-runtime")]
    use sp_runtime::TryRuntimeError;
    use sp_staking::SessionIndex;

    use crate::{Root, Validators};

    /// The pallet's handle.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// The configuration of the pallet.
    #[pallet::config]
    pub trait Config:
        frame_system::Config
        + pallet_session::Config<
            ValidatorId = <Self as frame_system::Config>::AccountId,
            Keys: MaxEncodedLen,
        >
    {
        /// The most validators of a set.
        #[pallet::constant]
        type MaxValidators: Get<u32>;
    }

    /// The validators of the session that runs, each with the keys that it signs with.
    #[pallet::storage]
    pub type KeysInUse<T: Config> = StorageValue<_, Validators<T>, ValueQuery>;

    /// The roots of the tries of keys, by session. None is ever written a second time.
    #[pallet::storage]
    pub type Roots<T: Config> =
        StorageMap<_, Twox64Concat, SessionIndex, Root<T::Hash>, OptionQuery>;

    /// The first session whose root is stored; all later ones up to the one that runs are, too.
    #[pallet::storage]
    pub(crate) type FirstRoot<T: Config> = StorageValue<_, SessionIndex, ValueQuery>;

    /// The first session whose keys can be proved. The roots before it are on their way out.
    #[pallet::storage]
    pub(crate) type FirstProvable<T: Config> = StorageValue<_, SessionIndex, ValueQuery>;

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
