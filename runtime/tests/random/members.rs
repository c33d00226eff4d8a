//! The members of committees: they do their part, or something else.

use codec::Encode;
use nes_committee::Seat;
use nes_core::{AccountId, Answer, BlockNumber, Hash, Output, Salt, TaskId, Unservable, Usage};
use nes_runtime::{Inference, NodeStaking, System};
use pallet_inference::Call;
use sp_io::hashing::blake2_256;

use super::{
    books::task::{Phase, Task},
    outcome,
    rng::Rng,
    world::{acts_for, node, number_of, worker_of, NODES},
    Run,
};

/// A faulty node misbehaves in one era of so many.
const ERAS_BETWEEN: u32 = 2;
/// In one era of this number the members of many tasks are cut off.
const ERAS_TO_OUTAGE: u32 = 12;
/// Nodes that are faulty at times: those with the lowest numbers.
const FAULTY: u8 = 8;

/// The answer of who cannot read the input.
const UNREADABLE: Answer = Answer::Unservable(Unservable::Unreadable);

/// A member's plan for a task.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The first block in which it commits; nothing when it never does.
    commit: Option<BlockNumber>,
    answer: Answer,
    /// The first block in which it reveals; nothing when it never does.
    reveal: Option<BlockNumber>,
}

/// The trouble that a task is to have.
enum Matter {
    /// Nothing: honest members give this answer.
    Clear(Answer),
    /// Each member finds another output, or that there are two.
    Undecided,
    /// Most members agree on this wrong answer.
    Lie(Answer),
    /// The input's server gives it to some members, and to others not.
    Unreadable,
    /// Most members are cut off before their commitment.
    Outage,
    /// All members are cut off after their commitment.
    CutOff,
}

/// The result number `lie` of a task; honest members find number 0.
fn result(id: TaskId, lie: u32) -> Hash {
    (id, lie).using_encoded(blake2_256).into()
}

/// The output with that result.
fn output(id: TaskId, task: &Task, lie: u32) -> Answer {
    let result = result(id, lie);
    let units = |most: u64, byte: u8| most * u64::from(byte) / 255;
    let Usage { input, output } = task.max_usage;
    let usage = Usage { input: units(input, result[0]), output: units(output, result[1]) };
    Answer::Output(Output { result, usage })
}

/// The answer that there are two outputs.
fn ambiguous(id: TaskId) -> Answer {
    let (first, second) = (result(id, 0), result(id, 1));
    Answer::Unservable(Unservable::Ambiguous(first.min(second), first.max(second)))
}

/// The salt of a commitment of a node or a payer.
pub(crate) fn salt(id: TaskId, node: &AccountId) -> Salt {
    (id, node).using_encoded(blake2_256)
}

impl Run {
    /// Every member whose time has come commits or reveals.
    pub(crate) fn members_act(&mut self) {
        self.plan();
        let now = System::block_number();
        for (id, task) in self.books.tasks.clone() {
            for member in &task.members {
                let node = &member.node;
                let Some(plan) = self.plans.get(&(id, node.clone())).cloned() else { continue };
                let has_come = |block: Option<BlockNumber>| block.is_some_and(|block| block <= now);
                let who = worker_of(node);
                match (self.books.tasks[&id].phase, member.committed) {
                    (Phase::Committing, None) if has_come(plan.commit) => {
                        self.commit(id, &who, node, plan.answer);
                    }
                    (Phase::Revealing, Some((answer, salt)))
                        if has_come(plan.reveal) && !member.revealed =>
                    {
                        self.reveal(id, &who, node, answer, salt);
                    }
                    // Too late: it has missed the commit window.
                    (Phase::Revealing, None) if self.rng.one_in(2) => {
                        self.reveal(id, &who, node, plan.answer, salt(id, node));
                    }
                    _ => {}
                }
            }
        }
        let (open, kept) = (&self.books.tasks, &self.books.kept);
        self.plans.retain(|(id, _), _| open.contains_key(id));
        self.truths.retain(|id, _| open.contains_key(id) || kept.contains_key(id));
    }

    /// Makes a plan for each member that has none.
    fn plan(&mut self) {
        let tasks: Vec<_> = self.books.tasks.iter().map(|(id, task)| (*id, task.clone())).collect();
        for (id, task) in tasks {
            let planned = |member| self.plans.contains_key(&(id, member));
            if task.phase != Phase::Committing || planned(task.members[0].node.clone()) {
                continue;
            }
            // A second committee is asked the same question.
            let (question, matter) = match task.second_of {
                Some(of) => (of, self.matter_of_second(of, &task)),
                None => (id, self.matter(id, &task)),
            };
            for (seat, member) in (1..).zip(&task.members) {
                let plan = self.plan_of(question, &task, seat, &member.node, &matter);
                self.plans.insert((id, member.node.clone()), plan);
            }
        }
    }

    /// The trouble that a task is to have; notes the right answer to it.
    fn matter(&mut self, id: TaskId, task: &Task) -> Matter {
        let unservable = Answer::Unservable;
        let is_cut_off = NodeStaking::active_era().is_multiple_of(ERAS_TO_OUTAGE);
        let truth = output(id, task, 0);
        let matter = match self.rng.below(200u32) {
            0..8 => Matter::Undecided,
            8..16 => Matter::Outage,
            16..19 => Matter::CutOff,
            19..23 => Matter::Clear(unservable(Unservable::Invalid)),
            23..27 => Matter::Clear(unservable(Unservable::TooLarge)),
            27..31 => Matter::Clear(ambiguous(id)),
            31..80 if !task.inline => Matter::Unreadable,
            80..140 if is_cut_off => Matter::CutOff,
            140..150 if task.median.is_some() => Matter::Lie(self.some_lie(id, task)),
            _ => Matter::Clear(truth),
        };
        let truth = if let Matter::Clear(answer) = matter { answer } else { truth };
        self.truths.insert(id, truth);
        matter
    }

    /// The trouble that a second committee is to have about the task `of`.
    fn matter_of_second(&mut self, of: TaskId, task: &Task) -> Matter {
        match self.rng.below(20u32) {
            0 | 1 => Matter::Undecided,
            2 => Matter::CutOff,
            3 => Matter::Lie(self.some_lie(of, task)),
            _ => Matter::Clear(self.truths[&of]),
        }
    }

    /// A wrong answer: another output, a reason why there is none, or too much usage.
    pub(crate) fn some_lie(&mut self, id: TaskId, task: &Task) -> Answer {
        match (self.rng.below(4u32), output(id, task, 0)) {
            (0, Answer::Output(right)) => Answer::Output(Output { usage: task.max_usage, ..right }),
            (1, _) => Answer::Unservable(Unservable::Invalid),
            _ => output(id, task, 1 + self.rng.below(2u32)),
        }
    }

    fn plan_of(
        &mut self,
        id: TaskId,
        task: &Task,
        seat: u32,
        node: &AccountId,
        matter: &Matter,
    ) -> Plan {
        let now = System::block_number();
        // Some are slow.
        let after = |rng: &mut Rng, most: u32| {
            let slowness = if rng.one_in(12) { 8 } else { 0 };
            Some(now + slowness + rng.below(most))
        };
        let (commit, reveal) = (after(&mut self.rng, 3), after(&mut self.rng, 6));
        let honest = Plan { commit, answer: output(id, task, 0), reveal };
        match matter {
            Matter::Clear(answer) => {
                self.own_way(id, task, node, Plan { answer: *answer, ..honest })
            }
            Matter::Undecided => match self.rng.below(4u32) {
                0 => Plan { answer: ambiguous(id), ..honest },
                1 => honest,
                _ => Plan { answer: output(id, task, 100 + seat), ..honest },
            },
            Matter::Unreadable => match self.rng.below(4u32) {
                0 => honest,
                1 => Plan { commit: None, ..honest },
                _ => Plan { answer: UNREADABLE, ..honest },
            },
            Matter::Lie(_) if self.rng.one_in(4) => honest,
            Matter::Lie(answer) => Plan { answer: *answer, ..honest },
            Matter::Outage if seat > 1 || self.rng.one_in(2) => Plan { commit: None, ..honest },
            Matter::Outage => honest,
            Matter::CutOff => Plan { reveal: None, ..honest },
        }
    }

    /// Returns the plan of `node` where nothing keeps it from doing its part.
    fn own_way(&mut self, id: TaskId, task: &Task, node: &AccountId, honest: Plan) -> Plan {
        let number = number_of(node);
        let era = NodeStaking::active_era() + u32::from(number);
        let faulty = number < FAULTY && era.is_multiple_of(ERAS_BETWEEN);
        match self.rng.below(if faulty { 7u32 } else { 1_000 }) {
            0 => Plan { commit: None, ..honest },
            1 => Plan { reveal: None, ..honest },
            2..=4 => Plan { answer: output(id, task, 1 + self.rng.below(2u32)), ..honest },
            5 => Plan { answer: Answer::Unservable(Unservable::Invalid), ..honest },
            _ => honest,
        }
    }

    /// Calls that are late, early, repeated, in another's name or wrongly opened.
    pub(crate) fn strangers_act(&mut self) {
        for _ in 0..4 {
            let id = self.some_task();
            let Some((node, who)) = self.some_member(id) else { continue };
            let committed =
                self.books.tasks.get(&id).and_then(|task| {
                    task.members.iter().find(|member| member.node == node)?.committed
                });
            let nothing = Output { result: Hash::zero(), usage: Usage::default() };
            let (given, salt) = committed.unwrap_or((Answer::Output(nothing), [0; 32]));
            let given = self.distorted(given);
            if self.rng.one_in(3) {
                // A member that has not committed must not be made to answer rubbish.
                if committed.is_some() || !acts_for(&who, &node) {
                    self.commit(id, &who, &node, given);
                }
            } else {
                self.reveal(id, &who, &node, given, salt);
            }
        }
    }

    /// Returns an answer that may be another one than `given`, or none at all.
    pub(crate) fn distorted(&mut self, given: Answer) -> Answer {
        let twice = |hash| Answer::Unservable(Unservable::Ambiguous(hash, hash));
        match (self.rng.below(8u32), given) {
            (0 | 1, Answer::Output(mut output)) => {
                output.usage.input += 1_001;
                Answer::Output(output)
            }
            (2 | 3, Answer::Output(mut output)) => {
                output.usage.output ^= 1;
                Answer::Output(output)
            }
            (4, _) => twice(Hash::repeat_byte(1)),
            (5, _) => UNREADABLE,
            _ => given,
        }
    }

    /// A task that is open, was, or will be.
    fn some_task(&mut self) -> TaskId {
        let newest = self.newest_task();
        (newest + 1).saturating_sub(self.rng.below(40u64))
    }

    /// A member of the task `id`, or another node, and somebody who may act for it, or not.
    fn some_member(&mut self, id: TaskId) -> Option<(AccountId, AccountId)> {
        let members = self.books.tasks.get(&id).map(|task| task.members.clone());
        let members = members.filter(|members| !members.is_empty() && !self.rng.one_in(4));
        let node = match members {
            Some(members) => self.rng.pick(&members).node,
            None => node(self.rng.below(NODES)),
        };
        let who = if self.rng.one_in(4) { self.some_account() } else { worker_of(&node) };
        Some((node, who))
    }

    fn commit(&mut self, id: TaskId, who: &AccountId, node: &AccountId, given: Answer) {
        let expected = self.commit_outcome(id, who, node);
        let salt = salt(id, node);
        let (input, version) = self
            .books
            .tasks
            .get(&id)
            .map_or_else(Default::default, |task| (task.input, task.version));
        let genesis = Inference::genesis();
        let seat = Seat { genesis, task: id, input, version, node: node.clone() };
        let commitment = nes_committee::commitment(&seat, &given, &salt);
        let call = Call::commit { task: id, node: node.clone(), commitment };
        if !self.expect(who, call, expected) {
            return;
        }
        let window = self.books.params.reveal_window;
        let task = self.books.tasks.get_mut(&id).expect("it takes commitments");
        let mut members = task.members.iter_mut();
        let member = members.find(|member| member.node == *node).expect("it is a member");
        member.committed = Some((given, salt));
        task.after_commitment(System::block_number(), window);
    }

    fn commit_outcome(&self, id: TaskId, who: &AccountId, node: &AccountId) -> outcome::Result {
        let task = self.open_task(id)?;
        outcome::ensure(task.phase == Phase::Committing, "NotCommitting")?;
        outcome::ensure(System::block_number() <= task.due, "TooLate")?;
        outcome::ensure(acts_for(who, node), "NotForThisNode")?;
        let member = task.members.iter().find(|member| member.node == *node);
        let member = member.ok_or("NotAMember")?;
        outcome::ensure(member.committed.is_none(), "AlreadyCommitted")
    }

    fn reveal(&mut self, id: TaskId, who: &AccountId, node: &AccountId, given: Answer, salt: Salt) {
        let expected = self.reveal_outcome(id, who, node, given, salt);
        let call = Call::reveal { task: id, node: node.clone(), answer: given, salt };
        if self.expect(who, call, expected) {
            let task = self.books.tasks.get_mut(&id).expect("it takes answers");
            let mut members = task.members.iter_mut();
            members.find(|member| member.node == *node).expect("it is a member").revealed = true;
            task.after_answer(System::block_number());
        }
    }

    fn reveal_outcome(
        &self,
        id: TaskId,
        who: &AccountId,
        node: &AccountId,
        given: Answer,
        salt: Salt,
    ) -> outcome::Result {
        let task = self.open_task(id)?;
        outcome::ensure(task.phase == Phase::Revealing, "NotRevealing")?;
        outcome::ensure(System::block_number() <= task.due, "TooLate")?;
        outcome::ensure(acts_for(who, node), "NotForThisNode")?;
        let member = task.members.iter().find(|member| member.node == *node);
        let member = member.ok_or("NotAMember")?;
        let committed = member.committed.ok_or("NotCommitted")?;
        outcome::ensure(!member.revealed, "AlreadyRevealed")?;
        match given {
            Answer::Output(output) => {
                let Usage { input, output } = output.usage;
                let is_within = input <= task.max_usage.input && output <= task.max_usage.output;
                outcome::ensure(is_within, "UsageAboveMaximum")?;
            }
            Answer::Unservable(Unservable::Ambiguous(first, second)) => {
                outcome::ensure(first < second, "NotAmbiguous")?;
            }
            given => outcome::ensure(given != UNREADABLE || !task.inline, "InputIsInline")?,
        }
        outcome::ensure(committed == (given, salt), "WrongOpening")
    }

    /// The task `id`, while calls can change it.
    pub(crate) fn open_task(&self, id: TaskId) -> Result<&Task, &'static str> {
        self.books.tasks.get(&id).filter(|task| !task.is_over()).ok_or("UnknownTask")
    }
}
