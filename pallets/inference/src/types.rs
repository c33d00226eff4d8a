//! The state of an open task.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
    traits::{ConstU32, Get},
    BoundedVec,
};
use nes_core::{Answer, Balance, Hash, ServiceId, Shape, Usage, MAX_COMMITTEE};
use scale_info::TypeInfo;
use sp_runtime::{traits::AtLeast32BitUnsigned, Perbill};

/// The most bytes of an input's URI.
pub const MAX_URI: u32 = 256;

/// [`MAX_COMMITTEE`] as the bound of a list.
pub struct MaxMembers;

impl Get<u32> for MaxMembers {
    fn get() -> u32 {
        MAX_COMMITTEE.into()
    }
}

/// The input of a request: the chain carries its hash and its URI, never its text.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Input {
    /// The blake2-256 hash of the input's bytes, which every node that serves the task checks.
    pub content_hash: Hash,
    /// The location of the bytes: a `data:` or `https:` URI or a content address, at most
    /// [`MAX_URI`] bytes.
    pub uri: BoundedVec<u8, ConstU32<MAX_URI>>,
}

/// The committee of a task, in the order of the draw; its nodes are distinct.
pub type Members<AccountId> = BoundedVec<Member<AccountId>, MaxMembers>;

/// An open task, from its request to its settlement.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Task<AccountId, BlockNumber> {
    /// The account that requested the task, from whose escrow it is paid.
    pub payer: AccountId,
    /// The service.
    pub service: ServiceId,
    /// The version of the service whose nodes answer.
    pub version: u32,
    /// The input.
    pub input: Input,
    /// The most units that an answer may report.
    pub max_usage: Usage,
    /// The proportions of the service's tariffs.
    pub shape: Shape,
    /// The highest price that a member may have, in planck.
    pub max_price: Balance,
    /// The number of nodes that are drawn, from 1 to [`MAX_COMMITTEE`].
    pub seats: u8,
    /// The number of equal answers that agree the task, more than half of `seats`.
    pub quorum: u8,
    /// The amount that was taken from the payer, in planck.
    pub escrow: Balance,
    /// The publisher of the service when the task was requested, which earns the royalty.
    pub publisher: AccountId,
    /// The publisher's share of each fee of the version.
    pub royalty: Perbill,
    /// The block of the request.
    pub requested: BlockNumber,
    /// The block of the draw while queued; after it, the last block that takes commitments or
    /// answers.
    pub due: BlockNumber,
    /// The phase of the task.
    pub phase: Phase<AccountId>,
}

impl<AccountId, BlockNumber: AtLeast32BitUnsigned + Copy> Task<AccountId, BlockNumber> {
    /// Returns the drawn members; none while queued.
    pub fn members(&self) -> &[Member<AccountId>] {
        match &self.phase {
            Phase::Queued => &[],
            Phase::Committing(members) | Phase::Revealing(members) => members,
        }
    }

    /// Returns the drawn members; none while queued.
    pub(crate) fn members_mut(&mut self) -> &mut [Member<AccountId>] {
        match &mut self.phase {
            Phase::Queued => &mut [],
            Phase::Committing(members) | Phase::Revealing(members) => members.as_mut(),
        }
    }
}

/// The phase of an open task.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub enum Phase<AccountId> {
    /// Waiting for the draw; the payer can still cancel.
    Queued,
    /// The members commit to their answers; at least one has not yet.
    Committing(Members<AccountId>),
    /// The committed members reveal their answers; at least one has not yet.
    Revealing(Members<AccountId>),
}

impl<AccountId> Phase<AccountId> {
    /// Returns the phase that follows the commitments.
    pub(crate) fn into_revealing(self) -> Self {
        match self {
            Self::Committing(members) => Self::Revealing(members),
            phase => phase,
        }
    }
}

/// A drawn node and its reply so far.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Member<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The lower of its prices at the request and at the draw, in planck; not above the task's
    /// maximum.
    pub price: Balance,
    /// Its reply.
    pub reply: Reply,
}

impl<AccountId> Member<AccountId> {
    /// Returns the answer that this member revealed.
    pub fn answer(&self) -> Option<&Answer> {
        match &self.reply {
            Reply::Revealed(answer) => Some(answer),
            Reply::None | Reply::Committed(_) => None,
        }
    }

    /// Returns true if this member has committed and not revealed yet.
    pub fn is_to_reveal(&self) -> bool {
        matches!(self.reply, Reply::Committed(_))
    }
}

/// The reply of a member.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub enum Reply {
    /// Nothing.
    None,
    /// The commitment to an answer, [`nes_committee::commitment`].
    Committed(Hash),
    /// The answer that opened its commitment.
    Revealed(Answer),
}
