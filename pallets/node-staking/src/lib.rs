//! # Nodes and their stake
//!
//! A node is a registered participant, named by its operator's account: it may validate, serve, or
//! both on one stake. Anyone may stake behind a node. Stake is on hold in the staker's own account.
//!
//! ## A node's life
//!
//! 1. [`register`](Pallet::register): the operator's stake and a deposit for the profile go on
//!    hold, and the node may take work.
//! 2. [`validate`](Pallet::validate): with session keys, the node joins the candidates, ranked by
//!    stake. [`chill`](Pallet::chill) takes it out at once.
//! 3. [`leave`](Pallet::leave): all the operator's stake starts to unbond and still answers for the
//!    node's faults.
//! 4. [`withdraw`](Pallet::withdraw), once it has matured: the stake is free. With the last
//!    position the record is removed, and [`Config::OnNodeRemoved`] is notified.
//!
//! ## A delegator's stake
//!
//! [`delegate`](Pallet::delegate) puts NES behind a node and [`undelegate`](Pallet::undelegate)
//! starts to take it back; until it has matured, [`rebond`](Pallet::rebond) makes it active again,
//! and then [`withdraw`](Pallet::withdraw) frees it. The node's earnings after the operator's
//! commission are shared among its active stake, and wait until [`claim`](Pallet::claim).
//!
//! ## Slashes
//!
//! Stake is kept in shares. A slash takes a fraction of the value of every share of its node at
//! once; it is executed later, unless it is cancelled before. An operator may
//! [`appeal`](Pallet::appeal) once, for time. The losses of delegators move to the treasury with
//! the next call that changes the stake of their positions or pays its rewards, or by
//! [`apply_slash`](Pallet::apply_slash); each emits [`Event::SlashApplied`].
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
//! * The cost of no call depends on the number of nodes, delegators or other entries.
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
    ConductRecord, Endpoint, EraConduct, Name, NextCommission, Node, NodeStatus, OpenSlash,
    Position, Profile, ProfileInput, Restitutions, Slash, SlashId, SlashKind, SlashState, Slashes,
    Unbonding, UnbondingEntries, MAX_RESTITUTIONS,
};
pub use views::PositionView;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// The token of the chain.
pub type CurrencyOf<T> = <T as Config>::Currency;

/// A credit: money on its way to an account.
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
    use nes_traits::{OnEraStart, OnNodeRemoved};
    #[cfg(feature = "try-runtime")]
    use sp_runtime::TryRuntimeError;
    use sp_runtime::{Perbill, SaturatedConversion};

    use crate::{
        types::{
            FAULT_MEMORY_ERAS, FEW_TASKS, GRACE_TASKS, MAX_COMMISSION_RAISE, TOLERATED_MISSES,
            UNDELEGATIONS,
        },
        ConductRecord, GenesisNode, Node, OpenSlash, Params, Position, Profile, ProfileInput,
        SlashId, Slashes, WeightInfo, MAX_RESTITUTIONS, MAX_UNBONDING_ERAS, MAX_VALIDATORS,
    };

    /// The pallet's handle.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// The configuration of the pallet.
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

        /// The origin that changes parameters, with the authority behind it.
        type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Authority>;

        /// The origin that makes nodes leave.
        type StakingOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// The origin that may cancel slashes.
        type SlashOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// The treasury's account, which gets the amounts that slashes take.
        type Treasury: Get<Self::AccountId>;

        /// The register of session keys.
        type SessionKeys: ValidatorRegistration<Self::AccountId>;

        /// The candidates for the validator set, ranked by stake; nothing but this pallet may write
        /// to it.
        type ValidatorList: SortedListProvider<Self::AccountId, Score = Balance>;

        /// The number of sessions in an era.
        #[pallet::constant]
        type EpochsPerEra: Get<u32>;

        /// An era in milliseconds.
        #[pallet::constant]
        type EraMillis: Get<u64>;

        /// The shortest deferral of slashes, in milliseconds: a vote that cancels one must fit in
        /// it, even if the slash is reported at the very end of an era.
        #[pallet::constant]
        type CancelPeriod: Get<u64>;

        /// The receiver of the start of each era.
        type OnEraStart: OnEraStart;

        /// The receiver of the removal of nodes.
        type OnNodeRemoved: OnNodeRemoved<Self::AccountId>;

        /// The weights of the calls and hooks.
        type WeightInfo: WeightInfo;
    }

    /// The reasons for which money is on hold.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// The stake for the account's own node.
        Stake,
        /// The stake for another account's node.
        Delegation,
        /// The deposit for a node's profile.
        Profile,
        /// The bond for the appeal of a slash.
        Appeal,
    }

    /// The nodes, by their operator's account.
    #[pallet::storage]
    pub type Nodes<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Node<T::AccountId>, OptionQuery>;

    /// The positions behind nodes, by node and staker.
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

    /// The profiles of the nodes.
    #[pallet::storage]
    pub type Profiles<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Profile, OptionQuery>;

    /// The conduct of the nodes as services.
    #[pallet::storage]
    pub type Conducts<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, ConductRecord, ValueQuery>;

    /// The slashes that are neither executed nor cancelled.
    #[pallet::storage]
    pub type OpenSlashes<T: Config> =
        StorageMap<_, Twox64Concat, SlashId, OpenSlash<T::AccountId>, OptionQuery>;

    /// The open slashes by the era in which they are executed.
    #[pallet::storage]
    pub(crate) type SlashQueue<T: Config> =
        StorageDoubleMap<_, Twox64Concat, EraIndex, Twox64Concat, SlashId, (), OptionQuery>;

    /// The first era whose due slashes are not all executed yet.
    #[pallet::storage]
    pub(crate) type SlashQueueFrom<T: Config> = StorageValue<_, EraIndex, ValueQuery>;

    /// The amount on hold for each reason in all accounts, in planck.
    #[pallet::storage]
    pub(crate) type TotalHeld<T: Config> =
        StorageMap<_, Twox64Concat, HoldReason, Balance, ValueQuery>;

    /// The number of the next slash.
    #[pallet::storage]
    pub type NextSlashId<T: Config> = StorageValue<_, SlashId, ValueQuery>;

    /// The era that sessions are in.
    #[pallet::storage]
    pub type ActiveEra<T: Config> = StorageValue<_, EraIndex, ValueQuery>;

    /// The parameters.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, Params, ValueQuery>;

    /// The block of the last change of each parameter, by its name; none for one that has been the
    /// same since genesis.
    #[pallet::storage]
    pub type ChangedAt<T: Config> =
        StorageMap<_, Twox64Concat, ParameterName, BlockNumberFor<T>, OptionQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The parameters; genesis panics if they are out of bounds, or if their deferral is
        /// shorter than a vote. The clock must be built before.
        pub params: Params,
        /// The first nodes, staked from their genesis balance; genesis panics if one cannot be
        /// registered. The session pallet must be built after this one.
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
            Parameters::<T>::put(self.params);
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

        /// The highest raise of a commission at once.
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

        /// The number of a new node's first tasks whose faults are not slashed.
        #[pallet::constant_name(GraceTasks)]
        fn grace_tasks() -> u32 {
            GRACE_TASKS
        }

        /// The number of tasks in an era below which missed ones are no fault.
        #[pallet::constant_name(FewTasks)]
        fn few_tasks() -> u32 {
            FEW_TASKS
        }

        /// The number of an era's tasks for each tolerated miss.
        #[pallet::constant_name(ToleratedMisses)]
        fn tolerated_misses() -> u32 {
            TOLERATED_MISSES
        }

        /// The number of eras after which a fault no longer counts towards a jail.
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
            let worst = <T as Config>::WeightInfo::look_for_due()
                .saturating_add(Self::heaviest_execution());
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
        /// hold in the caller's account, which must keep the existential deposit free. `commission`
        /// is the operator's share of the earnings of the node's stake.
        ///
        /// Origin: any signed account, which becomes the operator.
        ///
        /// Emits [`Event::Registered`].
        ///
        /// Fails with [`Error::AlreadyRegistered`], [`Error::CommissionAboveMaximum`],
        /// [`Error::StakeBelowMinimum`], [`Error::InvalidEndpoint`], and the token's error if the
        /// balance does not suffice.
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
        /// Origin: the operator.
        ///
        /// Emits [`Event::ProfileChanged`].
        ///
        /// Fails with [`Error::InvalidEndpoint`], [`Error::NotRegistered`].
        #[pallet::call_index(1)]
        #[pallet::weight(<T as Config>::WeightInfo::set_profile())]
        pub fn set_profile(origin: OriginFor<T>, profile: ProfileInput) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_profile(who, profile)
        }

        /// Names the account that may work for the caller's node, or dismisses it; immediately.
        ///
        /// An agent can never move or unbond the operator's money. It must exist, that is, hold at
        /// least the existential deposit.
        ///
        /// Origin: the operator.
        ///
        /// Emits [`Event::AgentChanged`].
        ///
        /// Fails with [`Error::AgentDoesNotExist`], [`Error::NotRegistered`].
        #[pallet::call_index(2)]
        #[pallet::weight(<T as Config>::WeightInfo::set_agent())]
        pub fn set_agent(origin: OriginFor<T>, agent: Option<T::AccountId>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_agent(who, agent)
        }

        /// Makes the caller's node a candidate for the validator set.
        ///
        /// Origin: the operator.
        ///
        /// Emits [`Event::CandidacyDeclared`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NodeLeaving`],
        /// [`Error::AlreadyValidator`], [`Error::NodeJailed`], [`Error::NodeExhausted`],
        /// [`Error::StakeBelowMinimum`] (the minimum was raised, or a slash took too much),
        /// [`Error::NoSessionKeys`], [`Error::RankingUnavailable`].
        #[pallet::call_index(3)]
        #[pallet::weight(<T as Config>::WeightInfo::validate())]
        pub fn validate(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_validate(who)
        }

        /// Takes the caller's node out of the candidates; it stays in the set until the next one.
        ///
        /// Origin: the operator.
        ///
        /// Emits [`Event::Chilled`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NotValidator`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(4)]
        #[pallet::weight(<T as Config>::WeightInfo::chill())]
        pub fn chill(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_chill(who)
        }

        /// Ends the caller's node: it takes no new work, is no candidate any more, and all its self
        /// stake starts to unbond. The only way back is a new registration after `withdraw`.
        ///
        /// Origin: the operator.
        ///
        /// Emits [`Event::Left`], and [`Event::Chilled`] before it if the node was a candidate.
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NodeLeaving`], [`Error::NoPosition`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(5)]
        #[pallet::weight(<T as Config>::WeightInfo::leave())]
        pub fn leave(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_leave(who)
        }

        /// Releases the matured part of `staker`'s stake behind `node`, to the staker only.
        ///
        /// With the last position the node's record is removed and the profile's deposit is free.
        ///
        /// Origin: any signed account.
        ///
        /// Emits [`Event::Withdrawn`], and [`Event::NodeGone`] after it if the record is removed.
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NoPosition`],
        /// [`Error::NothingToWithdraw`], [`Error::SlashPending`] (of a fault that was reported
        /// before the stake matured), [`Error::StillValidating`] (an operator's last stake behind a
        /// node in the set).
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

        /// Replaces the parameters. Pending slashes keep their eras, and bonds and deposits their
        /// amounts.
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
        /// The amount that goes on hold is the value of the shares that `amount` buys; after
        /// slashes that can be a planck less. It must leave the existential deposit free.
        ///
        /// Origin: any signed account, which is the staker.
        ///
        /// Emits [`Event::Delegated`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NodeLeaving`], [`Error::NodeExhausted`],
        /// [`Error::NodeJailed`] (for delegators), [`Error::SlashPending`],
        /// [`Error::AmountMissing`], [`Error::DelegationBelowMinimum`],
        /// [`Error::OverDelegationRatio`], [`Error::RankingUnavailable`], and the token's error if
        /// the balance does not suffice.
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
        /// Origin: the staker.
        ///
        /// Emits [`Event::Undelegated`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NoPosition`], [`Error::AmountMissing`],
        /// [`Error::InsufficientStake`], [`Error::DelegationBelowMinimum`] and, for an operator,
        /// [`Error::StakeBelowMinimum`] (the rest is too little),
        /// [`Error::TooManyUnbondingEntries`], [`Error::RankingUnavailable`].
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

        /// Makes `amount` (planck, at today's value) of the caller's unbonding stake behind `node`
        /// active again: the part that would take longest first.
        ///
        /// Origin: the staker.
        ///
        /// Emits [`Event::Rebonded`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NoPosition`], [`Error::NodeLeaving`],
        /// [`Error::NodeExhausted`], [`Error::AmountMissing`], [`Error::InsufficientUnbonding`],
        /// [`Error::DelegationBelowMinimum`], [`Error::OverDelegationRatio`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(10)]
        #[pallet::weight(<T as Config>::WeightInfo::rebond())]
        pub fn rebond(origin: OriginFor<T>, node: T::AccountId, amount: Balance) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_rebond(who, node, amount)
        }

        /// Pays the caller the earnings of its stake behind `node`, and an operator the commission
        /// too.
        ///
        /// They are staked again if the caller [wants](Pallet::set_compound) that and the node
        /// takes them. Rewards never expire.
        ///
        /// Origin: the staker.
        ///
        /// Emits [`Event::Claimed`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NoPosition`], [`Error::NothingToClaim`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(11)]
        #[pallet::weight(<T as Config>::WeightInfo::claim())]
        pub fn claim(origin: OriginFor<T>, node: T::AccountId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_claim(node, who)
        }

        /// Pays `staker` in the same way as [`claim`](Pallet::claim); nobody else is paid.
        ///
        /// Origin: any signed account.
        ///
        /// Emits [`Event::Claimed`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NoPosition`], [`Error::NothingToClaim`],
        /// [`Error::RankingUnavailable`].
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

        /// Decides if the caller's rewards behind `node` are staked again when they are claimed.
        ///
        /// Origin: the staker.
        ///
        /// Emits [`Event::CompoundSet`].
        ///
        /// Fails with [`Error::NoPosition`].
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

        /// Changes the commission of the caller's node: a lower one applies at once, one that is up
        /// to five points higher after the notice. A change replaces one that was announced.
        ///
        /// Origin: the operator.
        ///
        /// Emits [`Event::CommissionChanged`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::CommissionAboveMaximum`],
        /// [`Error::CommissionRaiseTooLarge`].
        #[pallet::call_index(14)]
        #[pallet::weight(<T as Config>::WeightInfo::set_commission())]
        pub fn set_commission(origin: OriginFor<T>, commission: Perbill) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_commission(who, commission)
        }

        /// Ends the jail of the caller's node, after its time. With the validator role the node is
        /// a candidate again.
        ///
        /// Origin: the operator.
        ///
        /// Emits [`Event::Unjailed`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NotJailed`], [`Error::StillJailed`],
        /// [`Error::NodeLeaving`], [`Error::NodeExhausted`], [`Error::StakeBelowMinimum`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(15)]
        #[pallet::weight(<T as Config>::WeightInfo::unjail())]
        pub fn unjail(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_unjail(who)
        }

        /// Appeals a pending slash of the caller's node: it is executed one appeal period later, so
        /// that a vote can cancel it. The bond goes on hold; it is lost if the slash is executed.
        ///
        /// Origin: the operator of the slashed node.
        ///
        /// Emits [`Event::SlashAppealed`].
        ///
        /// Fails with [`Error::UnknownSlash`], [`Error::NotTheOperator`],
        /// [`Error::AlreadyAppealed`], [`Error::TooLateToAppeal`], and the token's error if the
        /// balance does not suffice.
        #[pallet::call_index(16)]
        #[pallet::weight(<T as Config>::WeightInfo::appeal())]
        pub fn appeal(origin: OriginFor<T>, slash: SlashId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_appeal(who, slash)
        }

        /// Cancels a pending slash: every share gets back the value that it took, the jail that
        /// came with it ends, and an appeal's bond is free.
        ///
        /// Origin: [`Config::SlashOrigin`].
        ///
        /// Emits [`Event::SlashCancelled`], and [`Event::Unjailed`] or [`Event::Jailed`] before it
        /// if the node's jail changes.
        ///
        /// Fails with [`Error::UnknownSlash`], [`Error::RankingUnavailable`].
        #[pallet::call_index(17)]
        #[pallet::weight(<T as Config>::WeightInfo::cancel_slash())]
        pub fn cancel_slash(origin: OriginFor<T>, slash: SlashId) -> DispatchResult {
            T::SlashOrigin::ensure_origin(origin)?;
            Self::do_cancel_slash(slash)
        }

        /// Moves the loss of `staker`'s stake behind `node` by executed slashes to the treasury.
        /// The call is free if it has an effect.
        ///
        /// Origin: any signed account.
        ///
        /// Emits [`Event::SlashApplied`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NoPosition`], [`Error::NothingToApply`].
        #[pallet::call_index(18)]
        #[pallet::weight(<T as Config>::WeightInfo::apply_slash())]
        pub fn apply_slash(
            origin: OriginFor<T>,
            node: T::AccountId,
            staker: T::AccountId,
        ) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            Self::do_apply_slash(node, staker)?;
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
