//! How a task ends, and what that means for each member. Nothing here reads storage.

use codec::{Decode, DecodeWithMemTracking, Encode};
use nes_core::{Answer, Balance, FeeParts};
use nes_traits::ServiceFault;
use scale_info::TypeInfo;

use crate::types::{Member, Reply};

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
    /// The draw did not find enough nodes. Nobody is paid.
    NoNodes,
    /// No member revealed an answer in time. Nobody is paid.
    Expired,
}

impl Outcome {
    /// The outcome for what the `members` have sent.
    pub fn of<AccountId>(members: &[Member<AccountId>], quorum: u8) -> Self {
        if members.is_empty() {
            return Self::NoNodes;
        }
        let answers = members.iter().filter_map(Member::answer);
        match nes_committee::agreed(answers.clone(), quorum) {
            Some(answer) => Self::Agreed { answer: *answer },
            None if answers.clone().next().is_some() => Self::Inconclusive,
            None => Self::Expired,
        }
    }

    /// What this outcome says of `member`.
    pub fn conduct<AccountId>(&self, member: &Member<AccountId>) -> Conduct {
        match (&member.reply, self) {
            // Perhaps nobody could reach the input.
            (Reply::None, Self::Expired) => Conduct::Blameless,
            (Reply::None, _) => Conduct::Failed(ServiceFault::NoCommit),
            (Reply::Committed(_), _) => Conduct::Failed(ServiceFault::NoReveal),
            (Reply::Revealed(given), Self::Agreed { answer }) if given == answer => Conduct::Won,
            (Reply::Revealed(_), Self::Agreed { .. }) => Conduct::Failed(ServiceFault::WrongAnswer),
            (Reply::Revealed(_), _) => Conduct::Unjudged,
        }
    }
}

/// What an outcome says of a member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conduct {
    /// It gave the agreed answer.
    Won,
    /// It was silent where others were not, or gave another answer than the agreed one.
    Failed(ServiceFault),
    /// It answered, and no answer was agreed.
    Unjudged,
    /// It was silent like all the others.
    Blameless,
}

/// What a settlement says of one member.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct MemberReceipt<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The answer that it revealed.
    pub answer: Option<Answer>,
    /// Its fee before the split, in planck; 0 unless it gave the agreed answer.
    pub paid: Balance,
    /// Where that fee went; the parts sum to it.
    pub parts: FeeParts,
}

#[cfg(test)]
mod tests {
    use nes_core::{Hash, Usage};

    use super::*;

    fn answer(result: u8) -> Answer {
        Answer { result: Hash::repeat_byte(result), usage: Usage { input: 1, output: 1 } }
    }

    fn members(replies: &[Reply]) -> Vec<Member<u64>> {
        let seat = |(node, reply): (u64, &Reply)| Member {
            node,
            tariff: Default::default(),
            reply: reply.clone(),
        };
        (0..).zip(replies).map(seat).collect()
    }

    fn judge(quorum: u8, replies: &[Reply]) -> (Outcome, Vec<Conduct>) {
        let members = members(replies);
        let outcome = Outcome::of(&members, quorum);
        let conduct = members.iter().map(|member| outcome.conduct(member)).collect();
        (outcome, conduct)
    }

    #[test]
    fn outcomes_and_conducts_follow_the_replies() {
        use Conduct::*;
        use ServiceFault::*;
        let (a, b) = (Reply::Revealed(answer(1)), Reply::Revealed(answer(2)));
        let (none, hidden) = (Reply::None, Reply::Committed(Hash::zero()));
        let agreed = Outcome::Agreed { answer: answer(1) };

        assert_eq!(judge(1, &[]), (Outcome::NoNodes, vec![]));
        assert_eq!(judge(1, core::slice::from_ref(&a)), (agreed.clone(), vec![Won]));
        assert_eq!(
            judge(2, &[a.clone(), b.clone(), a.clone()]),
            (agreed.clone(), vec![Won, Failed(WrongAnswer), Won])
        );
        assert_eq!(
            judge(2, &[none.clone(), a.clone(), a.clone()]),
            (agreed, vec![Failed(NoCommit), Won, Won])
        );
        assert_eq!(
            judge(2, &[a.clone(), b, hidden.clone()]),
            (Outcome::Inconclusive, vec![Unjudged, Unjudged, Failed(NoReveal)])
        );
        assert_eq!(
            judge(2, &[none, hidden]),
            (Outcome::Expired, vec![Blameless, Failed(NoReveal)])
        );
    }
}
