//! Verified tasks: the open ones, the assignments of their members, the receipts, and disputes.

use alloc::vec::Vec;

use codec::{Codec, Decode, Encode};
use nes_core::{
    Answer, Balance, DecidedDispute, Hash, Receipt, Salt, ServiceId, Shape, Tariff, TaskId, Usage,
};
use scale_info::TypeInfo;

use crate::Page;

sp_api::decl_runtime_apis! {
    /// Verified tasks.
    ///
    /// The chain has no list of a payer's or of a node's tasks. `tasks_by_payer` and `assigned`
    /// look for them among all that are open, [`MAX_SCAN`](crate::MAX_SCAN) at most in a call, so a
    /// page can be short, or empty, and still not be the last. Only the last page has no cursor.
    pub trait InferenceApi<AccountId: Codec, BlockNumber: Codec> {
        /// Returns `task`; `None` if it is not open: unknown, settled or cancelled.
        fn task(task: TaskId) -> Option<TaskInfo<AccountId, BlockNumber>>;

        /// Returns up to `limit` open tasks of `payer`, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), from the one after `cursor` on.
        fn tasks_by_payer(
            payer: AccountId,
            cursor: Option<TaskId>,
            limit: u32,
        ) -> Page<TaskInfo<AccountId, BlockNumber>, TaskId>;

        /// Returns up to `limit` open tasks that `node` was drawn for, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), from the one after `cursor` on.
        fn assigned(
            node: AccountId,
            cursor: Option<TaskId>,
            limit: u32,
        ) -> Page<Assignment<AccountId, BlockNumber>, TaskId>;

        /// Returns the assignment of `task` to `node`; `None` if the task is not open or the node
        /// was not drawn for it.
        fn assignment(task: TaskId, node: AccountId) -> Option<Assignment<AccountId, BlockNumber>>;

        /// Returns the tasks that `node` was drawn for in this block.
        fn drawn(node: AccountId) -> Vec<TaskId>;

        /// Returns the receipts of the tasks that ended in this block, in the order in which they
        /// did.
        fn receipts() -> Vec<Receipt<AccountId>>;

        /// Returns the settled `task` with its dispute, if it has one; `None` if it cannot be
        /// disputed, or no longer.
        fn dispute(task: TaskId) -> Option<DisputeInfo<AccountId, BlockNumber>>;

        /// Returns up to `limit` open disputes in which `account`, a node or a payer, takes part,
        /// and never more than [`MAX_PAGE`](crate::MAX_PAGE), from the one after `cursor` on.
        fn disputes(
            account: AccountId,
            cursor: Option<TaskId>,
            limit: u32,
        ) -> Page<DisputeInfo<AccountId, BlockNumber>, TaskId>;

        /// Returns the disputes that were decided in this block, in the order in which they were.
        fn decided() -> Vec<DecidedDispute<AccountId>>;

        /// Returns the result that a request of `payer` would have now, without changing anything.
        fn dry_run_request(
            payer: AccountId,
            request: RequestSpec,
        ) -> Result<RequestPreview<BlockNumber>, RequestRefusal>;

        /// Returns the commitment that `node` makes to `answer` for `task`, hidden by `salt`; `None`
        /// if the task is not open.
        fn commitment(task: TaskId, node: AccountId, answer: Answer, salt: Salt) -> Option<Hash>;
    }
}

/// The state of an open task now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct TaskInfo<AccountId, BlockNumber> {
    /// The disputed task, if this is a second committee's; then it has no escrow.
    pub second_of: Option<TaskId>,
    /// The account that requested it and pays; that of the disputed task, if this is a second
    /// committee's.
    pub payer: AccountId,
    /// The service that was asked.
    pub service: ServiceId,
    /// The version that was asked.
    pub version: u32,
    /// The input.
    pub input: InputInfo<BlockNumber>,
    /// The most usage that the payer pays for.
    pub max_usage: Usage,
    /// The proportions of the service's tariffs.
    pub shape: Shape,
    /// The highest price that the payer accepts, in planck.
    pub max_price: Balance,
    /// The amount that was taken from the payer for the nodes until the task ends, in planck.
    pub escrow: Balance,
    /// The amount that was taken for the later work of the chain, in planck.
    pub work_fee: Balance,
    /// The number of equal answers that agree it.
    pub quorum: u8,
    /// The block in which it was requested.
    pub requested: BlockNumber,
    /// The last block of the present phase.
    pub due: BlockNumber,
    /// True if an answer to it can cost its node stake.
    pub slashable: bool,
    /// Its phase.
    pub phase: TaskPhase,
    /// Its committee; empty until it is drawn.
    pub members: Vec<MemberInfo<AccountId>>,
}

/// The input of an open task.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct InputInfo<BlockNumber> {
    /// The blake2-256 hash of its bytes.
    pub hash: Hash,
    /// The location of its bytes.
    pub location: InputLocation<BlockNumber>,
}

/// The location of an input's bytes.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub enum InputLocation<BlockNumber> {
    /// In the body of a block.
    Inline {
        /// The height of the block, that of the request.
        block: BlockNumber,
        /// The number of the extrinsic in it.
        extrinsic: u32,
        /// The first byte in the extrinsic as the block carries it, its own length included.
        offset: u32,
        /// The number of bytes.
        length: u32,
    },
    /// At a URI.
    Remote {
        /// The URI, at most 256 bytes.
        uri: Vec<u8>,
    },
}

/// The phase of an open task, named after the step that it waits for.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaskPhase {
    /// The draw of its committee.
    Queued,
    /// The commitments of its committee.
    Committing,
    /// The answers behind the commitments.
    Revealing,
}

/// A member of a task's committee.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct MemberInfo<AccountId> {
    /// The drawn node.
    pub node: AccountId,
    /// The price that it is paid by if its answer is agreed, in planck.
    pub price: Balance,
    /// True if it has committed to an answer.
    pub committed: bool,
    /// The answer that it has revealed.
    pub revealed: Option<Answer>,
}

/// An open task as one of its members sees it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Assignment<AccountId, BlockNumber> {
    /// The disputed task, if this is a second committee's. It takes none of the node's slots.
    pub second_of: Option<TaskId>,
    /// True if an answer to it can cost the node stake.
    pub slashable: bool,
    /// The account that requested it and pays; that of the disputed task, if this is a second
    /// committee's.
    pub payer: AccountId,
    /// The service that was asked.
    pub service: ServiceId,
    /// The version that was asked.
    pub version: u32,
    /// The input.
    pub input: InputInfo<BlockNumber>,
    /// The most usage that an answer may report.
    pub max_usage: Usage,
    /// The tariff by which the node is paid for its usage if its answer is agreed.
    pub tariff: Tariff,
    /// The other members of the committee, which may have an input that its server does not give.
    pub others: Vec<AccountId>,
    /// The next duty of the node.
    pub duty: Duty,
    /// The last block in which the node can do its duty.
    pub due: BlockNumber,
}

/// The next duty of a member.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// The commitment to an answer.
    Commit,
    /// The reveal of the answer that it committed to.
    Reveal,
    /// No duty: it has done its part of the present phase, or missed that of the one before.
    Wait,
}

/// A settled task that can be disputed, and its dispute.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct DisputeInfo<AccountId, BlockNumber> {
    /// The task.
    pub task: TaskId,
    /// The account that requested it and paid.
    pub payer: AccountId,
    /// The service that was asked.
    pub service: ServiceId,
    /// The version that was asked.
    pub version: u32,
    /// The blake2-256 hash of the input's bytes.
    pub input: Hash,
    /// The settled answer.
    pub answer: Answer,
    /// The members of its committee, in the order of the draw.
    pub members: Vec<AccountId>,
    /// The last block in which it can be disputed, unless it is.
    pub until: BlockNumber,
    /// The bond that a dispute takes at least, in planck.
    pub bond: Balance,
    /// True if a second committee has agreed on nothing before.
    pub again: bool,
    /// The state of its dispute.
    pub state: DisputeState<BlockNumber>,
    /// The disputers in the order of their places; empty if it is not disputed.
    pub disputers: Vec<DisputerInfo<AccountId>>,
}

/// The state of a dispute.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum DisputeState<BlockNumber> {
    /// Nobody disputes the answer.
    Undisputed,
    /// The dispute waits for others of the service to end.
    Waiting,
    /// The dispute goes on.
    Open {
        /// The task of the second committee.
        second: TaskId,
        /// The last block in which others can join.
        closes: BlockNumber,
    },
}

/// A disputer.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct DisputerInfo<AccountId> {
    /// The account that put up the bond.
    pub who: AccountId,
    /// The node that disputes; `None` for the task's payer.
    pub node: Option<AccountId>,
    /// The bond, in planck.
    pub bond: Balance,
    /// The amount that it loses if the second committee contradicts it, in planck.
    pub risk: Balance,
    /// The answer that it has opened.
    pub opened: Option<Answer>,
}

/// The arguments of a request.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct RequestSpec {
    /// The service to ask.
    pub service: ServiceId,
    /// The version to ask.
    pub version: u32,
    /// The input.
    pub input: InputSpec,
    /// The most usage to pay for.
    pub max_usage: Usage,
    /// The highest price to accept, in planck.
    pub max_price: Balance,
    /// The number of nodes that shall answer; `None` takes the service's own number.
    pub committee: Option<u8>,
    /// The number of blocks after the first draw in which it can be drawn again; `None` takes 5.
    pub patience: Option<u8>,
}

/// The input of a request.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub enum InputSpec {
    /// Its bytes, at most 16,384.
    Inline(Vec<u8>),
    /// Bytes that the nodes fetch.
    Remote {
        /// The blake2-256 hash of the bytes.
        hash: Hash,
        /// The URI of the bytes, at most 256 bytes.
        uri: Vec<u8>,
    },
}

/// The result of a request.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestPreview<BlockNumber> {
    /// The number of nodes that are drawn.
    pub seats: u8,
    /// The number of equal answers that agree the task.
    pub quorum: u8,
    /// The amount that is taken from the payer for the nodes until the task ends, in planck.
    pub escrow: Balance,
    /// The amount that is taken for the later work of the chain, in planck; what is not needed of it
    /// comes back.
    pub work_fee: Balance,
    /// The block of the draw.
    pub due: BlockNumber,
    /// True if an answer could cost its node stake, so that it could be disputed.
    pub slashable: bool,
}

/// The reasons for which a request is refused.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum RequestRefusal {
    /// The input's address is longer than 256 bytes.
    UriTooLong,
    /// The in-line input is empty.
    InputMissing,
    /// The in-line input has more than 16,384 bytes.
    InputTooLarge,
    /// The maximum usage covers fewer bytes than the in-line input has.
    UsageBelowInput,
    /// The patience is zero or above 100 blocks.
    InvalidPatience,
    /// The chain is behind with the tasks that it has.
    AgendaBehind,
    /// There is no such service.
    UnknownService,
    /// The service was retired or delisted.
    ServiceNotOnSale,
    /// The service is metered only and has no tasks.
    MeteredOnly,
    /// The committee is smaller than the service's own or larger than 9.
    InvalidCommittee,
    /// The maximum usage is zero.
    UsageMissing,
    /// The maximum usage is above what a request can ask for.
    UsageTooLarge,
    /// The service has no such version, or tasks of it are no longer taken.
    UnknownVersion,
    /// The maximum price is below every offer.
    MaximumBelowOffers,
    /// Fewer nodes offer the version than the committee has seats.
    TooFewOffers,
    /// The escrow is larger than any amount can be.
    EscrowTooLarge,
    /// The maximum price and usage cost nothing.
    EscrowMissing,
    /// The payer's transferable balance does not cover the escrow.
    InsufficientBalance,
    /// A dispute about the answer would take a larger bond than anybody can be expected to put up.
    TooLargeToDispute,
    /// The chain refuses for another reason, which no request should meet.
    Other,
}
