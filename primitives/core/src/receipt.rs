//! How a task ended, and what that meant for each member of its committee.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

use crate::{Answer, Balance, FeeParts, ServiceId, TaskId};

/// What a node can do wrong in a task.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Debug,
)]
pub enum ServiceFault {
    /// It gave another answer than the agreed one.
    WrongAnswer,
    /// It committed and did not reveal.
    NoReveal,
    /// It was drawn and did not commit.
    NoCommit,
}

/// Why a draw found no committee.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shortage {
    /// The service was retired or delisted after the request.
    OffSale,
    /// Fewer nodes offer the service than the committee has seats.
    TooFewOffers,
    /// The draw found too few nodes that could take the task: the others were full, jailed, dearer
    /// than the maximum or short of stake.
    TooFewEligible,
}

/// How a task ended.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Enough members gave the same answer; each of them is paid.
    Agreed {
        /// The answer that they gave.
        answer: Answer,
    },
    /// There were answers, but none that enough members gave. Nobody is paid.
    Inconclusive,
    /// The draw found no committee. Nobody is paid.
    NoNodes {
        /// What was missing.
        shortage: Shortage,
    },
    /// No member revealed an answer in time. Nobody is paid.
    Expired,
    /// The payer withdrew the task before its draw. Nobody is paid.
    Cancelled,
}

/// What an outcome says of a member.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conduct {
    /// It gave the agreed answer.
    Won,
    /// It was silent where others were not, or gave another answer than the agreed one.
    Failed(ServiceFault),
    /// It answered, and no answer was agreed.
    Unjudged,
    /// It was silent and could not help it: like all the others, or while the chain took no calls.
    Blameless,
}

/// What a settlement says of one member.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct MemberReceipt<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The answer that it revealed.
    pub answer: Option<Answer>,
    /// How it did.
    pub conduct: Conduct,
    /// Its fee before the split, in planck; 0 unless it gave the agreed answer.
    pub paid: Balance,
    /// Where that fee went; the parts sum to it.
    pub parts: FeeParts,
}

/// A task that has ended: all that is worth keeping of it.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Receipt<AccountId> {
    /// The task.
    pub task: TaskId,
    /// Who asked and paid.
    pub payer: AccountId,
    /// The service that was asked.
    pub service: ServiceId,
    /// The service's version when it was asked.
    pub version: u32,
    /// How the task ended.
    pub outcome: Outcome,
    /// What each member did and was paid, in the order of the draw; empty when none was drawn.
    pub members: Vec<MemberReceipt<AccountId>>,
    /// The sum of all fees, in planck.
    pub paid: Balance,
    /// What went back to the payer, in planck; `paid + refund` is the escrow. Only when the payer's
    /// account has ceased to exist and the rest is below the existential deposit, it is zero and
    /// the treasury has the rest.
    pub refund: Balance,
}
