//! # Nodes and their stake
//!
//! A node is a registered participant, named by its operator's account: it may validate, serve, or
//! both on one stake. Anyone may stake behind a node. Stake never leaves its owner's account; it
//! is on hold there.
//!
//! ## A node's life
//!
//! 1. [`register`](Pallet::register): the operator's stake and a deposit for the profile go on
//!    hold, and the node may take work.
//! 2. [`validate`](Pallet::validate): with session keys, the node joins the candidates, ranked by
//!    stake. [`chill`](Pallet::chill) takes it out at once.
//! 3. [`leave`](Pallet::leave): all the operator's stake starts to unbond and can still be made to
//!    answer for what the node did.
//! 4. [`withdraw`](Pallet::withdraw), once it has matured: the stake is free. With the last
//!    position the record goes, and everyone who keeps something under the node's name is told.
//!
//! ## A delegator's stake
//!
//! [`delegate`](Pallet::delegate) puts NES behind a node and [`undelegate`](Pallet::undelegate)
//! starts to take it back; until it has matured, [`rebond`](Pallet::rebond) makes it active again,
//! and then [`withdraw`](Pallet::withdraw) frees it. What the node earns is shared among its active
//! stake after the operator's commission, and waits until [`claim`](Pallet::claim).
//!
//! ## Slashes
//!
//! Stake is kept in shares. A slash takes a fraction of what every share of its node is worth, at
//! once; it is executed later, unless it is cancelled before. An operator may
//! [`appeal`](Pallet::appeal) once, for time. What delegators lose moves when their positions are
//! next touched, or by [`realise`](Pallet::realise).
//!
//! ## The validator set
//!
//! For the first session of each era the candidates with the most stake are the set, except those
//! without session keys, jailed, or below the minimum self stake. With too few the old set stays.
//!
//! While the ranking is locked, calls that change a candidate's stake or standing fail with
//! [`RankingUnavailable`](Error::RankingUnavailable).
//!
//! ## Properties
//!
//! * No call's cost depends on how many nodes, delegators or other entries there are.
//! * Before any slash a share is a planck, and a cancelled slash leaves no trace in any value.
//! * Stake that was behind a node when a fault was reported, active or unbonding, answers for it.
//! * The ranking holds exactly the active, free nodes with the validator role, each with its stake.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod benchmarking;
mod delegation;
mod errors;
mod events;
mod exit;
mod genesis;
mod holds;
mod invariants;
mod operator;
mod params;
mod ports;
mod ranking;
mod record;
mod rewards;
mod sessions;
mod slashing;
mod stake;
#[allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]
mod types;
mod views;
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
    Conduct, Endpoint, EraConduct, Name, NextCommission, Node, OpenSlash, Position, Profile,
    ProfileInput, Restitutions, Slash, SlashId, SlashKind, SlashState, Slashes, Status, Unbonding,
    UnbondingEntries, MAX_RESTITUTIONS,
};
pub use views::PositionView;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// The token of the chain.
pub type CurrencyOf<T> = <T as Config>::Currency;

/// Money on its way to an account.
pub type CreditOf<T> =
    frame_support::traits::fungible::Credit<<T as frame_system::Config>::AccountId, CurrencyOf<T>>;

/// The pallet: storage and calls.
#[import_section(crate::events::events)]
#[import_section(crate::errors::errors)]
#[frame_support::pallet]
#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
pub mod pallet {
    use alloc::vec::Vec;

    use frame_election_provider_support::SortedListProvider;
    use frame_support::{
        pallet_prelude::*,
        traits::{fungible, ValidatorRegistration},
        weights::WeightMeter,
        DefaultNoBound,
    };
    use frame_system::pallet_prelude::*;
    use nes_core::{Balance, EraIndex};
    use nes_support::params::{Authority, Name as ParameterName};
    use nes_traits::{OnEraStart, OnNodeGone};
    #[cfg(feature = "try-runtime")]
    use sp_runtime::TryRuntimeError;
    use sp_runtime::{Perbill, SaturatedConversion};

    use crate::{
        types::{
            FAULT_MEMORY_ERAS, FEW_TASKS, GRACE_TASKS, MAX_COMMISSION_RAISE, TOLERATED_MISSES,
            UNDELEGATIONS,
        },
        Conduct, GenesisNode, Node, OpenSlash, Params, Position, Profile, ProfileInput, SlashId,
        Slashes, WeightInfo, MAX_RESTITUTIONS, MAX_UNBONDING_ERAS, MAX_VALIDATORS,
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
            + fungible::Mutate<Self::AccountId>
            + fungible::hold::Balanced<Self::AccountId>
            + fungible::hold::Mutate<Self::AccountId, Reason = <Self as Config>::RuntimeHoldReason>;

        /// The reasons of the runtime's holds.
        type RuntimeHoldReason: From<HoldReason>;

        /// The origin that changes parameters, and by which authority.
        type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Authority>;

        /// The origin that makes nodes leave.
        type StakingOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Who may cancel slashes.
        type SlashOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// The treasury's account, which gets what slashes take.
        type Treasury: Get<Self::AccountId>;

        /// Who knows whether a node has session keys.
        type SessionKeys: ValidatorRegistration<Self::AccountId>;

        /// The candidates for the validator set, ranked by stake; nobody else may write to it.
        type ValidatorList: SortedListProvider<Self::AccountId, Score = Balance>;

        /// Sessions in an era.
        #[pallet::constant]
        type EpochsPerEra: Get<u32>;

        /// An era in milliseconds.
        #[pallet::constant]
        type EraMillis: Get<u64>;

        /// The shortest deferral of slashes, in milliseconds: a vote that cancels one must fit in
        /// it, also when the slash is reported at the very end of an era.
        #[pallet::constant]
        type CancelPeriod: Get<u64>;

        /// Who is told that an era begins.
        type OnEraStart: OnEraStart;

        /// Who is told that a node's record has gone.
        type OnNodeGone: OnNodeGone<Self::AccountId>;

        /// What the calls and hooks cost.
        type WeightInfo: WeightInfo;
    }

    /// Why money is on hold.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// It is at stake for the account's own node.
        Stake,
        /// It is at stake for somebody else's node.
        Delegation,
        /// It is the deposit for a node's profile.
        Profile,
        /// It backs the appeal of a slash.
        Appeal,
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

    /// How the nodes have served.
    #[pallet::storage]
    pub type Conducts<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Conduct, ValueQuery>;

    /// The slashes that are neither executed nor cancelled.
    #[pallet::storage]
    pub type OpenSlashes<T: Config> =
        StorageMap<_, Twox64Concat, SlashId, OpenSlash<T::AccountId>, OptionQuery>;

    /// The open slashes by the era in which they are executed.
    #[pallet::storage]
    pub(crate) type Due<T: Config> =
        StorageDoubleMap<_, Twox64Concat, EraIndex, Twox64Concat, SlashId, (), OptionQuery>;

    /// The first era whose due slashes are not all executed yet.
    #[pallet::storage]
    pub(crate) type DueFrom<T: Config> = StorageValue<_, EraIndex, ValueQuery>;

    /// What is on hold for each reason in all accounts, in planck.
    #[pallet::storage]
    pub(crate) type Held<T: Config> = StorageMap<_, Twox64Concat, HoldReason, Balance, ValueQuery>;

    /// The number of the next slash.
    #[pallet::storage]
    pub type NextSlashId<T: Config> = StorageValue<_, SlashId, ValueQuery>;

    /// The era that sessions are in.
    #[pallet::storage]
    pub type ActiveEra<T: Config> = StorageValue<_, EraIndex, ValueQuery>;

    /// The parameters.
    #[pallet::storage]
    pub type ParamsStore<T: Config> = StorageValue<_, Params, ValueQuery>;

    /// The block of the last change of each parameter, by its name; none for one that has been the
    /// same since genesis.
    #[pallet::storage]
    pub type ChangedAt<T: Config> =
        StorageMap<_, Twox64Concat, ParameterName, BlockNumberFor<T>, OptionQuery>;

    /// What genesis decides.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The parameters; out of bounds, or with a deferral that is shorter than a vote, they
        /// panic. The clock must be built before.
        pub params: Params,
        /// The first nodes, staked from their genesis balance; one that cannot be registered
        /// panics. The session pallet must be built after this one.
        pub nodes: Vec<GenesisNode<T::AccountId>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            assert!(self.params.validate(), "node staking out of bounds: {:?}", self.params);
            assert!(
                Pallet::<T>::defers_long_enough(&self.params),
                "slashes would be executed before a vote could cancel them: {:?}",
                self.params
            );
            ParamsStore::<T>::put(self.params);
            Pallet::<T>::build_pot().expect("an account takes the existential deposit");
            for node in self.nodes.iter().cloned() {
                Pallet::<T>::build_node(node).expect("a genesis node can be registered");
            }
        }
    }

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// The most validators that a set can have.
        #[pallet::constant_name(MaxValidators)]
        fn max_validators() -> u32 {
            MAX_VALIDATORS
        }

        /// The longest time that stake can take to unbond, in eras.
        #[pallet::constant_name(MaxUnbondingEras)]
        fn max_unbonding_eras() -> EraIndex {
            MAX_UNBONDING_ERAS
        }

        /// The most entries that undelegations from a node make; a position has one more place,
        /// for leaving.
        #[pallet::constant_name(MaxUndelegations)]
        fn max_undelegations() -> u32 {
            UNDELEGATIONS.saturated_into()
        }

        /// The most that a commission rises at once.
        #[pallet::constant_name(MaxCommissionRaise)]
        fn max_commission_raise() -> Perbill {
            MAX_COMMISSION_RAISE
        }

        /// The most slashes in a node's list.
        #[pallet::constant_name(MaxSlashes)]
        fn max_slashes() -> u32 {
            Slashes::bound().saturated_into()
        }

        /// The most payers that a slash compensates.
        #[pallet::constant_name(MaxRestitutions)]
        fn max_restitutions() -> u32 {
            MAX_RESTITUTIONS
        }

        /// The first tasks of a new node, whose faults are not slashed.
        #[pallet::constant_name(GraceTasks)]
        fn grace_tasks() -> u32 {
            GRACE_TASKS
        }

        /// The tasks of an era below which missing some is no fault.
        #[pallet::constant_name(FewTasks)]
        fn few_tasks() -> u32 {
            FEW_TASKS
        }

        /// The tasks of an era of which one may be missed.
        #[pallet::constant_name(ToleratedMisses)]
        fn tolerated_misses() -> u32 {
            TOLERATED_MISSES
        }

        /// The eras after which a fault no longer counts towards a jail.
        #[pallet::constant_name(FaultMemoryEras)]
        fn fault_memory_eras() -> EraIndex {
            FAULT_MEMORY_ERAS
        }

        /// The account in which rewards wait for operators and delegators.
        #[pallet::constant_name(RewardPot)]
        fn pot() -> T::AccountId {
            Self::reward_pot()
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
            let limit = meter.remaining().min(Self::execution_limit());
            let mut own = WeightMeter::with_limit(limit);
            Self::execute_due(&mut own);
            meter.consume(own.consumed());
        }

        fn integrity_test() {
            let worst = <T as Config>::WeightInfo::new_session(MAX_VALIDATORS);
            let block = T::BlockWeights::get().max_block;
            assert!(worst.all_lte(block), "choosing the largest validator set must fit in a block");
            let worst =
                <T as Config>::WeightInfo::look_for_due().saturating_add(Self::dearest_execution());
            assert!(
                worst.all_lte(Self::execution_limit()),
                "executing a slash must fit in the hook's share of a block"
            );
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
        /// `NotRegistered`, `NodeLeaving`, `AlreadyValidator`, `NodeJailed`, `NodeExhausted`,
        /// `StakeBelowMinimum` (it was raised, or a slash took too much), `NoSessionKeys`,
        /// `RankingUnavailable`.
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
        /// `NotRegistered`, `NodeLeaving`, `NoPosition`, `RankingUnavailable`.
        #[pallet::call_index(5)]
        #[pallet::weight(<T as Config>::WeightInfo::leave())]
        pub fn leave(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_leave(who)
        }

        /// Releases what has matured of `staker`'s stake behind `node`, to the staker only. Anyone
        /// may call. With the last position the node's record goes and the profile's deposit is
        /// free.
        ///
        /// # Errors
        /// `NotRegistered`, `NoPosition`, `NothingToWithdraw`, `SlashPending` (of a fault that was
        /// reported before it matured), `StillValidating` (an operator's last stake behind a node
        /// in the set).
        #[pallet::call_index(6)]
        #[pallet::weight(<T as Config>::WeightInfo::withdraw())]
        pub fn withdraw(
            origin: OriginFor<T>,
            node: T::AccountId,
            staker: T::AccountId,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_withdraw(node, staker)
        }

        /// Replaces the parameters. Slashes that are pending keep their eras, bonds and deposits
        /// their amounts.
        ///
        /// Origin: [`Config::AdminOrigin`], whose authority may change every field that differs.
        ///
        /// Emits [`Event::ParamsChanged`].
        ///
        /// Fails with [`Error::ParamsOutOfBounds`], [`Error::SlashDeferTooShort`],
        /// [`Error::NotThisTrack`].
        #[pallet::call_index(7)]
        #[pallet::weight(<T as Config>::WeightInfo::set_params())]
        pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
            let authority = <T as Config>::AdminOrigin::ensure_origin(origin)?;
            Self::do_set_params(authority, params)
        }

        /// Stakes `amount` (planck) of the caller's free balance behind `node`. An operator tops up
        /// the node's own stake in the same way.
        ///
        /// What goes on hold is the value of the shares that `amount` buys; after slashes that can
        /// be a planck less. It must leave the existential deposit free.
        ///
        /// # Errors
        /// `NotRegistered`, `NodeLeaving`, `NodeExhausted`, `NodeJailed` (for delegators),
        /// `SlashPending`, `AmountMissing`, `DelegationBelowMinimum`, `OverDelegationRatio`, and
        /// the token's when the balance does not suffice.
        #[pallet::call_index(8)]
        #[pallet::weight(<T as Config>::WeightInfo::delegate())]
        pub fn delegate(
            origin: OriginFor<T>,
            node: T::AccountId,
            amount: Balance,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_delegate(who, node, amount)
        }

        /// Starts to unbond `amount` (planck, at today's value) of the caller's active stake behind
        /// `node`. It earns nothing from now on, and answers for faults until it has matured.
        ///
        /// # Errors
        /// `NotRegistered`, `NoPosition`, `AmountMissing`, `InsufficientStake`,
        /// `DelegationBelowMinimum` and, for an operator, `StakeBelowMinimum` (what stays is too
        /// little), `TooManyUnbondingEntries`.
        #[pallet::call_index(9)]
        #[pallet::weight(<T as Config>::WeightInfo::undelegate())]
        pub fn undelegate(
            origin: OriginFor<T>,
            node: T::AccountId,
            amount: Balance,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_undelegate(who, node, amount)
        }

        /// Makes `amount` (planck, at today's value) of the caller's stake active again that is
        /// still unbonding from `node`: first what would take longest.
        ///
        /// # Errors
        /// `NotRegistered`, `NoPosition`, `NodeLeaving`, `NodeExhausted`, `AmountMissing`,
        /// `InsufficientUnbonding`, `DelegationBelowMinimum`, `OverDelegationRatio`.
        #[pallet::call_index(10)]
        #[pallet::weight(<T as Config>::WeightInfo::rebond())]
        pub fn rebond(origin: OriginFor<T>, node: T::AccountId, amount: Balance) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_rebond(who, node, amount)
        }

        /// Pays the caller what its stake behind `node` has earned, and an operator the commission
        /// too; staked again if the caller [wants](Pallet::set_compound) that and the node takes
        /// it. Rewards never expire.
        ///
        /// # Errors
        /// `NotRegistered`, `NoPosition`, `NothingToClaim`.
        #[pallet::call_index(11)]
        #[pallet::weight(<T as Config>::WeightInfo::claim())]
        pub fn claim(origin: OriginFor<T>, node: T::AccountId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_claim(node, who)
        }

        /// The same for `staker`, who alone is paid. Anyone may call.
        ///
        /// # Errors
        /// `NotRegistered`, `NoPosition`, `NothingToClaim`.
        #[pallet::call_index(12)]
        #[pallet::weight(<T as Config>::WeightInfo::claim())]
        pub fn claim_for(
            origin: OriginFor<T>,
            node: T::AccountId,
            staker: T::AccountId,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_claim(node, staker)
        }

        /// Decides whether the caller's rewards behind `node` are staked again when they are
        /// claimed.
        ///
        /// # Errors
        /// `NoPosition`.
        #[pallet::call_index(13)]
        #[pallet::weight(<T as Config>::WeightInfo::set_compound())]
        pub fn set_compound(
            origin: OriginFor<T>,
            node: T::AccountId,
            compound: bool,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_compound(who, node, compound)
        }

        /// Changes the commission of the caller's node: a lower one applies at once, one that is
        /// up to five points higher after the notice. A change replaces one that was announced.
        ///
        /// # Errors
        /// `NotRegistered`, `CommissionAboveMaximum`, `CommissionRaiseTooLarge`.
        #[pallet::call_index(14)]
        #[pallet::weight(<T as Config>::WeightInfo::set_commission())]
        pub fn set_commission(origin: OriginFor<T>, commission: Perbill) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_commission(who, commission)
        }

        /// Ends the jail of the caller's node, after its time. With the validator role the node is
        /// a candidate again.
        ///
        /// # Errors
        /// `NotRegistered`, `NotJailed`, `StillJailed`, `NodeLeaving`, `NodeExhausted`,
        /// `StakeBelowMinimum`.
        #[pallet::call_index(15)]
        #[pallet::weight(<T as Config>::WeightInfo::unjail())]
        pub fn unjail(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_unjail(who)
        }

        /// Appeals a pending slash of the caller's node: it is executed one appeal period later, so
        /// that a vote can cancel it. The bond goes on hold; it is lost if the slash is executed.
        ///
        /// # Errors
        /// `UnknownSlash`, `NotTheOperator`, `AlreadyAppealed`, `TooLateToAppeal`, and the token's
        /// when the balance does not suffice.
        #[pallet::call_index(16)]
        #[pallet::weight(<T as Config>::WeightInfo::appeal())]
        pub fn appeal(origin: OriginFor<T>, slash: SlashId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_appeal(who, slash)
        }

        /// Cancels a pending slash: what it took of every share is back, the jail that came with it
        /// ends, and an appeal's bond is free. Only for the slash origin.
        ///
        /// # Errors
        /// `UnknownSlash`.
        #[pallet::call_index(17)]
        #[pallet::weight(<T as Config>::WeightInfo::cancel_slash())]
        pub fn cancel_slash(origin: OriginFor<T>, slash: SlashId) -> DispatchResult {
            T::SlashOrigin::ensure_origin(origin)?;
            Self::do_cancel_slash(slash)
        }

        /// Moves what executed slashes have taken of `staker`'s stake behind `node` to the
        /// treasury. Anyone may call; it is free when it has an effect.
        ///
        /// # Errors
        /// `NotRegistered`, `NoPosition`, `NothingToRealise`.
        #[pallet::call_index(18)]
        #[pallet::weight(<T as Config>::WeightInfo::realise())]
        pub fn realise(
            origin: OriginFor<T>,
            node: T::AccountId,
            staker: T::AccountId,
        ) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            Self::do_realise(node, staker)?;
            Ok(Pays::No.into())
        }

        /// Makes `node` leave, as its operator could.
        ///
        /// Origin: [`Config::StakingOrigin`].
        ///
        /// Emits [`Event::Left`], and [`Event::Chilled`] before it if the node was a candidate.
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NodeLeaving`], [`Error::NoPosition`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(19)]
        #[pallet::weight(<T as Config>::WeightInfo::leave())]
        pub fn force_leave(origin: OriginFor<T>, node: T::AccountId) -> DispatchResult {
            T::StakingOrigin::ensure_origin(origin)?;
            Self::do_leave(node)
        }
    }
}
