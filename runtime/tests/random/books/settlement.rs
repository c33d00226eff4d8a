//! A task's draw, deadline and end in the books.

use std::{cmp::Ordering, collections::BTreeSet};

use nes_core::{
    AccountId, Balance, BlockNumber, MemberConduct, MemberReceipt, Outcome, Receipt, ServiceFault,
    Shortage, TaskId, Unservable,
};
use nes_runtime::{Runtime, System};
use pallet_inference::{Event, Tasks};

use super::{
    disputes::WINDOW,
    draws::offers,
    standing,
    task::{Member, Phase, Task},
    work::Work,
    Books,
};
use crate::random::blocks::epoch_of;

/// The fewest members of a committee in which an answer earns standing.
const EARNING: usize = 3;

impl Books {
    /// A committee was drawn: distinct nodes of the index that take the task, each for
    /// the lower one of its prices at the request and now.
    pub(super) fn drawn(&mut self, id: TaskId, nodes: Vec<AccountId>, due: BlockNumber) {
        if self.tasks[&id].second_of.is_some() {
            return self.drawn_second(id, nodes, due);
        }
        self.come_to_draw(id);
        let now = System::block_number();
        let on_chain = Tasks::<Runtime>::get(id).expect("it is open");
        let used = self.after_draw_of(
            &self.tasks[&id],
            on_chain.purchase().expect("it is paid").work_fee.used,
        );
        let prices: Vec<_> = on_chain.members().iter().map(|member| member.price).collect();
        let task = self.tasks.get_mut(&id).expect("it is open");
        assert_eq!(nodes.len(), usize::from(task.seats));
        assert_eq!(nodes.iter().collect::<BTreeSet<_>>().len(), nodes.len());
        self.tally.note(if task.failed_draws > 0 { "drawn later" } else { "drawn at once" });

        let service = self.services.get_mut(&task.service).expect("it has an open task");
        assert!(service.on_sale);
        let min_stake = service.spec.min_stake;
        for node in nodes {
            let offer = service.offers.get_mut(&node).expect("a member offers the service");
            let place = offer.place_now(&node, min_stake).expect("a member may work");
            let price = offer.price_for(task, place.band, now).expect("a member takes the task");
            let (registration, asked) =
                task.asked.get(&node).expect("nobody enters for a task that he knows");
            assert_eq!(*registration, offer.registration);
            let asks = offer.prices.at(now);
            // Who lowers it between the two and raises it again charges that lower one.
            assert!(price <= asks.min(*asked), "the lower one of both prices");
            self.tally.note(match asks.cmp(asked) {
                _ if price < asks.min(*asked) => "price in between",
                Ordering::Greater => "price at the request",
                Ordering::Less => "price at the draw",
                Ordering::Equal => "same price",
            });
            offer.busy += 1;
            task.members.push(Member::new(node, price));
        }
        assert!(prices.into_iter().eq(task.members.iter().map(|member| member.price)));
        task.used = used;
        task.turn(Phase::Committing, now, task.window);
        assert_eq!(due, task.due);
    }

    /// The members reveal from now on: all have committed, or the window is over.
    pub(super) fn revealing(&mut self, id: TaskId, due: BlockNumber) {
        let task = self.tasks.get_mut(&id).expect("it is open");
        let now = System::block_number();
        let everyone = task.members.iter().all(|member| member.committed.is_some());
        if task.phase == Phase::Committing {
            assert_eq!(now - 1, task.due, "revealing before all have committed");
            self.tally.note(if task.note_missed(now - 1) { "window over" } else { "cut short" });
            task.turn(Phase::Revealing, now - 1, self.params.reveal_window * task.stretch());
        } else {
            assert!(everyone);
        }
        // Answers of this block may have brought its deadline forward since.
        assert_eq!(task.since + task.window, due);
    }

    /// A task ended: its receipt is what the books say, and so are the payments.
    pub(super) fn settled(&mut self, event: Event<Runtime>) {
        let Event::Settled {
            task: id,
            payer,
            service,
            version,
            input,
            requested,
            outcome,
            members,
            paid,
            work_fee,
            refund,
            disputable_until,
        } = event
        else {
            return;
        };
        let receipt = Receipt {
            task: id,
            payer,
            service,
            version,
            input,
            requested,
            outcome,
            members,
            paid,
            work_fee,
            refund,
            disputable_until,
        };
        let (task, work, should) = self.expected(id, work_fee);
        assert_eq!(receipt, should, "block {}", System::block_number());
        self.book(&task, &work, &should);
    }

    /// Takes the open task `id`, which ends now, with this work fee by the chain; returns it, the work of
    /// the block of its end and its receipt.
    fn expected(&mut self, id: TaskId, by_chain: Balance) -> (Task, Work, Receipt<AccountId>) {
        let (outcome, work, in_full) = self.ending(id);
        let mut task = self.tasks.remove(&id).expect("it was open, and ends once");
        let members = task.receipts(&outcome, in_full);
        let disputable = task.disputable(&outcome);
        if !members.is_empty() {
            task.charge(work.settlement(task.seats));
            if disputable.is_some() {
                task.charge(work.keep());
            }
        } else if matches!(outcome, Outcome::NoNodes { .. }) {
            task.used = self.after_draw_in_vain(&task, by_chain);
        }
        let paid = members.iter().map(|receipt| receipt.paid).sum();
        let receipt = Receipt {
            task: id,
            payer: task.payer.clone(),
            service: task.service,
            version: task.version,
            input: task.input,
            requested: task.requested,
            outcome,
            members,
            paid,
            work_fee: task.used,
            refund: task.escrow + task.prepaid - paid - task.used,
            disputable_until: disputable.map(|_| self.block + WINDOW),
        };
        (task, work, receipt)
    }

    /// Books the payments and the conducts of a task that has ended.
    fn book(&mut self, task: &Task, work: &Work, receipt: &Receipt<AccountId>) {
        self.money.pay_work(&work.author, receipt.work_fee);
        for member in &receipt.members {
            let parts = &member.parts;
            self.money.pay_fee(&task.publisher, *parts);
            self.earned += parts.node;
            self.eras.note_fee(parts.burned);
            self.note_conduct(member, task.inline);
        }
        self.money.refund(&task.payer, receipt.refund);
        self.note_outcome(&receipt.outcome);
        self.vacate(task);
        match task.disputable(&receipt.outcome) {
            Some(answer) => self.keep(task, receipt, answer),
            None => self.report(task, &receipt.members),
        }
    }

    /// Reports the end of a task whose answer cannot be disputed.
    fn report(&mut self, task: &Task, members: &[MemberReceipt<AccountId>]) {
        for MemberReceipt { node, conduct, parts, .. } in members {
            if *conduct == MemberConduct::Won {
                self.eras.note_work(node, parts.burned + parts.treasury);
            }
        }
        self.close(task, members, &vec![false; members.len()]);
    }

    /// Returns the outcome with which the task `id` should end now, the work of the block of its end,
    /// and true if the whole of its last window has passed.
    fn ending(&mut self, id: TaskId) -> (Outcome, Work, bool) {
        match self.tasks[&id].phase {
            Phase::Cancelled => (Outcome::Cancelled, Work::now(), false),
            Phase::Queued => {
                self.come_to_draw(id);
                let task = &self.tasks[&id];
                let shortage = self.shortage(task);
                let is_last = System::block_number() >= task.last_draw();
                assert!(is_last || shortage == Shortage::OffSale, "its patience is not over");
                (Outcome::NoNodes { shortage }, Work::now(), false)
            }
            Phase::Settled => (self.tasks[&id].verdict(), Work::now(), false),
            Phase::Committing | Phase::Revealing => {
                // Deadlines are of the block before the one whose hooks are read.
                let end = System::block_number() - 1;
                assert!(self.drawing);
                let task = self.tasks.get_mut(&id).expect("it is open");
                assert_eq!(end, task.due, "a task ended early or late");
                task.note_missed(end);
                (task.verdict(), self.before.clone(), task.is_in_full(end))
            }
        }
    }

    /// Returns the reason for which no committee was found.
    pub(super) fn shortage(&self, task: &Task) -> Shortage {
        let service = &self.services[&task.service];
        if !service.on_sale {
            return Shortage::OffSale;
        }
        if offers(service, task) < task.seats.into() {
            return Shortage::TooFewOffers;
        }
        let seats = usize::from(task.seats);
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

    /// The members of a task are free.
    fn vacate(&mut self, task: &Task) {
        let service = self.services.get_mut(&task.service).expect("it has an open task");
        for member in &task.members {
            service.offer(&member.node).busy -= 1;
        }
    }

    /// The members' standing is what their conduct in a task made of it, and for those that have `lost`
    /// a dispute about it what that did.
    pub(super) fn close(
        &mut self,
        task: &Task,
        members: &[MemberReceipt<AccountId>],
        lost: &[bool],
    ) {
        let epoch = epoch_of(self.block);
        let service = self.services.get_mut(&task.service).expect("it had an open task");
        service.open_tasks -= 1;
        let usual = service.usual;
        for (member, lost) in members.iter().zip(lost) {
            let protocol = member.parts.burned + member.parts.treasury;
            let is_paid = member.conduct == MemberConduct::Won;
            // It may have been withdrawn since.
            let Some(offer) = service.offers.get_mut(&member.node) else {
                if is_paid && !lost && members.len() >= EARNING {
                    service.usual = standing::usual(service.usual, protocol);
                }
                self.tally.note("closed without an offer");
                continue;
            };
            match member.conduct {
                _ if *lost => offer.standing = standing::after_fault(offer.standing),
                MemberConduct::Won if members.len() >= EARNING => {
                    offer.standing = offer.gains.raise(offer.standing, epoch, protocol, usual);
                    service.usual = standing::usual(service.usual, protocol);
                }
                MemberConduct::Failed(ServiceFault::NoCommit | ServiceFault::NoReveal)
                    if task.median.is_some() =>
                {
                    offer.standing = standing::after_fault(offer.standing);
                }
                _ => {}
            }
        }
        self.services.retain(|_, service| !service.is_over());
    }

    fn note_outcome(&mut self, outcome: &Outcome) {
        self.tally.note(match outcome {
            Outcome::Agreed { .. } => "Agreed".into(),
            Outcome::NoNodes { shortage } => format!("no nodes: {shortage:?}"),
            Outcome::Unservable { reason: Unservable::Ambiguous(..) } => "Ambiguous".into(),
            Outcome::Unservable { reason } => format!("{reason:?}"),
            other => format!("{other:?}"),
        });
    }

    fn note_conduct(&mut self, member: &MemberReceipt<AccountId>, inline: bool) {
        let conduct = match member.conduct {
            MemberConduct::Failed(fault) => format!("{fault:?}"),
            other => format!("{other:?}"),
        };
        let place = if inline { "in-line" } else { "remote" };
        self.tally.note(format!("{conduct}, {place}"));
    }
}
