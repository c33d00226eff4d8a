//! Redelegation: stake that moves to another node, and answers for the one that it left.
//!
//! There is no other record of it than the arrivals: what left a node is looked for in all positions
//! behind the others.

use super::{ensure, Arrival, Model, Node, Outcome, Slash};

impl Model {
    pub(super) fn redelegate(&mut self, who: u64, from: u64, to: u64, amount: u128) -> Outcome {
        ensure(from != to, "SameNode")?;
        ensure(who != from && who != to, "OwnNode")?;
        self.touch(from, who)?;
        let (moved, arrival) = self.depart(who, from, amount)?;
        self.ensure_answers(from, who)?;
        let row = &self.nodes[&from];
        if row.leaving.is_none() && row.shares_of(who) > 0 {
            self.is_enough(from, who)?;
        }
        let (leaving, pending) = (row.leaving.is_some(), row.has_pending_slash());
        self.end_arrivals(from, who);

        self.touch_or_create(to, who)?;
        self.takes_stake(to, who)?;
        let paid = self.buy(to, who, moved)?;
        self.take_stake(to, who, moved - paid);
        self.pay(who, moved - paid);
        self.note(to, who, arrival)?;
        ensure(paid > 0, "AmountMissing")?;
        self.fits(to, who)?;
        let seen = &mut self.seen.moves;
        seen.under_a_pending_slash += u32::from(pending);
        seen.away_from_a_leaving_node += u32::from(leaving);
        seen.short_of_a_planck += u32::from(paid < moved);
        self.forget_empty(from, who)
    }

    /// Takes `amount` of the active stake out of a position, or all if it is less; returns what moves
    /// on hold, which is more if a slash is pending, and how it answers.
    fn depart(&mut self, who: u64, from: u64, amount: u128) -> Outcome<(u128, Arrival)> {
        let era = self.era;
        let unlock = self.nodes[&from].leaving.unwrap_or(self.unlocks(from));
        let row = &self.nodes[&from];
        let mut position = row.positions[&who].clone();
        ensure(position.shares > 0, "InsufficientStake")?;
        let active = row.value(position.shares);
        ensure(amount.min(active) > 0, "AmountMissing")?;
        ensure(unlock > era, "StakeMatured")?;
        let shares = if amount >= active { position.shares } else { row.sold(amount) };
        let before = row.worth(&position, Slash::is_executed);
        position.shares -= shares;
        let moved = before - row.worth(&position, Slash::is_executed);
        let value = row.value_until(unlock, shares, Slash::is_executed);
        assert!(moved >= value && moved - value <= 1, "{moved} is not {value} but for a planck");
        position.held -= moved;
        self.node(from)?.positions.insert(who, position);
        let since = self.next_slash;
        Ok((moved, Arrival { from, shares, unlock, value, since }))
    }

    /// Adds an arrival; those from one node with one unlock era are one.
    fn note(&mut self, node: u64, staker: u64, new: Arrival) -> Outcome {
        let arrivals = &mut self.position(node, staker)?.arrivals;
        let beside = !arrivals.is_empty();
        let same = |old: &&mut Arrival| (old.from, old.unlock) == (new.from, new.unlock);
        let joins = match arrivals.iter_mut().find(same) {
            Some(old) => {
                old.shares += new.shares;
                old.value += new.value;
                true
            }
            None => {
                arrivals.push(new);
                ensure(arrivals.len() <= 8, "TooManyArrivals")?;
                false
            }
        };
        self.seen.moves.joined += u32::from(joins);
        self.seen.moves.beside_other_arrivals += u32::from(beside && !joins);
        Ok(())
    }

    /// Returns what arrived in the position of `staker` behind `node`.
    pub(super) fn arrivals(&self, node: u64, staker: u64) -> &[Arrival] {
        &self.nodes[&node].positions[&staker].arrivals
    }

    /// Returns the shares that left `node` and answer for it.
    pub(super) fn departed(&self, node: u64) -> u128 {
        let positions = self.nodes.values().flat_map(|row| row.positions.values());
        let arrivals = positions.flat_map(|position| &position.arrivals);
        arrivals.filter(|arrival| arrival.from == node).map(|arrival| arrival.shares).sum()
    }

    /// Returns true if `arrival` answers for nothing any more.
    pub(super) fn is_over(&self, arrival: &Arrival) -> bool {
        let mut slashes = self.nodes[&arrival.from].slashes.iter();
        let waits = slashes.any(|slash| slash.is_pending() && slash.era < arrival.unlock);
        arrival.unlock <= self.era && !waits
    }

    /// Counts the arrivals that the slash `id` of `node` reaches, which ends.
    pub(super) fn see_end_of(&mut self, node: u64, id: u32, cancelled: bool) {
        let Some(row) = self.nodes.get(&node) else { return };
        let Some(slash) = row.slashes.iter().find(|slash| slash.id == id) else { return };
        let positions = self.nodes.values().flat_map(|row| row.positions.values());
        let arrivals = positions.flat_map(|position| &position.arrivals);
        let reached = |arrival: &&Arrival| arrival.from == node && slash.era < arrival.unlock;
        let seen = &mut self.seen.moves;
        for arrival in arrivals.filter(reached) {
            match id < arrival.since {
                _ if cancelled => seen.cancelled += 1,
                true => seen.slashed_before += 1,
                false => seen.slashed_after += 1,
            }
        }
    }

    /// Returns the amount that a position answers with for other nodes.
    pub(super) fn answers(&self, node: u64, staker: u64) -> u128 {
        let arrivals = self.arrivals(node, staker).iter();
        arrivals.filter(|arrival| !self.is_over(arrival)).map(|arrival| arrival.value).sum()
    }

    /// Checks that a position is worth what it answers with, or a planck less.
    pub(super) fn ensure_answers(&self, node: u64, staker: u64) -> Outcome {
        let row = &self.nodes[&node];
        let worth = row.worth(&row.positions[&staker], Slash::is_executed);
        ensure(worth + 1 >= self.answers(node, staker), "StillAnswerable")
    }

    /// Ends the arrivals that are over, or all if nothing is left of the position, and the nodes that
    /// only they named; returns their number.
    pub(super) fn end_arrivals(&mut self, node: u64, staker: u64) -> u32 {
        let position = self.nodes[&node].positions[&staker].clone();
        let all = position.is_empty();
        let (ended, open): (Vec<_>, Vec<_>) =
            position.arrivals.into_iter().partition(|arrival| all || self.is_over(arrival));
        self.position(node, staker).unwrap().arrivals = open;
        for arrival in &ended {
            let gone = self.nodes.contains_key(&arrival.from) && self.forget_node(arrival.from);
            self.seen.moves.gone_with_an_arrival += u32::from(gone);
        }
        let count = u32::try_from(ended.len()).unwrap();
        self.seen.moves.ended += count;
        self.seen.moves.ended_with_the_position += u32::from(all && count > 0);
        count
    }

    /// Returns what executed slashes of the node that it left took of an arrival since they were last
    /// applied. Two arrivals that are one can be worth a planck more than both, which is no gain.
    pub(super) fn due_of(&self, arrival: &Arrival) -> u128 {
        let from = &self.nodes[&arrival.from];
        let left = from.value_until(arrival.unlock, arrival.shares, Slash::is_executed);
        arrival.value.saturating_sub(left)
    }

    /// Takes the losses of a position by executed slashes of the nodes that stake came from; the
    /// caller pays them to somebody. Its loss by its own node must be taken before.
    pub(super) fn take_losses_elsewhere(&mut self, node: u64, staker: u64) -> u128 {
        let mut sum = 0;
        for at in 0..self.arrivals(node, staker).len() {
            let row = &self.nodes[&node];
            let position = &row.positions[&staker];
            let due = self.due_of(&position.arrivals[at]);
            if due == 0 {
                continue;
            }
            let worth = row.worth(position, Slash::is_executed);
            let executed_here = row.slashes.iter().any(Slash::is_executed);
            let row = self.nodes.get_mut(&node).unwrap();
            row.positions.get_mut(&staker).unwrap().arrivals[at].value -= due;
            let of_entries = row.cut(staker, due);
            let paid = self.take_loss(node, staker);
            assert!(
                paid == due.min(worth) || paid == due + 1,
                "{paid} is not {due} but for a planck"
            );
            sum += paid;
            let seen = &mut self.seen.moves;
            seen.losses_by_both += u32::from(executed_here);
            seen.more_lost_than_left += u32::from(due > worth);
            seen.lost_of_entries += u32::from(of_entries);
        }
        sum
    }
}

impl Node {
    /// Takes the fewest shares worth `loss` out of a position, or all that are worth something: the
    /// active ones first, then those of entries, the latest first. Returns true if entries lost.
    fn cut(&mut self, staker: u64, loss: u128) -> bool {
        let executed = Slash::is_executed;
        let mut position = self.positions[&staker].clone();
        let rest = self.worth(&position, executed).saturating_sub(loss);
        let enough = self.fewest(self.until(), loss, executed);
        position.shares = enough.map_or(0, |enough| position.shares.saturating_sub(enough));
        let mut of_entries = false;
        for (unlock, there) in position.entries.clone().into_iter().rev() {
            let missing = self.worth(&position, executed).saturating_sub(rest);
            if missing == 0 {
                break;
            }
            of_entries = true;
            position.entries.remove(&unlock);
            let enough = self.fewest(unlock, missing, executed);
            let left = enough.map_or(0, |enough| there.saturating_sub(enough));
            if left > 0 {
                position.entries.insert(unlock, left);
            }
        }
        self.positions.insert(staker, position);
        of_entries
    }
}
