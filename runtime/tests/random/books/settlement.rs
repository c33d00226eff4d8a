//! A task's draw, deadline and end in the books.

use std::{cmp::Ordering, collections::BTreeSet};

use nes_core::{
    AccountId, BlockNumber, MemberConduct, MemberReceipt, Outcome, Receipt, Shortage, TaskId,
};
use nes_runtime::{Runtime, System};
use pallet_inference::{Event, Tasks};

use super::{
    standing,
    task::{Member, Phase, Task},
    Books,
};
use crate::random::blocks::epoch_of;

/// The fewest members of a committee in which an answer earns standing.
const EARNING: usize = 3;

impl Books {
    /// A committee was drawn: distinct nodes of the index that take the task, each for
    /// the lower one of its prices at the request and now.
    pub(super) fn drawn(&mut self, id: TaskId, nodes: Vec<AccountId>, due: BlockNumber) {
        let task = self.tasks.get_mut(&id).expect("it is open");
        let now = System::block_number();
        assert_eq!(task.phase, Phase::Queued);
        assert_eq!(now, task.draw_block());
        assert_eq!(due, now + self.params.commit_window);
        assert_eq!(nodes.len(), usize::from(task.seats));
        assert_eq!(nodes.iter().collect::<BTreeSet<_>>().len(), nodes.len());

        let on_chain = Tasks::<Runtime>::get(id).expect("it is open");
        let prices: Vec<_> = on_chain.members().iter().map(|member| member.price).collect();
        let service = self.services.get_mut(&task.service).expect("it has an open task");
        assert!(service.on_sale);
        let min_stake = service.spec.min_stake;
        for node in nodes {
            let offer = service.offers.get_mut(&node).expect("a member offers the service");
            let place = offer.place_now(&node, min_stake).expect("a member may work");
            let price = offer.price_for(task, place.band, now).expect("a member takes the task");
            if let Some((registration, asked)) = task.asked.get(&node) {
                assert_eq!(*registration, offer.registration);
                let asks = offer.prices.at(now);
                assert_eq!(price, asks.min(*asked), "the lower one of both prices");
                self.tally.note(match asks.cmp(asked) {
                    Ordering::Greater => "price at the request",
                    Ordering::Less => "price at the draw",
                    Ordering::Equal => "same price",
                });
            }
            offer.busy += 1;
            task.members.push(Member { node, price, committed: None, revealed: false });
        }
        assert!(prices.into_iter().eq(task.members.iter().map(|member| member.price)));
        (task.phase, task.due) = (Phase::Committing, due);
    }

    /// The members reveal from now on: all have committed, or the window is over.
    pub(super) fn revealing(&mut self, id: TaskId, due: BlockNumber) {
        let task = self.tasks.get_mut(&id).expect("it is open");
        let now = System::block_number();
        let everyone = task.members.iter().all(|member| member.committed.is_some());
        if task.phase == Phase::Committing {
            assert!(now > task.due, "revealing before all have committed");
            task.phase = Phase::Revealing;
            task.due = now - 1 + self.params.reveal_window;
        } else {
            assert!(everyone);
        }
        assert_eq!(task.due, due);
    }

    /// A task ended: its receipt is what the books say, and so are the payments.
    pub(super) fn settled(&mut self, event: Event<Runtime>) {
        let Event::Settled { task: id, payer, service, version, outcome, members, paid, refund } =
            event
        else {
            return;
        };
        let task = self.tasks.remove(&id).expect("it was open, and ends once");
        let expected = self.ending(&task);
        let receipts = task.receipts(&expected);
        let fees = receipts.iter().map(|receipt| receipt.paid).sum();
        let refunded = task.escrow - fees;
        let receipt = Receipt { task: id, payer, service, version, outcome, members, paid, refund };
        let should = Receipt {
            task: id,
            payer: task.payer.clone(),
            service: task.service,
            version: task.version,
            outcome: expected,
            members: receipts,
            paid: fees,
            refund: refunded,
        };
        assert_eq!(receipt, should, "block {}", System::block_number());

        for member in &should.members {
            self.money.pay_fee(&task.publisher, member.parts);
            self.earned += member.parts.node;
            let parts = &member.parts;
            self.eras.note_fee(&member.node, parts.burned + parts.treasury, parts.burned);
            self.note_conduct(&member.conduct);
        }
        self.money.refund(&task.payer, should.refund);
        self.note_outcome(&should.outcome);
        self.vacate(&task, &should.members);
    }

    /// Returns the outcome with which `task` should end now.
    fn ending(&self, task: &Task) -> Outcome {
        match task.phase {
            Phase::Cancelled => Outcome::Cancelled,
            Phase::Queued => {
                assert_eq!(System::block_number(), task.draw_block());
                Outcome::NoNodes { shortage: self.shortage(task) }
            }
            Phase::Committing | Phase::Revealing => {
                let late = System::block_number() > task.due;
                assert!(late || task.everyone_revealed(), "a task ended early");
                task.verdict()
            }
        }
    }

    /// Returns the reason for which no committee was found.
    fn shortage(&self, task: &Task) -> Shortage {
        let service = &self.services[&task.service];
        if !service.on_sale {
            return Shortage::OffSale;
        }
        let seats = usize::from(task.seats);
        if service.count(task.version) < seats {
            return Shortage::TooFewOffers;
        }
        let now = System::block_number();
        let min_stake = service.spec.min_stake;
        let drawable = service.indexed(task.version).filter(|(node, offer)| {
            let place = offer.place.expect("it is in the index");
            offer.place_now(node, min_stake).is_some()
                && offer.price_for(task, place.band, now).is_some()
        });
        assert!(drawable.count() < seats, "a draw missed nodes that could be drawn");
        Shortage::TooFewEligible
    }

    /// The members are free, and their standing is what their conduct made of it.
    fn vacate(&mut self, task: &Task, members: &[MemberReceipt<AccountId>]) {
        // Deadlines are of the block before the one whose hooks are read.
        let block = System::block_number() - BlockNumber::from(self.drawing);
        let epoch = epoch_of(block);
        let service = self.services.get_mut(&task.service).expect("it had an open task");
        service.open_tasks -= 1;
        let usual = service.usual;
        for member in members {
            let protocol = member.parts.burned + member.parts.treasury;
            let offer = service.offer(&member.node);
            offer.busy -= 1;
            match member.conduct {
                MemberConduct::Won if members.len() >= EARNING => {
                    offer.standing = offer.gains.raise(offer.standing, epoch, protocol, usual);
                    service.usual = standing::usual(service.usual, protocol);
                }
                MemberConduct::Failed(_) => {
                    offer.standing = standing::after_fault(offer.standing);
                }
                _ => {}
            }
        }
    }

    fn note_outcome(&mut self, outcome: &Outcome) {
        self.tally.note(match outcome {
            Outcome::Agreed { .. } => "Agreed".into(),
            Outcome::NoNodes { shortage } => format!("no nodes: {shortage:?}"),
            other => format!("{other:?}"),
        });
    }

    fn note_conduct(&mut self, conduct: &MemberConduct) {
        self.tally.note(match conduct {
            MemberConduct::Failed(fault) => format!("{fault:?}"),
            other => format!("{other:?}"),
        });
    }
}
