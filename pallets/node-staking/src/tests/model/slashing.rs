//! Slashes.

use num_bigint::BigUint;

use super::{ensure, Cause, Model, Node, Open, Outcome, Slash, State, ONE};
use crate::mock::UNIT;

impl Model {
    /// Adds a pending slash.
    pub(super) fn slash(
        &mut self,
        node: u64,
        fraction: u32,
        cause: Cause,
        reporter: Option<u64>,
    ) -> Outcome<u32> {
        let (id, era) = (self.next_slash, self.era);
        let execute_era = era + self.params.slash_defer_eras;
        let share = self.params.reporter_share.deconstruct();
        let row = self.node(node)?;
        let leaving = row.leaving.is_some_and(|unlock| era < unlock);
        let slashes = &mut row.slashes;
        ensure(slashes.len() < 64, "TooManySlashes")?;
        slashes.push(Slash { id, era, fraction, state: State::Pending, cause, jail: None });
        let reporter = reporter.filter(|reporter| *reporter != node).map(|who| (who, share));
        self.open
            .insert(id, Open { node, execute_era, reporter, awards: Vec::new(), appeal: None });
        self.next_slash += 1;
        self.seen.slashes += 1;
        self.seen.slashed_when_leaving += u32::from(leaving);
        Ok(id)
    }

    /// Jails the node from now on for the slash `id`.
    pub(super) fn jail(&mut self, node: u64, id: u32) {
        let until = self.era + self.params.jail_eras;
        let row = self.nodes.get_mut(&node).unwrap();
        for slash in row.slashes.iter_mut().filter(|slash| slash.id == id) {
            slash.jail = Some(until);
        }
        row.update_jail();
    }

    /// Takes the role of a node that is exhausted or, for an equivocation, below the minimum.
    pub(super) fn chill_if_too_little(&mut self, node: u64, equivocation: bool) {
        let minimum = self.params.min_self_stake;
        let row = self.nodes.get_mut(&node).unwrap();
        let too_little = row.value(row.shares_of(node)) + 1 < minimum;
        if row.is_exhausted() || equivocation && too_little {
            row.validator = false;
            self.seen.exhausted += u32::from(row.is_exhausted());
        }
    }

    /// Reports that `node` equivocated in `fault_era`.
    pub(super) fn equivocation(
        &mut self,
        node: u64,
        fraction: u32,
        fault_era: u32,
        reporter: Option<u64>,
    ) -> Outcome {
        let slashes = self.node(node)?.slashes.clone();
        let mut firsts = slashes.iter().filter(|slash| slash.is_first());
        let first = firsts.find(|slash| fault_era <= slash.era + 1);
        let new = Cause::Offence(self.next_slash);
        let slash = match first {
            _ if fraction == 0 => None,
            None => Some(self.slash(node, fraction, new, reporter)?),
            Some(first) => self.add_to_offence(node, first.id, fraction, reporter)?,
        };
        if let Some(slash) = slash {
            self.jail(node, slash);
            self.chill_if_too_little(node, true);
        }
        Ok(())
    }

    /// Adds the difference to a larger fraction of the same offence. Cancelled slashes count too:
    /// they do not come back.
    fn add_to_offence(
        &mut self,
        node: u64,
        first: u32,
        fraction: u32,
        reporter: Option<u64>,
    ) -> Outcome<Option<u32>> {
        let era = self.era;
        let slashes = &mut self.node(node)?.slashes;
        let of_it = slashes.iter_mut().filter(|slash| slash.cause == Cause::Offence(first));
        let (mut kept, mut kept_by_others, mut growing) = (ONE, ONE, None);
        for slash in of_it {
            kept = less(kept, slash.fraction);
            if slash.era == era && slash.is_pending() && growing.is_none() {
                growing = Some(slash);
            } else {
                kept_by_others = less(kept_by_others, slash.fraction);
            }
        }
        if kept <= ONE - fraction {
            return Ok(None);
        }
        if let Some(slash) = growing {
            slash.fraction = difference(kept_by_others, ONE - fraction);
            let id = slash.id;
            self.seen.slashes_that_grew += 1;
            return Ok(Some(id));
        }
        self.seen.differences += 1;
        let more = difference(kept, ONE - fraction);
        self.slash(node, more, Cause::Offence(first), reporter).map(Some)
    }

    pub(super) fn appeal(&mut self, who: u64, id: u32) -> Outcome {
        let open = self.open.get(&id).ok_or("UnknownSlash")?;
        let row = self.nodes.get(&open.node);
        let has_stake = row.is_some_and(|row| row.positions.contains_key(&who));
        ensure(open.node == who || has_stake, "NoStakeInNode")?;
        ensure(open.appeal.is_none(), "AlreadyAppealed")?;
        ensure(open.execute_era > self.era, "TooLateToAppeal")?;
        let loss = row.map_or(0, |row| {
            let others = row.value_by(row.shares(), |slash| slash.counts() && slash.id != id);
            others - row.value(row.shares())
        });
        let bond = loss.min((10 * UNIT).max(self.params.appeal_bond.min(loss / 10)));
        self.seen.appeals_of_delegators += u32::from(open.node != who);
        let open = self.open.get_mut(&id).unwrap();
        open.appeal = Some((who, bond));
        open.execute_era += self.params.appeal_eras;
        self.hold_bond(who, bond)
    }

    pub(super) fn cancel(&mut self, id: u32) -> Outcome {
        let open = self.open.remove(&id).ok_or("UnknownSlash")?;
        self.see_end_of(open.node, id, true);
        if let Some((who, bond)) = open.appeal {
            self.take_bond(who, bond);
            self.pay(who, bond);
            self.seen.cancelled_after_an_appeal += 1;
        }
        let node = self.nodes.get_mut(&open.node);
        let Some(row) = node.filter(|row| row.slashes.iter().any(|slash| slash.id == id)) else {
            self.seen.cancelled_without_the_node += 1;
            return Ok(());
        };
        let at = row.slashes.iter().position(|slash| slash.id == id).unwrap();
        let slash = &mut row.slashes[at];
        match slash.cause {
            Cause::Offence(_) => (slash.state, slash.jail) = (State::Cancelled, None),
            Cause::Dispute => {
                row.conduct.forget_lost(slash.era);
                row.slashes.remove(at);
            }
            Cause::Service => drop(row.slashes.remove(at)),
        }
        row.update_jail();
        Ok(())
    }

    /// Returns the slashes that have to be executed in this era at the latest.
    pub(crate) fn due(&self) -> Vec<u32> {
        let due = self.open.iter().filter(|(_, open)| open.execute_era <= self.era);
        due.map(|(id, _)| *id).collect()
    }

    pub(crate) fn execute(&mut self, id: u32) {
        let Open { node, reporter, awards, appeal, .. } = self.open.remove(&id).unwrap();
        self.seen.executed += 1;
        self.see_end_of(node, id, false);
        if let Some((who, bond)) = appeal {
            self.take_bond(who, bond);
            self.pay_treasury(bond);
            self.seen.executed_after_an_appeal += 1;
        }
        let slashes = self.nodes.get_mut(&node).into_iter().flat_map(|row| &mut row.slashes);
        let Some(slash) = slashes.into_iter().find(|slash| slash.id == id) else {
            self.seen.executed_without_the_node += 1;
            return;
        };
        slash.state = State::Executed;
        let fraction = slash.fraction;
        if !self.nodes[&node].positions.contains_key(&node) {
            return;
        }
        let loss = self.take_loss(node, node);
        self.seen.executed_with_a_loss += u32::from(loss > 0);
        let most = self.most_for_others(fraction);
        let rewarded = self.reward_reporter(loss, most, reporter);
        let awarded = self.pay_awards(loss.min(most), &awards);
        self.pay_treasury(loss - rewarded - awarded);
    }

    /// Pays the reporter its share of the operator's loss, but no more than `most`; returns the
    /// amount.
    fn reward_reporter(&mut self, loss: u128, most: u128, reporter: Option<(u64, u32)>) -> u128 {
        let Some((who, share)) = reporter else { return 0 };
        let paid = part(loss, share).min(most);
        self.seen.reporters_capped += u32::from(paid < part(loss, share));
        self.seen.reporters_paid += u32::from(paid > 0);
        self.pay(who, paid);
        paid
    }

    /// Pays the awards in their order, but no more than `most` together; returns the sum.
    fn pay_awards(&mut self, most: u128, awards: &[(u64, u128)]) -> u128 {
        let mut left = most;
        for (who, amount) in awards {
            let paid = left.min(*amount);
            self.seen.awarded += u32::from(paid > 0);
            self.seen.awards_cut += u32::from(paid < *amount);
            self.pay(*who, paid);
            left -= paid;
        }
        most - left
    }

    /// Returns true if the slashes of the offence that a fault in `fault_era` belongs to amount to
    /// at least `fraction`, but for three billionths. A list that is full takes no more.
    pub(crate) fn has_answered_for(&self, node: u64, fraction: u32, fault_era: u32) -> bool {
        let Some(row) = self.nodes.get(&node) else { return true };
        let mut firsts = row.slashes.iter().filter(|slash| slash.is_first());
        let first = firsts.find(|slash| fault_era <= slash.era + 1).map(|slash| slash.cause);
        let of_it = row.slashes.iter().filter(|slash| Some(slash.cause) == first);
        let kept = of_it.fold(1.0, |kept, slash| kept * f64::from(ONE - slash.fraction) / 1e9);
        row.slashes.len() == 64 || kept <= f64::from(ONE - fraction) / 1e9 + 3e-9
    }
}

impl Node {
    /// Jails the node for as long as its slashes ask for.
    fn update_jail(&mut self) {
        self.jail = self.slashes.iter().filter_map(|slash| slash.jail).max();
    }
}

/// Returns this number of billionths of `amount`, rounded down.
pub(super) fn part(amount: u128, billionths: u32) -> u128 {
    (BigUint::from(amount) * billionths / ONE).try_into().unwrap()
}

/// Returns the part of `kept` that a slash leaves, rounded down to a billionth.
fn less(kept: u32, slash: u32) -> u32 {
    let left = u64::from(kept) * u64::from(ONE - slash) / u64::from(ONE);
    left.try_into().unwrap()
}

/// Returns the slash, rounded down to a billionth, that leaves `wanted` of what is `kept`.
fn difference(kept: u32, wanted: u32) -> u32 {
    let (kept, wanted) = (u64::from(kept), u64::from(wanted));
    let left = (wanted * u64::from(ONE)).div_ceil(kept);
    ONE - u32::try_from(left).unwrap()
}
