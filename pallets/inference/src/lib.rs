//! Tasks: paid requests whose answer a committee agrees on.
// Only for rustdoc, so that a change of the page compiles nothing.
#![cfg_attr(doc, doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod account;
mod attendance;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod calls;
mod draw;
mod hooks;
mod input;
#[cfg(test)]
mod mock;
mod outcome;
mod params;
mod second;
mod settlement;
mod task;
#[cfg(test)]
mod tests;
mod try_state;
#[allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]
mod types;
mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use calls::{
    Request, BLOCKS_TO_CANCEL, BLOCKS_TO_DRAW, MAX_BLOCKS_BEHIND, MAX_PATIENCE, MAX_WORK, PATIENCE,
};
pub use draw::seed;
pub use input::MAX_EXTRINSIC;
pub use pallet::*;
pub use params::Params;
pub use types::{
    Input, Location, MaxMembers, Member, Members, Phase, Purchase, Purpose, Reply, Task, TaskInput,
    Uri, WorkFee, MAX_INLINE, MAX_URI,
};
pub use weights::WeightInfo;

use frame_support::traits::fungible;
use frame_system::pallet_prelude::BlockNumberFor;

/// An open task of the runtime `T`.
pub type TaskOf<T> = Task<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

/// The credit of settled fees in the runtime `T`.
pub type CreditOf<T> =
    fungible::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
#[frame_support::pallet]
pub mod pallet {
    use alloc::vec::Vec;

    use frame_support::{
        dispatch::WithPostDispatchInfo, pallet_prelude::*, traits::OnUnbalanced, weights::Weight,
    };
    use frame_system::pallet_prelude::*;
    use nes_core::{
        Answer, Balance, Hash, MemberReceipt, Outcome, Salt, ServiceId, TaskId, Usage,
        MAX_COMMITTEE,
    };
    use nes_support::params::{Authority, Name};
    use nes_traits::{Disputes, Duties, FeeSettlement, Market, NodeConduct, NodeRegistry};
    use sp_runtime::traits::Convert;

    use super::*;
    use crate::{account::EscrowAccount, params::ParamsOf};

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// The pallet of tasks.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// The configuration of the pallet.
    #[pallet::config]
    pub trait Config: frame_system::Config<Hash = Hash, RuntimeEvent: From<Event<Self>>> {
        /// The token that tasks are paid in.
        type Currency: fungible::Balanced<Self::AccountId, Balance = Balance>
            + fungible::Mutate<Self::AccountId>;

        /// The treasury, which gets the refunds that a payer's account cannot take.
        type Treasury: Get<Self::AccountId>;

        /// The register of nodes, which knows the accounts that may act for a member.
        type NodeRegistry: NodeRegistry<Self::AccountId>;

        /// The market, which sets the terms of a service and draws the nodes.
        type Market: Market<Self::AccountId, BlockNumberFor<Self>>;

        /// The nodes that have to answer in second committees.
        type Duties: Duties<Self::AccountId, BlockNumberFor<Self>>;

        /// The register of settled tasks and their disputes, which judges by second committees.
        type Disputes: Disputes<Self::AccountId, BlockNumberFor<Self>>;

        /// The register that makes nodes answer for their conduct.
        type Conduct: NodeConduct<Self::AccountId>;

        /// The division of the fees of a settlement.
        type Fees: FeeSettlement<Self::AccountId, CreditOf<Self>>;

        /// The fee for work of this weight that the chain does after a request, in planck.
        type WorkFee: Convert<Weight, Balance>;

        /// The receiver of these fees.
        type WorkFees: OnUnbalanced<CreditOf<Self>>;

        /// Randomness that nobody knew when the parent block was built; `None` if this block has
        /// none, and then draws wait for the next one.
        type BlockRandomness: Get<Option<Hash>>;

        /// The origin that changes parameters, with the authority behind it.
        type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Authority>;

        /// The weights of the calls and of the steps of the hook.
        type WeightInfo: WeightInfo;

        /// The setup of the benchmarks.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: BenchmarkHelper;
    }

    /// The open tasks.
    #[pallet::storage]
    #[pallet::getter(fn task)]
    pub type Tasks<T: Config> = StorageMap<_, Twox64Concat, TaskId, TaskOf<T>>;

    /// The queued tasks by the block of their draw.
    #[pallet::storage]
    pub type Draws<T: Config> =
        StorageDoubleMap<_, Twox64Concat, BlockNumberFor<T>, Twox64Concat, TaskId, ()>;

    /// The first block that may have draws left: those of every earlier one are done.
    #[pallet::storage]
    pub type DrawsFrom<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// The drawn tasks by the last block that takes their commitments or answers.
    #[pallet::storage]
    pub type Deadlines<T: Config> =
        StorageDoubleMap<_, Twox64Concat, BlockNumberFor<T>, Twox64Concat, TaskId, ()>;

    /// The first block that may have deadlines left: those of every earlier one are worked off.
    #[pallet::storage]
    pub type DeadlinesFrom<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// The last block that took no calls, because a migration of many blocks went on; zero if there
    /// was none.
    #[pallet::storage]
    pub type ClosedAt<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// The id of the next task; no id is used again.
    #[pallet::storage]
    pub type NextTaskId<T: Config> = StorageValue<_, TaskId, ValueQuery>;

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
        #[doc(hidden)]
        #[serde(skip)]
        pub _config: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            ParamsOf::<T>::build(&self.params);
            EscrowAccount::<T>::build();
        }
    }

    /// The events of the pallet.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Never emitted: it gives all other events another index than those before an upgrade.
        #[cfg(feature = "upgrade-test")]
        Upgraded,
        /// A task was opened and waits for its draw.
        Requested {
            /// The task.
            task: TaskId,
            /// The account that requested it and pays.
            payer: T::AccountId,
            /// The service.
            service: ServiceId,
            /// The version whose nodes answer.
            version: u32,
            /// The blake2-256 hash of the input's bytes.
            input: Hash,
            /// The number of nodes that will be drawn.
            seats: u8,
            /// The amount that was taken from the payer for the nodes, in planck.
            escrow: Balance,
            /// The amount that was taken from the payer for the later work of the chain, in planck:
            /// the most that it can cost.
            work_fee: Balance,
            /// The block of the draw.
            due: BlockNumberFor<T>,
            /// True if an answer can cost stake: only nodes are drawn that have agreed to it, and an
            /// agreed answer can be disputed.
            slashable: bool,
        },
        /// The task of a second committee was opened, and waits for its draw.
        SecondOpened {
            /// The second committee's own task.
            task: TaskId,
            /// The disputed task.
            of: TaskId,
        },
        /// A task's committee was drawn, and its members commit now.
        Drawn {
            /// The task.
            task: TaskId,
            /// The drawn nodes.
            members: Vec<T::AccountId>,
            /// The last block that takes commitments.
            due: BlockNumberFor<T>,
        },
        /// A member committed to an answer.
        CommitmentMade {
            /// The task.
            task: TaskId,
            /// The member.
            node: T::AccountId,
        },
        /// A task's members reveal now.
        RevealingStarted {
            /// The task.
            task: TaskId,
            /// The last block that takes answers.
            due: BlockNumberFor<T>,
        },
        /// A member revealed its answer.
        Revealed {
            /// The task.
            task: TaskId,
            /// The member.
            node: T::AccountId,
            /// The answer.
            answer: Answer,
        },
        /// A task ended; `paid + work_fee + refund` is all that was taken from the payer, with the
        /// exception that `refund` names. This is the task's receipt.
        Settled {
            /// The task.
            task: TaskId,
            /// The account that requested it and paid.
            payer: T::AccountId,
            /// The service that was asked.
            service: ServiceId,
            /// The version of the service that was asked.
            version: u32,
            /// The blake2-256 hash of the input's bytes.
            input: Hash,
            /// The block of the request.
            requested: BlockNumberFor<T>,
            /// The outcome of the task.
            outcome: Outcome,
            /// The answer and the payment of each member, in the order of the draw.
            members: Vec<MemberReceipt<T::AccountId>>,
            /// The sum of what was paid for the members, in planck.
            paid: Balance,
            /// The fee for the later work of the chain, in planck.
            work_fee: Balance,
            /// The amount that went back to the payer, in planck. It is zero if the payer's account
            /// has ceased to exist and the rest of the escrow is below the existential deposit: the
            /// treasury gets the rest.
            refund: Balance,
            /// The last block in which the answer can be disputed; `None` if it cannot.
            disputable_until: Option<BlockNumberFor<T>>,
        },
        /// A second committee ended. The dispute is judged by its answer.
        SecondSettled {
            /// The second committee's own task.
            task: TaskId,
            /// The disputed task.
            of: TaskId,
            /// The answer that a quorum gave.
            answer: Option<Answer>,
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
        /// There is no such service; list the services of the market.
        UnknownService,
        /// The chain is behind with the tasks that it has; ask again in some blocks.
        AgendaBehind,
        /// The service takes no new work: it was retired or delisted. Ask another one.
        ServiceNotOnSale,
        /// The service is metered only and has no tasks; ask one with a committee.
        MeteredOnly,
        /// The wanted committee is smaller than the service's own or larger than 9; leave it out
        /// for the service's own.
        InvalidCommittee,
        /// The maximum usage is zero; allow at least one unit.
        UsageMissing,
        /// The maximum usage is above what a request can ask for, or takes more than 1,200 blocks at
        /// the service's rate; split the work.
        UsageTooLarge,
        /// The in-line input is empty; give its bytes.
        InputMissing,
        /// The in-line input has more than 16,384 bytes; put it where nodes can fetch it.
        InputTooLarge,
        /// The in-line input is not in the extrinsic that carries the call; send the request in an
        /// extrinsic of its own.
        InputNotInExtrinsic,
        /// The extrinsic is longer than 65,536 bytes; request fewer tasks with in-line inputs in one.
        ExtrinsicTooLong,
        /// The maximum usage covers fewer bytes than the in-line input has; allow more input units.
        UsageBelowInput,
        /// The patience is zero or above 100 blocks; leave it out for 5.
        InvalidPatience,
        /// The service has no such version, or tasks of it are no longer taken; ask for another one.
        UnknownVersion,
        /// The maximum price is below every offer; raise it.
        MaximumBelowOffers,
        /// Fewer nodes offer the version than the committee has seats; ask for fewer or wait.
        TooFewOffers,
        /// The highest price of the whole committee is above the largest amount; lower the maxima.
        EscrowTooLarge,
        /// The bond for a dispute about the answer would be above what a node can put up; lower the
        /// maximum usage, or give the input by a URI, and then no answer is disputed.
        TooLargeToDispute,
        /// The maximum price and usage cost nothing; a task is not free, raise the price.
        EscrowMissing,
        /// The payer's transferable balance does not cover the escrow: the account keeps the
        /// existential deposit and the locked amount.
        InsufficientBalance,
        /// There is no such open task: the id was never given, or the task is settled or cancelled.
        UnknownTask,
        /// Only the payer can cancel its task, and a second committee has none.
        NotThePayer,
        /// The committee is drawn, and the task goes on to its settlement.
        AlreadyDrawn,
        /// No draw has failed yet; wait for it, or for 20 blocks after the request.
        TooEarlyToCancel,
        /// The signer is neither the node's operator nor its agent.
        NotForThisNode,
        /// The node was not drawn for this task.
        NotAMember,
        /// The task takes no commitments now: it is not drawn yet, or its members reveal already.
        NotCommitting,
        /// The task takes no answers now: its members have not all committed yet.
        NotRevealing,
        /// The node has committed to an answer, and cannot change it.
        AlreadyCommitted,
        /// The node has revealed its answer.
        AlreadyRevealed,
        /// The node did not commit in time, so it has nothing to reveal.
        NotCommitted,
        /// The answer and the salt do not give the commitment; check them, the task, its input and
        /// version, and the node.
        WrongOpening,
        /// The answer reports more usage than the payer allows.
        UsageAboveMaximum,
        /// The two outputs of the ambiguous answer are equal or not in ascending order.
        NotAmbiguous,
        /// The input is in-line, so that every node can read it; give another answer.
        InputIsInline,
        /// The deadline is over.
        TooLate,
        /// A parameter is out of the bounds that its documentation gives.
        ParamsOutOfBounds,
        /// A parameter of another track would change; leave it as it is, or use its own track.
        NotThisTrack,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            Self::do_on_initialize(now)
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
        /// The blocks from a request to its draw.
        #[pallet::constant_name(BlocksToDraw)]
        fn blocks_to_draw() -> u32 {
            BLOCKS_TO_DRAW
        }

        /// The most blocks that the agenda may be behind while requests are taken.
        #[pallet::constant_name(MaxBlocksBehind)]
        fn max_blocks_behind() -> u32 {
            MAX_BLOCKS_BEHIND
        }

        /// The most nodes of a committee.
        #[pallet::constant_name(MaxCommittee)]
        fn max_committee() -> u8 {
            MAX_COMMITTEE
        }

        /// The blocks after a request in which it can be cancelled although no draw has failed.
        #[pallet::constant_name(BlocksToCancel)]
        fn blocks_to_cancel() -> u32 {
            BLOCKS_TO_CANCEL
        }

        /// The patience of a request that names none, in blocks.
        #[pallet::constant_name(Patience)]
        fn patience() -> u8 {
            PATIENCE
        }

        /// The highest patience, in blocks.
        #[pallet::constant_name(MaxPatience)]
        fn max_patience() -> u8 {
            MAX_PATIENCE
        }

        /// The most blocks that the work on a request may take at the service's rate.
        #[pallet::constant_name(MaxWork)]
        fn max_work() -> u32 {
            MAX_WORK
        }

        /// The most bytes of an in-line input.
        #[pallet::constant_name(MaxInline)]
        fn max_inline() -> u32 {
            MAX_INLINE
        }

        /// The most bytes of an extrinsic that requests tasks with in-line inputs.
        #[pallet::constant_name(MaxExtrinsic)]
        fn max_extrinsic() -> u32 {
            MAX_EXTRINSIC
        }

        /// The most bytes of an input's URI.
        #[pallet::constant_name(MaxUri)]
        fn max_uri() -> u32 {
            MAX_URI
        }

        /// The account in which the escrows of open tasks wait.
        #[pallet::constant_name(EscrowAccount)]
        pub fn escrow_account() -> T::AccountId {
            EscrowAccount::<T>::id()
        }
    }

    #[pallet::call(weight(<T as Config>::WeightInfo))]
    impl<T: Config> Pallet<T> {
        /// Requests an answer of `service` to `input`, and takes the highest cost from the signer:
        /// the number of seats times the cost of `max_usage` at `max_price` on the service's shape.
        ///
        /// - `version`: the version of the service whose nodes answer.
        /// - `max_usage`: the most units that an answer may report, at most [`Params::max_units`]
        ///   on each side; no node with a lower limit is drawn.
        /// - `max_price`: no node with a higher price is drawn, in planck.
        /// - `committee`: the number of nodes that answer, from the service's own number to 9;
        ///   `None` takes the service's own.
        /// - `patience`: the number of blocks after the first draw in which it is drawn again if it
        ///   found too few nodes, from 1 to [`MAX_PATIENCE`]; `None` takes [`PATIENCE`].
        ///
        /// The transaction fee covers the first draw, [`BLOCKS_TO_DRAW`] blocks later. The fee for
        /// further draws and the settlement is taken with the cost, and what is not needed of it is
        /// given back at the end.
        ///
        /// If the input is in-line and answers of the version can cost stake now, only nodes are
        /// drawn that have agreed to it, and an agreed answer can be disputed.
        ///
        /// Origin: any signed account, which is the payer.
        ///
        /// Emits [`Event::Requested`].
        ///
        /// Fails with [`Error::AgendaBehind`], [`Error::UnknownService`],
        /// [`Error::ServiceNotOnSale`], [`Error::MeteredOnly`], [`Error::InvalidCommittee`],
        /// [`Error::UsageMissing`], [`Error::UsageTooLarge`], [`Error::UnknownVersion`],
        /// [`Error::MaximumBelowOffers`], [`Error::TooFewOffers`], [`Error::InvalidPatience`],
        /// [`Error::InputMissing`], [`Error::InputTooLarge`], [`Error::InputNotInExtrinsic`],
        /// [`Error::ExtrinsicTooLong`], [`Error::UsageBelowInput`], [`Error::TooLargeToDispute`],
        /// [`Error::EscrowTooLarge`], [`Error::EscrowMissing`], [`Error::InsufficientBalance`].
        #[pallet::call_index(0)]
        #[pallet::weight(Pallet::<T>::request_weight(input, committee.unwrap_or(MAX_COMMITTEE)))]
        #[allow(clippy::too_many_arguments, reason = "they are the call's")]
        pub fn request(
            origin: OriginFor<T>,
            service: ServiceId,
            version: u32,
            input: Input,
            max_usage: Usage,
            max_price: Balance,
            committee: Option<u8>,
            patience: Option<u8>,
        ) -> DispatchResultWithPostInfo {
            let payer = ensure_signed(origin)?;
            let own = Self::own_weight(&input);
            let draw = |seats| own.saturating_add(Self::longest_draw(seats));
            let request = |input| Request {
                service,
                version,
                input,
                max_usage,
                max_price,
                committee,
                patience,
            };
            let seats = Self::located(input).and_then(|input| Self::open(payer, request(input)));
            let seats = seats.map_err(|error| error.with_weight(own))?;
            Ok(Some(draw(seats)).into())
        }

        /// Withdraws the signer's own `task`, which waits for nodes: a draw of it has failed, or
        /// none has taken place in [`BLOCKS_TO_CANCEL`] blocks. The whole escrow goes back.
        ///
        /// Origin: the task's payer.
        ///
        /// Emits [`Event::Settled`] with [`Outcome::Cancelled`].
        ///
        /// Fails with [`Error::UnknownTask`], [`Error::NotThePayer`], [`Error::AlreadyDrawn`],
        /// [`Error::TooEarlyToCancel`].
        #[pallet::call_index(1)]
        pub fn cancel(origin: OriginFor<T>, task: TaskId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_cancel(who, task)
        }

        /// Binds `node`, a member of `task`, to an answer: `commitment` is
        /// [`nes_committee::commitment`] of it. The call is free of fee if it succeeds.
        ///
        /// Origin: the node's operator or its agent.
        ///
        /// Emits [`Event::CommitmentMade`], and [`Event::RevealingStarted`] after the last one.
        /// After a quorum of them the others have three more blocks, six in a second committee, or a
        /// quarter of the blocks since the draw if that is more.
        ///
        /// Fails with [`Error::UnknownTask`], [`Error::NotCommitting`], [`Error::TooLate`],
        /// [`Error::NotForThisNode`], [`Error::NotAMember`], [`Error::AlreadyCommitted`].
        #[pallet::call_index(2)]
        #[pallet::weight((T::WeightInfo::commit(), DispatchClass::Operational))]
        #[pallet::feeless_if(
            |origin: &OriginFor<T>, task: &TaskId, node: &T::AccountId, commitment: &Hash| -> bool {
                Pallet::<T>::can_commit(origin, *task, node, *commitment)
            }
        )]
        pub fn commit(
            origin: OriginFor<T>,
            task: TaskId,
            node: T::AccountId,
            commitment: Hash,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_commit(who, task, node, commitment)
        }

        /// Reveals the `answer` that `node`, a member of `task`, committed to with `salt`. The call
        /// is free of fee if it succeeds.
        ///
        /// Origin: the node's operator or its agent.
        ///
        /// Emits [`Event::Revealed`], and [`Event::Settled`] after the last one. A quorum of equal
        /// answers settles the task at the end of a block, when the members have had four; so does
        /// the last answer of a second committee, when they have had eight.
        ///
        /// Fails with [`Error::UnknownTask`], [`Error::NotRevealing`], [`Error::TooLate`],
        /// [`Error::NotForThisNode`], [`Error::NotAMember`], [`Error::NotCommitted`],
        /// [`Error::AlreadyRevealed`], [`Error::UsageAboveMaximum`], [`Error::NotAmbiguous`],
        /// [`Error::InputIsInline`], [`Error::WrongOpening`].
        #[pallet::call_index(3)]
        #[pallet::weight((Pallet::<T>::reveal_weight(), DispatchClass::Operational))]
        #[pallet::feeless_if(
            |origin: &OriginFor<T>,
             task: &TaskId,
             node: &T::AccountId,
             answer: &Answer,
             salt: &Salt|
             -> bool { Pallet::<T>::can_reveal(origin, *task, node, *answer, salt) }
        )]
        pub fn reveal(
            origin: OriginFor<T>,
            task: TaskId,
            node: T::AccountId,
            answer: Answer,
            salt: Salt,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_reveal(who, task, node, answer, salt)
        }

        /// Replaces the parameters; windows that are running keep their deadlines.
        ///
        /// Origin: [`Config::AdminOrigin`], whose authority may change every field that differs.
        ///
        /// Emits [`Event::ParamsChanged`].
        ///
        /// Fails with [`Error::ParamsOutOfBounds`], [`Error::NotThisTrack`].
        #[pallet::call_index(4)]
        pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
            let authority = T::AdminOrigin::ensure_origin(origin)?;
            Self::do_set_params(authority, params)
        }
    }
}
