//! Random commands about stake that moves between nodes.

use super::{Chance, ACTORS, NODES};
use crate::tests::model::{Command, Model, Position, Slash, ONE};

impl Chance {
    /// Returns a redelegation, or a command to a position in which stake has arrived.
    pub(super) fn of_moves(&mut self, model: &Model) -> Command {
        let arrived = positions(model, |_, _, position| !position.arrivals.is_empty());
        if arrived.is_empty() || self.percent(50) {
            let stakes = positions(model, |node, who, position| node != who && position.shares > 0);
            let (from, who) = match stakes.is_empty() || self.percent(5) {
                true => (1 + self.below(NODES), 1 + self.below(ACTORS)),
                false => self.of(&stakes),
            };
            let to = self.target(model, who, from);
            return self.redelegation(model, who, from, to);
        }
        let lost = positions(model, |node, who, _| is_lost(model, node, who));
        let (node, who) = match self.percent(40) {
            true => {
                *arrived.iter().max_by_key(|(node, who)| model.arrivals(*node, *who).len()).unwrap()
            }
            false if lost.is_empty() => self.of(&arrived),
            false => self.of(&lost),
        };
        self.after_arrival(model, node, who)
    }

    /// Returns a redelegation of about as much as may move.
    fn redelegation(&mut self, model: &Model, who: u64, from: u64, to: u64) -> Command {
        let room = model.room(to);
        let Some(row) = model.nodes.get(&from).filter(|row| row.positions.contains_key(&who))
        else {
            return Command::Redelegate { who, from, to, amount: self.amount() };
        };
        let active = row.value(row.shares_of(who));
        let free = row.worth(&row.positions[&who], Slash::counts);
        let free = free.saturating_sub(model.answers(from, who));
        let minimum = model.params.min_delegation;
        let (most, kept) = (active.min(room).min(free), active.saturating_sub(minimum));
        let amounts = [minimum, minimum, most / 3, most, kept];
        let amounts = amounts.into_iter().filter(|amount| (minimum..=most).contains(amount));
        let amounts: Vec<u128> = amounts.collect();
        let amount = match amounts.is_empty() || self.percent(20) {
            true => self.about(&[active, room, free, free, kept, 0, u128::MAX]),
            false => self.about(&amounts),
        };
        Command::Redelegate { who, from, to, amount }
    }

    /// Returns a node to which stake of `who` behind `from` may go, if there is one.
    fn target(&mut self, model: &Model, who: u64, from: u64) -> u64 {
        let takes = |to: &u64| *to != from && *to != who && model.takes_stake(*to, who).is_ok();
        let open: Vec<u64> = (1..=NODES).filter(takes).collect();
        match open.is_empty() || self.percent(10) {
            true => 1 + self.below(NODES),
            false => self.of(&open),
        }
    }

    /// Returns a command to the position of `who` behind `node`, in which stake has arrived, or the
    /// report of a fault of a node that it came from.
    fn after_arrival(&mut self, model: &Model, node: u64, who: u64) -> Command {
        let position = &model.nodes[&node].positions[&who];
        let from = self.of(model.arrivals(node, who)).from;
        let value = model.nodes[&node].value(position.shares);
        match self.below(18) {
            0 => Command::Withdraw { who, node, staker: who },
            1 => Command::ApplySlash { who, node, staker: who },
            2 | 3 => Command::Delegate { who, node, amount: model.params.min_delegation },
            4 => Command::Undelegate { who, node, amount: self.about(&[value, value / 3]) },
            5 => Command::Rebond { who, node, amount: self.about(&[value, value / 3]) },
            6 | 7 => Command::Claim { who, node },
            8 if !position.compound => Command::SetCompound { who, node, compound: true },
            8 | 9 => Command::Reward { node, amount: 1_000_003 },
            10 => match (self.equivocation(model, from), self.percent(30)) {
                (Command::Equivocation { node, session, reporter, .. }, true) => {
                    Command::Equivocation { node, fraction: ONE, session, reporter }
                }
                (less, _) => less,
            },
            11 | 12 => {
                let to = self.target(model, who, node);
                self.redelegation(model, who, node, to)
            }
            _ => {
                let others = positions(model, |other, staker, position| {
                    staker == who && other != node && other != who && position.shares > 0
                });
                let from = if others.is_empty() { from } else { self.of(&others).0 };
                self.redelegation(model, who, from, node)
            }
        }
    }

    /// Returns a command that can end what left `node`, or lets it leave if nothing did.
    pub(super) fn end_departed(&mut self, model: &Model, node: u64) -> Command {
        let named = |position: &Position| position.arrivals.iter().any(|it| it.from == node);
        let named = positions(model, |_, _, position| named(position));
        if named.is_empty() {
            return Command::Leave { who: node };
        }
        let (node, staker) = self.of(&named);
        match self.percent(50) {
            true => Command::Withdraw { who: staker, node, staker },
            false => Command::ApplySlash { who: staker, node, staker },
        }
    }
}

/// Returns the node and the staker of the positions that are `wanted`.
fn positions(model: &Model, wanted: impl Fn(u64, u64, &Position) -> bool) -> Vec<(u64, u64)> {
    let all = model.nodes.iter().flat_map(|(node, row)| {
        row.positions.iter().map(move |(staker, position)| (*node, *staker, position))
    });
    let wanted = all.filter(|(node, staker, position)| wanted(*node, *staker, position));
    wanted.map(|(node, staker, _)| (node, staker)).collect()
}

/// Returns true if executed slashes that are not applied yet leave nothing of a position.
fn is_lost(model: &Model, node: u64, staker: u64) -> bool {
    let row = &model.nodes[&node];
    let position = &row.positions[&staker];
    let due: u128 = position.arrivals.iter().map(|arrival| model.due_of(arrival)).sum();
    due > 0 && due >= row.worth(position, Slash::is_executed)
}
