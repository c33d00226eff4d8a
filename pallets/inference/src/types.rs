//! The state of an open task.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
    traits::{ConstU32, Get},
    BoundedVec,
};
use nes_core::{Answer, Balance, Hash, ServiceId, Shape, TaskId, Usage, MAX_COMMITTEE};
use nes_traits::InputPlace;
use scale_info::TypeInfo;
use sp_runtime::{traits::AtLeast32BitUnsigned, Perbill};

/// The most bytes of an input's URI.
pub const MAX_URI: u32 = 256;

/// The most bytes of an in-line input.
pub const MAX_INLINE: u32 = 16 * 1024;

/// The number of blocks in which the members of a second committee have what those of others have
/// in one.
pub(crate) const STRETCH: u32 = 2;

/// [`MAX_COMMITTEE`] as the bound of a list.
pub struct MaxMembers;

impl Get<u32> for MaxMembers {
    fn get() -> u32 {
        MAX_COMMITTEE.into()
    }
}

/// The URI of an input: `data:`, `https:` or a content address, at most [`MAX_URI`] bytes.
pub type Uri = BoundedVec<u8, ConstU32<MAX_URI>>;

/// The input of a request, as the payer gives it.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// Its bytes, from 1 to [`MAX_INLINE`]. They stay in the request's extrinsic, where every node
    /// finds them; the state only keeps their place.
    Inline(Vec<u8>),
    /// Bytes that the nodes fetch.
    Remote {
        /// The blake2-256 hash of the bytes, which every node checks.
        content_hash: Hash,
        /// The location of the bytes.
        uri: Uri,
    },
}

/// The input of an open task.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct TaskInput {
    /// The blake2-256 hash of its bytes.
    pub content_hash: Hash,
    /// The location of its bytes.
    pub location: Location,
}

/// The location of an input's bytes.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub enum Location {
    /// In the body of the block of the request.
    Inline(InputPlace),
    /// At a URI.
    Remote {
        /// The URI.
        uri: Uri,
    },
}

impl Location {
    /// Returns the place of the bytes if they are in the block of the request.
    pub fn place(&self) -> Option<InputPlace> {
        match self {
            Self::Inline(place) => Some(*place),
            Self::Remote { .. } => None,
        }
    }
}

/// The committee of a task, in the order of the draw; its nodes are distinct.
pub type Members<AccountId> = BoundedVec<Member<AccountId>, MaxMembers>;

/// An open task, from its request to its settlement.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Task<AccountId, BlockNumber> {
    /// The purpose of its answer.
    pub purpose: Purpose<AccountId>,
    /// The service.
    pub service: ServiceId,
    /// The version of the service whose nodes answer.
    pub version: u32,
    /// The input.
    pub input: TaskInput,
    /// The most units that an answer may report.
    pub max_usage: Usage,
    /// The proportions of the service's tariffs.
    pub shape: Shape,
    /// The number of nodes that are drawn, from 1 to [`MAX_COMMITTEE`].
    pub seats: u8,
    /// The number of equal answers that agree the task, more than half of `seats`.
    pub quorum: u8,
    /// The block of the request; for a second committee that of the disputed task, whose body has
    /// the input.
    pub requested: BlockNumber,
    /// The number of blocks that the members have for their commitments.
    pub commit_window: u32,
    /// The block in which the present phase began.
    pub since: BlockNumber,
    /// The number of blocks that the members have for the present phase; zero while queued.
    pub window: u32,
    /// The block of the draw while queued; after it, the last block that takes commitments or
    /// answers, not after the end of the window.
    pub due: BlockNumber,
    /// The phase of the task.
    pub phase: Phase<AccountId>,
}

impl<AccountId, BlockNumber: AtLeast32BitUnsigned + Copy> Task<AccountId, BlockNumber> {
    /// Returns the drawn members; none while queued.
    pub fn members(&self) -> &[Member<AccountId>] {
        self.phase.members()
    }

    /// Returns the request that is paid for; `None` for a second committee.
    pub fn purchase(&self) -> Option<&Purchase<AccountId>> {
        match &self.purpose {
            Purpose::Paid(purchase) => Some(purchase),
            Purpose::Second { .. } => None,
        }
    }

    /// Returns the last block of the whole window of the present phase.
    pub fn window_end(&self) -> BlockNumber {
        self.since.saturating_add(self.window.into())
    }

    /// Returns the number of blocks in which its members have what others have in one.
    pub(crate) fn stretch(&self) -> u32 {
        match self.purpose {
            Purpose::Paid(_) => 1,
            Purpose::Second { .. } => STRETCH,
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

/// The purpose of a task's answer.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub enum Purpose<AccountId> {
    /// An account has requested it and pays.
    Paid(Purchase<AccountId>),
    /// It judges a dispute. No money of this pallet is in it.
    Second {
        /// The disputed task.
        of: TaskId,
    },
}

/// The part of a request that is about money.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Purchase<AccountId> {
    /// The account that requested the task, from whose escrow it is paid.
    pub payer: AccountId,
    /// The highest price that a member may have, in planck.
    pub max_price: Balance,
    /// The amount that was taken from the payer, in planck.
    pub escrow: Balance,
    /// The publisher of the service when the task was requested, which earns the royalty.
    pub publisher: AccountId,
    /// The publisher's share of each fee of the version.
    pub royalty: Perbill,
    /// The fee for the later work of the chain.
    pub work_fee: WorkFee,
    /// The number of blocks after the first draw in which it can be drawn again.
    pub patience: u8,
    /// The number of draws that found no committee.
    pub failed_draws: u8,
    /// The service's price in the middle of the stake at the request, in planck, if an answer can
    /// cost stake; `None` if it cannot.
    pub slashable: Option<Balance>,
}

/// The fee for the work that the chain does for a task after its request, in planck.
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
    Default,
)]
pub struct WorkFee {
    /// The most that it can be, taken from the payer at the request.
    pub prepaid: Balance,
    /// The fee of the work that was done; at most `prepaid`.
    pub used: Balance,
}

impl WorkFee {
    /// Adds the `fee` of work that was done.
    pub(crate) fn charge(&mut self, fee: Balance) {
        self.used = self.used.saturating_add(fee).min(self.prepaid);
    }
}

/// The phase of an open task.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub enum Phase<AccountId> {
    /// Waiting for the draw.
    Queued,
    /// The members commit to their answers; at least one has not yet.
    Committing(Members<AccountId>),
    /// The committed members reveal their answers; at least one has not yet.
    Revealing(Members<AccountId>),
}

impl<AccountId> Phase<AccountId> {
    /// Returns the drawn members; none while queued.
    pub(crate) fn members(&self) -> &[Member<AccountId>] {
        match self {
            Self::Queued => &[],
            Self::Committing(members) | Self::Revealing(members) => members,
        }
    }

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
            Reply::None | Reply::Missed | Reply::Committed(_) => None,
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
    /// Nothing yet.
    None,
    /// Nothing in the whole window of the commitments.
    Missed,
    /// The commitment to an answer, [`nes_committee::commitment`].
    Committed(Hash),
    /// The answer that opened its commitment.
    Revealed(Answer),
}
