//! # Rewards: what a settled fee becomes
//!
//! Every settled fee is divided by one rule, here and nowhere else. Of a fee G
//!
//! - the *protocol's share* is a fraction of G that governance sets ([`Params::protocol_share`]); a
//!   fraction of it ([`Params::burn_share`]) is *burned*, the rest goes to the *treasury*;
//! - the *royalty* is a fraction of G that the service's publisher set;
//! - the *node* that did the work gets the rest.
//!
//! Each part is rounded down in this order, the remainder is the node's, and the parts sum to G.
//!
//! The money comes as one credit for all the nodes of a settlement: the treasury and the publisher
//! are paid once, each node once, and what is left of the credit at the end is the burned part. Who
//! cannot be paid (an account that does not exist and would stay below the existential deposit)
//! leaves its part to the treasury; what the treasury cannot take is burned. The returned parts say
//! what happened.
//!
//! Example: a fee of 1,000 with a royalty of 5 % and the shares of the default [`Params`], 10 % and
//! 50 %: 50 are burned, 50 go to the treasury, 50 to the publisher and 850 to the node.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod invariants;
mod params;
mod settlement;
pub mod weights;

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
pub use params::Params;
pub use weights::WeightInfo;

/// The pallet: its parameters and the call that changes them.
#[frame_support::pallet]
#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
pub mod pallet {
    use frame_support::{
        pallet_prelude::*,
        traits::fungible::{Balanced, Credit},
        DefaultNoBound,
    };
    use frame_system::pallet_prelude::*;
    use nes_core::Balance;
    use nes_traits::NodeRewards;
    #[cfg(feature = "try-runtime")]
    use sp_runtime::TryRuntimeError;

    use crate::{Params, WeightInfo};

    /// The version of the storage's layout.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// Money on its way: it is in nobody's account, and burned when it is dropped.
    pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

    /// The pallet's handle.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the pallet needs from its runtime.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The currency of the fees.
        type Currency: Balanced<Self::AccountId, Balance = Balance>;

        /// The treasury's account.
        type Treasury: Get<Self::AccountId>;

        /// Takes the nodes' parts.
        type NodeRewards: NodeRewards<Self::AccountId, CreditOf<Self>>;

        /// Who may change the parameters.
        type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// The weights of the calls.
        type WeightInfo: WeightInfo;
    }

    /// The shares of the split.
    #[pallet::storage]
    pub(crate) type ParamsStore<T: Config> = StorageValue<_, Params, ValueQuery>;

    /// What genesis decides.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The first parameters; out of bounds they panic.
        pub params: Params,
        /// Ties the struct to its runtime.
        #[serde(skip)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            assert!(self.params.validate(), "the parameters are out of bounds: {:?}", self.params);
            ParamsStore::<T>::put(self.params);
        }
    }

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The parameters changed; fees settled from now on are divided by the new ones.
        ParamsChanged {
            /// The parameters until now.
            old: Params,
            /// The parameters from now on.
            new: Params,
        },
    }

    /// Why a call failed.
    #[pallet::error]
    pub enum Error<T> {
        /// A parameter is out of the bounds that `Params` documents; choose one within them.
        ParamsOutOfBounds,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Replaces the parameters, for fees that are settled from now on.
        ///
        /// The origin must be [`Config::AdminOrigin`].
        ///
        /// # Errors
        /// [`Error::ParamsOutOfBounds`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::set_params())]
        pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
            T::AdminOrigin::ensure_origin(origin)?;
            Self::do_set_params(params)
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
