//! Tasks: the answers of nodes, the outcome, and its consequence for each member of the committee.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{Balance, BlockNumber, FeeParts, Hash, ServiceId, Usage};

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
pub enum Answer {
    /// The work was done.
    Output(Output),
    /// The work cannot be done, for a reason that every node finds.
    Unservable(Unservable),
}

impl Answer {
    /// Returns true if it is the only form of what it says: the outputs of an ambiguous one differ
    /// and are in ascending order.
    pub fn is_canonical(&self) -> bool {
        match self {
            Self::Unservable(Unservable::Ambiguous(first, second)) => first < second,
            Self::Output(_) | Self::Unservable(_) => true,
        }
    }

    /// Returns true if one of the two is wrong whatever is right: they share no output. The usage is
    /// part of an output, but an answer that names two outputs says nothing of their usage.
    ///
    /// An answer of who could not read the input contradicts none.
    pub fn contradicts(&self, other: &Self) -> bool {
        use Unservable::Ambiguous;
        match (self, other) {
            _ if self == other || self.is_unreadable() || other.is_unreadable() => false,
            (Self::Output(output), Self::Unservable(Ambiguous(first, second)))
            | (Self::Unservable(Ambiguous(first, second)), Self::Output(output)) => {
                output.result != *first && output.result != *second
            }
            (
                Self::Unservable(Ambiguous(first, second)),
                Self::Unservable(Ambiguous(third, fourth)),
            ) => ![third, fourth].iter().any(|hash| [first, second].contains(hash)),
            _ => true,
        }
    }

    /// Returns true if the node could not read the input, and so says nothing of it.
    pub fn is_unreadable(&self) -> bool {
        matches!(self, Self::Unservable(reason) if reason.is_unreadable())
    }
}

/// The output of a service.
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
pub struct Output {
    /// The blake2-256 hash of the output's bytes.
    pub result: Hash,
    /// The usage that producing it took.
    pub usage: Usage,
}

/// A reason for which a request has no output. All but the last follow from the input's bytes.
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
pub enum Unservable {
    /// The service takes no such input.
    Invalid,
    /// The input, or its output, is larger than the maximum usage.
    TooLarge,
    /// Two outputs are so near each other that nodes may differ: the blake2-256 hashes of both, the
    /// lower one first.
    Ambiguous(Hash, Hash),
    /// The input is at a URI that does not give its bytes to this node.
    Unreadable,
}

impl Unservable {
    /// Returns true if it says nothing of the input's bytes.
    pub fn is_unreadable(&self) -> bool {
        *self == Self::Unreadable
    }
}

/// A fault of a node in a task.
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
    /// Enough members gave the same output; each of them is paid its fee.
    Agreed {
        /// The output that they gave.
        output: Output,
    },
    /// Enough members gave the same reason for which there is no output. They are paid for their
    /// attendance if it follows from the input's bytes.
    Unservable {
        /// The reason.
        reason: Unservable,
    },
    /// There were answers, but none that enough members gave. Who answered is paid for its
    /// attendance.
    Inconclusive,
    /// The draw found no committee. Nobody is paid.
    NoNodes {
        /// The reason for which the draw found none.
        shortage: Shortage,
    },
    /// No member revealed an answer in time. Only the treasury is paid, a tenth of the attendance.
    Expired,
    /// The payer withdrew the task before its draw. Nobody is paid.
    Cancelled,
}

/// The conduct of a member, as the outcome shows it.
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
pub enum MemberConduct {
    /// It gave the agreed output, and is paid its fee.
    Won,
    /// It answered where no output was agreed, and not against an agreed answer. It is paid for its
    /// attendance.
    Attended,
    /// It did not do its part in time, or gave another answer than the agreed one.
    Failed(ServiceFault),
    /// The others agreed before its time was over.
    Overtaken,
    /// It could not read the input and said so, or it was silent while the chain took no calls.
    Blameless,
}

/// The decision of a dispute.
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
pub enum Decision {
    /// The second committee agreed on an answer that does not contradict the settled one.
    Upheld {
        /// The answer of the second committee.
        answer: Answer,
    },
    /// The second committee agreed on an answer that contradicts the settled one.
    Overturned {
        /// The answer of the second committee.
        answer: Answer,
    },
    /// The second committee agreed on nothing, or could not be drawn. The settled answer stands.
    Undecided,
}

/// A seat of a second committee that has ended.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct SecondSeat<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The answer that it revealed.
    pub answer: Option<Answer>,
    /// The amount that was spent for its seat, in planck.
    pub paid: Balance,
    /// The parts of that amount; they sum to it.
    pub parts: FeeParts,
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
    /// The amount that the payer paid for its seat, in planck: the fee of who gave the agreed
    /// output, or what is taken for the attendance; else 0.
    pub paid: Balance,
    /// The parts of that amount; they sum to it.
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
    /// The version of the service that was asked.
    pub version: u32,
    /// The blake2-256 hash of the input's bytes.
    pub input: Hash,
    /// The block of the request.
    pub requested: BlockNumber,
    /// Its outcome.
    pub outcome: Outcome,
    /// The conduct and the payment of each member, in the order of the draw; empty if none was
    /// drawn.
    pub members: Vec<MemberReceipt<AccountId>>,
    /// The sum of what was paid for the seats, in planck.
    pub paid: Balance,
    /// The fee for the chain's later work, in planck, of what was taken for it with the escrow.
    pub work_fee: Balance,
    /// The amount that went back to the payer, in planck; `paid + work_fee + refund` is all that was
    /// taken at the request. There is one exception: if the payer's account has ceased to exist and
    /// the rest is below the existential deposit, the refund is zero and the treasury gets the rest.
    pub refund: Balance,
    /// The last block in which its answer can be disputed; `None` if it cannot.
    pub disputable_until: Option<BlockNumber>,
}

/// The record of a dispute that was decided.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct DecidedDispute<AccountId> {
    /// The disputed task.
    pub task: TaskId,
    /// The task of the second committee.
    pub second: TaskId,
    /// The decision.
    pub decision: Decision,
    /// The answer and the payment of each member of the second committee, in the order of the draw;
    /// empty if none was drawn.
    pub committee: Vec<SecondSeat<AccountId>>,
    /// The sum of what was paid for these seats, in planck.
    pub spent: Balance,
    /// The part of the bonds that was forfeited to the treasury, in planck.
    pub forfeited: Balance,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ambiguous(first: u8, second: u8) -> Answer {
        Answer::Unservable(Unservable::Ambiguous(
            Hash::repeat_byte(first),
            Hash::repeat_byte(second),
        ))
    }

    fn output() -> Answer {
        Answer::Output(Output { result: Hash::zero(), usage: Usage { input: 0, output: 0 } })
    }

    #[test]
    fn an_answer_that_names_two_outputs_has_one_form() {
        assert!(ambiguous(1, 2).is_canonical());
        assert!(!ambiguous(2, 1).is_canonical() && !ambiguous(1, 1).is_canonical());
        let others = [Unservable::Invalid, Unservable::TooLarge, Unservable::Unreadable];
        assert!(others.iter().all(|reason| Answer::Unservable(*reason).is_canonical()));
        assert!(output().is_canonical());
    }

    #[test]
    fn only_an_answer_of_who_could_not_read_the_input_says_nothing_of_it() {
        assert!(Answer::Unservable(Unservable::Unreadable).is_unreadable());
        let others = [Unservable::Invalid, Unservable::TooLarge];
        assert!(!others.iter().any(|reason| Answer::Unservable(*reason).is_unreadable()));
        assert!(!ambiguous(1, 2).is_unreadable() && !output().is_unreadable());
    }

    #[test]
    fn answers_contradict_when_they_share_no_output() {
        let output = |result, output| {
            let usage = Usage { input: 1, output };
            Answer::Output(Output { result: Hash::repeat_byte(result), usage })
        };
        let [invalid, too_large, unreadable] =
            [Unservable::Invalid, Unservable::TooLarge, Unservable::Unreadable]
                .map(Answer::Unservable);
        for (one, other, expected) in [
            (output(1, 5), output(1, 5), false),
            (output(1, 5), output(2, 5), true),
            (output(1, 5), output(1, 6), true),
            (output(1, 5), ambiguous(1, 2), false),
            (output(2, 5), ambiguous(1, 2), false),
            (output(3, 5), ambiguous(1, 2), true),
            (ambiguous(1, 2), ambiguous(1, 2), false),
            (ambiguous(1, 2), ambiguous(2, 3), false),
            (ambiguous(1, 2), ambiguous(3, 4), true),
            (ambiguous(1, 2), invalid, true),
            (invalid, invalid, false),
            (invalid, too_large, true),
            (output(1, 5), invalid, true),
            (output(1, 5), unreadable, false),
            (invalid, unreadable, false),
        ] {
            assert_eq!(one.contradicts(&other), expected, "{one:?}, {other:?}");
            assert_eq!(other.contradicts(&one), expected, "{other:?}, {one:?}");
        }
    }

    #[test]
    fn the_first_bytes_of_an_answer_tell_what_follows() {
        let of = |reason| Answer::Unservable(reason).encode();
        assert_eq!(output().encode(), [0; 1 + 32 + 8 + 8]);
        assert_eq!(of(Unservable::Invalid), [1, 0]);
        assert_eq!(of(Unservable::TooLarge), [1, 1]);
        assert_eq!(ambiguous(7, 7).encode(), [&[1, 2][..], &[7; 64]].concat());
        assert_eq!(of(Unservable::Unreadable), [1, 3]);
    }
}
