//! The division of fees and of emissions, and the books of all NES.
// Only for rustdoc, so that a change of the page compiles nothing.
#![cfg_attr(doc, doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod account;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod era;
mod fees;
mod hooks;
mod params;
mod ports;
mod supply;
mod try_state;
mod types;
mod views;
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

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use params::Params;
pub use types::{
    EndedEra, LastPayout, Payout, Points, RunningEra, Totals, HISTORY_ERAS, POINTS_PER_BLOCK,
};
pub use weights::WeightInfo;

/// The pallet.
#[frame_support::pallet]
#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
pub mod pallet {
    use frame_support::{
        pallet_prelude::*,
        traits::fungible::{Balanced, Credit, Mutate},
        DefaultNoBound,
    };
    use frame_system::pallet_prelude::*;
    use nes_core::{Balance, EmissionParts, EraIndex};
    use nes_support::params::{Authority, Name};
    use nes_traits::NodeRewards;
    #[cfg(feature = "try-runtime")]
    use sp_runtime::TryRuntimeError;

    use crate::{
        account::PotOf, params::ParamsOf, EndedEra, LastPayout, Params, Payout, Points, RunningEra,
        Totals, WeightInfo, HISTORY_ERAS, POINTS_PER_BLOCK,
    };

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// A credit: money that is in no account, and is burned when it is dropped.
    pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

    /// The pallet's handle.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The configuration of the pallet.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The token.
        type Currency: Balanced<Self::AccountId, Balance = Balance> + Mutate<Self::AccountId>;

        /// The treasury's account.
        type Treasury: Get<Self::AccountId>;

        /// The most NES that there can ever be, in planck.
        #[pallet::constant]
        type Cap: Get<Balance>;

        /// An era in milliseconds.
        #[pallet::constant]
        type EraMillis: Get<u64>;

        /// The payment of the nodes' parts.
        type NodeRewards: NodeRewards<Self::AccountId, CreditOf<Self>>;

        /// The origin that changes parameters, with the authority behind it.
        type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Authority>;

        /// The weights of the calls.
        type WeightInfo: WeightInfo;

        /// The part of the runtime that the benchmarks need.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
    }

    /// The parameters.
    #[pallet::storage]
    pub(crate) type Parameters<T: Config> = StorageValue<_, Params, ValueQuery>;

    /// The block of the last change of each parameter, by its name; none for one that has been the
    /// same since genesis.
    #[pallet::storage]
    pub(crate) type ChangedAt<T: Config> =
        StorageMap<_, Twox64Concat, Name, BlockNumberFor<T>, OptionQuery>;

    /// The running era.
    #[pallet::storage]
    pub(crate) type CurrentEra<T: Config> = StorageValue<_, RunningEra, ValueQuery>;

    /// The points of nodes by era: of the running one, and of ended ones until they are paid.
    #[pallet::storage]
    pub(crate) type NodePoints<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        EraIndex,
        Blake2_128Concat,
        T::AccountId,
        Points,
        ValueQuery,
    >;

    /// The eras that have ended, the last [`HISTORY_ERAS`] of them.
    #[pallet::storage]
    pub(crate) type EndedEras<T: Config> =
        StorageMap<_, Twox64Concat, EraIndex, EndedEra<T::AccountId>, OptionQuery>;

    /// The era that the distribution continues with; every era before it is distributed.
    #[pallet::storage]
    pub(crate) type DistributeFrom<T: Config> = StorageValue<_, EraIndex, ValueQuery>;

    /// The payout of each node for the latest era that it was paid for.
    #[pallet::storage]
    pub(crate) type LastPayouts<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, LastPayout, OptionQuery>;

    /// The totals of the NES issued, minted and burned.
    #[pallet::storage]
    pub(crate) type SupplyTotals<T: Config> = StorageValue<_, Totals, ValueQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The first parameters; genesis panics if they are out of bounds.
        pub params: Params,
        /// The marker that ties the struct to its runtime.
        #[serde(skip)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            ParamsOf::<T>::build(&self.params);
            PotOf::<T>::build();
            Pallet::<T>::open_books();
        }
    }

    /// The events of the pallet.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The parameters changed; settlements and emissions from now on follow the new ones.
        ParamsChanged {
            /// The parameters until now.
            old: Params,
            /// The parameters from now on.
            new: Params,
        },
        /// An era has ended; the payouts of its nodes are settled and wait in the emission's pot.
        EraEnded {
            /// The era.
            era: EraIndex,
            /// The minted emission, in planck.
            emission: EmissionParts,
            /// The NES that settlements burned in it, in planck.
            burned: Balance,
        },
        /// A node was paid for an era: the operator's commission and a part for every share.
        NodePaid {
            /// The era.
            era: EraIndex,
            /// The node.
            node: T::AccountId,
            /// The payout, in planck.
            payout: Payout,
        },
        /// A node could not be paid because it was removed; the treasury gets the amount when the
        /// era is distributed.
        PayoutLapsed {
            /// The era.
            era: EraIndex,
            /// The node that was removed.
            node: T::AccountId,
            /// The amount, in planck.
            amount: Balance,
        },
        /// Every node has been paid for an era; the treasury got the rest.
        EraDistributed {
            /// The era.
            era: EraIndex,
            /// The amount that nobody was due or could be paid, in planck.
            unpaid: Balance,
        },
    }

    /// The reasons for which a call fails.
    #[pallet::error]
    pub enum Error<T> {
        /// A parameter is out of the bounds that `Params` documents; choose one within them.
        ParamsOutOfBounds,
        /// A parameter of another track would change; leave it as it is, or use its own track.
        NotThisTrack,
        /// The limit is zero, so no node would be paid; name a limit of at least one.
        LimitMissing,
        /// The era still runs or is to come; wait until it has ended.
        EraNotEnded,
        /// Everybody has been paid for the era; there is nothing to do.
        AlreadyDistributed,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// Pays nodes for ended eras.
        fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
            Self::do_on_idle(remaining)
        }

        /// Checks that every block with idle time can pay a node.
        fn integrity_test() {
            assert!(
                Self::distribution(1).all_lte(Self::idle_limit()),
                "paying a node must fit in the hook's share of a block"
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// The points of a block for its author's node.
        #[pallet::constant_name(PointsPerBlock)]
        fn points_per_block() -> u32 {
            POINTS_PER_BLOCK
        }

        /// The number of ended eras that are kept.
        #[pallet::constant_name(HistoryEras)]
        fn history_eras() -> EraIndex {
            HISTORY_ERAS
        }

        /// The account in which an era's emission waits for the nodes that earned it.
        #[pallet::constant_name(EmissionPot)]
        fn pot() -> T::AccountId {
            Self::emission_pot()
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
    impl<T: Config> Pallet<T> {
        /// Replaces the parameters, for settlements and emissions from now on.
        ///
        /// Origin: [`Config::AdminOrigin`], whose authority may change every field that differs.
        ///
        /// Emits [`Event::ParamsChanged`].
        ///
        /// Fails with [`Error::ParamsOutOfBounds`], [`Error::NotThisTrack`].
        #[pallet::call_index(0)]
        pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
            let authority = T::AdminOrigin::ensure_origin(origin)?;
            Self::do_set_params(authority, params)
        }

        /// Pays up to `limit` nodes for `era`, which has ended, and closes the era after the last.
        ///
        /// The idle time of blocks does the same, the oldest era first. The weight grows with the
        /// number of nodes that are paid, and is small if the call fails; a limit above some 1,400
        /// nodes does not fit into a block.
        ///
        /// Origin: any signed account.
        ///
        /// Emits [`Event::NodePaid`] or [`Event::PayoutLapsed`] for each node with a payout, and
        /// [`Event::EraDistributed`] after the last.
        ///
        /// Fails with [`Error::LimitMissing`], [`Error::EraNotEnded`],
        /// [`Error::AlreadyDistributed`].
        #[pallet::call_index(1)]
        #[pallet::weight(Pallet::<T>::distribution(*limit))]
        pub fn distribute(
            origin: OriginFor<T>,
            era: EraIndex,
            limit: u32,
        ) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            Self::do_distribute(era, limit)
        }
    }
}
