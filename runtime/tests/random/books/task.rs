//! A task as its payer and its members know it.

use std::collections::BTreeMap;

use nes_core::{
    AccountId, Answer, Balance, BlockNumber, FeeParts, Hash, MemberConduct, MemberReceipt, Outcome,
    Salt, ServiceFault, ServiceId, Shape, TaskId, Unservable, Usage,
};

use super::money::{split, BILLION};
use crate::random::blocks::begins_epoch;

/// The blocks from a request to its first draw.
pub(crate) const TO_DRAW: BlockNumber = 2;
/// The fewest blocks that a member has after a quorum of others, in either phase.
const OVERTAKING: BlockNumber = 3;

/// An open task.
#[derive(Clone)]
pub(crate) struct Task {
    /// The disputed task, if this one is a second committee's.
    pub(crate) second_of: Option<TaskId>,
    pub(crate) payer: AccountId,
    pub(crate) service: ServiceId,
    pub(crate) version: u32,
    pub(crate) publisher: AccountId,
    /// In billionths.
    pub(crate) royalty: u32,
    pub(crate) shape: Shape,
    /// The hash of the input, which is in the request's extrinsic or not.
    pub(crate) input: Hash,
    pub(crate) inline: bool,
    pub(crate) max_usage: Usage,
    pub(crate) max_price: Balance,
    pub(crate) seats: u8,
    pub(crate) quorum: u8,
    pub(crate) escrow: Balance,
    /// The amount that was taken for the work of the chain, and what was used of it.
    pub(crate) prepaid: Balance,
    pub(crate) used: Balance,
    pub(crate) patience: u8,
    /// The price in the middle at the request, if an answer can cost stake.
    pub(crate) median: Option<Balance>,
    pub(crate) failed_draws: u32,
    /// The block of the request.
    pub(crate) requested: BlockNumber,
    /// The blocks for the commitments that it was asked for with.
    pub(crate) asked_window: BlockNumber,
    /// The registration and the price of each node that could be drawn then.
    pub(crate) asked: BTreeMap<AccountId, (u32, Balance)>,
    pub(crate) phase: Phase,
    /// The block in which the phase began, and the blocks of the whole of it; while queued, of that
    /// for the commitments.
    pub(crate) since: BlockNumber,
    pub(crate) window: BlockNumber,
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
    /// Its last answer has settled it.
    Settled,
    Cancelled,
}

/// A member, and what it has sent.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) node: AccountId,
    pub(crate) price: Balance,
    pub(crate) committed: Option<(Answer, Salt)>,
    pub(crate) revealed: bool,
    /// It had the whole window, and did not commit.
    pub(crate) missed: bool,
}

impl Member {
    /// A node that was drawn.
    pub(crate) fn new(node: AccountId, price: Balance) -> Self {
        Self { node, price, committed: None, revealed: false, missed: false }
    }

    /// The answer that it revealed.
    pub(crate) fn answer(&self) -> Option<Answer> {
        self.committed.filter(|_| self.revealed).map(|(answer, _)| answer)
    }

    fn is_to_reveal(&self) -> bool {
        self.committed.is_some() && !self.revealed
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

    /// Returns the last block in which it is drawn.
    pub(crate) fn last_draw(&self) -> BlockNumber {
        self.requested + TO_DRAW + BlockNumber::from(self.patience)
    }

    /// Returns true if the chain has ended it, though its event has not been read yet.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Cancelled | Phase::Settled)
    }

    /// Returns true if the whole window of the phase is over with `block`.
    pub(crate) fn is_in_full(&self, block: BlockNumber) -> bool {
        block >= self.since + self.window
    }

    /// Returns the blocks in which its members have what those of others have in one.
    pub(crate) fn stretch(&self) -> BlockNumber {
        1 + BlockNumber::from(self.second_of.is_some())
    }

    /// Returns the answer that can be disputed when it ends with this outcome.
    pub(crate) fn disputable(&self, outcome: &Outcome) -> Option<Answer> {
        let answer = match outcome {
            Outcome::Agreed { output } => Answer::Output(*output),
            Outcome::Unservable { reason } => Answer::Unservable(*reason),
            _ => return None,
        };
        self.median.map(|_| answer)
    }

    /// Charges a fee for the work of the chain.
    pub(crate) fn charge(&mut self, fee: Balance) {
        self.used = self.prepaid.min(self.used + fee);
    }

    /// Turns to another phase, of `window` blocks from `now` on.
    pub(crate) fn turn(&mut self, phase: Phase, now: BlockNumber, window: BlockNumber) {
        (self.phase, self.since, self.window, self.due) = (phase, now, window, now + window);
    }

    /// The block `end` is the last one for commitments: notes who has missed the whole window, if it
    /// was that. Tells whether it was.
    pub(crate) fn note_missed(&mut self, end: BlockNumber) -> bool {
        let is_missed = self.phase == Phase::Committing && self.is_in_full(end);
        for member in &mut self.members {
            member.missed |= is_missed && member.committed.is_none();
        }
        is_missed
    }

    /// Somebody has committed at `now`: after the last one the members have `window` blocks to reveal,
    /// after a quorum the others have three blocks, or a quarter of those since the draw.
    pub(crate) fn after_commitment(&mut self, now: BlockNumber, window: BlockNumber) {
        let committed = self.members.iter().filter(|member| member.committed.is_some()).count();
        if committed == self.members.len() {
            self.turn(Phase::Revealing, now, window * self.stretch());
        } else if committed == usize::from(self.quorum) {
            let wait = (now - self.since).div_ceil(4).max(OVERTAKING * self.stretch());
            self.due = self.due.min(now + wait);
        }
    }

    /// Somebody has revealed at `now`: the task is settled after the last one, or at the end of the
    /// block when an answer is agreed and four blocks have passed. A second committee is settled at the
    /// end of a block only, when eight have.
    pub(crate) fn after_answer(&mut self, now: BlockNumber) {
        let all = !self.members.iter().any(Member::is_to_reveal);
        if all && self.second_of.is_none() {
            self.phase = Phase::Settled;
        } else if all || self.agreed().is_some() {
            let first = self.since + (1 + OVERTAKING) * self.stretch();
            self.due = self.due.min(now.max(first));
        }
    }

    /// Returns the answer that a quorum has given.
    pub(super) fn agreed(&self) -> Option<Answer> {
        let mut votes: Vec<(Answer, u8)> = Vec::new();
        for answer in self.members.iter().filter_map(Member::answer) {
            match votes.iter_mut().find(|(other, _)| *other == answer) {
                Some((_, count)) => *count += 1,
                None => votes.push((answer, 1)),
            }
        }
        votes.into_iter().find(|(_, count)| *count >= self.quorum).map(|(answer, _)| answer)
    }

    /// Returns the outcome of a drawn task with the replies that there are.
    pub(crate) fn verdict(&self) -> Outcome {
        match self.agreed() {
            Some(Answer::Output(output)) => Outcome::Agreed { output },
            Some(Answer::Unservable(reason)) => Outcome::Unservable { reason },
            None if self.is_silent() => Outcome::Expired,
            None => Outcome::Inconclusive,
        }
    }

    /// Returns true if nobody has revealed anything.
    fn is_silent(&self) -> bool {
        self.members.iter().all(|member| member.answer().is_none())
    }

    /// Returns each member's part of the receipt of a task that ends after the whole of its last
    /// window, or before.
    pub(crate) fn receipts(
        &self,
        outcome: &Outcome,
        in_full: bool,
    ) -> Vec<MemberReceipt<AccountId>> {
        let receipt = |member: &Member| {
            let conduct = conduct(member, outcome, in_full);
            let (paid, parts) = self.payment(member, &conduct, outcome);
            let node = member.node.clone();
            MemberReceipt { node, answer: member.answer(), conduct, paid, parts }
        };
        self.members.iter().map(receipt).collect()
    }

    /// Returns what is paid for a member's seat, and its parts.
    fn payment(
        &self,
        member: &Member,
        conduct: &MemberConduct,
        outcome: &Outcome,
    ) -> (Balance, FeeParts) {
        let cost = |usage| cost(&self.shape, member.price, usage).expect("it is in the escrow");
        if let Outcome::Agreed { output } = outcome {
            let won = *conduct == MemberConduct::Won;
            let paid = if won { cost(output.usage) } else { 0 };
            return (paid, split(paid, self.royalty));
        }
        let input = cost(Usage { output: 0, ..self.max_usage });
        let attendance = input.max(cost(self.max_usage).div_ceil(10));
        let is_unreadable = member.answer() == Some(Answer::Unservable(Unservable::Unreadable));
        let (paid, node) = match conduct {
            MemberConduct::Attended => (attendance, input / 10),
            _ if is_unreadable || self.is_silent() => (attendance.div_ceil(10), 0),
            _ => (0, 0),
        };
        (paid, FeeParts { node, treasury: paid - node, ..Default::default() })
    }
}

/// Returns a member's conduct in a task, by the rules of the documentation.
fn conduct(member: &Member, outcome: &Outcome, in_full: bool) -> MemberConduct {
    use MemberConduct::{Attended, Blameless, Failed, Overtaken, Won};
    let agreed = match outcome {
        Outcome::Agreed { output } => Some(Answer::Output(*output)),
        Outcome::Unservable { reason } => Some(Answer::Unservable(*reason)),
        _ => None,
    };
    let unreadable = Some(Answer::Unservable(Unservable::Unreadable));
    match member.answer() {
        None if member.missed => Failed(ServiceFault::NoCommit),
        None if member.committed.is_some() && in_full => Failed(ServiceFault::NoReveal),
        None => Overtaken,
        given if given == unreadable => Blameless,
        given if agreed.is_some() && agreed != unreadable && given != agreed => {
            Failed(ServiceFault::WrongAnswer)
        }
        _ if matches!(outcome, Outcome::Agreed { .. }) => Won,
        _ => Attended,
    }
}
