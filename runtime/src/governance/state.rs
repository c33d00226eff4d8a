//! State of governance that none of the SDK's pallets keeps, and the NES in it that cannot vote.

pub use pallet::*;

use frame_support::traits::{fungible::Inspect, Currency};
use nes_core::{Balance, EraIndex};
use nes_traits::OnEraStart;

use crate::{Balances, Disputes, Inference, NodeStaking, Rewards, Runtime};

/// The state.
#[frame_support::pallet]
#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
pub mod pallet {
    use frame_support::{pallet_prelude::*, DefaultNoBound};
    use frame_system::pallet_prelude::BlockNumberFor;
    use nes_core::Balance;
    use pallet_collective::Instance1;
    use pallet_tempo::GovernanceDivisor;

    /// The pallet's handle.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The version of the storage's layout.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// There is nothing to configure.
    #[pallet::config]
    pub trait Config:
        frame_system::Config
        + pallet_tempo::Config
        + pallet_session::Config
        + pallet_collective::Config<Instance1>
    {
    }

    /// The block in which the last safe mode ended.
    #[pallet::storage]
    pub type SafeModeEnded<T: Config> = StorageValue<_, BlockNumberFor<T>, OptionQuery>;

    /// NES in pots at the era's start, in planck; it does not count as votable.
    #[pallet::storage]
    pub type InPots<T: Config> = StorageValue<_, Balance, ValueQuery>;

    /// Has no values: it only checks the others.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// Ties the struct to its runtime.
        #[serde(skip)]
        pub _config: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        /// Refuses a chain with validators at the public pace without a technical collective:
        /// nobody could hasten a repair.
        fn build(&self) {
            assert!(
                GovernanceDivisor::<T>::get() > 1
                    || pallet_session::Validators::<T>::get().is_empty()
                    || !pallet_collective::Members::<T, Instance1>::get().is_empty(),
                "technicalCommittee.members is empty: name the members of the technical collective",
            );
        }
    }
}

/// Takes the pots' NES of each era's start out of what counts as votable: no key signs for a pot.
/// The treasury's pallet does the same for its own account, in every block.
pub struct PotsDoNotVote;

impl OnEraStart for PotsDoNotVote {
    fn on_era_start(_: EraIndex) {
        let pots = [
            NodeStaking::reward_pot(),
            Rewards::emission_pot(),
            Inference::escrow_account(),
            Disputes::pot(),
        ];
        // They are parts of the issuance, so nothing is cut off.
        let now = pots
            .iter()
            .map(<Balances as Inspect<_>>::total_balance)
            .fold(0, Balance::saturating_add);
        <Balances as Currency<_>>::reactivate(InPots::<Runtime>::get());
        <Balances as Currency<_>>::deactivate(now);
        InPots::<Runtime>::put(now);
    }
}
