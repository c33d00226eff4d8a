//! The reference model: disputes as the specification describes them, and the balance of each account.

use std::collections::BTreeMap;

use super::*;

/// The blocks of a window.
const WINDOW: u64 = 100;
/// The bond before five nodes.
pub(super) const LEAST_BOND: Balance = 5 * SEAT_PRICE;
/// The disputes that go on at once: a twentieth of 40 nodes.
const ROOM: usize = 2;

/// A disputer.
#[derive(Clone, Debug)]
pub(super) struct Party {
    who: u64,
    pub(super) node: Option<u64>,
    bond: Balance,
    risk: Balance,
    pub(super) committed: Answer,
    opened: bool,
}

impl Party {
    fn name(&self) -> u64 {
        self.node.unwrap_or(self.who)
    }

    fn opened(&self) -> Option<Answer> {
        self.opened.then_some(self.committed)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Window { since: u64 },
    Line,
    Open { closes: u64 },
}

/// A settled task.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    answers: [Option<Answer>; 3],
    stage: Stage,
    again: bool,
    pub(super) parties: Vec<Party>,
}

impl Kept {
    fn settled(&self) -> Answer {
        self.answers[0].unwrap()
    }

    fn risk(&self) -> Balance {
        self.parties.iter().map(|party| party.risk).sum()
    }
}

/// The model of the chain.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) now: u64,
    closed: u64,
    pub(super) tasks: BTreeMap<TaskId, Kept>,
    /// The waiting disputes in their order.
    line: Vec<TaskId>,
    gains: BTreeMap<u64, i128>,
    pot: Balance,
    /// The slashed nodes, each with true if it was one of a second committee.
    slashed: Vec<(u64, bool)>,
    /// The tasks that ended.
    ended: Vec<TaskId>,
    work: usize,
}

impl Model {
    /// Returns the model of a chain in its first block.
    pub(super) fn new() -> Self {
        let (tasks, line, gains, slashed, ended) = Default::default();
        let (now, closed, pot, work) = (1, 0, 0, 0);
        Self { now, closed, tasks, line, gains, pot, slashed, ended, work }
    }

    fn pay(&mut self, who: u64, amount: Balance) {
        self.pot -= amount;
        *self.gains.entry(who).or_default() += amount as i128;
    }

    pub(super) fn keep(&mut self, id: TaskId, answers: [Option<Answer>; 3]) {
        let stage = Stage::Window { since: self.now };
        self.tasks.insert(id, Kept { answers, stage, again: false, parties: vec![] });
    }

    pub(super) fn is_open(&self, id: TaskId) -> bool {
        matches!(self.tasks[&id].stage, Stage::Open { .. })
    }

    /// Disputes if that is allowed.
    pub(super) fn dispute(
        &mut self,
        id: TaskId,
        node: Option<u64>,
        committed: Answer,
        bond: Balance,
    ) -> bool {
        let who = node.unwrap_or(ALICE);
        let risk = node.map_or(bond, |_| RISK);
        let party = Party { who, node, bond, risk, committed, opened: false };
        let is_node_free = |model: &Self| {
            let parties = model.tasks.values().flat_map(|task| &task.parties);
            node.is_none() || parties.filter(|other| other.name() == who).count() < 3
        };
        let in_time = |stage| match stage {
            Stage::Window { since } => self.now <= since + WINDOW,
            Stage::Line => true,
            Stage::Open { closes } => self.now <= closes,
        };
        let Some(task) = self.tasks.get(&id) else { return false };
        let is_bond_right = if node.is_some() { bond == LEAST_BOND } else { bond >= LEAST_BOND };
        let smallest = task.parties.iter().map(|party| party.risk).min().unwrap_or(0);
        let has_place = task.parties.len() < 2 || smallest < risk;
        let is_new = task.parties.iter().all(|other| other.name() != who);
        if !in_time(task.stage) || !is_bond_right || !has_place || !is_new || !is_node_free(self) {
            return false;
        }
        let stage = task.stage;
        self.pot += bond;
        *self.gains.entry(who).or_default() -= bond as i128;
        if task_is_full(&self.tasks[&id]) {
            let parties = &mut self.tasks.get_mut(&id).unwrap().parties;
            let place = parties.iter().rposition(|party| party.risk == smallest).unwrap();
            let displaced = parties.remove(place);
            self.pay(displaced.who, displaced.bond);
        }
        let task = self.tasks.get_mut(&id).unwrap();
        task.parties.push(party);
        match stage {
            Stage::Window { .. } => {
                task.stage = Stage::Line;
                self.line.push(id);
            }
            Stage::Line => {
                self.line.retain(|other| *other != id);
                self.line.push(id);
            }
            Stage::Open { .. } => {}
        }
        self.move_on();
        true
    }

    /// Starts what there is room for, one at a time, the largest risk first.
    fn move_on(&mut self) {
        let tasks = &self.tasks;
        self.line.sort_by_key(|id| core::cmp::Reverse(tasks[id].risk()));
        let open = self.tasks.keys().filter(|id| self.is_open(**id)).count();
        if open < ROOM && !self.line.is_empty() {
            let id = self.line.remove(0);
            self.tasks.get_mut(&id).unwrap().stage = Stage::Open { closes: self.now + 7 };
        }
    }

    /// Opens if that is allowed while the second committee of the task reveals.
    pub(super) fn open(&mut self, id: TaskId, node: Option<u64>, answer: Answer) -> bool {
        let Some(task) = self.tasks.get_mut(&id) else { return false };
        let is_open = matches!(task.stage, Stage::Open { .. });
        let Some(party) = task.parties.iter_mut().find(|party| party.node == node) else {
            return false;
        };
        let opens = is_open && !party.opened && party.committed == answer;
        party.opened |= opens;
        opens
    }

    /// Ends the second committee of the task with these answers, of which four are a quorum.
    pub(super) fn judge(&mut self, id: TaskId, answers: &[Option<Answer>]) {
        let task = self.tasks.remove(&id).unwrap();
        let Stage::Open { closes } = task.stage else { panic!("it is not open") };
        let settled = task.settled();
        let agreed = quorum(answers);
        let right = |answer: &Answer| agreed.is_none_or(|agreed| !agreed.contradicts(answer));
        let is_overturned = agreed.is_some_and(|agreed| agreed.contradicts(&settled));

        // The second committee is paid, a tenth more for the treasury.
        let pay = match agreed {
            Some(Answer::Output(output)) => 10 + output.usage.input + 2 * output.usage.output,
            _ => 110,
        };
        let (pay, treasury) = (Balance::from(pay), Balance::from(pay).div_ceil(10));
        let mut spent = 0;
        for (node, answer) in (SECOND..).zip(answers) {
            if answer.as_ref().is_some_and(right) {
                self.pay(node, pay);
                self.pay(TREASURY, treasury);
                spent += pay + treasury;
            }
        }

        // Who lost pays it, and all do if nobody lost.
        let is_excused = self.closed > closes || answers.iter().all(Option::is_none);
        let lost = |party: &Party| match party.opened() {
            None => !is_excused,
            Some(opened) => !right(&opened),
        };
        let losers = task.parties.iter().filter(|party| lost(party)).count();
        let payers = if losers > 0 { losers } else { task.parties.len() } as Balance;
        let mut over = spent % payers;
        for party in &task.parties {
            let mut rest = party.bond;
            if losers == 0 || lost(party) {
                rest -= spent / payers + Balance::from(over > 0);
                over = over.saturating_sub(1);
            }
            let forfeits = lost(party) && party.node.is_none();
            self.pay(if forfeits { TREASURY } else { party.who }, rest);
        }

        // Who was wrong is slashed.
        let wins = |party: &&Party| {
            let opened = party.opened();
            !lost(party) && opened.is_some_and(|opened| opened.contradicts(&settled))
        };
        if is_overturned && task.parties.iter().any(|party| wins(&party)) {
            for (node, answer) in NODES.into_iter().zip(task.answers) {
                if answer.is_some_and(|answer| !right(&answer)) {
                    self.slashed.push((node, false));
                }
            }
        }
        if agreed.is_some() {
            for party in task.parties.iter().filter(|party| lost(party)) {
                self.slashed.extend(party.node.map(|node| (node, false)));
            }
        }
        for (node, answer) in (SECOND..).zip(answers) {
            if answer.is_some_and(|answer| !right(&answer)) {
                self.slashed.push((node, true));
            }
        }

        if agreed.is_none() && !task.again {
            let stage = Stage::Window { since: self.now };
            self.tasks.insert(id, Kept { stage, again: true, parties: vec![], ..task });
        } else {
            self.end(id, &task, is_overturned);
        }
        self.move_on();
    }

    fn end(&mut self, id: TaskId, task: &Kept, is_overturned: bool) {
        self.ended.push(id);
        let won = task.answers.iter().filter(|answer| **answer == task.answers[0]).count();
        let is_output = matches!(task.settled(), Answer::Output(_));
        self.work += if is_output && !is_overturned { won } else { 0 };
    }

    /// Goes to the next block; this one takes no calls if it is `closed`.
    pub(super) fn next_block(&mut self, closed: bool) {
        if closed {
            self.closed = self.now;
        }
        let due: Vec<_> = self
            .tasks
            .iter()
            .filter_map(|(id, task)| match task.stage {
                Stage::Window { since } if since + WINDOW == self.now => Some((*id, since)),
                _ => None,
            })
            .collect();
        for (id, since) in due {
            if self.closed > since {
                self.tasks.get_mut(&id).unwrap().stage = Stage::Window { since: self.now };
            } else {
                let task = self.tasks.remove(&id).unwrap();
                self.end(id, &task, false);
            }
        }
        self.now += 1;
    }

    /// Compares the chain with the model.
    pub(super) fn compare(&self) {
        let tasks: Vec<_> = Settled::<Test>::iter_keys().collect();
        assert_eq!(tasks.len(), self.tasks.len());
        for (id, task) in &self.tasks {
            let kept = Disputes::settled(*id).expect("the model has it");
            assert_eq!(kept.again, task.again);
            match task.stage {
                Stage::Window { since } => {
                    assert_eq!((kept.since, kept.until), (since, since + WINDOW));
                    assert_eq!(kept.state, State::Undisputed);
                }
                Stage::Line => assert!(waits(*id)),
                Stage::Open { closes: expected } => {
                    assert!(matches!(kept.state, State::Open { closes, .. } if closes == expected));
                }
            }
            let opened = |disputer: &Disputer<u64>| disputer.opened().copied();
            let parties = kept.disputers().iter().map(|one| (*one.name(), one.bond, opened(one)));
            let expected = task.parties.iter().map(|one| (one.name(), one.bond, one.opened()));
            assert!(parties.eq(expected), "{id}");
        }
        let line: Vec<_> = Waiting::<Test>::get(SERVICE).into_iter().map(|(_, id)| id).collect();
        assert_eq!(line, self.line);
        assert_eq!(pot(), self.pot);
        for (who, expected) in &self.gains {
            assert_eq!(gain(*who), *expected, "the balance of {who}");
        }
        let second = FakeStake::second_fraction();
        let slashed: Vec<_> =
            Lost::get().into_iter().map(|lost| (lost.node, lost.fraction == second)).collect();
        assert_eq!(slashed, self.slashed);
        assert_eq!(Closed::get().len(), self.ended.len());
        assert_eq!(Work::get().len(), self.work);
    }
}

fn task_is_full(task: &Kept) -> bool {
    task.parties.len() == 2
}

/// Returns the answer that four gave.
pub(super) fn quorum(answers: &[Option<Answer>]) -> Option<Answer> {
    let four = |one: &&Answer| answers.iter().flatten().filter(|other| other == one).count() >= 4;
    answers.iter().flatten().find(four).copied()
}
