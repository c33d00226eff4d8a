//! The outcome of a task, and the conduct of each member. Nothing here reads storage.

use nes_core::{Answer, MemberConduct, Outcome, ServiceFault};

use crate::types::{Member, Reply};

/// Returns the outcome of a drawn task from the replies that its `members` have sent.
pub(crate) fn outcome<AccountId>(members: &[Member<AccountId>], quorum: u8) -> Outcome {
    match agreed(members, quorum) {
        Some(Answer::Output(output)) => Outcome::Agreed { output: *output },
        Some(Answer::Unservable(reason)) => Outcome::Unservable { reason: *reason },
        None if members.iter().any(|member| member.answer().is_some()) => Outcome::Inconclusive,
        None => Outcome::Expired,
    }
}

/// Returns the answer that the members agreed on if it says something of the input.
pub(crate) fn verdict(outcome: &Outcome) -> Option<Answer> {
    match outcome {
        Outcome::Agreed { output } => Some(Answer::Output(*output)),
        Outcome::Unservable { reason } if !reason.is_unreadable() => {
            Some(Answer::Unservable(*reason))
        }
        _ => None,
    }
}

/// Returns true if `quorum` of the `members` have given the same answer.
pub(crate) fn is_agreed<AccountId>(members: &[Member<AccountId>], quorum: u8) -> bool {
    agreed(members, quorum).is_some()
}

/// Returns the answer that `quorum` of the `members` have given.
pub(crate) fn agreed<AccountId>(members: &[Member<AccountId>], quorum: u8) -> Option<&Answer> {
    nes_committee::agreed(members.iter().filter_map(Member::answer), quorum)
}

/// The circumstances of a task's end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct End {
    /// True if the whole window for the answers had passed.
    pub(crate) in_full: bool,
    /// True if the chain took no calls in one of the task's blocks.
    pub(crate) interrupted: bool,
}

/// Returns the conduct of `member` in a task with this `outcome`.
pub(crate) fn conduct<AccountId>(
    outcome: &Outcome,
    member: &Member<AccountId>,
    end: End,
) -> MemberConduct {
    let silent = |fault| {
        if end.interrupted {
            MemberConduct::Blameless
        } else {
            MemberConduct::Failed(fault)
        }
    };
    match (&member.reply, outcome) {
        (Reply::None, _) => MemberConduct::Overtaken,
        (Reply::Missed, _) => silent(ServiceFault::NoCommit),
        (Reply::Committed(_), _) if !end.in_full => MemberConduct::Overtaken,
        (Reply::Committed(_), _) => silent(ServiceFault::NoReveal),
        (Reply::Revealed(answer), _) if answer.is_unreadable() => MemberConduct::Blameless,
        (Reply::Revealed(answer), _) => match verdict(outcome) {
            Some(agreed) if *answer != agreed => MemberConduct::Failed(ServiceFault::WrongAnswer),
            Some(Answer::Output(_)) => MemberConduct::Won,
            _ => MemberConduct::Attended,
        },
    }
}

#[cfg(test)]
mod tests {
    use nes_core::{Hash, Output, Unservable, Usage};
    use MemberConduct::*;
    use ServiceFault::*;

    use super::*;

    const IN_FULL: End = End { in_full: true, interrupted: false };
    const EARLY: End = End { in_full: false, interrupted: false };
    const INTERRUPTED: End = End { in_full: true, interrupted: true };

    fn output(result: u8) -> Output {
        Output { result: Hash::repeat_byte(result), usage: Usage { input: 1, output: 1 } }
    }

    fn a() -> Reply {
        Reply::Revealed(Answer::Output(output(1)))
    }

    fn b() -> Reply {
        Reply::Revealed(Answer::Output(output(2)))
    }

    fn unservable(reason: Unservable) -> Reply {
        Reply::Revealed(Answer::Unservable(reason))
    }

    fn ambiguous() -> Unservable {
        Unservable::Ambiguous(output(1).result, output(2).result)
    }

    fn hidden() -> Reply {
        Reply::Committed(Hash::zero())
    }

    /// Returns the outcome of replies in a task with this quorum, and the conduct of each member.
    fn judge(quorum: u8, end: End, replies: &[Reply]) -> (Outcome, Vec<MemberConduct>) {
        let seat = |(node, reply): (u64, &Reply)| Member { node, price: 1, reply: reply.clone() };
        let members: Vec<_> = (0..).zip(replies).map(seat).collect();
        let outcome = outcome(&members, quorum);
        assert_eq!(
            is_agreed(&members, quorum),
            matches!(outcome, Outcome::Agreed { .. } | Outcome::Unservable { .. })
        );
        let conducts = members.iter().map(|member| conduct(&outcome, member, end)).collect();
        (outcome, conducts)
    }

    #[test]
    fn an_agreed_output_divides_the_members_that_revealed() {
        let agreed = Outcome::Agreed { output: output(1) };
        assert_eq!(judge(1, IN_FULL, &[a()]), (agreed.clone(), vec![Won]));
        for other in [b(), unservable(Unservable::Invalid), unservable(ambiguous())] {
            assert_eq!(
                judge(2, IN_FULL, &[a(), other, a()]),
                (agreed.clone(), vec![Won, Failed(WrongAnswer), Won])
            );
        }
        let unread = [a(), a(), unservable(Unservable::Unreadable)];
        assert_eq!(judge(2, IN_FULL, &unread), (agreed, vec![Won, Won, Blameless]));
    }

    #[test]
    fn an_agreed_reason_divides_them_too_if_it_follows_from_the_bytes() {
        for reason in [Unservable::Invalid, Unservable::TooLarge, ambiguous()] {
            let same = || unservable(reason);
            for other in [a(), unservable(Unservable::Ambiguous(Hash::zero(), output(3).result))] {
                assert_eq!(
                    judge(2, IN_FULL, &[same(), other, same()]),
                    (Outcome::Unservable { reason }, vec![Attended, Failed(WrongAnswer), Attended])
                );
            }
            let unread = [same(), same(), unservable(Unservable::Unreadable)];
            assert_eq!(judge(2, IN_FULL, &unread).1, [Attended, Attended, Blameless]);
        }
    }

    #[test]
    fn nobody_is_wrong_where_a_quorum_could_not_read_the_input() {
        let unread = || unservable(Unservable::Unreadable);
        for other in [a(), unservable(Unservable::Invalid)] {
            assert_eq!(
                judge(2, IN_FULL, &[unread(), other, unread()]),
                (
                    Outcome::Unservable { reason: Unservable::Unreadable },
                    vec![Blameless, Attended, Blameless]
                )
            );
        }
    }

    #[test]
    fn nobody_is_wrong_without_a_quorum() {
        let replies =
            [a(), b(), unservable(Unservable::Invalid), unservable(Unservable::Unreadable)];
        assert_eq!(
            judge(3, IN_FULL, &replies),
            (Outcome::Inconclusive, vec![Attended, Attended, Attended, Blameless])
        );
    }

    #[test]
    fn a_task_expires_when_nobody_revealed() {
        assert_eq!(
            judge(2, IN_FULL, &[Reply::Missed, Reply::None, hidden()]),
            (Outcome::Expired, vec![Failed(NoCommit), Overtaken, Failed(NoReveal)])
        );
    }

    /// Checks each outcome with each kind of silence, which it does not change.
    #[test]
    fn silence_is_a_fault_only_of_who_had_its_time() {
        let unread = || unservable(Unservable::Unreadable);
        let invalid = || unservable(Unservable::Invalid);
        let outcomes = [[a(), a()], [invalid(), invalid()], [unread(), unread()], [a(), b()]];
        for answers in outcomes {
            let with = |reply, end| {
                let [first, second] = answers.clone();
                judge(2, end, &[first, second, reply]).1[2]
            };
            for (reply, in_full, early, interrupted) in [
                (Reply::None, Overtaken, Overtaken, Overtaken),
                (Reply::Missed, Failed(NoCommit), Failed(NoCommit), Blameless),
                (hidden(), Failed(NoReveal), Overtaken, Blameless),
            ] {
                assert_eq!(with(reply.clone(), IN_FULL), in_full);
                assert_eq!(with(reply.clone(), EARLY), early);
                assert_eq!(with(reply, INTERRUPTED), interrupted);
            }
        }
    }

    #[test]
    fn a_wrong_answer_stays_one_when_the_chain_took_no_calls() {
        let conducts = judge(2, INTERRUPTED, &[a(), a(), b(), Reply::Missed, hidden()]).1;
        assert_eq!(conducts, [Won, Won, Failed(WrongAnswer), Blameless, Blameless]);
    }
}
