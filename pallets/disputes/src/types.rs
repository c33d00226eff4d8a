//! The stored types: settled tasks and their disputes.

use alloc::collections::BTreeSet;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
    traits::{ConstU32, Get},
    BoundedVec,
};
use nes_core::{Answer, Balance, Hash, MemberConduct, TaskId, MAX_COMMITTEE};
use nes_traits::{Question, SettledMember};
use scale_info::TypeInfo;

/// The most places for disputers that the rules can give.
pub const MAX_PLACES: u8 = 4;

/// The most disputes of a service that wait for others to end.
pub const MAX_WAITING: u32 = 32;

/// [`MAX_COMMITTEE`] as the bound of a list.
pub struct MaxMembers;

impl Get<u32> for MaxMembers {
    fn get() -> u32 {
        MAX_COMMITTEE.into()
    }
}

/// [`MAX_PLACES`] as the bound of a list.
pub struct MaxPlaces;

impl Get<u32> for MaxPlaces {
    fn get() -> u32 {
        MAX_PLACES.into()
    }
}

/// A settled task until its answer is final, and its dispute.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct KeptTask<AccountId, BlockNumber> {
    /// The account that requested the task and paid.
    pub payer: AccountId,
    /// The question.
    pub question: Question<BlockNumber>,
    /// The settled answer.
    pub answer: Answer,
    /// The members of its committee, in the order of the draw.
    pub members: BoundedVec<KeptMember<AccountId>, MaxMembers>,
    /// The block in which its window began.
    pub since: BlockNumber,
    /// The last block of its window, in which it can be disputed.
    pub until: BlockNumber,
    /// True if a second committee has agreed on nothing before.
    pub again: bool,
    /// The members of that committee.
    pub excluded: BoundedVec<AccountId, MaxMembers>,
    /// The state of its dispute.
    pub state: State<AccountId, BlockNumber>,
}

impl<AccountId: PartialEq, BlockNumber> KeptTask<AccountId, BlockNumber> {
    /// Returns true if `node` was drawn for its committee.
    pub fn is_member(&self, node: &AccountId) -> bool {
        self.members.iter().any(|member| member.node == *node)
    }

    /// Returns its disputers, the earliest first; none if it is not disputed.
    pub fn disputers(&self) -> &[Disputer<AccountId>] {
        match &self.state {
            State::Undisputed => &[],
            State::Waiting(disputers) | State::Open { disputers, .. } => disputers,
        }
    }
}

impl<AccountId: Clone + Ord, BlockNumber> KeptTask<AccountId, BlockNumber> {
    /// Returns the accounts that its second committee must not have with these `disputers`: them, the
    /// first committee, and a second one that has agreed on nothing.
    pub fn excluded(&self, disputers: &[Disputer<AccountId>]) -> BTreeSet<AccountId> {
        let members = self.members.iter().map(|member| &member.node).chain(&self.excluded);
        members.chain(disputers.iter().map(Disputer::name)).cloned().collect()
    }
}

/// A member of the committee of a settled task.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct KeptMember<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The answer that it revealed.
    pub answer: KeptAnswer,
    /// Its conduct in the task.
    pub conduct: MemberConduct,
    /// The amount that the payer paid for its seat, in planck.
    #[codec(compact)]
    pub paid: Balance,
    /// The part of that amount that nobody can have paid to himself, in planck.
    #[codec(compact)]
    pub protocol: Balance,
}

impl<AccountId> KeptMember<AccountId> {
    /// Returns the member as it is kept beside the settled `answer`.
    pub(crate) fn new(member: SettledMember<AccountId>, answer: &Answer) -> Self {
        let SettledMember { node, answer: own, conduct, paid, protocol } = member;
        let answer = match own {
            None => KeptAnswer::None,
            Some(own) if own == *answer => KeptAnswer::Agreed,
            Some(own) => KeptAnswer::Other(own),
        };
        Self { node, answer, conduct, paid, protocol }
    }

    /// Returns the answer that it revealed, where `settled` is the settled one.
    pub fn answer<'a>(&'a self, settled: &'a Answer) -> Option<&'a Answer> {
        match &self.answer {
            KeptAnswer::None => None,
            KeptAnswer::Agreed => Some(settled),
            KeptAnswer::Other(own) => Some(own),
        }
    }
}

/// The answer of a member, next to the settled one.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub enum KeptAnswer {
    /// It revealed none.
    None,
    /// It gave the settled answer.
    Agreed,
    /// It gave another one.
    Other(Answer),
}

/// The state of the dispute of a settled task.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub enum State<AccountId, BlockNumber> {
    /// Nobody disputes the answer; its window runs.
    Undisputed,
    /// The dispute waits for others of the service to end.
    Waiting(Disputers<AccountId>),
    /// The dispute goes on.
    Open {
        /// The task of the second committee.
        second: TaskId,
        /// The last block in which others can join.
        closes: BlockNumber,
        /// The disputers.
        disputers: Disputers<AccountId>,
    },
}

/// The disputers of a task, the earliest first; their names are distinct.
pub type Disputers<AccountId> = BoundedVec<Disputer<AccountId>, MaxPlaces>;

/// A disputer.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Disputer<AccountId> {
    /// The account that put up the bond.
    pub who: AccountId,
    /// The node that disputes; `None` for the task's payer.
    pub node: Option<AccountId>,
    /// The bond, in planck.
    pub bond: Balance,
    /// The amount that it loses if the second committee contradicts it, in planck: a payer's bond,
    /// or a fraction of a node's stake.
    pub risk: Balance,
    /// Its reply.
    pub reply: Reply,
}

impl<AccountId> Disputer<AccountId> {
    /// Returns the account that its commitment and its rewards name: the node's, or the payer's.
    pub fn name(&self) -> &AccountId {
        self.node.as_ref().unwrap_or(&self.who)
    }

    /// Returns the answer that it has opened.
    pub fn opened(&self) -> Option<&Answer> {
        match &self.reply {
            Reply::Committed(_) => None,
            Reply::Opened(answer) => Some(answer),
        }
    }
}

/// The reply of a disputer.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub enum Reply {
    /// The commitment to an answer, [`nes_committee::commitment`].
    Committed(Hash),
    /// The answer that opened its commitment.
    Opened(Answer),
}

/// The waiting disputes of a service with what is at risk in each, the largest risk first; of equal
/// ones the earlier first.
pub type Line = BoundedVec<(Balance, TaskId), ConstU32<MAX_WAITING>>;
