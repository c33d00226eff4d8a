//! A task as its payer and its members know it.

use nes_core::{
    AccountId, Answer, Balance, BlockNumber, MemberConduct, MemberReceipt, Outcome, Salt,
    ServiceFault, ServiceId, Tariff, Usage,
};

use super::money::split;

/// An open task.
#[derive(Clone)]
pub(crate) struct Task {
    pub(crate) payer: AccountId,
    pub(crate) service: ServiceId,
    pub(crate) version: u32,
    pub(crate) publisher: AccountId,
    /// In billionths.
    pub(crate) royalty: u32,
    pub(crate) max_usage: Usage,
    pub(crate) max_tariff: Tariff,
    pub(crate) seats: u8,
    pub(crate) quorum: u8,
    pub(crate) escrow: Balance,
    pub(crate) phase: Phase,
    /// The block of the draw, then the last one of the phase.
    pub(crate) due: BlockNumber,
    pub(crate) members: Vec<Member>,
}

/// The phase of a task.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Phase {
    Queued,
    Committing,
    Revealing,
    Cancelled,
}

/// A member, and what it has sent.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) node: AccountId,
    pub(crate) tariff: Tariff,
    pub(crate) committed: Option<(Answer, Salt)>,
    pub(crate) revealed: bool,
}

impl Member {
    /// The answer that it revealed.
    pub(crate) fn answer(&self) -> Option<Answer> {
        self.committed.filter(|_| self.revealed).map(|(answer, _)| answer)
    }
}

/// Returns the price of `usage` at `tariff`; `None` if it is more than can be counted.
pub(crate) fn price(tariff: &Tariff, usage: Usage) -> Option<u128> {
    let of = |price: u128, units: u64| price.checked_mul(units.into());
    let units = of(tariff.input, usage.input)?.checked_add(of(tariff.output, usage.output)?)?;
    tariff.base.checked_add(units)
}

impl Task {
    /// Returns true if all that were to reveal have; then nothing is left to wait for.
    pub(crate) fn everyone_revealed(&self) -> bool {
        let waits = |member: &Member| member.committed.is_some() && !member.revealed;
        self.phase == Phase::Revealing && !self.members.iter().any(waits)
    }

    /// Returns true if the chain has ended it, though its event has not been read yet.
    pub(crate) fn is_over(&self) -> bool {
        self.phase == Phase::Cancelled || self.everyone_revealed()
    }

    /// Returns the outcome of a drawn task with the replies that there are.
    pub(crate) fn verdict(&self) -> Outcome {
        let mut votes: Vec<(Answer, u8)> = Vec::new();
        for answer in self.members.iter().filter_map(Member::answer) {
            match votes.iter_mut().find(|(other, _)| *other == answer) {
                Some((_, count)) => *count += 1,
                None => votes.push((answer, 1)),
            }
        }
        match votes.iter().find(|(_, count)| *count >= self.quorum) {
            Some((answer, _)) => Outcome::Agreed { answer: *answer },
            None if votes.is_empty() => Outcome::Expired,
            None => Outcome::Inconclusive,
        }
    }

    /// Returns each member's part of the receipt.
    pub(crate) fn receipts(&self, outcome: &Outcome) -> Vec<MemberReceipt<AccountId>> {
        let receipt = |member: &Member| {
            let conduct = conduct(member, outcome);
            let paid = match (conduct, outcome) {
                (MemberConduct::Won, Outcome::Agreed { answer }) => {
                    price(&member.tariff, answer.usage).expect("it is within the escrow")
                }
                _ => 0,
            };
            MemberReceipt {
                node: member.node.clone(),
                answer: member.answer(),
                conduct,
                paid,
                parts: split(paid, self.royalty),
            }
        };
        self.members.iter().map(receipt).collect()
    }
}

/// Returns a member's conduct in a task, by the rules of the documentation.
fn conduct(member: &Member, outcome: &Outcome) -> MemberConduct {
    let expired = *outcome == Outcome::Expired;
    match (member.committed, member.answer(), outcome) {
        (None, ..) if expired => MemberConduct::Blameless,
        (None, ..) => MemberConduct::Failed(ServiceFault::NoCommit),
        (Some(_), None, _) => MemberConduct::Failed(ServiceFault::NoReveal),
        (Some(_), Some(given), Outcome::Agreed { answer }) if given == *answer => {
            MemberConduct::Won
        }
        (Some(_), Some(_), Outcome::Agreed { .. }) => {
            MemberConduct::Failed(ServiceFault::WrongAnswer)
        }
        (Some(_), Some(_), _) => MemberConduct::Unjudged,
    }
}
