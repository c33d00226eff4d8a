//! The rules of the first edition, as far as the attacks on it used them: a draw costs a transaction
//! fee; without a quorum all comes back; each answer that a quorum contradicts, and each one that is
//! not revealed, is slashed at once, and the payer has restitution.

use std::collections::BTreeMap;

use nes_core::{AccountId, Answer, Balance, BlockNumber, TaskId};
use nes_runtime::constants::currency::UNIT;

use super::{
    rules::{Dispute, News, Offer, Request, Rules},
    world::World,
};
use crate::common::task::SHAPE;

/// The transaction fee of a request, with all later work of the chain.
const REQUEST: Balance = 81 * UNIT / 1_000;
/// The blocks that members have to commit, and to reveal.
const WINDOW: BlockNumber = 20;
const BLOCKS_TO_DRAW: BlockNumber = 2;
/// Blocks of an era.
const ERA: BlockNumber = 200;
/// The part that a fault takes, and all of an era at most, in thousandths of the stake.
const WRONG: Balance = 50;
const NOT_REVEALED: Balance = 10;
const CAP: Balance = 100;
/// The reputation at first, the lowest and the highest, in thousandths.
const REPUTATION: (u64, u64, u64) = (1_000, 100, 10_000);

struct Node {
    stake: Balance,
    price: Balance,
    reputation: u64,
    /// The faults that count towards the jail.
    faults: u32,
    /// The thousandths lost in this era, and the era.
    lost: (Balance, BlockNumber),
}

#[derive(Default)]
struct Member {
    committed: Option<Answer>,
    revealed: Option<Answer>,
}

struct Task {
    request: Request,
    escrow: Balance,
    seats: usize,
    members: Vec<(AccountId, Member)>,
    is_revealing: bool,
    due: BlockNumber,
}

/// A chain by these rules.
pub(crate) struct First {
    world: World,
    now: BlockNumber,
    next: TaskId,
    cash: BTreeMap<AccountId, Balance>,
    nodes: BTreeMap<AccountId, Node>,
    tasks: BTreeMap<TaskId, Task>,
    news: Vec<News>,
}

impl First {
    /// A chain on which all nodes of this world offer the service.
    pub(crate) fn new(world: &World) -> Self {
        let mut nodes = BTreeMap::new();
        for node in world.nodes() {
            let (stake, price, faults) = (world.stake, world.price, 0);
            let (reputation, lost) = (REPUTATION.0, (0, 0));
            nodes.insert(node.clone(), Node { stake, price, reputation, faults, lost });
        }
        let (cash, tasks, news) = (BTreeMap::new(), BTreeMap::new(), vec![]);
        Self { world: world.clone(), now: 1, next: 0, cash, nodes, tasks, news }
    }

    /// Everybody begins with enough money for all that is requested.
    fn cash(&mut self, who: &AccountId) -> &mut Balance {
        self.cash.entry(who.clone()).or_insert(100_000 * UNIT)
    }

    /// Draws distinct nodes by reputation: the stakes are the same.
    fn draw(&self, id: TaskId, task: &Task) -> Vec<AccountId> {
        let can = |node: &&AccountId| {
            let node = &self.nodes[*node];
            node.faults < 3 && node.price <= task.request.max_price
        };
        let mut left: Vec<_> = self.world.nodes().filter(can).collect();
        let weight = |node: &AccountId| self.nodes[node].reputation;
        let mut drawn = vec![];
        while drawn.len() < task.seats && !left.is_empty() {
            let sum = left.iter().map(|node| weight(node)).sum();
            let mut lot = self.world.dice((id, u64::try_from(drawn.len()).unwrap()), sum);
            let place = left.iter().position(|node| {
                let is_hit = lot < weight(node);
                lot = lot.saturating_sub(weight(node));
                is_hit
            });
            drawn.push(left.remove(place.expect("the lot is below the sum")).clone());
        }
        drawn
    }

    /// Takes what a fault costs; returns the loss of the operator.
    fn slash(&mut self, node: &AccountId, thousandths: Balance) -> Balance {
        let era = self.now / ERA;
        let row = self.nodes.get_mut(node).expect("it is drawn");
        let lost = if row.lost.1 == era { row.lost.0 } else { 0 };
        let taken = thousandths.min(CAP - lost);
        row.lost = (lost + taken, era);
        row.faults += u32::from(thousandths == WRONG);
        row.reputation = (row.reputation * 4 / 5).max(REPUTATION.1);
        let loss = row.stake * taken / 1_000;
        row.stake -= loss;
        loss
    }

    fn settle(&mut self, id: TaskId) {
        let Task { request, escrow, seats, members, .. } =
            self.tasks.remove(&id).expect("it is open");
        let revealed: Vec<_> = members.iter().filter_map(|(_, member)| member.revealed).collect();
        let count = |answer: &Answer| revealed.iter().filter(|other| *other == answer).count();
        let agreed = revealed.iter().find(|answer| 3 * count(answer) >= 2 * seats).copied();
        let mut rest = escrow;
        for (node, member) in &members {
            let price = self.nodes[node].price;
            let fee = match agreed {
                Some(Answer::Output(output)) => SHAPE.cost(price, output.usage).unwrap(),
                _ => 0,
            };
            let fault = match (member.committed, member.revealed) {
                (Some(_), None) => NOT_REVEALED,
                (_, Some(own)) if agreed.is_some_and(|agreed| own != agreed) => WRONG,
                _ => 0,
            };
            if fault > 0 {
                let loss = self.slash(node, fault);
                let restitution = loss.min(2 * fee);
                *self.cash(&request.payer) += restitution;
            } else if agreed.is_some() && member.revealed == agreed {
                rest -= fee;
                *self.cash(node) += fee * 85 / 100;
                let row = self.nodes.get_mut(node).expect("it is drawn");
                row.reputation = (row.reputation * 101 / 100).min(REPUTATION.2);
            }
        }
        *self.cash(&request.payer) += rest;
        let members = members.into_iter().map(|(node, _)| node).collect();
        self.news.push(News::Settled { task: id, answer: agreed, members, can_dispute: false });
    }

    /// Takes the step of a task that is due.
    fn advance(&mut self, id: TaskId) {
        let task = &self.tasks[&id];
        let is_late = self.now > task.due;
        let (all_committed, all_revealed) = (
            task.members.iter().all(|(_, member)| member.committed.is_some()),
            task.members.iter().all(|(_, member)| member.revealed == member.committed),
        );
        if task.members.is_empty() {
            if !is_late {
                return;
            }
            let members = self.draw(id, task);
            self.news.push(News::Drawn { task: id, of: None, members: members.clone() });
            let task = self.tasks.get_mut(&id).expect("it is open");
            task.members = members.into_iter().map(|node| (node, Member::default())).collect();
            task.due = self.now + WINDOW;
        } else if !task.is_revealing && (all_committed || is_late) {
            self.news.push(News::Revealing { task: id });
            let task = self.tasks.get_mut(&id).expect("it is open");
            task.is_revealing = true;
            task.due = self.now + WINDOW;
        } else if task.is_revealing && (all_revealed || is_late) {
            self.settle(id);
        }
    }

    fn member(&mut self, task: TaskId, node: &AccountId) -> Option<&mut Member> {
        let task = self.tasks.get_mut(&task)?;
        task.members.iter_mut().find(|(name, _)| name == node).map(|(_, member)| member)
    }
}

impl Rules for First {
    fn next_block(&mut self, _: &mut dyn FnMut(u64, &[News]) -> bool) -> Vec<News> {
        self.now += 1;
        let tasks: Vec<_> = self.tasks.keys().copied().collect();
        tasks.into_iter().for_each(|task| self.advance(task));
        core::mem::take(&mut self.news)
    }

    fn now(&mut self) -> BlockNumber {
        self.now
    }

    fn request(&mut self, request: &Request) -> Option<TaskId> {
        let seats = usize::from(request.seats.unwrap_or(3));
        let seat = SHAPE.cost(request.max_price, request.max_usage).unwrap();
        let escrow = seat * Balance::try_from(seats).unwrap();
        *self.cash(&request.payer) -= escrow + REQUEST;
        let (request, members, due) = (request.clone(), vec![], self.now + BLOCKS_TO_DRAW - 1);
        let task = Task { request, escrow, seats, members, is_revealing: false, due };
        self.tasks.insert(self.next, task);
        self.next += 1;
        Some(self.next - 1)
    }

    /// There is no answer but an output: who has none says nothing.
    fn commit(&mut self, task: TaskId, node: &AccountId, answer: Answer) {
        if let (Some(member), Answer::Output(_)) = (self.member(task, node), answer) {
            member.committed = Some(answer);
        }
    }

    fn reveal(&mut self, task: TaskId, node: &AccountId, _: Answer) {
        if let Some(member) = self.member(task, node) {
            member.revealed = member.committed;
        }
    }

    fn dispute(&mut self, _: TaskId, _: &Dispute) -> bool {
        false
    }

    fn open(&mut self, _: TaskId, _: &Dispute) {}

    fn offer(&mut self, node: &AccountId, offer: Offer) {
        self.nodes.get_mut(node).expect("it is registered").price = offer.price;
    }

    fn update(&mut self) {}

    fn is_busy(&mut self) -> bool {
        !self.tasks.is_empty()
    }

    fn wealth(&mut self, who: &AccountId) -> Balance {
        *self.cash(who) + self.savings(who)
    }

    fn savings(&mut self, who: &AccountId) -> Balance {
        self.nodes.get(who).map_or(0, |node| node.stake)
    }
}
