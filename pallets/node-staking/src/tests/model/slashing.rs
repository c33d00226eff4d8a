//! Slashes.

use super::{ensure, Model, Node, Open, Outcome, Slash, State, ONE};

impl Model {
    /// Adds a pending slash: for faults as a service without an `offence`, otherwise for a new or
    /// an earlier offence.
    pub(super) fn slash(
        &mut self,
        node: u64,
        fraction: u32,
        offence: Option<Offence>,
        reporter: Option<u64>,
    ) -> Outcome<u32> {
        let (id, era) = (self.next_slash, self.era);
        let execute_era = era + self.params.slash_defer_eras;
        let slashes = &mut self.node(node)?.slashes;
        ensure(slashes.len() < 64, "TooManySlashes")?;
        let offence = offence.map(|offence| match offence {
            Offence::New => id,
            Offence::Old(first) => first,
        });
        slashes.push(Slash { id, era, fraction, state: State::Pending, offence, jail: None });
        let reporter = reporter.filter(|reporter| *reporter != node);
        self.open.insert(id, Open { node, execute_era, reporter, owed: Vec::new(), bond: None });
        self.next_slash += 1;
        self.seen.slashes += 1;
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

    pub(super) fn chill_if_too_little(&mut self, node: u64) {
        let minimum = self.params.min_self_stake;
        let row = self.nodes.get_mut(&node).unwrap();
        if row.is_exhausted() || row.value(row.shares_of(node)) < minimum {
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
        let mut firsts = slashes.iter().filter(|slash| slash.offence == Some(slash.id));
        let first = firsts.find(|slash| fault_era <= slash.era + 1);
        let slash = match first {
            _ if fraction == 0 => None,
            None => Some(self.slash(node, fraction, Some(Offence::New), reporter)?),
            Some(first) => self.add_to_offence(node, first.id, fraction, reporter)?,
        };
        if let Some(slash) = slash {
            self.jail(node, slash);
            self.chill_if_too_little(node);
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
        let of_it = slashes.iter_mut().filter(|slash| slash.offence == Some(first));
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
        self.slash(node, more, Some(Offence::Old(first)), reporter).map(Some)
    }

    pub(super) fn appeal(&mut self, who: u64, id: u32) -> Outcome {
        let (era, params) = (self.era, self.params);
        let open = self.open.get_mut(&id).ok_or("UnknownSlash")?;
        ensure(open.node == who, "NotTheOperator")?;
        ensure(open.bond.is_none(), "AlreadyAppealed")?;
        ensure(open.execute_era > era, "TooLateToAppeal")?;
        open.bond = Some(params.appeal_bond);
        open.execute_era += params.appeal_eras;
        self.hold_bond(who, params.appeal_bond)
    }

    pub(super) fn cancel(&mut self, id: u32) -> Outcome {
        let open = self.open.remove(&id).ok_or("UnknownSlash")?;
        if let Some(bond) = open.bond {
            self.take_bond(open.node, bond);
            self.pay(open.node, bond);
            self.seen.cancelled_after_an_appeal += 1;
        }
        let node = self.nodes.get_mut(&open.node);
        let Some(row) = node.filter(|row| row.slashes.iter().any(|slash| slash.id == id)) else {
            self.seen.cancelled_without_the_node += 1;
            return Ok(());
        };
        row.slashes.retain(|slash| slash.id != id || slash.offence.is_some());
        for slash in row.slashes.iter_mut().filter(|slash| slash.id == id) {
            slash.state = State::Cancelled;
            slash.jail = None;
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
        let Open { node, reporter, owed, bond, .. } = self.open.remove(&id).unwrap();
        self.seen.executed += 1;
        if let Some(bond) = bond {
            self.take_bond(node, bond);
            self.pay_treasury(bond);
            self.seen.executed_after_an_appeal += 1;
        }
        let slashes = self.nodes.get_mut(&node).into_iter().flat_map(|row| &mut row.slashes);
        let Some(slash) = slashes.into_iter().find(|slash| slash.id == id) else {
            self.seen.executed_without_the_node += 1;
            return;
        };
        slash.state = State::Executed;
        if !self.nodes[&node].positions.contains_key(&node) {
            return;
        }
        let loss = self.take_loss(node, node);
        self.seen.executed_with_a_loss += u32::from(loss > 0);
        self.divide(loss, &owed, reporter);
    }

    /// Divides the operator's loss: to the payers whom the fault harmed, to the reporter, and the
    /// rest to the treasury.
    fn divide(&mut self, loss: u128, owed: &[(u64, u128)], reporter: Option<u64>) {
        let mut rest = loss;
        for (payer, amount) in owed {
            let paid = rest.min(*amount);
            rest -= paid;
            self.pay(*payer, paid);
            self.seen.restituted += u32::from(paid > 0);
        }
        if let Some(reporter) = reporter {
            let share = u128::from(self.params.reporter_share.deconstruct());
            let (whole, part) = (loss / u128::from(ONE), loss % u128::from(ONE));
            let paid = rest.min(whole * share + part * share / u128::from(ONE));
            rest -= paid;
            self.pay(reporter, paid);
            self.seen.reporters_paid += u32::from(paid > 0);
        }
        self.pay_treasury(rest);
    }

    /// Returns true if the slashes of the offence that a fault in `fault_era` belongs to amount to
    /// at least `fraction`, but for three billionths. A list that is full takes no more.
    pub(crate) fn has_answered_for(&self, node: u64, fraction: u32, fault_era: u32) -> bool {
        let Some(row) = self.nodes.get(&node) else { return true };
        let mut firsts = row.slashes.iter().filter(|slash| slash.offence == Some(slash.id));
        let first = firsts.find(|slash| fault_era <= slash.era + 1).map(|slash| slash.id);
        let of_it = row.slashes.iter().filter(|slash| first.is_some() && slash.offence == first);
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

/// The offence that a slash is for.
pub(super) enum Offence {
    New,
    Old(u32),
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
