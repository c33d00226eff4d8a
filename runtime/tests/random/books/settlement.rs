//! A task's draw, deadline and end in the books.

use std::collections::BTreeSet;

use nes_core::{AccountId, BlockNumber, MemberConduct, Outcome, Receipt, Shortage, TaskId};
use nes_runtime::{NodeStaking, Runtime, System};
use nes_traits::NodeRegistry;
use pallet_inference::Event;

use super::{
    task::{Member, Phase, Task},
    Books,
};

impl Books {
    /// A committee was drawn: distinct nodes, none dearer than the maximum, none fuller than full.
    pub(super) fn drawn(&mut self, id: TaskId, nodes: Vec<AccountId>, due: BlockNumber) {
        let task = self.tasks.get_mut(&id).expect("it is open");
        let now = System::block_number();
        assert_eq!(task.phase, Phase::Queued);
        assert!(now >= task.due, "a draw before its block");
        assert_eq!(due, now + self.params.commit_window);
        assert_eq!(nodes.len(), usize::from(task.seats));
        assert_eq!(nodes.iter().collect::<BTreeSet<_>>().len(), nodes.len());

        let service = self.services.get_mut(&task.service).expect("it has an open task");
        assert!(service.on_sale);
        for node in nodes {
            let offer = service.offers.get_mut(&node).expect("a member offers the service");
            assert!(offer.tariff.is_within(&task.max_tariff) && offer.busy < offer.slots);
            offer.busy += 1;
            let tariff = offer.tariff;
            task.members.push(Member { node, tariff, committed: None, revealed: false });
        }
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
        self.vacate(&task);
    }

    /// Returns the outcome with which `task` should end now.
    fn ending(&self, task: &Task) -> Outcome {
        match task.phase {
            Phase::Cancelled => Outcome::Cancelled,
            Phase::Queued => Outcome::NoNodes { shortage: self.shortage(task) },
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
        if service.offers.len() < seats {
            return Shortage::TooFewOffers;
        }
        // Nodes that were active before the block's hooks and are so now; the hooks can have jailed
        // one in between, never freed one.
        let drawable = service.offers.iter().filter(|(node, offer)| {
            let stake = self.stakes.get(*node).copied().unwrap_or(0);
            let stake = stake.min(NodeStaking::stake(node));
            NodeStaking::is_active(node)
                && stake >= service.spec.min_stake.max(1)
                && offer.tariff.is_within(&task.max_tariff)
                && offer.busy < offer.slots
        });
        assert!(drawable.count() < seats, "a draw missed nodes that could be drawn");
        Shortage::TooFewEligible
    }

    fn vacate(&mut self, task: &Task) {
        let service = self.services.get_mut(&task.service).expect("it had an open task");
        service.open_tasks -= 1;
        for member in &task.members {
            service.offers.get_mut(&member.node).expect("a busy offer stays").busy -= 1;
        }
    }

    fn note_outcome(&mut self, outcome: &Outcome) {
        self.tally.note(match outcome {
            Outcome::Agreed { .. } => "Agreed".into(),
            Outcome::NoNodes { shortage } => format!("{shortage:?}"),
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
