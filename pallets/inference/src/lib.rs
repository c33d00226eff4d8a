//! # Inference tasks
//!
//! A task is a paid request whose answer a committee of nodes agrees on before anyone is paid. The
//! payer says what is asked and what it may cost at most; who answers and who is paid is the
//! chain's work. The chain carries hashes, never inputs or outputs.
//!
//! ```text
//! request ──► Queued ──► Committing ──► Revealing ──► settled
//!     escrow taken  drawn      all committed    all revealed
//!                              or window over   or window over
//! ```
//!
//! | call | who | |
//! |---|---|---|
//! | [`request`](Pallet::request) | anyone | takes `seats × the dearest price` from the payer |
//! | [`cancel`](Pallet::cancel) | the payer, while queued | gives the escrow back |
//! | [`commit`](Pallet::commit) | a member, free of fee | binds the node to an answer that nobody sees yet |
//! | [`reveal`](Pallet::reveal) | a member, free of fee | opens the commitment; the last one settles |
//! | [`set_params`](Pallet::set_params) | governance | changes [`Params`] |
//!
//! # Time
//!
//! A task requested in block `b` is drawn in block `b + 2`, before that block's extrinsics, from
//! the VRF outputs of block `b + 1` and of block `b + 2` itself. Neither the payer nor the author
//! who included the request chose either, and the author of `b + 1` does not know the second. What
//! remains to the author of `b + 2` is to withhold the block when the draw does not please it.
//!
//! A deadline is the last block that takes commitments or answers; the hook acts in the block after
//! it. The phase turns earlier, as soon as the last commitment or answer is in. The hook takes at
//! most 10 % of a block and goes on in the next one; a deadline stays where it is, however late the
//! hook comes by.
//!
//! # Settlement
//!
//! - [`Outcome::Agreed`](nes_core::Outcome::Agreed): the members of the answer that at least the
//!   quorum gave are paid, each at its own tariff, through [`Config::Fees`]; the rest of the escrow
//!   goes back.
//! - Every other outcome gives the whole escrow back.
//!
//! While a task is open its escrow waits in [an account of the pallet](Pallet::escrow_account): it
//! has left the payer's, so NES under a lock pays for no task. Where the payer's account has ceased
//! to exist and the refund is too small to bring it back, the treasury gets it.
//!
//! The market hears of each member that gave the agreed answer and of each that failed: was silent,
//! or gave another answer than the agreed one. Where no answer was agreed, those who answered are
//! blameless, and so is silence in a task during which a block took no calls, as in a migration.
//! [`Event::Settled`] carries the whole receipt; nothing of the task stays in state.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod draw;
mod escrow;
mod invariants;
#[cfg(test)]
mod mock;
mod outcome;
mod params;
mod replies;
mod requests;
mod settlement;
#[cfg(test)]
mod tests;
#[allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]
mod types;
mod weights;

pub use draw::seed;
pub use pallet::*;
pub use params::Params;
pub use requests::{BLOCKS_TO_DRAW, MAX_BLOCKS_BEHIND};
pub use types::{Input, MaxMembers, Member, Members, Phase, Reply, Task, MAX_URI};
pub use weights::WeightInfo;

use frame_support::traits::fungible;
use frame_system::pallet_prelude::BlockNumberFor;

/// An open task of the runtime `T`.
pub type TaskOf<T> = Task<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

/// What settled fees are made of in the runtime `T`.
pub type CreditOf<T> =
    fungible::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
#[frame_support::pallet]
pub mod pallet {
    use alloc::vec::Vec;

    use frame_support::{dispatch::WithPostDispatchInfo, pallet_prelude::*, weights::WeightMeter};
    use frame_system::pallet_prelude::*;
    use nes_core::{
        Answer, Balance, Hash, MemberReceipt, Outcome, Salt, ServiceId, Tariff, TaskId, Usage,
        MAX_COMMITTEE,
    };
    use nes_support::params::{Authority, Name};
    use nes_traits::{FeeSettlement, Market, NodeConduct, Nodes};

    use super::*;

    /// The version of the storage layout.
    const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

    /// The pallet of tasks.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config<Hash = Hash, RuntimeEvent: From<Event<Self>>> {
        /// The token that tasks are paid in.
        type Currency: fungible::Balanced<Self::AccountId, Balance = Balance>
            + fungible::Mutate<Self::AccountId>;

        /// The treasury, which gets the refunds that a payer's account cannot take.
        type Treasury: Get<Self::AccountId>;

        /// The register of nodes: who may act for a member.
        type Nodes: Nodes<Self::AccountId>;

        /// The market: what a service costs, and which nodes are drawn.
        type Market: Market<Self::AccountId>;

        /// Who makes nodes answer for how they serve.
        type Conduct: NodeConduct<Self::AccountId>;

        /// Who divides the fees of a settlement.
        type Fees: FeeSettlement<Self::AccountId, CreditOf<Self>>;

        /// Randomness that nobody knew when the parent block was built; `None` when there is none
        /// in this block, and then draws wait for the next one.
        type BlockRandomness: Get<Option<Hash>>;

        /// The origin that changes parameters, and by which authority.
        type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Authority>;

        /// What the calls and the steps of the hook cost.
        type WeightInfo: WeightInfo;
    }

    /// The open tasks.
    #[pallet::storage]
    #[pallet::getter(fn task)]
    pub type Tasks<T: Config> = StorageMap<_, Twox64Concat, TaskId, TaskOf<T>>;

    /// The open tasks by the block whose hook takes their next step; exactly one row for each.
    #[pallet::storage]
    pub type Agenda<T: Config> =
        StorageDoubleMap<_, Twox64Concat, BlockNumberFor<T>, Twox64Concat, TaskId, ()>;

    /// The first block whose agenda may have rows: every earlier one is worked off.
    #[pallet::storage]
    pub type AgendaFrom<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// The last block that took no calls, because a migration of many blocks went on; zero when
    /// there was none.
    #[pallet::storage]
    pub type ClosedAt<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

    /// The id of the next task; ids never come again.
    #[pallet::storage]
    pub type NextTaskId<T: Config> = StorageValue<_, TaskId, ValueQuery>;

    /// The parameters, always within their bounds.
    #[pallet::storage]
    pub type ParamsStore<T: Config> = StorageValue<_, Params, ValueQuery>;

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
            assert!(self.params.validate(), "inference: the parameters are out of bounds");
            ParamsStore::<T>::put(self.params);
            Pallet::<T>::build_escrow_account().expect("an account takes the existential deposit");
        }
    }

    /// What happened.
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
            /// Who asked and pays.
            payer: T::AccountId,
            /// The service that is asked.
            service: ServiceId,
            /// How many nodes will be drawn.
            seats: u8,
            /// What was taken from the payer, in planck.
            escrow: Balance,
            /// The block of the draw.
            due: BlockNumberFor<T>,
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
            /// What it answered.
            answer: Answer,
        },
        /// A task ended; `paid + refund` is its escrow, but for what `refund` says. This is the
        /// task's receipt.
        Settled {
            /// The task.
            task: TaskId,
            /// Who asked and paid.
            payer: T::AccountId,
            /// The service that was asked.
            service: ServiceId,
            /// The service's version when it was asked.
            version: u32,
            /// How the task ended.
            outcome: Outcome,
            /// What each member answered and was paid, in the order of the draw.
            members: Vec<MemberReceipt<T::AccountId>>,
            /// The sum of all fees, in planck.
            paid: Balance,
            /// What went back to the payer, in planck. Zero when its account has ceased to exist
            /// and the rest of the escrow is below the existential deposit: the treasury gets it.
            refund: Balance,
        },
        /// The parameters were replaced.
        ParamsChanged {
            /// What they were.
            old: Params,
            /// What they are now.
            new: Params,
        },
    }

    /// Why a call was refused.
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
        /// The maximum usage is above what a request can ask for; split the work.
        UsageTooLarge,
        /// A part of the maximum tariff is below every offer; raise it.
        MaximumBelowOffers,
        /// Fewer nodes offer the service than the committee has seats; want fewer or wait.
        TooFewOffers,
        /// The dearest price of the whole committee is no number that money has; lower the maxima.
        EscrowTooLarge,
        /// The maximum tariff and usage give a price of zero; a task is not free, raise the tariff.
        EscrowMissing,
        /// What the payer can transfer does not cover the escrow: the account keeps the existential
        /// deposit and what is locked in it.
        InsufficientBalance,
        /// There is no such open task: the id was never given, or the task is settled or cancelled.
        UnknownTask,
        /// Only the payer can cancel its task.
        NotThePayer,
        /// The committee is drawn, and the task goes on to its settlement.
        AlreadyDrawn,
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
        /// The answer and the salt do not give the commitment; check them, the task and the node.
        WrongOpening,
        /// The answer reports more usage than the payer allows.
        UsageAboveMaximum,
        /// The deadline is over.
        TooLate,
        /// A parameter is out of the bounds that its documentation gives.
        ParamsOutOfBounds,
        /// A parameter of another track would change; leave it as it is, or use its own track.
        NotThisTrack,
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

        /// The most bytes of an input's URI.
        #[pallet::constant_name(MaxUri)]
        fn max_uri() -> u32 {
            MAX_URI
        }

        /// The account in which the escrows of open tasks wait.
        #[pallet::constant_name(EscrowAccount)]
        fn escrow_pot() -> T::AccountId {
            Self::escrow_account()
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(now: BlockNumberFor<T>) -> Weight {
            Self::note_whether_closed(now)
        }

        fn on_poll(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
            let limit = meter.remaining().min(Self::agenda_limit());
            let mut own = WeightMeter::with_limit(limit);
            Self::work_off(now, &mut own);
            meter.consume(own.consumed());
        }

        fn integrity_test() {
            let worst = T::WeightInfo::agenda_step().saturating_add(Self::dearest_step());
            assert!(
                worst.all_lte(Self::agenda_limit()),
                "inference: the dearest step ({worst}) does not fit the hook's share of a block \
                 ({}), so the agenda would stand still",
                Self::agenda_limit(),
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Asks `service` to answer `input`, and takes from the signer what that can cost at most:
        /// the number of seats times `max_tariff` applied to `max_usage`.
        ///
        /// - `max_usage`: the most units that an answer may report, at most [`Params::max_units`]
        ///   on each side.
        /// - `max_tariff`: no node with a dearer part is drawn.
        /// - `committee`: how many nodes answer, from the service's own number to 9; nothing takes
        ///   the service's own.
        ///
        /// The fee covers what the chain does for the task later, the draw and the settlement.
        ///
        /// Emits [`Event::Requested`]; the committee is drawn [`BLOCKS_TO_DRAW`] blocks later.
        #[pallet::call_index(0)]
        #[pallet::weight(Pallet::<T>::request_weight(committee.unwrap_or(MAX_COMMITTEE)))]
        pub fn request(
            origin: OriginFor<T>,
            service: ServiceId,
            input: Input,
            max_usage: Usage,
            max_tariff: Tariff,
            committee: Option<u8>,
        ) -> DispatchResultWithPostInfo {
            let payer = ensure_signed(origin)?;
            let seats = Self::do_request(payer, service, input, max_usage, max_tariff, committee)
                .map_err(|error| error.with_weight(T::WeightInfo::request()))?;
            Ok(Some(Self::request_weight(seats)).into())
        }

        /// Withdraws the signer's own `task`, which is not drawn yet; the whole escrow goes back.
        ///
        /// Emits [`Event::Settled`] with [`Outcome::Cancelled`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::cancel())]
        pub fn cancel(origin: OriginFor<T>, task: TaskId) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_cancel(who, task)
        }

        /// Binds `node`, a member of `task`, to an answer: `commitment` is
        /// [`nes_committee::commitment`] of it. Signed by the node's operator or agent; free of fee
        /// when it succeeds.
        ///
        /// Emits [`Event::CommitmentMade`], and [`Event::RevealingStarted`] after the last one.
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

        /// Reveals the `answer` that `node`, a member of `task`, committed to with `salt`. Signed
        /// by the node's operator or agent; free of fee when it succeeds.
        ///
        /// Emits [`Event::Revealed`], and [`Event::Settled`] after the last one.
        #[pallet::call_index(3)]
        #[pallet::weight((
            T::WeightInfo::reveal()
                .max(T::WeightInfo::reveal_agreed(MAX_COMMITTEE.into()))
                .max(T::WeightInfo::reveal_disputed(MAX_COMMITTEE.into())),
            DispatchClass::Operational
        ))]
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
        #[pallet::weight(T::WeightInfo::set_params())]
        pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
            let authority = T::AdminOrigin::ensure_origin(origin)?;
            Self::do_set_params(authority, params)
        }
    }
}
