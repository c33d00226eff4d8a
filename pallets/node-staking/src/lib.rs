//! Nodes, their stake, their earnings and their slashes.
// Only for rustdoc, so that a change of the page compiles nothing.
#![cfg_attr(doc, doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod account;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod calls;
mod conduct;
mod dispute;
mod equivocation;
mod hooks;
mod node;
mod params;
mod ports;
mod position;
mod sessions;
mod slash;
mod try_state;
#[allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]
mod types;
mod views;
mod weights;

#[cfg(test)]
#[allow(clippy::as_conversions, reason = "the FRAME macros write them")]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use params::{Params, MAX_UNBONDING_ERAS, MAX_VALIDATORS};
pub use types::{
    Appeal, Arrival, Arrivals, Awards, ConductRecord, Endpoint, EraConduct, GenesisNode, Name,
    NextCommission, Node, NodeStatus, OpenSlash, Position, Profile, ProfileInput, Reporter, Slash,
    SlashId, SlashKind, SlashState, Slashes, Unbonding, UnbondingEntries,
};
pub use views::PositionView;
pub use weights::WeightInfo;

/// The token of the chain.
pub type CurrencyOf<T> = <T as Config>::Currency;

/// A credit: money on its way to an account.
pub type CreditOf<T> =
    frame_support::traits::fungible::Credit<<T as frame_system::Config>::AccountId, CurrencyOf<T>>;

/// The pallet: storage and calls.
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
    use nes_support::params::{Authority, Name as ParameterName};
    use nes_traits::{BlockCount, OnEraStart, OnNodeRemoved, SessionHistory, VestingRegister};
    #[cfg(feature = "try-runtime")]
    use sp_runtime::TryRuntimeError;
    use sp_runtime::{Perbill, SaturatedConversion};

    use crate::{
        account::RewardPotOf,
        params::ParamsOf,
        types::{
            DISPUTE_SLASHES, FAULT_MEMORY_ERAS, JAILING_DISPUTES, JAILING_FAULTS, LEAST_DUTIES,
            LEAST_FAILURES, LEAST_RETAINED, MAX_ARRIVALS, MAX_AWARDS, MAX_COMMISSION_RAISE,
            MOST_SLASHES, TASKS_PER_FAILURE,
        },
        ConductRecord, Endpoint, GenesisNode, Name, Node, OpenSlash, Params, Position, Profile,
        ProfileInput, SlashId, Slashes, UnbondingEntries, WeightInfo, MAX_UNBONDING_ERAS,
        MAX_VALIDATORS,
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

        /// The record of the keys by which equivocations are proved.
        type SessionHistory: SessionHistory;

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

        /// The number of slots in a session.
        type EpochSlots: Get<u64>;

        /// The count of the running era's blocks.
        type BlockCount: BlockCount<Self::AccountId>;

        /// The receiver of the start of each era.
        type OnEraStart: OnEraStart;

        /// The receiver of the end of nodes.
        type OnNodeRemoved: OnNodeRemoved<Self::AccountId>;

        /// The register of the NES that has not vested, which hears of every loss.
        type Vesting: VestingRegister<Self::AccountId>;

        /// The weights of the calls and hooks.
        type WeightInfo: WeightInfo;

        /// The accounts that the benchmarks need.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
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
        Position<T::AccountId>,
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

    /// The nodes with enough failed tasks or missed seats for a fault, by the era of these.
    #[pallet::storage]
    pub(crate) type ConductQueue<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        EraIndex,
        Blake2_128Concat,
        T::AccountId,
        (),
        OptionQuery,
    >;

    /// The first era whose conduct is not all judged yet.
    #[pallet::storage]
    pub(crate) type ConductQueueFrom<T: Config> = StorageValue<_, EraIndex, ValueQuery>;

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

    /// The number of the next registration; none is given twice.
    #[pallet::storage]
    pub type NextRegistration<T: Config> = StorageValue<_, u32, ValueQuery>;

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
            ParamsOf::<T>::build(&self.params);
            assert!(
                Pallet::<T>::defers_long_enough(&self.params),
                "slashes would be executed before a vote could cancel them: {:?}",
                self.params
            );
            RewardPotOf::<T>::build();
            for node in &self.nodes {
                Pallet::<T>::build_node(node).expect("a genesis node can be registered");
            }
        }
    }

    /// The events of the pallet.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    #[allow(
        clippy::large_enum_variant,
        reason = "the parameters before and after a change are large"
    )]
    pub enum Event<T: Config> {
        /// A node was registered.
        Registered {
            /// The node.
            node: T::AccountId,
            /// Its self stake, in planck.
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
        /// A validator made no block in an era; it is no candidate until it validates again.
        WasAbsent {
            /// The node.
            node: T::AccountId,
            /// The era.
            era: EraIndex,
        },
        /// An operator left; all stake behind the node started to unbond.
        Left {
            /// The node.
            node: T::AccountId,
            /// The stake that unbonds, in planck, without what was unbonding before.
            stake: Balance,
            /// The first era in which it can be withdrawn.
            unlock_era: EraIndex,
        },
        /// Matured stake was released.
        Withdrawn {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The amount that was released, in planck.
            amount: Balance,
        },
        /// A node's record was removed with its last position.
        NodeGone {
            /// The node that was removed.
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
            /// The number of its validators.
            validators: u32,
        },
        /// There were too few candidates for a new validator set, and the old one stays.
        ValidatorSetKept {
            /// The first session that a new set would have been for.
            session: u32,
            /// The number of candidates that could have been taken.
            candidates: u32,
        },
        /// The parameters were changed.
        ParamsChanged {
            /// The parameters before the change.
            old: Params,
            /// The parameters after the change.
            new: Params,
        },
        /// Somebody staked behind a node.
        Delegated {
            /// The node.
            node: T::AccountId,
            /// The delegator, or the operator.
            staker: T::AccountId,
            /// The amount that went on hold, in planck.
            amount: Balance,
        },
        /// Stake started to unbond.
        Undelegated {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The value of the stake now, in planck.
            amount: Balance,
            /// The first era in which it can be withdrawn.
            unlock_era: EraIndex,
        },
        /// Stake that was unbonding is active again.
        Rebonded {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The value of the stake now, in planck.
            amount: Balance,
        },
        /// Stake moved from one node to another.
        Redelegated {
            /// The node that it left.
            from: T::AccountId,
            /// The node that it is behind now.
            to: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The amount on hold that moved, in planck; if a slash is pending, it takes a part of
            /// that when it is executed.
            amount: Balance,
            /// The first era in which a fault of `from` that is reported does not reach it.
            until: EraIndex,
        },
        /// Stake that was redelegated no longer answers for the node that it left.
        ArrivalEnded {
            /// The node that it left.
            from: T::AccountId,
            /// The node that it went to.
            to: T::AccountId,
            /// The staker.
            staker: T::AccountId,
        },
        /// A node earned a reward.
        Rewarded {
            /// The node.
            node: T::AccountId,
            /// The whole reward, in planck.
            amount: Balance,
            /// The operator's commission of it, in planck.
            commission: Balance,
        },
        /// Rewards were paid.
        Claimed {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The amount that was paid, in planck, an operator's commission included.
            amount: Balance,
            /// The part of it that was staked again at once, in planck.
            restaked: Balance,
        },
        /// A staker decided if claimed rewards are staked again.
        CompoundSet {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// True if they are staked again.
            compound: bool,
        },
        /// A commission was lowered, or a higher one was announced.
        CommissionChanged {
            /// The node.
            node: T::AccountId,
            /// The new commission.
            commission: Perbill,
            /// The first era in which it applies.
            era: EraIndex,
        },
        /// A fault was reported: a slash is pending, or a pending one has grown.
        Slashed {
            /// The node.
            node: T::AccountId,
            /// The slash.
            slash: SlashId,
            /// The fraction that it takes of the value of shares.
            fraction: Perbill,
            /// The first era in which it is executed.
            execute_era: EraIndex,
        },
        /// A slash was appealed.
        SlashAppealed {
            /// The slash.
            slash: SlashId,
            /// The node.
            node: T::AccountId,
            /// The operator, or the delegator, who appealed.
            who: T::AccountId,
            /// The first era in which it is executed now.
            execute_era: EraIndex,
            /// The bond that is on hold for it, in planck.
            bond: Balance,
        },
        /// A slash was cancelled; it has no effect any more.
        SlashCancelled {
            /// The slash.
            slash: SlashId,
            /// The node.
            node: T::AccountId,
        },
        /// An account was paid out of a slash for a lost dispute, which is executed now.
        Awarded {
            /// The slash.
            slash: SlashId,
            /// The account.
            who: T::AccountId,
            /// The amount, in planck.
            amount: Balance,
        },
        /// A slash was executed; the losses of delegators move when slashes are applied to them.
        SlashExecuted {
            /// The slash.
            slash: SlashId,
            /// The node.
            node: T::AccountId,
            /// The operator's loss, in planck; it is the sum of the next two.
            loss: Balance,
            /// The part of it that went to the reporter, or that was awarded, in planck.
            rewarded: Balance,
            /// The part of it that went to the treasury, in planck; all that had not vested is in it.
            treasury: Balance,
        },
        /// The loss of a position by executed slashes went to the treasury.
        SlashApplied {
            /// The slashed node; the position is behind another one if its stake was redelegated.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The amount, in planck.
            amount: Balance,
        },
        /// An amount of slashed stake was burned, because the treasury does not exist and it is too
        /// small to create it.
        Burned {
            /// The amount, in planck.
            amount: Balance,
        },
        /// A node was jailed: it takes no work and no delegations and is no candidate.
        Jailed {
            /// The node.
            node: T::AccountId,
            /// The first era in which its operator may end the jail.
            until: EraIndex,
        },
        /// A node is no longer jailed.
        Unjailed {
            /// The node.
            node: T::AccountId,
        },
    }

    /// The reasons for which a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The account has a node already; change that one, or leave and withdraw first.
        AlreadyRegistered,
        /// There is no node of that account; register it first.
        NotRegistered,
        /// The self stake is below the minimum; stake more.
        StakeBelowMinimum,
        /// The delegation would be below the minimum; stake more, or take all of it back.
        DelegationBelowMinimum,
        /// The operator's own stake does not carry that amount; stake less, or choose another node.
        OverDelegationRatio,
        /// The amount is zero, or too small to be worth a share; name a larger one.
        AmountMissing,
        /// The position has no active stake.
        InsufficientStake,
        /// The position has less stake that is still unbonding; ask for less.
        InsufficientUnbonding,
        /// The account has nothing behind that node.
        NoPosition,
        /// The commission is above the maximum; ask for less.
        CommissionAboveMaximum,
        /// The commission may rise by at most five points at once; ask for less.
        CommissionRaiseTooLarge,
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
        /// The node is leaving, and all stake behind it is on its way out; choose another one, or
        /// register again when it has been removed.
        NodeLeaving,
        /// The node is jailed; its operator may end that after the jail's last era.
        NodeJailed,
        /// Slashes have left too little of the node, or are too many; it can only leave.
        NodeExhausted,
        /// A slash of the node is pending; wait until it is executed or cancelled.
        SlashPending,
        /// The node is not jailed; nothing is to be done.
        NotJailed,
        /// The jail has not ended; wait for its last era to pass.
        StillJailed,
        /// The ranking takes no changes for now; try again later.
        RankingUnavailable,
        /// The position has too many unbonding entries; withdraw what has matured first.
        TooManyUnbondingEntries,
        /// Nothing has matured; wait for the unlock era.
        NothingToWithdraw,
        /// The stake is behind that node already; name another one.
        SameNode,
        /// An operator's own stake is no delegation, so it neither leaves its node nor comes to it
        /// by redelegation; take it back, or name another node.
        OwnNode,
        /// The stake behind the node that is leaving has matured; withdraw it.
        StakeMatured,
        /// The stake came by redelegation and still answers for the node that it left, or what would
        /// stay is too little to answer; take less, or wait for the unlock era there.
        StillAnswerable,
        /// Too much of the position came by redelegation, from too many nodes or in too many eras;
        /// what has matured there ends by `apply_slash`.
        TooManyArrivals,
        /// Slashes have left nothing of the position; apply them first.
        NothingLeft,
        /// The node is in the validator set, and this is its operator's last stake; wait for the
        /// next set.
        StillValidating,
        /// No rewards wait; claim later.
        NothingToClaim,
        /// No executed slash has taken anything that is still on hold; nothing is to be done.
        NothingToApply,
        /// No slash of that number is pending: it was executed or cancelled, or has never existed.
        UnknownSlash,
        /// Only the operator and the delegators of the slashed node may appeal.
        NoStakeInNode,
        /// The slash was appealed before; there is only one appeal.
        AlreadyAppealed,
        /// The slash is due; an appeal must come before its era.
        TooLateToAppeal,
        /// The node's list of slashes is full.
        TooManySlashes,
        /// A parameter is out of its bounds; see [`Params`].
        ParamsOutOfBounds,
        /// A parameter of another track would change; leave it as it is, or use its own track.
        NotThisTrack,
        /// Slashes would be executed before a vote could cancel them; raise `slash_defer_eras`.
        SlashDeferTooShort,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
            Self::do_on_idle(remaining)
        }

        fn integrity_test() {
            Self::do_integrity_test();
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), TryRuntimeError> {
            Self::do_try_state()
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

        /// The most entries of stake on its way out in a position.
        #[pallet::constant_name(MaxUnbondingEntries)]
        fn max_unbonding_entries() -> u32 {
            UnbondingEntries::bound().saturated_into()
        }

        /// The most arrivals by redelegation in a position that still answer for other nodes.
        #[pallet::constant_name(MaxArrivals)]
        fn max_arrivals() -> u32 {
            MAX_ARRIVALS
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

        /// The number of slashes from which on a node can only leave.
        #[pallet::constant_name(ExhaustingSlashes)]
        fn exhausting_slashes() -> u32 {
            MOST_SLASHES.saturated_into()
        }

        /// The part of its stake that slashes must leave of a node; with less it can only leave.
        #[pallet::constant_name(LeastRetained)]
        fn least_retained() -> Perbill {
            LEAST_RETAINED
        }

        /// The number of slashes of a node from which on a lost dispute adds none.
        #[pallet::constant_name(DisputeSlashes)]
        fn dispute_slashes() -> u32 {
            DISPUTE_SLASHES.saturated_into()
        }

        /// The most payments out of a slash for a lost dispute.
        #[pallet::constant_name(MaxAwards)]
        fn max_awards() -> u32 {
            MAX_AWARDS
        }

        /// The number of failed tasks from which on an era can be a fault.
        #[pallet::constant_name(LeastFailures)]
        fn least_failures() -> u32 {
            LEAST_FAILURES
        }

        /// The number of an era's tasks for each tolerated failure.
        #[pallet::constant_name(TasksPerFailure)]
        fn tasks_per_failure() -> u32 {
            TASKS_PER_FAILURE
        }

        /// The number of an era's seats in second committees from which on missing more than half
        /// of them is a fault.
        #[pallet::constant_name(LeastDuties)]
        fn least_duties() -> u32 {
            LEAST_DUTIES
        }

        /// The number of eras with a fault within the memory that jails a node.
        #[pallet::constant_name(JailingFaults)]
        fn jailing_faults() -> u32 {
            JAILING_FAULTS
        }

        /// The number of lost disputes within the memory that jails a node.
        #[pallet::constant_name(JailingDisputes)]
        fn jailing_disputes() -> u32 {
            JAILING_DISPUTES
        }

        /// The number of eras after which a fault or a lost dispute no longer counts towards a jail.
        #[pallet::constant_name(FaultMemoryEras)]
        fn fault_memory_eras() -> EraIndex {
            FAULT_MEMORY_ERAS
        }

        /// The most bytes of a node's name.
        #[pallet::constant_name(MaxName)]
        fn max_name() -> u32 {
            Name::bound().saturated_into()
        }

        /// The most bytes of a node's endpoint.
        #[pallet::constant_name(MaxEndpoint)]
        fn max_endpoint() -> u32 {
            Endpoint::bound().saturated_into()
        }

        /// The account in which rewards wait for operators and delegators.
        #[pallet::constant_name(RewardPot)]
        fn pot() -> T::AccountId {
            Self::reward_pot()
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
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
        pub fn chill(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_chill(who)
        }

        /// Ends the caller's node: it takes no new work, is no candidate any more, and all stake
        /// behind it starts to unbond, the delegators' too. The only way back is a new registration
        /// when everybody's stake has been withdrawn, which anyone can do for everybody.
        ///
        /// Origin: the operator.
        ///
        /// Emits [`Event::Left`], and [`Event::Chilled`] before it if the node was a candidate.
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NodeLeaving`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(5)]
        pub fn leave(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_leave(who)
        }

        /// Releases the matured part of `staker`'s stake behind `node`, to the staker only.
        ///
        /// With the last position the node's record is removed and the profile's deposit is free.
        /// Stake that came by redelegation and has matured where it came from no longer answers for
        /// that node.
        ///
        /// Origin: any signed account.
        ///
        /// Emits [`Event::Withdrawn`], and [`Event::NodeGone`] after it if the record is removed;
        /// before them [`Event::ArrivalEnded`] for each arrival that ends.
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NoPosition`],
        /// [`Error::NothingToWithdraw`], [`Error::SlashPending`] (of a fault that was reported
        /// before the stake matured), [`Error::StillAnswerable`] (what came by redelegation),
        /// [`Error::StillValidating`] (an operator's last stake behind a node in the set),
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(6)]
        #[pallet::weight(<T as Config>::WeightInfo::withdraw(MAX_ARRIVALS))]
        pub fn withdraw(
            origin: OriginFor<T>,
            node: T::AccountId,
            staker: T::AccountId,
        ) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            let arrivals = Self::do_withdraw(node, staker)?;
            Ok(Some(<T as Config>::WeightInfo::withdraw(arrivals)).into())
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
        pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
            let authority = <T as Config>::AdminOrigin::ensure_origin(origin)?;
            Self::do_set_params(authority, params)
        }

        /// Stakes `amount` (planck) of the caller's free balance behind `node`. An operator tops up
        /// the node's own stake in the same way.
        ///
        /// The amount that goes on hold is the value of the shares that `amount` buys; after
        /// slashes that can be a planck less. It must leave the existential deposit free. An
        /// operator may stake while a slash is pending: shares are bought at the price without it,
        /// and answer for it like all others.
        ///
        /// Origin: any signed account, which is the staker.
        ///
        /// Emits [`Event::Delegated`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NodeLeaving`], [`Error::NodeExhausted`],
        /// [`Error::NodeJailed`] and [`Error::SlashPending`] (for delegators),
        /// [`Error::NothingLeft`], [`Error::AmountMissing`], [`Error::DelegationBelowMinimum`],
        /// [`Error::OverDelegationRatio`], [`Error::RankingUnavailable`], and the token's error if
        /// the balance does not suffice.
        #[pallet::call_index(8)]
        pub fn delegate(
            origin: OriginFor<T>,
            node: T::AccountId,
            amount: Balance,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_delegate(who, node, amount)
        }

        /// Starts to unbond `amount` (planck, at today's value) of the caller's active stake behind
        /// `node`, or all of it if that is less. It earns nothing from the running era on, and
        /// answers for faults until it has matured.
        ///
        /// Origin: the staker.
        ///
        /// Emits [`Event::Undelegated`].
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NodeLeaving`], [`Error::NoPosition`],
        /// [`Error::AmountMissing`], [`Error::InsufficientStake`],
        /// [`Error::DelegationBelowMinimum`] and, for an operator, [`Error::StakeBelowMinimum`]
        /// (the rest is too little), [`Error::TooManyUnbondingEntries`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(9)]
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
        /// [`Error::NothingLeft`], [`Error::RankingUnavailable`].
        #[pallet::call_index(11)]
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
        /// [`Error::NothingLeft`], [`Error::RankingUnavailable`].
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
        pub fn unjail(origin: OriginFor<T>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_unjail(who)
        }

        /// Appeals a pending slash: it is executed one appeal period later, so that a vote can
        /// cancel it. The bond goes on hold; it is lost if the slash is executed.
        ///
        /// The bond is a tenth of what the slash takes from the active stake behind the node, but at
        /// least 10 NES and at most the parameter, and never more than that loss.
        ///
        /// Origin: the operator, or a delegator, of the slashed node.
        ///
        /// Emits [`Event::SlashAppealed`].
        ///
        /// Fails with [`Error::UnknownSlash`], [`Error::NoStakeInNode`],
        /// [`Error::AlreadyAppealed`], [`Error::TooLateToAppeal`], and the token's error if the
        /// balance does not suffice.
        #[pallet::call_index(16)]
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
        pub fn cancel_slash(origin: OriginFor<T>, slash: SlashId) -> DispatchResult {
            T::SlashOrigin::ensure_origin(origin)?;
            Self::do_cancel_slash(slash)
        }

        /// Moves the loss of `staker`'s stake behind `node` by executed slashes to the treasury,
        /// those of nodes that the stake came from too. Stake that has matured there no longer answers
        /// for them. The call is free if it has an effect.
        ///
        /// Origin: any signed account.
        ///
        /// Emits [`Event::SlashApplied`] for each node with a loss, [`Event::ArrivalEnded`] for each
        /// arrival that ends, and [`Event::NodeGone`] if a record goes with it.
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NoPosition`], [`Error::NothingToApply`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(18)]
        #[pallet::weight(<T as Config>::WeightInfo::apply_slash(MAX_ARRIVALS))]
        pub fn apply_slash(
            origin: OriginFor<T>,
            node: T::AccountId,
            staker: T::AccountId,
        ) -> DispatchResultWithPostInfo {
            ensure_signed(origin)?;
            let arrivals = Self::do_apply_slash(node, staker)?;
            Ok((Some(<T as Config>::WeightInfo::apply_slash(arrivals)), Pays::No).into())
        }

        /// Makes `node` leave, as its operator could.
        ///
        /// Origin: [`Config::StakingOrigin`].
        ///
        /// Emits [`Event::Left`], and [`Event::Chilled`] before it if the node was a candidate.
        ///
        /// Fails with [`Error::NotRegistered`], [`Error::NodeLeaving`],
        /// [`Error::RankingUnavailable`].
        #[pallet::call_index(19)]
        #[pallet::weight(<T as Config>::WeightInfo::leave())]
        pub fn force_leave(origin: OriginFor<T>, node: T::AccountId) -> DispatchResult {
            T::StakingOrigin::ensure_origin(origin)?;
            Self::do_leave(node)
        }

        /// Moves `amount` (planck, at today's value) of the caller's active stake behind `source`, or
        /// all of it if that is less, to `target`, without unbonding. It still answers for faults of
        /// `source` that are reported before the era in which it would have matured there.
        ///
        /// A planck that buys no share of `target` is released.
        ///
        /// Origin: the staker, a delegator of both.
        ///
        /// Emits [`Event::Redelegated`]; before it [`Event::ArrivalEnded`] for each arrival behind
        /// `source` that ends.
        ///
        /// Fails with [`Error::SameNode`], [`Error::OwnNode`], [`Error::NotRegistered`],
        /// [`Error::NoPosition`], [`Error::InsufficientStake`], [`Error::AmountMissing`],
        /// [`Error::StakeMatured`], [`Error::StillAnswerable`] (what came to `source` in the same way),
        /// [`Error::DelegationBelowMinimum`] (the rest, or the stake behind `target`),
        /// [`Error::NodeLeaving`], [`Error::NodeExhausted`], [`Error::SlashPending`] and
        /// [`Error::NodeJailed`] (of `target`), [`Error::OverDelegationRatio`],
        /// [`Error::TooManyArrivals`], [`Error::NothingLeft`], [`Error::RankingUnavailable`].
        #[pallet::call_index(20)]
        #[pallet::weight(<T as Config>::WeightInfo::redelegate(MAX_ARRIVALS))]
        pub fn redelegate(
            origin: OriginFor<T>,
            source: T::AccountId,
            target: T::AccountId,
            amount: Balance,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let arrivals = Self::do_redelegate(who, source, target, amount)?;
            Ok(Some(<T as Config>::WeightInfo::redelegate(arrivals)).into())
        }
    }
}
