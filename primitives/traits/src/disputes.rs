//! Disputes: the ports between the pallet of tasks, the pallet that judges disputes, the market,
//! and the register of stake.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Answer, Balance, Hash, MemberConduct, ServiceId, Shape, TaskId, Usage};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, Perbill};
use sp_weights::Weight;

/// The question that a task asked, as far as another committee needs it to answer anew.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Question<BlockNumber> {
    /// The service that was asked.
    pub service: ServiceId,
    /// The version that was asked.
    pub version: u32,
    /// The blake2-256 hash of the input's bytes.
    pub input: Hash,
    /// The place of the input's bytes.
    pub place: InputPlace,
    /// The block of the request, whose body has the input.
    pub requested: BlockNumber,
    /// The most units that an answer may report.
    pub max_usage: Usage,
    /// The number of blocks for the commitments of the first committee.
    pub window: u32,
    /// The proportions of the service's tariffs.
    pub shape: Shape,
    /// The service's price in the middle of the stake at the request, in planck: what a seat of a
    /// second committee is paid.
    pub median: Balance,
}

/// The place of an in-line input in the body of the block of the request.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub struct InputPlace {
    /// The number of the extrinsic in the block.
    pub extrinsic: u32,
    /// The first byte in the extrinsic as the block carries it, its own length included.
    pub offset: u32,
    /// The number of bytes.
    pub length: u32,
}

/// A settled task whose answer can be disputed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettledTask<AccountId, BlockNumber> {
    /// The account that requested the task and paid.
    pub payer: AccountId,
    /// The question.
    pub question: Question<BlockNumber>,
    /// The agreed answer: an output, or a reason that follows from the input's bytes.
    pub answer: Answer,
    /// The members of its committee, in the order of the draw.
    pub members: Vec<SettledMember<AccountId>>,
}

/// A member of the committee of a settled task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SettledMember<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The answer that it revealed.
    pub answer: Option<Answer>,
    /// Its conduct in the task.
    pub conduct: MemberConduct,
    /// The amount that the payer paid for its seat, in planck.
    pub paid: Balance,
    /// The part of that amount that nobody can have paid to himself, in planck.
    pub protocol: Balance,
}

/// The end of a second committee.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecondVerdict<AccountId> {
    /// The second committee's own task.
    pub second: TaskId,
    /// The answer that a quorum gave; `None` without a quorum, or if no committee could be drawn.
    pub answer: Option<Answer>,
    /// Its members in the order of the draw; none if no committee could be drawn.
    pub members: Vec<SecondMember<AccountId>>,
}

/// A member of a second committee.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecondMember<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The answer that it revealed.
    pub answer: Option<Answer>,
    /// True if it was silent through a whole window in which the chain took calls.
    pub missed: bool,
}

/// A second committee that is to be drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecondCommittee<BlockNumber> {
    /// The disputed task.
    pub of: TaskId,
    /// The question.
    pub question: Question<BlockNumber>,
    /// The number of its nodes.
    pub seats: u8,
    /// The number of equal answers that decide.
    pub quorum: u8,
    /// The block of its draw.
    pub due: BlockNumber,
}

/// The register of settled tasks and their disputes, as the pallet of tasks uses it.
pub trait Disputes<AccountId, BlockNumber> {
    /// Returns true if the bond for a dispute about such a task is not above what a payer or a node
    /// can be expected to put up.
    fn is_affordable(shape: &Shape, median: Balance, max_usage: Usage) -> bool;

    /// Keeps a settled task until its window is over, and reports the conduct of its members then.
    /// Returns the last block in which it can be disputed.
    fn keep(id: TaskId, task: SettledTask<AccountId, BlockNumber>) -> BlockNumber;

    /// Returns the nodes that the second committee of `task` must not have.
    fn excluded(task: TaskId) -> Vec<AccountId>;

    /// Returns the seed of the draw of a second committee, which nobody knew while disputes of
    /// `task` were taken; `None` if there is none yet.
    fn seed(task: TaskId, service: ServiceId) -> Option<Hash>;

    /// Judges the dispute of `task` by the end of its second committee.
    fn judge(task: TaskId, verdict: SecondVerdict<AccountId>);

    /// Returns the weight of keeping a task, and of the end of its window, which its payer pays.
    fn keep_weight() -> Weight;

    /// Returns the most weight of a judgement.
    fn judge_weight() -> Weight;
}

/// The second committees, as the pallet that judges disputes uses them.
pub trait SecondCommittees<BlockNumber> {
    /// Opens the task of a second committee, which is drawn later; returns its id.
    fn open(committee: SecondCommittee<BlockNumber>) -> Result<TaskId, DispatchError>;

    /// Returns true if the members of `second` reveal now.
    fn is_revealing(second: TaskId) -> bool;

    /// Returns true if a block after `block` took no calls.
    fn took_no_calls_after(block: BlockNumber) -> bool;

    /// Returns the most weight of the work that the chain has with a second committee, its judgement
    /// included.
    fn weight() -> Weight;
}

/// A request for the nodes of a second committee.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecondDraw<AccountId, BlockNumber> {
    /// The service.
    pub service: ServiceId,
    /// The version.
    pub version: u32,
    /// The number of distinct nodes.
    pub seats: u8,
    /// The block of the request: only nodes on duty since then are drawn.
    pub requested: BlockNumber,
    /// The nodes that are not drawn.
    pub excluded: Vec<AccountId>,
}

/// The nodes that have to answer in second committees, as the market knows them.
pub trait Duties<AccountId, BlockNumber> {
    /// Returns the number of nodes that are on duty for `version` of `service`.
    fn count(service: ServiceId, version: u32) -> u32;

    /// Returns true if `node` is on duty for `version` of `service` since the block `requested` or
    /// longer.
    fn is_on_duty(
        service: ServiceId,
        version: u32,
        node: &AccountId,
        requested: BlockNumber,
    ) -> bool;

    /// Draws distinct nodes by stake alone, all or none; returns also the number of nodes that the
    /// draw looked at. It occupies no slot.
    fn draw(
        request: &SecondDraw<AccountId, BlockNumber>,
        seed: &Hash,
    ) -> (Option<Vec<AccountId>>, u32);
}

/// A dispute that a node has lost, or a wrong answer in a second committee.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LostDispute<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The fraction of its stake that it loses.
    pub fraction: Perbill,
    /// The payments out of its loss when that is executed, the most urgent first; at most five.
    pub awards: Vec<Award<AccountId>>,
}

/// A payment out of a slash.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Award<AccountId> {
    /// The account that is paid.
    pub who: AccountId,
    /// The amount, in planck.
    pub amount: Balance,
    /// The part of it, in planck, that is paid even out of a slash beyond what a node can lose in
    /// an era.
    pub owed: Balance,
}

/// The register of stake, as far as disputes are about it.
pub trait StakeAtRisk<AccountId> {
    /// Returns the fraction that a lost dispute takes.
    fn fraction() -> Perbill;

    /// Returns the fraction that a wrong answer in a second committee takes.
    fn second_fraction() -> Perbill;

    /// Returns the stake that a slash of `node` would be taken from, in planck, its delegators'
    /// included; zero for an unknown node.
    fn at_risk(node: &AccountId) -> Balance;

    /// Returns the most that anyone but the treasury gets out of a slash of this `fraction`, in
    /// planck.
    fn most_for_others(fraction: Perbill) -> Balance;

    /// Returns the self stake that every node needs, in planck.
    fn min_self_stake() -> Balance;

    /// Slashes a node. It is booked as a whole or not at all.
    fn lose(lost: LostDispute<AccountId>);

    /// Counts a seat of `node` in a second committee that has ended.
    fn count_duty(node: &AccountId, missed: bool);

    /// Returns the most weight of [`StakeAtRisk::lose`].
    fn lose_weight() -> Weight;

    /// Returns the most weight of [`StakeAtRisk::count_duty`].
    fn count_weight() -> Weight;
}
