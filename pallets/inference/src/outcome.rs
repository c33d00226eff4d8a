//! The outcome of a task, and the conduct of each member. Nothing here reads storage.

use nes_core::{MemberConduct, Outcome, ServiceFault};

use crate::types::{Member, Reply};

/// Returns the outcome of a drawn task from the replies that its `members` have sent.
pub(crate) fn outcome<AccountId>(members: &[Member<AccountId>], quorum: u8) -> Outcome {
    let answers = members.iter().filter_map(Member::answer);
    match nes_committee::agreed(answers.clone(), quorum) {
        Some(answer) => Outcome::Agreed { answer: *answer },
        None if answers.clone().next().is_some() => Outcome::Inconclusive,
        None => Outcome::Expired,
    }
}

/// Returns the conduct of `member` in a task with this `outcome`. Silence is nobody's fault if the
/// task was `interrupted`: if the chain took no calls in one of its blocks.
pub(crate) fn conduct<AccountId>(
    outcome: &Outcome,
    member: &Member<AccountId>,
    interrupted: bool,
) -> MemberConduct {
    match (&member.reply, outcome) {
        (Reply::None | Reply::Committed(_), _) if interrupted => MemberConduct::Blameless,
        // Perhaps nobody could reach the input.
        (Reply::None, Outcome::Expired) => MemberConduct::Blameless,
        (Reply::None, _) => MemberConduct::Failed(ServiceFault::NoCommit),
        (Reply::Committed(_), _) => MemberConduct::Failed(ServiceFault::NoReveal),
        (Reply::Revealed(given), Outcome::Agreed { answer }) if given == answer => {
            MemberConduct::Won
        }
        (Reply::Revealed(_), Outcome::Agreed { .. }) => {
            MemberConduct::Failed(ServiceFault::WrongAnswer)
        }
        (Reply::Revealed(_), _) => MemberConduct::Unjudged,
    }
}

#[cfg(test)]
mod tests {
    use nes_core::{Answer, Hash, Usage};

    use super::*;

    fn answer(result: u8) -> Answer {
        Answer { result: Hash::repeat_byte(result), usage: Usage { input: 1, output: 1 } }
    }

    fn members(replies: &[Reply]) -> Vec<Member<u64>> {
        let seat = |(node, reply): (u64, &Reply)| Member { node, price: 1, reply: reply.clone() };
        (0..).zip(replies).map(seat).collect()
    }

    fn judge(quorum: u8, replies: &[Reply]) -> (Outcome, Vec<MemberConduct>) {
        judge_interrupted(quorum, replies, false)
    }

    fn judge_interrupted(
        quorum: u8,
        replies: &[Reply],
        yes: bool,
    ) -> (Outcome, Vec<MemberConduct>) {
        let members = members(replies);
        let outcome = outcome(&members, quorum);
        let conduct = members.iter().map(|member| conduct(&outcome, member, yes)).collect();
        (outcome, conduct)
    }

    #[test]
    fn outcomes_and_conducts_follow_the_replies() {
        use MemberConduct::*;
        use ServiceFault::*;
        let (a, b) = (Reply::Revealed(answer(1)), Reply::Revealed(answer(2)));
        let (none, hidden) = (Reply::None, Reply::Committed(Hash::zero()));
        let agreed = Outcome::Agreed { answer: answer(1) };

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

    #[test]
    fn silence_is_blameless_when_the_chain_took_no_calls() {
        use MemberConduct::*;
        let (a, b) = (Reply::Revealed(answer(1)), Reply::Revealed(answer(2)));
        let (none, hidden) = (Reply::None, Reply::Committed(Hash::zero()));
        let replies = [a.clone(), a, b, none, hidden];
        let (outcome, conduct) = judge_interrupted(2, &replies, true);
        assert_eq!(outcome, Outcome::Agreed { answer: answer(1) });
        let wrong = Failed(ServiceFault::WrongAnswer);
        assert_eq!(conduct, [Won, Won, wrong, Blameless, Blameless]);
    }
}
