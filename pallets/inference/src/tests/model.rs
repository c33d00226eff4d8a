//! The reference model: tasks as the specification describes them, and the balance of each account.

use std::collections::{BTreeMap, BTreeSet};

use nes_traits::{SecondMember, SecondVerdict};

use super::*;

/// The accounts whose balances the model knows.
const ACCOUNTS: [u64; 9] = [ALICE, BOB, NOBODY, NINA, NORA, NICK, PUBLISHER, TREASURY, COLLECTOR];

/// The blocks for the answers.
const REVEALS: u64 = 20;

/// The blocks from a dispute to the draw of its second committee.
const TO_SECOND: u64 = 16;

/// A member of a committee.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub(super) node: u64,
    price: Balance,
    pub(super) committed: Option<Answer>,
    revealed: Option<Answer>,
    missed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Queued,
    Committing,
    Revealing,
}

/// An open task; a second committee has none of what the first six fields say.
#[derive(Clone, Debug)]
pub(super) struct Open {
    payer: u64,
    max_price: Balance,
    patience: u64,
    failed_draws: u8,
    used: Balance,
    slashable: bool,
    /// The disputed task of a second committee.
    of: Option<TaskId>,
    inline: bool,
    requested: u64,
    stage: Stage,
    since: u64,
    due: u64,
    pub(super) seats: Vec<Seat>,
}

impl Open {
    fn escrow(&self) -> Balance {
        3 * cost(self.max_price, MAX_USAGE)
    }

    fn prepaid(&self) -> Balance {
        let mut draws = 0;
        let mut waited = 0;
        while waited < self.patience {
            draws += 1;
            waited = 2 * waited + 1;
        }
        draws * LONGEST_DRAW + SETTLEMENT + if self.slashable { KEEP } else { 0 }
    }

    fn taken(&self) -> Balance {
        match self.of {
            Some(_) => 0,
            None => self.escrow() + self.prepaid(),
        }
    }

    /// Returns its members, or the nodes that will not be any if it is not drawn.
    pub(super) fn nodes(&self) -> Vec<u64> {
        match self.stage {
            Stage::Queued => NODES.to_vec(),
            _ => self.seats.iter().map(|seat| seat.node).collect(),
        }
    }

    /// Returns its seats, its quorum, and the number of blocks for one of another committee.
    fn committee(&self) -> (usize, usize, u64) {
        match self.of {
            Some(_) => (5, 4, 2),
            None => (3, 2, 1),
        }
    }

    /// Returns the blocks for the commitments, and for the answers.
    fn windows(&self) -> (u64, u64) {
        let (.., blocks) = self.committee();
        (blocks * u64::from(WINDOW), blocks * REVEALS)
    }

    fn seat(&mut self, node: u64) -> Option<&mut Seat> {
        self.seats.iter_mut().find(|seat| seat.node == node)
    }

    /// Returns the answer that a quorum revealed.
    fn agreed(&self) -> Option<Answer> {
        let (_, quorum, _) = self.committee();
        let answers: Vec<_> = self.seats.iter().filter_map(|seat| seat.revealed).collect();
        let enough = |one: &&Answer| answers.iter().filter(|other| other == one).count() >= quorum;
        answers.iter().find(enough).copied()
    }

    fn outcome(&self) -> Outcome {
        match self.agreed() {
            Some(Answer::Output(output)) => Outcome::Agreed { output },
            Some(Answer::Unservable(reason)) => Outcome::Unservable { reason },
            None if self.seats.iter().any(|seat| seat.revealed.is_some()) => Outcome::Inconclusive,
            None => Outcome::Expired,
        }
    }
}

/// Returns what this usage costs at `price`: a whole price, a tenth of it for an input and a fifth
/// for an output unit, each rounded up.
fn cost(price: Balance, usage: Usage) -> Balance {
    price
        + price.div_ceil(10) * Balance::from(usage.input)
        + price.div_ceil(5) * Balance::from(usage.output)
}

/// The model of the chain.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) now: u64,
    pub(super) tasks: BTreeMap<TaskId, Open>,
    pub(super) next: TaskId,
    /// The settled tasks whose answers can be disputed.
    pub(super) kept: Vec<TaskId>,
    balances: BTreeMap<u64, Balance>,
    burned: Balance,
    /// The last block that took calls, and the last one that took none.
    opened: u64,
    closed: u64,
    random: bool,
    /// The receipts of the tasks that ended since the last comparison.
    ended: BTreeMap<TaskId, Receipt<u64>>,
    /// The verdicts of the second committees that ended since then, by the disputed task.
    judged: BTreeMap<TaskId, SecondVerdict<u64>>,
}

impl Model {
    /// Returns the model of a chain in its first block.
    pub(super) fn new() -> Self {
        let balances = ACCOUNTS.map(|who| (who, Balances::free_balance(who)));
        let (tasks, ended, judged, kept) = Default::default();
        Self {
            now: 1,
            tasks,
            next: 0,
            kept,
            balances: balances.into(),
            burned: 0,
            opened: 1,
            closed: 0,
            random: true,
            ended,
            judged,
        }
    }

    fn pay(&mut self, who: u64, amount: Balance) {
        *self.balances.get_mut(&who).unwrap() += amount;
    }

    /// Opens a task if that is allowed, with three seats or the number that the payer wants.
    pub(super) fn request(&mut self, payer: u64, wish: &Wish) -> bool {
        let patience = wish.patience.unwrap_or(5);
        let inline = matches!(wish.input, Input::Inline(_));
        let task = Open {
            payer,
            max_price: wish.max_price,
            patience: patience.into(),
            failed_draws: 0,
            used: 0,
            slashable: inline && Versions::get()[&VERSION].slashable.is_some(),
            of: None,
            inline,
            requested: self.now,
            stage: Stage::Queued,
            since: self.now,
            due: self.now + 2,
            seats: vec![],
        };
        let is_sound = (1..=100).contains(&patience)
            && wish.committee.is_none_or(|seats| seats == 3)
            && wish.max_price >= CHEAPER
            && (!task.slashable || Affordable::get())
            && self.now - (self.opened + 1).min(self.now) <= 10;
        if !is_sound || self.balances[&payer] < task.taken() + LEAST {
            return false;
        }
        *self.balances.get_mut(&payer).unwrap() -= task.taken();
        self.tasks.insert(self.next, task);
        self.next += 1;
        true
    }

    /// Opens a second committee for the task `of`, which is kept.
    pub(super) fn dispute(&mut self, of: TaskId) {
        let (payer, max_price, patience, failed_draws, used) = Default::default();
        let task = Open {
            payer,
            max_price,
            patience,
            failed_draws,
            used,
            slashable: false,
            of: Some(of),
            inline: true,
            requested: 1,
            stage: Stage::Queued,
            since: self.now,
            due: self.now + TO_SECOND,
            seats: vec![],
        };
        self.tasks.insert(self.next, task);
        self.next += 1;
        self.kept.retain(|kept| *kept != of);
    }

    pub(super) fn cancel(&mut self, who: u64, id: TaskId) -> bool {
        let now = self.now;
        let may = |task: &Open| {
            task.of.is_none()
                && task.payer == who
                && task.stage == Stage::Queued
                && (task.failed_draws > 0 || now >= task.requested + 20)
        };
        if !self.tasks.get(&id).is_some_and(may) {
            return false;
        }
        self.end(id, Outcome::Cancelled, vec![]);
        true
    }

    pub(super) fn commit(&mut self, id: TaskId, node: u64, answer: Answer) -> bool {
        let now = self.now;
        let Some(task) = self.tasks.get_mut(&id) else { return false };
        if task.stage != Stage::Committing {
            return false;
        }
        let Some(seat) = task.seat(node) else { return false };
        if seat.committed.is_some() {
            return false;
        }
        seat.committed = Some(answer);
        let (seats, quorum, blocks) = task.committee();
        let committed = task.seats.iter().filter(|seat| seat.committed.is_some()).count();
        if committed == seats {
            task.stage = Stage::Revealing;
            task.since = now;
            task.due = now + task.windows().1;
        } else if committed == quorum {
            task.due = task.due.min(now + (3 * blocks).max((now - task.since).div_ceil(4)));
        }
        true
    }

    pub(super) fn reveal(&mut self, id: TaskId, node: u64, answer: Answer) -> bool {
        let now = self.now;
        let Some(task) = self.tasks.get_mut(&id) else { return false };
        let is_possible = match answer {
            Answer::Output(Output { usage, .. }) => usage.input <= 100 && usage.output <= 50,
            Answer::Unservable(Unservable::Ambiguous(first, second)) => first < second,
            Answer::Unservable(reason) => reason != Unservable::Unreadable || !task.inline,
        };
        if task.stage != Stage::Revealing || !is_possible {
            return false;
        }
        let Some(seat) = task.seat(node) else { return false };
        if seat.revealed.is_some() || seat.committed != Some(answer) {
            return false;
        }
        seat.revealed = Some(answer);
        let is_waiting =
            task.seats.iter().any(|seat| seat.committed.is_some() && seat.revealed.is_none());
        let (.., blocks) = task.committee();
        if !is_waiting && task.of.is_none() {
            self.settle(id, false);
        } else if !is_waiting || task.agreed().is_some() {
            task.due = task.due.min(now.max(task.since + 4 * blocks));
        }
        true
    }

    /// Goes on to the next block; a block that takes no calls draws nothing.
    pub(super) fn next_block(&mut self, random: bool, migrating: bool) {
        let over = |task: &Open, now| task.stage != Stage::Queued && task.due <= now;
        let ids = |model: &Self, due: &dyn Fn(&Open) -> bool| -> Vec<TaskId> {
            model.tasks.iter().filter(|(_, task)| due(task)).map(|(id, _)| *id).collect()
        };
        for id in ids(self, &|task| over(task, self.now)) {
            self.end_window(id);
        }
        self.now += 1;
        self.random = random;
        if migrating {
            self.closed = self.now;
            return;
        }
        self.opened = self.now;
        for id in ids(self, &|task| task.stage == Stage::Queued && task.due <= self.now) {
            self.draw(id);
        }
    }

    fn draw(&mut self, id: TaskId) {
        let now = self.now;
        let task = self.tasks.get_mut(&id).unwrap();
        if !self.random && task.of.is_none() {
            task.due = now + 1;
            return;
        }
        let (seats, ..) = task.committee();
        let nodes = match task.of {
            Some(_) if SecondSeed::get().is_none() => vec![],
            Some(_) => Duty::get().into_iter().map(|node| (node, 0)).collect(),
            None => Drawable::get(),
        };
        let affordable = nodes.into_iter().filter(|(_, price)| *price <= task.max_price);
        let found: Vec<_> = affordable.take(seats).collect();
        if task.failed_draws > 0 {
            task.used += DRAW;
        }
        if found.len() == seats {
            task.stage = Stage::Committing;
            task.since = now;
            task.due = now + task.windows().0;
            task.seats = found
                .into_iter()
                .map(|(node, price)| Seat {
                    node,
                    price,
                    committed: None,
                    revealed: None,
                    missed: false,
                })
                .collect();
            return;
        }
        if task.of.is_some() {
            return self.judge(id, false);
        }
        let (first, last) = (task.requested + 2, task.requested + 2 + task.patience);
        if now < last {
            task.failed_draws += 1;
            task.due = last.min(2 * now - first + 1);
        } else {
            let shortage = Shortage::TooFewEligible;
            self.end(id, Outcome::NoNodes { shortage }, vec![]);
        }
    }

    fn end_window(&mut self, id: TaskId) {
        let now = self.now;
        let closed = self.closed;
        let task = self.tasks.get_mut(&id).unwrap();
        let (commits, reveals) = task.windows();
        let is_second = task.of.is_some();
        if task.stage == Stage::Revealing {
            let in_full = task.due == task.since + reveals;
            return if is_second { self.judge(id, in_full) } else { self.settle(id, in_full) };
        }
        let in_full = task.due == task.since + commits;
        let had_time = in_full && !(is_second && closed > task.since);
        for seat in &mut task.seats {
            seat.missed = had_time && seat.committed.is_none();
        }
        if !is_second && task.seats.iter().all(|seat| seat.committed.is_none()) {
            return self.settle(id, true);
        }
        task.stage = Stage::Revealing;
        task.since = now;
        task.due = now + reveals;
    }

    /// Ends a second committee.
    fn judge(&mut self, id: TaskId, in_full: bool) {
        let task = self.tasks.remove(&id).unwrap();
        let had_time = in_full && self.closed <= task.since;
        let member = |seat: &Seat| SecondMember {
            node: seat.node,
            answer: seat.revealed,
            missed: match seat.committed {
                Some(_) => had_time && seat.revealed.is_none(),
                None => seat.missed,
            },
        };
        let members = task.seats.iter().map(member).collect();
        let verdict = SecondVerdict { second: id, answer: task.agreed(), members };
        self.judged.insert(task.of.unwrap(), verdict);
    }

    fn settle(&mut self, id: TaskId, in_full: bool) {
        let task = self.tasks[&id].clone();
        let outcome = task.outcome();
        let is_interrupted = self.closed > task.requested;
        let members = task.seats.iter().map(|seat| {
            let conduct = conduct(seat, &outcome, in_full, is_interrupted);
            let (paid, parts) = if outcome == Outcome::Expired && is_interrupted {
                Default::default()
            } else {
                payment(seat, &outcome, conduct)
            };
            let (node, answer) = (seat.node, seat.revealed);
            MemberReceipt { node, answer, conduct, paid, parts }
        });
        let members = members.collect();
        let kept = task.slashable
            && match outcome {
                Outcome::Agreed { .. } => true,
                Outcome::Unservable { reason } => reason != Unservable::Unreadable,
                _ => false,
            };
        if kept {
            self.kept.push(id);
        }
        let used = SETTLEMENT + if kept { KEEP } else { 0 };
        self.tasks.get_mut(&id).unwrap().used += used;
        self.end(id, outcome, members);
    }

    fn end(&mut self, id: TaskId, outcome: Outcome, members: Vec<MemberReceipt<u64>>) {
        let task = self.tasks.remove(&id).unwrap();
        let is_kept = self.kept.contains(&id);
        for MemberReceipt { node, parts, .. } in &members {
            self.pay(*node, parts.node);
            self.pay(TREASURY, parts.treasury);
            self.pay(PUBLISHER, parts.royalty);
            self.burned += parts.burned;
        }
        self.pay(COLLECTOR, task.used);
        let paid = members.iter().map(|member| member.paid).sum();
        let rest = task.taken() - paid - task.used;
        let is_dust = self.balances[&task.payer] == 0 && rest < LEAST;
        self.pay(if is_dust { TREASURY } else { task.payer }, rest);
        let input = if task.inline { inline() } else { remote() };
        let receipt = Receipt {
            task: id,
            payer: task.payer,
            service: SERVICE,
            version: VERSION,
            input: match input {
                Input::Inline(_) => task_input().content_hash,
                Input::Remote { content_hash, .. } => content_hash,
            },
            requested: task.requested.try_into().unwrap(),
            outcome,
            members,
            paid,
            work_fee: task.used,
            refund: if is_dust { 0 } else { rest },
            disputable_until: is_kept.then(|| (self.now + DISPUTABLE).try_into().unwrap()),
        };
        self.ended.insert(id, receipt);
    }

    pub(super) fn depart(&mut self, who: u64) {
        let all = core::mem::take(self.balances.get_mut(&who).unwrap());
        self.pay(BOB, all);
    }

    /// Compares the chain with the model: the tasks, the balances, and the receipts since the last
    /// comparison, which are `receipts`.
    pub(super) fn compare(&mut self, receipts: BTreeMap<TaskId, Receipt<u64>>) {
        assert_eq!(receipts, core::mem::take(&mut self.ended));
        assert_eq!(Work::take().into_iter().collect::<BTreeSet<_>>(), work(&receipts));
        let verdicts: BTreeMap<_, _> = Verdicts::take().into_iter().collect();
        assert_eq!(verdicts, core::mem::take(&mut self.judged));
        assert_eq!(Tasks::<Test>::iter().count(), self.tasks.len());
        for (id, task) in &self.tasks {
            let state = Inference::task(*id).unwrap();
            let stage = match state.phase {
                Phase::Queued => Stage::Queued,
                Phase::Committing(_) => Stage::Committing,
                Phase::Revealing(_) => Stage::Revealing,
            };
            assert_eq!((stage, state.since, state.due), (task.stage, task.since, task.due));
            match &state.purpose {
                Purpose::Paid(purchase) => {
                    let fee = WorkFee { prepaid: task.prepaid(), used: task.used };
                    assert_eq!(
                        (purchase.failed_draws, purchase.work_fee),
                        (task.failed_draws, fee)
                    );
                    assert_eq!(purchase.slashable.is_some(), task.slashable);
                }
                Purpose::Second { of } => assert_eq!(Some(*of), task.of),
            }
            for (member, seat) in state.members().iter().zip(&task.seats) {
                assert_eq!(member.reply, reply(*id, seat));
            }
        }
        for (who, balance) in &self.balances {
            assert_eq!(Balances::free_balance(who), *balance, "account {who}");
        }
        assert_eq!(escrows(), self.tasks.values().map(Open::taken).sum());
    }

    /// Returns the burned amount.
    pub(super) fn burned(&self) -> Balance {
        self.burned
    }
}

/// Returns the work that counts at the settlements with these receipts: each winner with the
/// protocol's part of its fee.
fn work(receipts: &BTreeMap<TaskId, Receipt<u64>>) -> BTreeSet<(u64, Balance)> {
    let closed = receipts.values().filter(|receipt| receipt.disputable_until.is_none());
    let members = closed.flat_map(|receipt| &receipt.members);
    let won = members.filter(|member| member.conduct == MemberConduct::Won);
    won.map(|member| (member.node, member.parts.protocol())).collect()
}

/// Returns the reply of a member as the state has it.
fn reply(task: TaskId, seat: &Seat) -> Reply {
    match (seat.committed, seat.revealed) {
        (_, Some(answer)) => Reply::Revealed(answer),
        (Some(answer), None) => Reply::Committed(commitment(task, seat.node, answer)),
        (None, None) if seat.missed => Reply::Missed,
        (None, None) => Reply::None,
    }
}

fn conduct(seat: &Seat, outcome: &Outcome, in_full: bool, is_interrupted: bool) -> MemberConduct {
    let fault = |fault| match is_interrupted {
        true => MemberConduct::Blameless,
        false => MemberConduct::Failed(fault),
    };
    let Some(answer) = seat.revealed else {
        return match seat.committed {
            Some(_) if in_full => fault(ServiceFault::NoReveal),
            None if seat.missed => fault(ServiceFault::NoCommit),
            _ => MemberConduct::Overtaken,
        };
    };
    if answer == UNREADABLE {
        return MemberConduct::Blameless;
    }
    let (agreed, right) = match *outcome {
        Outcome::Agreed { output } => (Answer::Output(output), MemberConduct::Won),
        Outcome::Unservable { reason } if reason != Unservable::Unreadable => {
            (Answer::Unservable(reason), MemberConduct::Attended)
        }
        _ => return MemberConduct::Attended,
    };
    match answer == agreed {
        true => right,
        false => MemberConduct::Failed(ServiceFault::WrongAnswer),
    }
}

/// Returns what is paid for a seat, and its parts.
fn payment(seat: &Seat, outcome: &Outcome, conduct: MemberConduct) -> (Balance, FeeParts) {
    let input = cost(seat.price, Usage { output: 0, ..MAX_USAGE });
    let attendance = input.max(cost(seat.price, MAX_USAGE).div_ceil(10));
    let (paid, parts) = match (outcome, conduct) {
        (Outcome::Agreed { output }, MemberConduct::Won) => {
            let fee = cost(seat.price, output.usage);
            return (fee, parts(fee));
        }
        (Outcome::Agreed { .. }, _) => (0, 0),
        (Outcome::Expired, _) => (attendance.div_ceil(10), 0),
        (_, MemberConduct::Attended) => (attendance, input / 10),
        _ if seat.revealed == Some(UNREADABLE) => (attendance.div_ceil(10), 0),
        _ => (0, 0),
    };
    (paid, attended(paid, parts))
}
