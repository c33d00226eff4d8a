//! Disputes: settled answers that a second committee judges.
// Only for rustdoc, so that a change of the page compiles nothing.
#![cfg_attr(doc, doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod account;
mod awards;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod disputer;
mod hooks;
mod judgement;
#[cfg(test)]
mod mock;
mod money;
mod params;
mod ports;
mod ring;
mod rules;
mod settled;
#[cfg(test)]
mod tests;
mod try_state;
#[allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]
mod types;
mod verdict;
mod waiting;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use disputer::{MAX_DISPUTES, MAX_LISTED};
pub use pallet::*;
pub use params::Params;
pub use ring::RING;
pub use rules::{LeastOperators, Rules};
pub use types::{
    Disputer, Disputers, KeptAnswer, KeptMember, KeptTask, Line, MaxMembers, MaxPlaces, Reply,
    State, MAX_PLACES, MAX_WAITING,
};
pub use waiting::{BLOCKS_TO_DRAW, BLOCKS_TO_JOIN};
pub use weights::WeightInfo;

use frame_support::traits::fungible;
use frame_system::pallet_prelude::BlockNumberFor;

/// A settled task of the runtime `T`.
pub type KeptTaskOf<T> = KeptTask<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

/// The credit of spent bonds in the runtime `T`.
pub type CreditOf<T> =
    fungible::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
#[frame_support::pallet]
pub mod pallet {
    use alloc::vec::Vec;

    use frame_support::{dispatch::WithPostDispatchInfo, pallet_prelude::*, weights::Weight};
    use frame_system::pallet_prelude::*;
    use nes_core::{Answer, Balance, Decision, Hash, Salt, SecondSeat, ServiceId, TaskId};
    use nes_support::params::{Authority, Name};
    use nes_traits::{
        Duties, FeeSettlement, Market, NodeConduct, NodeRegistry, SecondCommittees, StakeAtRisk,
    };

    use super::*;
    use crate::{account::PotAccount, params::ParamsOf};

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// The pallet of disputes.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The configuration of the pallet.
    #[pallet::config]
    pub trait Config: frame_system::Config<Hash = Hash, RuntimeEvent: From<Event<Self>>> {
        /// The token of the bonds.
        type Currency: fungible::Balanced<Self::AccountId, Balance = Balance>
            + fungible::Mutate<Self::AccountId>;

        /// The treasury, which gets forfeited bonds.
        type Treasury: Get<Self::AccountId>;

        /// The register of nodes, which knows the accounts that may act for one.
        type NodeRegistry: NodeRegistry<Self::AccountId>;

        /// The market, which hears of the end of a task when its answer is final.
        type Market: Market<Self::AccountId, BlockNumberFor<Self>>;

        /// The register of the nodes that answer in second committees.
        type Duties: Duties<Self::AccountId, BlockNumberFor<Self>>;

        /// The second committees.
        type SecondCommittees: SecondCommittees<BlockNumberFor<Self>>;

        /// The register of the stake that a lost dispute takes.
        type StakeAtRisk: StakeAtRisk<Self::AccountId>;

        /// The register that makes nodes answer for their conduct.
        type Conduct: NodeConduct<Self::AccountId>;

        /// The payment of second committees, and the count of paid work.
        type Fees: FeeSettlement<Self::AccountId, CreditOf<Self>>;

        /// The randomness of this block, which nobody knew when the parent block was built; `None`
        /// if it has none.
        type Randomness: Get<Option<Hash>>;

        /// The origin that changes parameters, with the authority behind it.
        type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Authority>;

        /// The weights of the calls, of the hooks, and of the ports' work.
        type WeightInfo: WeightInfo;

        /// The setup of the benchmarks.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
    }

    /// The settled tasks whose answers are not final yet.
    #[pallet::storage]
    #[pallet::getter(fn settled)]
    pub type Settled<T: Config> = StorageMap<_, Twox64Concat, TaskId, KeptTaskOf<T>>;

    /// The undisputed tasks by the last block of their windows.
    #[pallet::storage]
    pub type Windows<T: Config> =
        StorageDoubleMap<_, Twox64Concat, BlockNumberFor<T>, Twox64Concat, TaskId, ()>;

    /// The first block that may have ends of windows left: those of every earlier one are worked off.
    #[pallet::storage]
    pub type WindowsFrom<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// The number of disputes of each service that go on.
    #[pallet::storage]
    pub type OpenIn<T: Config> = StorageMap<_, Twox64Concat, ServiceId, u32, ValueQuery>;

    /// The disputes of each service that wait for others to end.
    #[pallet::storage]
    pub type Waiting<T: Config> = StorageMap<_, Twox64Concat, ServiceId, Line, ValueQuery>;

    /// The open disputes of each node and payer.
    #[pallet::storage]
    pub type By<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, TaskId, ()>;

    /// The outputs of the latest blocks, the oldest first; zero where there is none yet.
    #[pallet::storage]
    pub type Ring<T: Config> = StorageValue<_, [Hash; RING], ValueQuery>;

    /// The rules, which only genesis sets.
    #[pallet::storage]
    pub type FixedRules<T: Config> = StorageValue<_, Rules, ValueQuery>;

    /// The parameters, always within their bounds.
    #[pallet::storage]
    pub type Parameters<T: Config> = StorageValue<_, Params, ValueQuery>;

    /// The block of the last change of each parameter, by its name; none for one that has been the
    /// same since genesis.
    #[pallet::storage]
    pub type ChangedAt<T: Config> =
        StorageMap<_, Twox64Concat, Name, BlockNumberFor<T>, OptionQuery>;

    /// The state at genesis.
    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The parameters.
        pub params: Params,
        /// The rules, which nothing changes later.
        pub rules: Rules,
        #[doc(hidden)]
        #[serde(skip)]
        pub _config: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            ParamsOf::<T>::build(&self.params);
            Pallet::<T>::build_rules(&self.rules);
            PotAccount::<T>::build();
        }
    }

    /// The events of the pallet.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Never emitted: it gives all other events another index than those before an upgrade.
        #[cfg(feature = "upgrade-test")]
        Upgraded,
        /// Somebody disputes a settled answer.
        Disputed {
            /// The task.
            task: TaskId,
            /// The account that put up the bond.
            who: T::AccountId,
            /// The node that disputes; `None` for the task's payer.
            node: Option<T::AccountId>,
            /// The amount that it loses if the second committee contradicts it, in planck.
            risk: Balance,
            /// The bond, in planck.
            bond: Balance,
        },
        /// A dispute waits for others of the service to end.
        DisputeWaits {
            /// The task.
            task: TaskId,
        },
        /// A dispute goes on, and its second committee will be drawn.
        DisputeStarted {
            /// The task.
            task: TaskId,
            /// The second committee's own task.
            second: TaskId,
            /// The last block in which others can join.
            closes: BlockNumberFor<T>,
            /// The block of the draw.
            draws: BlockNumberFor<T>,
        },
        /// A disputer lost its place to one with a larger risk, and got its bond back.
        Displaced {
            /// The task.
            task: TaskId,
            /// The account that put up the bond.
            who: T::AccountId,
            /// The node that disputed; `None` for the task's payer.
            node: Option<T::AccountId>,
            /// The bond, in planck.
            bond: Balance,
        },
        /// A disputer opened its commitment.
        Opened {
            /// The task.
            task: TaskId,
            /// The node that disputes; `None` for the task's payer.
            node: Option<T::AccountId>,
            /// The answer.
            answer: Answer,
        },
        /// A dispute was decided; the bonds that were not spent or forfeited went back.
        Decided {
            /// The task.
            task: TaskId,
            /// The second committee's own task.
            second: TaskId,
            /// The decision.
            decision: Decision,
            /// The members of the second committee in the order of the draw; none if it could not be
            /// drawn.
            committee: Vec<SecondSeat<T::AccountId>>,
            /// The amount that was spent for the second committee, in planck: the sum of what was
            /// paid for its seats.
            spent: Balance,
            /// The amount of the bonds that went to the treasury besides, in planck.
            forfeited: Balance,
        },
        /// A task can be disputed anew: a second committee agreed on nothing, the dispute lost its
        /// place among those that wait, or a block of the window took no calls.
        WindowStarted {
            /// The task.
            task: TaskId,
            /// The last block in which it can be disputed.
            until: BlockNumberFor<T>,
        },
        /// The parameters were replaced.
        ParamsChanged {
            /// The parameters before the change.
            old: Params,
            /// The parameters after the change.
            new: Params,
        },
    }

    /// The reasons for which a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such task to dispute: it is not settled, it cannot be disputed, or its answer
        /// is final.
        UnknownTask,
        /// The task takes no disputers any more.
        TooLate,
        /// Only the payer can dispute without a node.
        NotThePayer,
        /// The signer is neither the node's operator nor its agent.
        NotForThisNode,
        /// The node was not drawn for the task, and has not been on duty for its version since the
        /// request.
        NotConcerned,
        /// The node was not drawn for the task; its operator can dispute, not its agent.
        AgentOnlyForMembers,
        /// The node is jailed, leaving, or not at work for another reason.
        NodeNotActive,
        /// The node or the payer disputes the task already.
        AlreadyDisputing,
        /// The node has three open disputes; wait for the end of one.
        TooManyDisputes,
        /// The bond is lower than what a dispute takes; raise it.
        BondTooLow,
        /// A node's bond is exactly what a dispute takes, because its stake is at risk as well.
        BondNotExact,
        /// Too few nodes would be left to draw a second committee from.
        TooFewNodes,
        /// All places are taken by disputers who risk as much or more.
        PlacesTaken,
        /// As many disputes of the service wait as can, and there is as much at risk in each; try
        /// again later.
        QueueFull,
        /// The transferable balance does not cover the bond: the account keeps the existential
        /// deposit and the locked amount.
        InsufficientBalance,
        /// The second committee does not reveal now, so neither do the disputers.
        NotRevealing,
        /// The node or the payer does not dispute the task.
        NotADisputer,
        /// The commitment was opened.
        AlreadyOpened,
        /// The answer and the salt do not give the commitment; check them, the task, its input and
        /// version, and the node or payer.
        WrongOpening,
        /// The two outputs of the ambiguous answer are equal or not in ascending order.
        NotAmbiguous,
        /// The answer reports more usage than the payer allowed.
        UsageAboveMaximum,
        /// The input is in-line, so that every node can read it; give another answer.
        InputIsInline,
        /// A parameter is out of the bounds that its documentation gives.
        ParamsOutOfBounds,
        /// A parameter of another track would change; leave it as it is, or use its own track.
        NotThisTrack,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::note_randomness()
        }

        fn on_idle(now: BlockNumberFor<T>, remaining: Weight) -> Weight {
            Self::do_on_idle(now, remaining)
        }

        fn integrity_test() {
            Self::check_limits()
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// The blocks from the one that opens a dispute to the last one in which others can join.
        #[pallet::constant_name(BlocksToJoin)]
        fn blocks_to_join() -> u32 {
            BLOCKS_TO_JOIN
        }

        /// The blocks from the one that opens a dispute to the draw of its second committee.
        #[pallet::constant_name(BlocksToDraw)]
        fn blocks_to_draw() -> u32 {
            BLOCKS_TO_DRAW
        }

        /// The most disputes of a service that wait for others to end.
        #[pallet::constant_name(MaxWaiting)]
        fn max_waiting() -> u32 {
            MAX_WAITING
        }

        /// The account in which the bonds of open disputes wait.
        #[pallet::constant_name(Pot)]
        pub fn pot() -> T::AccountId {
            PotAccount::<T>::id()
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
    impl<T: Config> Pallet<T> {
        /// Disputes the settled answer of `task`, or joins its dispute, and takes a `bond` from the
        /// signer.
        ///
        /// - `node`: the node that disputes: a member of the task's committee, or one that has been on
        ///   duty for the version since the request; `None` for the task's payer.
        /// - `commitment`: [`nes_committee::commitment`] to the answer that it holds for right, of the
        ///   seat that has the node, or the payer's account, in this task.
        /// - `bond`: the amount that [`Pallet::bond`] returns; a payer can give more. A node has a
        ///   fraction of its stake at risk besides.
        ///
        /// A new dispute starts at once, or waits until there is room for it. The transaction fee
        /// covers the work on a second committee; who joins does not pay for that.
        ///
        /// Origin: the task's payer; or the node's operator; or, for a member of the committee, its
        /// agent.
        ///
        /// Emits [`Event::Disputed`]; then [`Event::Displaced`] for who lost a place, with
        /// [`Event::WindowStarted`] if it is a whole dispute; and [`Event::DisputeStarted`] or
        /// [`Event::DisputeWaits`] for a new dispute.
        ///
        /// Fails with [`Error::UnknownTask`], [`Error::TooLate`], [`Error::NotThePayer`],
        /// [`Error::NotForThisNode`], [`Error::NotConcerned`], [`Error::AgentOnlyForMembers`],
        /// [`Error::NodeNotActive`], [`Error::BondTooLow`], [`Error::BondNotExact`],
        /// [`Error::AlreadyDisputing`], [`Error::TooManyDisputes`], [`Error::PlacesTaken`],
        /// [`Error::TooFewNodes`], [`Error::InsufficientBalance`], [`Error::QueueFull`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::dispute().saturating_add(T::SecondCommittees::weight()))]
        pub fn dispute(
            origin: OriginFor<T>,
            task: TaskId,
            node: Option<T::AccountId>,
            commitment: Hash,
            bond: Balance,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            let own = T::WeightInfo::dispute();
            let is_new = Self::do_dispute(who, task, node, commitment, bond)
                .map_err(|error| error.with_weight(own))?;
            let second = if is_new { T::SecondCommittees::weight() } else { Weight::zero() };
            Ok(Some(own.saturating_add(second)).into())
        }

        /// Opens the `answer` to which a disputer of `task` committed with `salt`, while the second
        /// committee reveals. The call is free of fee if it succeeds.
        ///
        /// - `node`: the node that disputes; `None` for the task's payer.
        ///
        /// Origin: the node's operator or its agent; or the task's payer.
        ///
        /// Emits [`Event::Opened`].
        ///
        /// Fails with [`Error::UnknownTask`], [`Error::NotRevealing`], [`Error::NotForThisNode`],
        /// [`Error::NotThePayer`], [`Error::NotADisputer`], [`Error::AlreadyOpened`],
        /// [`Error::NotAmbiguous`], [`Error::InputIsInline`], [`Error::UsageAboveMaximum`],
        /// [`Error::WrongOpening`].
        #[pallet::call_index(1)]
        #[pallet::weight((T::WeightInfo::open_dispute(), DispatchClass::Operational))]
        #[pallet::feeless_if(
            |origin: &OriginFor<T>,
             task: &TaskId,
             node: &Option<T::AccountId>,
             answer: &Answer,
             salt: &Salt|
             -> bool { Pallet::<T>::can_open(origin, *task, node.as_ref(), *answer, salt) }
        )]
        pub fn open_dispute(
            origin: OriginFor<T>,
            task: TaskId,
            node: Option<T::AccountId>,
            answer: Answer,
            salt: Salt,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_open_dispute(who, task, node, answer, salt)
        }

        /// Replaces the parameters; windows that are running keep their ends.
        ///
        /// Origin: [`Config::AdminOrigin`], whose authority may change every field that differs.
        ///
        /// Emits [`Event::ParamsChanged`].
        ///
        /// Fails with [`Error::ParamsOutOfBounds`], [`Error::NotThisTrack`].
        #[pallet::call_index(2)]
        pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
            let authority = T::AdminOrigin::ensure_origin(origin)?;
            Self::do_set_params(authority, params)
        }
    }
}
