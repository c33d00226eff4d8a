//! Tasks: the answers of nodes, the outcome, and its consequence for each member of the committee.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{Balance, FeeParts, Hash, ServiceId, Usage};

/// The id of a task, from a counter that never goes back.
pub type TaskId = u64;

/// The random bytes that hide an answer inside its commitment.
pub type Salt = [u8; 32];

/// An answer as a node reports it; two answers agree when they are equal, usage included.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub struct Answer {
    /// The blake2-256 hash of the output's bytes.
    pub result: Hash,
    /// The usage that producing it took.
    pub usage: Usage,
}

/// A fault of a node in a task.
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

/// The reason for which a draw found no committee.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shortage {
    /// The service was retired or delisted after the request.
    OffSale,
    /// Fewer nodes offer the service than the committee has seats.
    TooFewOffers,
    /// The draw found too few nodes that could take the task: the others were full, jailed, too dear,
    /// too small for its usage or short of stake.
    TooFewEligible,
}

/// The outcome of a task.
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
        /// The reason for which the draw found none.
        shortage: Shortage,
    },
    /// No member revealed an answer in time. Nobody is paid.
    Expired,
    /// The payer withdrew the task before its draw. Nobody is paid.
    Cancelled,
}

/// The conduct of a member, as the outcome shows it.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemberConduct {
    /// It gave the agreed answer.
    Won,
    /// It was silent where others were not, or gave another answer than the agreed one.
    Failed(ServiceFault),
    /// It answered, and no answer was agreed.
    Unjudged,
    /// It was silent without a fault of its own: all the others were silent too, or the chain took
    /// no calls.
    Blameless,
}

/// The result of a settlement for one member.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct MemberReceipt<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The answer that it revealed.
    pub answer: Option<Answer>,
    /// Its conduct.
    pub conduct: MemberConduct,
    /// Its fee before the split, in planck; 0 unless it gave the agreed answer.
    pub paid: Balance,
    /// The parts of that fee; they sum to it.
    pub parts: FeeParts,
}

/// The record of a task that has ended: its outcome, answers and payments.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Receipt<AccountId> {
    /// The task.
    pub task: TaskId,
    /// The account that requested the task and paid.
    pub payer: AccountId,
    /// The service that was asked.
    pub service: ServiceId,
    /// The service's version when it was asked.
    pub version: u32,
    /// Its outcome.
    pub outcome: Outcome,
    /// The conduct and the payment of each member, in the order of the draw; empty if none was
    /// drawn.
    pub members: Vec<MemberReceipt<AccountId>>,
    /// The sum of all fees, in planck.
    pub paid: Balance,
    /// The amount that went back to the payer, in planck; `paid + refund` is the escrow. There is
    /// one exception: if the payer's account has ceased to exist and the rest is below the
    /// existential deposit, the refund is zero and the treasury gets the rest.
    pub refund: Balance,
}
