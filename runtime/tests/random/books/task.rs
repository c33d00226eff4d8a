//! A task as its payer and its members know it.

use std::collections::BTreeMap;

use nes_core::{
    AccountId, Answer, Balance, BlockNumber, MemberConduct, MemberReceipt, Outcome, Salt,
    ServiceFault, ServiceId, Shape, Usage,
};

use super::money::{split, BILLION};
use crate::random::blocks::begins_epoch;

/// An open task.
#[derive(Clone)]
pub(crate) struct Task {
    pub(crate) payer: AccountId,
    pub(crate) service: ServiceId,
    pub(crate) version: u32,
    pub(crate) publisher: AccountId,
    /// In billionths.
    pub(crate) royalty: u32,
    pub(crate) shape: Shape,
    pub(crate) max_usage: Usage,
    pub(crate) max_price: Balance,
    pub(crate) seats: u8,
    pub(crate) quorum: u8,
    pub(crate) escrow: Balance,
    /// The block of the request.
    pub(crate) requested: BlockNumber,
    /// The registration and the price of each node that could be drawn then.
    pub(crate) asked: BTreeMap<AccountId, (u32, Balance)>,
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
    pub(crate) price: Balance,
    pub(crate) committed: Option<(Answer, Salt)>,
    pub(crate) revealed: bool,
}

impl Member {
    /// The answer that it revealed.
    pub(crate) fn answer(&self) -> Option<Answer> {
        self.committed.filter(|_| self.revealed).map(|(answer, _)| answer)
    }
}

/// Returns what `usage` costs at `price`, of which each part of the shape takes its billionths,
/// rounded up; `None` if it is more than can be counted.
pub(crate) fn cost(shape: &Shape, price: Balance, usage: Usage) -> Option<Balance> {
    let parts = [(shape.base, 1), (shape.input, usage.input), (shape.output, usage.output)];
    let mut cost: Balance = 0;
    for (part, units) in parts {
        let each = price.checked_mul(part.into())?.div_ceil(BILLION);
        cost = cost.checked_add(each.checked_mul(units.into())?)?;
    }
    Some(cost)
}

impl Task {
    /// Returns the block of the draw of a queued task: the next one if an epoch begins with its own.
    pub(crate) fn draw_block(&self) -> BlockNumber {
        self.due + BlockNumber::from(begins_epoch(self.due))
    }

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
                    let cost = cost(&self.shape, member.price, answer.usage);
                    cost.expect("it is within the escrow")
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
