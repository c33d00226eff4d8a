//! Settled tasks until their answers are final, and the disputes about them.

use std::collections::{BTreeMap, BTreeSet};

use codec::Encode;
use frame_support::traits::{PalletInfoData, PalletsInfoAccess};
use nes_core::{
    AccountId, Answer, Balance, BlockNumber, MemberConduct, MemberReceipt, Receipt, Salt,
    ServiceId, TaskId,
};
use nes_runtime::{AllPalletsWithSystem, Disputes, NodeStaking, Runtime, System};
use nes_traits::NodeRegistry;
use pallet_disputes::{Settled, State as Row};
use sp_io::hashing::twox_64;

use super::{
    task::{cost, Member, Phase, Task},
    Books,
};

/// The blocks in which a settled answer can be disputed.
pub(crate) const WINDOW: BlockNumber = 100;
/// The places for disputers, the nodes of a second committee, and the equal answers that decide.
pub(crate) const PLACES: usize = 2;
pub(crate) const SEATS: u8 = 5;
const QUORUM: u8 = 4;
/// The fewest nodes that a second committee is drawn from.
pub(crate) const FEWEST: usize = 5;
/// The most disputes of a node.
pub(crate) const MOST: usize = 3;
/// The blocks from the start of a dispute to the last one for joins, and to the draw.
const TO_JOIN: BlockNumber = 7;
const TO_DRAW: BlockNumber = 16;
/// The nodes on duty for each dispute that goes on at once.
const NODES_A_DISPUTE: usize = 20;

/// A settled task whose answer is not final.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) task: Task,
    pub(crate) answer: Answer,
    pub(crate) members: Vec<MemberReceipt<AccountId>>,
    pub(crate) until: BlockNumber,
    /// True if a second committee has agreed on nothing before, and its nodes.
    pub(crate) again: bool,
    pub(crate) before: Vec<AccountId>,
    pub(crate) state: State,
    pub(crate) disputers: Vec<Disputer>,
}

/// The state of a dispute.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum State {
    Undisputed,
    Waiting,
    Open { second: TaskId, closes: BlockNumber },
}

/// A disputer and its answer.
#[derive(Clone)]
pub(crate) struct Disputer {
    pub(crate) who: AccountId,
    pub(crate) node: Option<AccountId>,
    pub(crate) bond: Balance,
    pub(crate) risk: Balance,
    pub(crate) answer: Answer,
    pub(crate) salt: Salt,
    pub(crate) opened: bool,
}

impl Disputer {
    /// The node, or the payer's account.
    pub(crate) fn name(&self) -> &AccountId {
        self.node.as_ref().unwrap_or(&self.who)
    }

    /// The answer that it has opened.
    pub(crate) fn opened(&self) -> Option<Answer> {
        self.opened.then_some(self.answer)
    }
}

/// Returns what a seat costs whose node is paid this much: a tenth more.
pub(crate) fn seat_price(pay: Balance) -> Balance {
    pay + pay.div_ceil(10)
}

impl Kept {
    /// The price in the middle at the request.
    pub(crate) fn median(&self) -> Balance {
        self.task.median.expect("its answer can cost stake")
    }

    /// The least bond of a dispute: the price of all seats.
    pub(crate) fn bond(&self) -> Balance {
        let cost = cost(&self.task.shape, self.median(), self.task.max_usage);
        Balance::from(SEATS) * seat_price(cost.expect("it was asked for"))
    }

    pub(crate) fn is_member(&self, node: &AccountId) -> bool {
        self.members.iter().any(|member| member.node == *node)
    }

    /// The accounts that its second committee has not, with these disputers.
    pub(crate) fn excluded(&self, disputers: &[Disputer]) -> BTreeSet<AccountId> {
        let members = self.members.iter().map(|member| &member.node).chain(&self.before);
        members.chain(disputers.iter().map(Disputer::name)).cloned().collect()
    }

    /// The sum of what its disputers risk.
    pub(crate) fn risk(&self) -> Balance {
        self.disputers.iter().map(|disputer| disputer.risk).sum()
    }
}

impl Books {
    /// A task has ended with an answer that can be disputed.
    pub(super) fn keep(&mut self, task: &Task, receipt: &Receipt<AccountId>, answer: Answer) {
        let kept = Kept {
            task: task.clone(),
            answer,
            members: receipt.members.clone(),
            until: self.block + WINDOW,
            again: false,
            before: Vec::new(),
            state: State::Undisputed,
            disputers: Vec::new(),
        };
        assert_eq!(receipt.disputable_until, Some(kept.until));
        self.kept.insert(receipt.task, kept);
        self.tally.note("kept");
    }

    /// The windows that end with the block before are over: nobody has disputed.
    pub(super) fn end_windows(&mut self) {
        let end = System::block_number() - 1;
        let is_over = |kept: &Kept| kept.state == State::Undisputed && kept.until == end;
        let over = self.kept.iter().filter(|(_, kept)| is_over(kept)).map(|(id, _)| *id);
        let mut over: Vec<_> = over.map(|id| (id.using_encoded(twox_64), id)).collect();
        over.sort_unstable();
        for (_, id) in over {
            let kept = self.kept.remove(&id).expect("it is over");
            self.finish(kept, None);
            self.tally.note("window over undisputed");
        }
    }

    /// The answer of a task is final; another one has overturned it, if there is one.
    pub(super) fn finish(&mut self, kept: Kept, overturning: Option<Answer>) {
        let Kept { task, members, .. } = kept;
        let is_lost = |member: &MemberReceipt<AccountId>| {
            let own = member.answer.zip(overturning);
            own.is_some_and(|(own, right)| own.contradicts(&right))
        };
        let lost: Vec<_> = members.iter().map(is_lost).collect();
        for (member, lost) in members.iter().zip(&lost) {
            let share = member.parts.burned + member.parts.treasury;
            if member.conduct == MemberConduct::Won && !lost {
                self.eras.note_work(&member.node, share);
            }
        }
        self.close(&task, &members, &lost);
    }

    /// Returns true if the windows of a block end before the deadlines of tasks in it: hooks of idle
    /// time begin with another pallet in each block.
    pub(super) fn windows_end_first() -> bool {
        let pallets = AllPalletsWithSystem::infos();
        let count = pallets.len();
        let place = |name| {
            let is_it = |pallet: &PalletInfoData| pallet.name == name;
            pallets.iter().position(is_it).expect("it is in the runtime")
        };
        let block = usize::try_from(System::block_number() - 1).unwrap();
        let rank = |name| (place(name) + count - block % count) % count;
        rank("Disputes") < rank("Inference")
    }

    /// The number of open disputes of a node or payer.
    pub(crate) fn disputes_of(&self, name: &AccountId) -> usize {
        let own = |kept: &&Kept| kept.disputers.iter().any(|disputer| disputer.name() == name);
        self.kept.values().filter(own).count()
    }

    /// Somebody disputes the answer of a task, or joins, as it may.
    pub(crate) fn dispute(&mut self, id: TaskId, disputer: Disputer) {
        let pot = Disputes::pot();
        self.money.pay(&disputer.who, &pot, disputer.bond);
        let kept = self.kept.get_mut(&id).expect("it can be disputed");
        if kept.disputers.len() == PLACES {
            let smallest = kept.disputers.iter().map(|other| other.risk).min();
            let last = kept.disputers.iter().rposition(|other| Some(other.risk) == smallest);
            let displaced = kept.disputers.remove(last.expect("there is a smallest one"));
            self.money.pay(&pot, &displaced.who, displaced.bond);
            self.tally.note("displaced");
        }
        kept.disputers.push(disputer);
        let (service, risk) = (kept.task.service, kept.risk());
        let line = self.line.entry(service).or_default();
        match kept.state {
            State::Open { .. } => return self.tally.note("joined an open dispute"),
            State::Waiting => {
                line.retain(|(_, other)| *other != id);
                self.tally.note("joined a waiting dispute");
            }
            State::Undisputed => self.tally.note("disputed"),
        }
        kept.state = State::Waiting;
        let place = line.partition_point(|(other, _)| *other >= risk);
        line.insert(place, (risk, id));
    }

    /// Returns the waiting dispute of a service that is to start, if there is one.
    fn to_start(&self, service: ServiceId) -> Option<TaskId> {
        let (_, id) = self.line.get(&service)?.first()?;
        let is_open =
            |kept: &&Kept| kept.task.service == service && matches!(kept.state, State::Open { .. });
        let open = self.kept.values().filter(is_open).count();
        let nodes = self.roster.count(service, self.kept[id].task.version);
        (open < (nodes / NODES_A_DISPUTE).max(1)).then_some(*id)
    }

    /// A dispute starts.
    pub(super) fn started(&mut self, id: TaskId, second: TaskId, until: [BlockNumber; 2]) {
        let service = self.kept[&id].task.service;
        assert_eq!(self.to_start(service), Some(id));
        self.line.get_mut(&service).expect("it waits").remove(0);
        let block = self.block;
        let (closes, draw) = (block + TO_JOIN, block + TO_DRAW);
        assert_eq!(until, [closes, draw]);
        let kept = self.kept.get_mut(&id).expect("it waits");
        kept.state = State::Open { second, closes };
        let window = kept.task.asked_window * 2;
        let task = Task {
            second_of: Some(id),
            escrow: 0,
            prepaid: 0,
            used: 0,
            seats: SEATS,
            quorum: QUORUM,
            failed_draws: 0,
            phase: Phase::Queued,
            since: block,
            window,
            due: draw,
            members: Vec::new(),
            ..kept.task.clone()
        };
        self.tasks.insert(second, task);
        self.tally.note("dispute started");
    }

    /// A second committee was drawn: nodes on duty since the request, none of which is excluded.
    pub(super) fn drawn_second(&mut self, id: TaskId, nodes: Vec<AccountId>, due: BlockNumber) {
        self.come_to_draw(id);
        let can = self.drawable(id);
        assert!(nodes.iter().all(|node| can.contains(node)));
        assert_eq!(nodes.iter().collect::<BTreeSet<_>>().len(), usize::from(SEATS));
        let task = self.tasks.get_mut(&id).expect("it is open");
        task.members = nodes.into_iter().map(|node| Member::new(node, 0)).collect();
        task.turn(Phase::Committing, self.block, task.window);
        assert_eq!(due, task.due);
        self.tally.note("second drawn");
    }

    /// The nodes that the second committee of the task `id` can be drawn from now.
    pub(super) fn drawable(&self, id: TaskId) -> BTreeSet<AccountId> {
        let task = &self.tasks[&id];
        let kept = &self.kept[&task.second_of.expect("it is a second one")];
        let excluded = kept.excluded(&kept.disputers);
        let min_stake = self.services.get(&task.service).map_or(0, |row| row.spec.min_stake);
        let mut nodes = self.roster.on_duty(task.service, task.version, task.requested);
        nodes.retain(|node| {
            let stake = NodeStaking::working_stake(node);
            !excluded.contains(node) && stake.is_some_and(|stake| stake >= min_stake)
        });
        nodes
    }

    /// Asserts that everybody who waits for room waits for a reason.
    fn check_line(&self) {
        for (service, line) in &self.line {
            assert_eq!(self.to_start(*service), None);
            let rows = pallet_disputes::Waiting::<Runtime>::get(service);
            assert_eq!(rows.to_vec(), *line);
        }
    }

    /// Compares the settled tasks and their disputes with the rows; returns the sum of the bonds.
    pub(super) fn check_disputes(&self) -> Balance {
        let rows = Settled::<Runtime>::iter().collect::<BTreeMap<_, _>>();
        assert!(rows.keys().eq(self.kept.keys()), "block {}", System::block_number());
        for (id, row) in rows {
            let kept = &self.kept[&id];
            assert_eq!((row.answer, row.again), (kept.answer, kept.again));
            assert_eq!(row.excluded.to_vec(), kept.before);
            match (&row.state, kept.state) {
                (Row::Undisputed, State::Undisputed) => assert_eq!(row.until, kept.until),
                (Row::Waiting(_), State::Waiting) => {}
                (Row::Open { second, closes, .. }, State::Open { second: its, closes: until }) => {
                    assert_eq!((*second, *closes), (its, until));
                }
                (row, kept) => panic!("{row:?}, but {kept:?}"),
            }
            let disputers = row.disputers().iter().map(|disputer| {
                let opened = disputer.opened().copied();
                (disputer.who.clone(), disputer.node.clone(), disputer.bond, disputer.risk, opened)
            });
            let expected = kept.disputers.iter().map(|disputer| {
                let Disputer { who, node, bond, risk, .. } = disputer.clone();
                (who, node, bond, risk, disputer.opened())
            });
            assert!(disputers.eq(expected), "task {id}");
        }
        self.check_line();
        let disputers = self.kept.values().flat_map(|kept| &kept.disputers);
        disputers.map(|disputer| disputer.bond).sum()
    }
}
