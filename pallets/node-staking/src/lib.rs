//! # Nodes and their stake
//!
//! A node is a registered participant, named by its operator's account: it may validate, serve, or
//! both on one stake. The stake never leaves the operator's account; it is on hold there.
//!
//! ## A node's life
//!
//! 1. [`register`](Pallet::register): the operator's stake and a deposit for the profile go on
//!    hold, and the node may take work.
//! 2. [`validate`](Pallet::validate): with session keys, the node joins the candidates, ranked by
//!    stake. [`chill`](Pallet::chill) takes it out at once.
//! 3. [`leave`](Pallet::leave): all the stake starts to unbond and can still be made to answer for
//!    what the node did.
//! 4. [`withdraw`](Pallet::withdraw), once it has matured: the stake and the deposit are free, the
//!    record goes, and everyone who keeps something under the node's name is told.
//!
//! ## The validator set
//!
//! For the first session of each era the candidates with the most stake are the set, except those
//! without session keys or below the minimum self stake. With too few of them the old set stays.
//!
//! ## Properties
//!
//! * No call's cost depends on how many nodes there are.
//! * The ranking holds exactly the active nodes with the validator role, each with its stake.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod benchmarking;
mod exit;
mod genesis;
mod invariants;
mod operator;
mod params;
mod ports;
mod ranking;
mod sessions;
#[allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]
mod types;
mod weights;

#[cfg(test)]
#[allow(clippy::as_conversions, reason = "the FRAME macros write them")]
mod mock;
#[cfg(test)]
mod tests;

pub use genesis::GenesisNode;
pub use pallet::*;
pub use params::{Params, MAX_UNBONDING_ERAS, MAX_VALIDATORS};
pub use sessions::IdentificationOf;
pub use types::{
    Endpoint, Name, Node, Position, Profile, ProfileInput, Slash, SlashState, Slashes, Status,
    Unbonding, UnbondingEntries,
};
pub use weights::WeightInfo;

/// The token of the chain.
pub type CurrencyOf<T> = <T as Config>::Currency;

/// Money on its way to an account.
pub type CreditOf<T> =
    frame_support::traits::fungible::Credit<<T as frame_system::Config>::AccountId, CurrencyOf<T>>;

/// The pallet: storage, calls and events.
#[frame_support::pallet]
#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
pub mod pallet {
    use alloc::vec::Vec;

    use frame_election_provider_support::SortedListProvider;
    use frame_support::{
        pallet_prelude::*,
        traits::{fungible, ValidatorRegistration},
        DefaultNoBound,
    };
    use frame_system::pallet_prelude::*;
    use nes_core::{Balance, EraIndex};
    use nes_traits::OnNodeGone;
    use sp_runtime::Perbill;
    #[cfg(feature = "try-runtime")]
    use sp_runtime::TryRuntimeError;

    use crate::{
        GenesisNode, Node, Params, Position, Profile, ProfileInput, WeightInfo, MAX_VALIDATORS,
    };

    /// The pallet's handle.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The version of the storage's layout.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config:
        frame_system::Config<RuntimeEvent: From<Event<Self>>>
        + pallet_session::Config<ValidatorId = <Self as frame_system::Config>::AccountId>
        + pallet_session::historical::Config<FullIdentification = ()>
    {
        /// The token that is staked.
        type Currency: fungible::Balanced<Self::AccountId, Balance = Balance>
            + fungible::hold::Mutate<Self::AccountId, Reason = <Self as Config>::RuntimeHoldReason>;

        /// The reasons of the runtime's holds.
        type RuntimeHoldReason: From<HoldReason>;

        /// Who may change the parameters.
        type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who knows whether a node has session keys.
        type SessionKeys: ValidatorRegistration<Self::AccountId>;

        /// The candidates for the validator set, ranked by stake; nobody else may write to it.
        type ValidatorList: SortedListProvider<Self::AccountId, Score = Balance>;

        /// Sessions in an era.
        type EpochsPerEra: Get<u32>;

        /// Who is told that a node's record has gone.
        type OnNodeGone: OnNodeGone<Self::AccountId>;

        /// What the calls and hooks cost.
        type WeightInfo: WeightInfo;
    }

    /// Why money is on hold.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// It is at stake for a node.
        Stake,
        /// It is the deposit for a node's profile.
        Profile,
    }

    /// The nodes, by their operator's account.
    #[pallet::storage]
    pub type Nodes<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Node<T::AccountId>, OptionQuery>;

    /// What stands behind a node, by node and staker.
    #[pallet::storage]
    pub type Positions<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Blake2_128Concat,
        T::AccountId,
        Position,
        OptionQuery,
    >;

    /// What the nodes show of themselves.
    #[pallet::storage]
    pub type Profiles<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Profile, OptionQuery>;

    /// The era that sessions are in.
    #[pallet::storage]
    pub type ActiveEra<T: Config> = StorageValue<_, EraIndex, ValueQuery>;

    /// The parameters.
    #[pallet::storage]
    pub type ParamsStore<T: Config> = StorageValue<_, Params, ValueQuery>;

    /// What genesis decides.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The parameters; out of bounds they panic.
        pub params: Params,
        /// The first nodes, staked from their genesis balance; one that cannot be registered
        /// panics. The session pallet must be built after this one.
        pub nodes: Vec<GenesisNode<T::AccountId>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            assert!(self.params.validate(), "node staking out of bounds: {:?}", self.params);
            ParamsStore::<T>::put(self.params);
            for node in self.nodes.iter().cloned() {
                Pallet::<T>::build_node(node).expect("a genesis node can be registered");
            }
        }
    }

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A node was registered.
        Registered {
            /// The node.
            node: T::AccountId,
            /// Its self stake in planck.
            stake: Balance,
            /// Its commission.
            commission: Perbill,
        },
        /// A node's profile was replaced.
        ProfileChanged {
            /// The node.
            node: T::AccountId,
        },
        /// A node's agent was named, replaced or dismissed.
        AgentChanged {
            /// The node.
            node: T::AccountId,
            /// The agent from now on.
            agent: Option<T::AccountId>,
        },
        /// A node became a candidate for the validator set.
        CandidacyDeclared {
            /// The node.
            node: T::AccountId,
            /// The stake that it is ranked by, in planck.
            stake: Balance,
        },
        /// A node is no longer a candidate for the validator set.
        Chilled {
            /// The node.
            node: T::AccountId,
        },
        /// An operator left; the self stake started to unbond.
        Left {
            /// The node.
            node: T::AccountId,
            /// What unbonds, in planck.
            stake: Balance,
            /// The first era in which it can be withdrawn.
            unlock_era: EraIndex,
        },
        /// Matured stake was released.
        Withdrawn {
            /// The node.
            node: T::AccountId,
            /// Whose stake it was.
            staker: T::AccountId,
            /// What was released, in planck.
            amount: Balance,
        },
        /// A node's record went with its last position.
        NodeGone {
            /// What was the node.
            node: T::AccountId,
        },
        /// An era started.
        EraStarted {
            /// The era.
            era: EraIndex,
        },
        /// A validator set was chosen.
        ValidatorSetChosen {
            /// The first session that it is for.
            session: u32,
            /// How many validators it has.
            validators: u32,
        },
        /// There were too few candidates for a new validator set, and the old one stays.
        ValidatorSetKept {
            /// The first session that a new set would have been for.
            session: u32,
            /// How many candidates could have been taken.
            candidates: u32,
        },
        /// The parameters were changed.
        ParamsChanged {
            /// Before.
            old: Params,
            /// From now on.
            new: Params,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The account has a node already; change that one, or leave and withdraw first.
        AlreadyRegistered,
        /// There is no node of that account; register it first.
        NotRegistered,
        /// The self stake is below the minimum; stake more.
        StakeBelowMinimum,
        /// The commission is above the maximum; ask for less.
        CommissionAboveMaximum,
        /// The endpoint is neither empty nor a printable URL of http or https; write it out.
        InvalidEndpoint,
        /// The agent's account does not exist; fund it first.
        AgentDoesNotExist,
        /// The node has no session keys; set them first.
        NoSessionKeys,
        /// The node is a candidate already; nothing is to be done.
        AlreadyValidator,
        /// The node is not a candidate; nothing is to be done.
        NotValidator,
        /// The node is leaving; withdraw, then register again.
        NodeLeaving,
        /// The ranking takes no changes for now; try again later.
        RankingUnavailable,
        /// The position has too many unbonding entries; withdraw what has matured first.
        TooManyUnbondingEntries,
        /// Nothing has matured; wait for the unlock era.
        NothingToWithdraw,
        /// A parameter is out of its bounds; see [`Params`].
        ParamsOutOfBounds,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            let worst = <T as Config>::WeightInfo::new_session(MAX_VALIDATORS);
            let block = T::BlockWeights::get().max_block;
            assert!(worst.all_lte(block), "choosing the largest validator set must fit in a block");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Registers a node in the caller's name.
        ///
        /// `stake` (planck, at least the minimum self stake) and the deposit for the profile go on
        /// hold in the caller's account, which must keep the existential deposit free.
        /// `commission` is the operator's share of what the node's stake earns.
        ///
        /// # Errors
        /// `AlreadyRegistered`, `CommissionAboveMaximum`, `StakeBelowMinimum`, `InvalidEndpoint`,
        /// and the token's when the balance does not suffice.
        #[pallet::call_index(0)]
        #[pallet::weight(<T as Config>::WeightInfo::register())]
        pub fn register(
            origin: OriginFor<T>,
            profile: ProfileInput,
            commission: Perbill,
            stake: Balance,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_register(&who, profile, commission, stake)
        }

        /// Replaces the profile of the caller's node; its deposit stays as it is.
        ///
        /// # Errors
        /// `InvalidEndpoint`, `NotRegistered`.
        #[pallet::call_index(1)]
        #[pallet::weight(<T as Config>::WeightInfo::set_profile())]
        pub fn set_profile(origin: OriginFor<T>, profile: ProfileInput) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_profile(who, profile)
        }

        /// Names the account that may work for the caller's node, or dismisses it; immediately.
        ///
        /// An agent can never move or unbond the operator's money. It must exist, that is hold at
        /// least the existential deposit.
        ///
        /// # Errors
        /// `AgentDoesNotExist`, `NotRegistered`.
        #[pallet::call_index(2)]
        #[pallet::weight(<T as Config>::WeightInfo::set_agent())]
        pub fn set_agent(origin: OriginFor<T>, agent: Option<T::AccountId>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_agent(who, agent)
        }

        /// Makes the caller's node a candidate for the validator set.
        ///
        /// # Errors
        /// `NotRegistered`, `NodeLeaving`, `AlreadyValidator`, `StakeBelowMinimum` (the minimum
        /// was raised), `NoSessionKeys`, `RankingUnavailable`.
        #[pallet::call_index(3)]
        #[pallet::weight(<T as Config>::WeightInfo::validate())]
        pub fn validate(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_validate(who)
        }

        /// Takes the caller's node out of the candidates; it stays in the set until the next
        /// one.
        ///
        /// # Errors
        /// `NotRegistered`, `NotValidator`, `RankingUnavailable`.
        #[pallet::call_index(4)]
        #[pallet::weight(<T as Config>::WeightInfo::chill())]
        pub fn chill(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_chill(who)
        }

        /// Ends the caller's node: it takes no new work, is no candidate any more, and all its
        /// self stake starts to unbond. There is no way back but through `withdraw`.
        ///
        /// # Errors
        /// `NotRegistered`, `NodeLeaving`, `TooManyUnbondingEntries`, `RankingUnavailable`.
        #[pallet::call_index(5)]
        #[pallet::weight(<T as Config>::WeightInfo::leave())]
        pub fn leave(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_leave(who)
        }

        /// Releases what has matured of `node`'s self stake, to its operator only. Anyone may
        /// call. With the last of it the node's record goes and the profile's deposit is free.
        ///
        /// # Errors
        /// `NotRegistered`, `NothingToWithdraw`.
        #[pallet::call_index(6)]
        #[pallet::weight(<T as Config>::WeightInfo::withdraw())]
        pub fn withdraw(origin: OriginFor<T>, node: T::AccountId) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_withdraw(node)
        }

        /// Replaces the parameters. Only for the admin origin.
        ///
        /// # Errors
        /// `ParamsOutOfBounds`.
        #[pallet::call_index(7)]
        #[pallet::weight(<T as Config>::WeightInfo::set_params())]
        pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
            <T as Config>::AdminOrigin::ensure_origin(origin)?;
            Self::do_set_params(params)
        }
    }
}
