//! Disputers: payers, members and other nodes, with right and with wrong answers.

use frame_support::traits::fungible::InspectHold;
use nes_committee::Seat;
use nes_core::{AccountId, Answer, Balance, TaskId, Unservable};
use nes_runtime::{
    constants::currency::EXISTENTIAL_DEPOSIT, Balances, Inference, NodeStaking, System,
};
use nes_traits::{NodeRegistry, StakeAtRisk};
use pallet_disputes::Call;

use super::{
    books::{
        disputes::{Disputer, Kept, State, FEWEST, MOST, PLACES},
        money::BILLION,
        slashes::LOST,
        task::{Phase, Task},
    },
    members::salt,
    outcome,
    world::{node, worker_of, NODES},
    Run,
};

impl Run {
    /// Some settled answers are disputed, most of them wrong ones; disputers open their commitments.
    pub(crate) fn disputers_act(&mut self, begins: bool) {
        let all: Vec<_> = self.books.kept.iter().map(|(id, kept)| (*id, kept.clone())).collect();
        for (id, kept) in all {
            match kept.state {
                State::Undisputed if begins => {
                    let is_wrong = kept.answer.contradicts(&self.truths[&id]);
                    let one_in = if is_wrong { 4 } else { 800 };
                    if self.rng.one_in(one_in) {
                        self.some_dispute(id, &kept);
                    }
                }
                State::Undisputed => {}
                State::Waiting if self.rng.one_in(16) => self.some_dispute(id, &kept),
                State::Open { .. } if self.rng.one_in(16) => self.some_dispute(id, &kept),
                State::Open { second, .. } => self.open_some(id, &kept, second),
                State::Waiting => {}
            }
        }
        if self.rng.one_in(3) {
            self.try_to_dispute();
        }
    }

    /// Somebody whom it concerns disputes the answer of a task, as a rule with the right one.
    fn some_dispute(&mut self, id: TaskId, kept: &Kept) {
        let truth = self.truths[&id];
        let answer = match self.rng.below(8u32) {
            0 => self.some_lie(id, &kept.task),
            1 => kept.answer,
            _ => truth,
        };
        let (who, node) = self.some_party(kept);
        let times = if node.is_none() { 1 + self.rng.below(100u128) } else { 1 };
        self.dispute(id, who, node, answer, times * kept.bond());
    }

    /// The payer, or a member with who acts for it, or another node.
    fn some_party(&mut self, kept: &Kept) -> (AccountId, Option<AccountId>) {
        match self.rng.below(8u32) {
            0 | 1 => (kept.task.payer.clone(), None),
            2 | 3 => {
                let other = node(self.rng.below(NODES));
                (other.clone(), Some(other))
            }
            number => {
                let member = self.rng.pick(&kept.members).node;
                let who = if number == 4 { worker_of(&member) } else { member.clone() };
                (who, Some(member))
            }
        }
    }

    /// Somebody disputes what he cannot, or as he cannot.
    fn try_to_dispute(&mut self) {
        let ids: Vec<_> = self.books.kept.keys().copied().collect();
        if ids.is_empty() {
            return;
        }
        let id = self.rng.pick(&ids);
        let kept = self.books.kept[&id].clone();
        let (who, party) = self.some_party(&kept);
        let some = self.some_account();
        let bond = kept.bond();
        let answer = self.truths[&id];
        match self.rng.below(8u32) {
            0 => self.dispute(id + 50_000, who, party, answer, bond),
            1 => self.dispute(id, some, party, answer, bond),
            2 => self.dispute(id, some, None, answer, bond),
            3 => self.dispute(id, who, party, answer, bond - 1),
            4 if party.is_some() => self.dispute(id, who, party, answer, bond + 1),
            5 if party.is_some() => {
                let node = party.expect("it is a node");
                self.dispute(id, worker_of(&node), Some(node), answer, bond);
            }
            6 => self.dispute(id, kept.task.payer.clone(), None, answer, Balance::MAX / 2),
            _ => {
                let given = self.distorted(answer);
                self.open(id, &who, party.as_ref(), given);
            }
        }
    }

    fn dispute(
        &mut self,
        id: TaskId,
        who: AccountId,
        node: Option<AccountId>,
        answer: Answer,
        bond: Balance,
    ) {
        let expected = self.dispute_outcome(id, &who, node.as_ref(), bond);
        let risk = match &node {
            Some(node) => NodeStaking::at_risk(node) * LOST / BILLION,
            None => bond,
        };
        let name = node.clone().unwrap_or_else(|| who.clone());
        let (salt, opened) = (salt(id, &name), false);
        let disputer =
            Disputer { who: who.clone(), node: node.clone(), bond, risk, answer, salt, opened };
        let asked = self.books.kept.get(&id);
        let (input, version) =
            asked.map_or_else(Default::default, |kept| (kept.task.input, kept.task.version));
        let seat = Seat { genesis: Inference::genesis(), task: id, input, version, node: name };
        let commitment = nes_committee::commitment(&seat, &answer, &salt);
        if self.expect(&who, Call::dispute { task: id, node, commitment, bond }, expected) {
            self.books.dispute(id, disputer);
            self.books.follow();
        }
    }

    fn dispute_outcome(
        &self,
        id: TaskId,
        who: &AccountId,
        node: Option<&AccountId>,
        bond: Balance,
    ) -> outcome::Result {
        let kept = self.books.kept.get(&id).ok_or("UnknownTask")?;
        if let State::Open { closes, .. } = kept.state {
            outcome::ensure(System::block_number() <= closes, "TooLate")?;
        }
        let Task { service, version, requested, .. } = kept.task;
        match node {
            None => outcome::ensure(*who == kept.task.payer, "NotThePayer")?,
            Some(node) => {
                outcome::ensure(self.may_act(who, node), "NotForThisNode")?;
                if !kept.is_member(node) {
                    let on_duty = self.books.roster.on_duty(service, version, requested);
                    outcome::ensure(on_duty.contains(node), "NotConcerned")?;
                    outcome::ensure(who == node, "AgentOnlyForMembers")?;
                }
                outcome::ensure(NodeStaking::is_active(node), "NodeNotActive")?;
            }
        }
        outcome::ensure(bond >= kept.bond(), "BondTooLow")?;
        outcome::ensure(node.is_none() || bond == kept.bond(), "BondNotExact")?;
        let name = node.unwrap_or(who);
        let is_new = kept.disputers.iter().all(|other| other.name() != name);
        outcome::ensure(is_new, "AlreadyDisputing")?;
        let is_free = node.is_none() || self.books.disputes_of(name) < MOST;
        outcome::ensure(is_free, "TooManyDisputes")?;
        let mut disputers = kept.disputers.clone();
        if disputers.len() == PLACES {
            let risk = node.map_or(bond, |node| NodeStaking::at_risk(node) * LOST / BILLION);
            let smallest = disputers.iter().map(|other| other.risk).min();
            outcome::ensure(smallest.is_some_and(|smallest| smallest < risk), "PlacesTaken")?;
            let last = disputers.iter().rposition(|other| Some(other.risk) == smallest);
            disputers.remove(last.expect("there is a smallest one"));
        }
        let mut excluded = kept.excluded(&disputers);
        excluded.insert(name.clone());
        let left = self.books.roster.count(service, version).saturating_sub(excluded.len());
        outcome::ensure(left >= FEWEST, "TooFewNodes")?;
        let free = self.transferable(who);
        outcome::ensure(bond <= free, "InsufficientBalance")
    }

    /// The amount that an account can pay: what is not on hold, but for the existential deposit.
    fn transferable(&self, who: &AccountId) -> Balance {
        let free = self.books.money.of(who) - Balances::total_balance_on_hold(who);
        free.saturating_sub(EXISTENTIAL_DEPOSIT)
    }

    /// The disputers of a dispute whose second committee reveals open their commitments, most of them.
    fn open_some(&mut self, id: TaskId, kept: &Kept, second: TaskId) {
        if !self.is_revealing(second) {
            return;
        }
        for disputer in kept.disputers.iter().filter(|disputer| !disputer.opened) {
            // One in eight never does.
            if disputer.salt[0] >= 32 && self.rng.one_in(2) {
                let Disputer { who, node, answer, .. } = disputer;
                self.open(id, who, node.as_ref(), *answer);
            }
        }
    }

    fn is_revealing(&self, second: TaskId) -> bool {
        let task = &self.books.tasks[&second];
        task.phase == Phase::Revealing && System::block_number() <= task.due
    }

    fn open(&mut self, id: TaskId, who: &AccountId, node: Option<&AccountId>, answer: Answer) {
        let salt = salt(id, node.unwrap_or(who));
        let expected = self.open_outcome(id, who, node, answer);
        let call = Call::open_dispute { task: id, node: node.cloned(), answer, salt };
        if self.expect(who, call, expected) {
            let kept = self.books.kept.get_mut(&id).expect("it goes on");
            let mut disputers = kept.disputers.iter_mut();
            let disputer = disputers.find(|disputer| disputer.node.as_ref() == node);
            disputer.expect("it disputes").opened = true;
            self.books.tally.note("opened");
        }
    }

    fn open_outcome(
        &self,
        id: TaskId,
        who: &AccountId,
        node: Option<&AccountId>,
        answer: Answer,
    ) -> outcome::Result {
        let kept = self.books.kept.get(&id).ok_or("UnknownTask")?;
        let State::Open { second, .. } = kept.state else { return Err("NotRevealing") };
        outcome::ensure(self.is_revealing(second), "NotRevealing")?;
        match node {
            Some(node) => outcome::ensure(self.may_act(who, node), "NotForThisNode")?,
            None => outcome::ensure(*who == kept.task.payer, "NotThePayer")?,
        }
        let mut disputers = kept.disputers.iter();
        let disputer = disputers.find(|disputer| disputer.node.as_ref() == node);
        let disputer = disputer.ok_or("NotADisputer")?;
        outcome::ensure(!disputer.opened, "AlreadyOpened")?;
        outcome::ensure(answer.is_canonical(), "NotAmbiguous")?;
        let unreadable = Answer::Unservable(Unservable::Unreadable);
        outcome::ensure(answer != unreadable, "InputIsInline")?;
        if let Answer::Output(output) = answer {
            let is_within = output.usage.is_within(&kept.task.max_usage);
            outcome::ensure(is_within, "UsageAboveMaximum")?;
        }
        outcome::ensure(answer == disputer.answer, "WrongOpening")
    }
}
