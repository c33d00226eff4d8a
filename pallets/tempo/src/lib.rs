//! The chain's clock.
// Only for rustdoc, so that a change of the page compiles nothing.
#![cfg_attr(doc, doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), no_std)]

mod periods;
mod try_state;
mod types;

#[cfg(test)]
#[allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "the FRAME macros write them, and a test may panic"
)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use periods::{
    EpochSlots, EraEpochs, EraMillis, GovernanceDivisor, HalfSlotMillis, SlotMillis,
};
pub use types::{Clock, MIN_SLOT_MILLIS};

/// The pallet: a value that genesis writes.
#[frame_support::pallet]
#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
pub mod pallet {
    use frame_support::{pallet_prelude::*, DefaultNoBound};
    use frame_system::pallet_prelude::BlockNumberFor;
    #[cfg(feature = "try-runtime")]
    use sp_runtime::TryRuntimeError;

    use crate::Clock;

    /// The pallet's handle.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// The configuration of the pallet, which is empty.
    #[pallet::config]
    pub trait Config: frame_system::Config {}

    /// The chain's clock, written by genesis only.
    #[pallet::storage]
    pub(crate) type ClockStore<T: Config> = StorageValue<_, Clock, ValueQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The clock, for as long as the chain lives; genesis panics if it is out of bounds.
        pub clock: Clock,
        /// The marker that ties the struct to its runtime.
        #[serde(skip)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            assert!(self.clock.is_valid(), "the clock is out of bounds: {:?}", self.clock);
            ClockStore::<T>::put(self.clock);
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
