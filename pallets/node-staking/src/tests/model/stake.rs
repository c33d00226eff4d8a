//! Shares: their value, their creation and their removal.

use num_bigint::BigUint;

use super::{ensure, money::TOKEN, Model, Node, Outcome, Position, Slash, ONE};

/// An era after every other one.
const EVER: u32 = u32::MAX;

impl Node {
    /// Returns the part of a share that is left by the slashes that `count` and were reported
    /// before `era`, as a numerator over [`Node::whole`].
    fn left(&self, era: u32, count: impl Fn(&Slash) -> bool) -> BigUint {
        let slashes = self.slashes.iter().filter(|slash| count(slash));
        slashes.fold(BigUint::from(1_u32), |left, slash| {
            left * if slash.era < era { ONE - slash.fraction } else { ONE }
        })
    }

    /// Returns a whole share for [`Node::left`].
    fn whole(&self, count: impl Fn(&Slash) -> bool) -> BigUint {
        let slashes = self.slashes.iter().filter(|slash| count(slash));
        slashes.fold(BigUint::from(1_u32), |whole, _| whole * ONE)
    }

    /// Returns the era before which a slash must be reported to reach active shares.
    pub(super) fn until(&self) -> u32 {
        self.leaving.unwrap_or(EVER)
    }

    /// Returns the value of active `shares`.
    pub(crate) fn value(&self, shares: u128) -> u128 {
        self.value_by(shares, Slash::counts)
    }

    /// Returns the value of active `shares` by the slashes that `count`.
    pub(super) fn value_by(&self, shares: u128, count: impl Fn(&Slash) -> bool + Copy) -> u128 {
        self.value_until(self.until(), shares, count)
    }

    /// Returns the value of `shares` that unlock in `era` by the slashes that `count`.
    pub(super) fn value_until(
        &self,
        era: u32,
        shares: u128,
        count: impl Fn(&Slash) -> bool + Copy,
    ) -> u128 {
        down(self.left(era, count) * shares, &self.whole(count)).unwrap()
    }

    /// Returns the value of a position by the slashes that `count`: the exact sum of its parts,
    /// rounded down once.
    pub(crate) fn worth(&self, position: &Position, count: impl Fn(&Slash) -> bool + Copy) -> u128 {
        let active = self.left(self.until(), count) * position.shares;
        let unbonding =
            position.entries.iter().map(|(era, shares)| self.left(*era, count) * shares);
        down(unbonding.fold(active, |sum, more| sum + more), &self.whole(count)).unwrap()
    }

    /// Returns the most shares that `amount` buys, without the slashes that may be cancelled.
    fn bought(&self, amount: u128) -> Option<u128> {
        down(self.whole(Slash::is_executed) * amount, &self.left(EVER, Slash::is_executed))
    }

    /// Returns the fewest active shares that are worth `amount`.
    pub(super) fn sold(&self, amount: u128) -> u128 {
        self.fewest(self.until(), amount, Slash::counts).unwrap()
    }

    /// Returns the fewest shares that unlock in `era` and are worth `amount` by the slashes that
    /// `count`; `None` if no number is.
    pub(super) fn fewest(
        &self,
        era: u32,
        amount: u128,
        count: impl Fn(&Slash) -> bool + Copy,
    ) -> Option<u128> {
        let left = self.left(era, count);
        let is_worth = left != BigUint::ZERO;
        is_worth.then(|| down(self.whole(count) * amount + &left - 1_u32, &left)).flatten()
    }

    /// Returns true if less than a tenth of a share is left, or 48 slashes are in the list.
    pub(crate) fn is_exhausted(&self) -> bool {
        let left = self.left(self.until(), Slash::counts);
        self.slashes.len() >= 48 || left * 10_u32 < self.whole(Slash::counts)
    }
}

/// Returns the quotient rounded down, if it is an amount.
pub(super) fn down(of: BigUint, by: &BigUint) -> Option<u128> {
    (*by != BigUint::ZERO).then(|| of / by)?.try_into().ok()
}

impl Model {
    /// Moves the loss of a position by executed slashes to the treasury: of its own node, and then
    /// of those that stake came from.
    pub(super) fn touch(&mut self, node: u64, staker: u64) -> Outcome<u128> {
        self.position(node, staker)?;
        let own = self.take_loss(node, staker);
        let loss = own + self.take_losses_elsewhere(node, staker);
        self.pay_treasury(loss);
        Ok(loss)
    }

    /// Does the same for a position that takes new stake, or creates it. Where nothing is left, new
    /// stake must not answer for what is lost.
    pub(super) fn touch_or_create(&mut self, node: u64, staker: u64) -> Outcome {
        if self.node(node)?.positions.contains_key(&staker) {
            self.touch(node, staker)?;
            return ensure(!self.position(node, staker)?.is_empty(), "NothingLeft");
        }
        self.node(node)?.positions.insert(staker, Position::default());
        Ok(())
    }

    /// Takes what a position has on hold beyond its value by executed slashes; the caller pays it to
    /// somebody.
    pub(super) fn take_loss(&mut self, node: u64, staker: u64) -> u128 {
        let row = self.nodes.get_mut(&node).unwrap();
        let worth = row.worth(&row.positions[&staker], Slash::is_executed);
        let position = row.positions.get_mut(&staker).unwrap();
        let loss = position.held - worth;
        position.held = worth;
        self.take_stake(node, staker, loss);
        loss
    }

    /// Checks that `node` takes new stake of `staker`.
    pub(super) fn takes_stake(&self, node: u64, staker: u64) -> Outcome {
        let row = self.nodes.get(&node).ok_or("NotRegistered")?;
        ensure(row.leaving.is_none(), "NodeLeaving")?;
        ensure(!row.is_exhausted(), "NodeExhausted")?;
        ensure(!row.has_pending_slash() || node == staker, "SlashPending")?;
        ensure(row.jail.is_none() || node == staker, "NodeJailed")
    }

    /// Returns true if the operator's stake carries `more` of `staker`.
    pub(super) fn has_room(&self, node: u64, staker: u64, more: u128) -> bool {
        let row = &self.nodes[&node];
        node == staker || row.value(row.shares()) + more <= self.most_behind(row, node)
    }

    /// Returns the amount that delegators can still stake behind `node`.
    pub(super) fn room(&self, node: u64) -> u128 {
        let row = self.nodes.get(&node);
        row.map_or(0, |row| self.most_behind(row, node).saturating_sub(row.value(row.shares())))
    }

    fn most_behind(&self, row: &Node, node: u64) -> u128 {
        row.value(row.shares_of(node)) * u128::from(self.params.max_delegation_ratio)
    }

    /// Stakes up to `amount` more; returns the amount that went on hold.
    pub(super) fn add(&mut self, node: u64, staker: u64, amount: u128) -> Outcome<u128> {
        let paid = self.buy(node, staker, amount)?;
        self.hold_stake(node, staker, paid)?;
        Ok(paid)
    }

    /// Makes the shares that `amount` buys active; returns the increase in value, which the caller
    /// has on hold or puts there.
    pub(super) fn buy(&mut self, node: u64, staker: u64, amount: u128) -> Outcome<u128> {
        let row = self.node(node)?;
        let shares = row.bought(amount).ok_or(TOKEN)?;
        let mut position = row.positions[&staker].clone();
        let before = row.worth(&position, Slash::is_executed);
        position.shares = position.shares.checked_add(shares).ok_or(TOKEN)?;
        row.shares().checked_add(shares).ok_or(TOKEN)?;
        let paid = row.worth(&position, Slash::is_executed) - before;
        assert!(paid <= amount && amount - paid <= 1, "{paid} is not {amount} but for a planck");
        position.held += paid;
        row.positions.insert(staker, position);
        Ok(paid)
    }

    pub(super) fn delegate(&mut self, who: u64, node: u64, amount: u128) -> Outcome {
        self.touch_or_create(node, who)?;
        self.takes_stake(node, who)?;
        let paid = self.add(node, who, amount)?;
        ensure(paid > 0, "AmountMissing")?;
        self.seen.topped_up += u32::from(self.nodes[&node].has_pending_slash());
        self.fits(node, who)
    }

    /// Checks that a delegator's active stake is neither too small nor too much for the operator's.
    pub(super) fn fits(&mut self, node: u64, who: u64) -> Outcome {
        if node == who {
            return Ok(());
        }
        self.is_enough(node, who)?;
        ensure(self.has_room(node, who, 0), "OverDelegationRatio")
    }

    pub(super) fn is_enough(&self, node: u64, who: u64) -> Outcome {
        let active = self.nodes[&node].value(self.nodes[&node].shares_of(who));
        match node == who {
            true => ensure(active + 1 >= self.params.min_self_stake, "StakeBelowMinimum"),
            false => ensure(active + 1 >= self.params.min_delegation, "DelegationBelowMinimum"),
        }
    }

    pub(super) fn undelegate(&mut self, who: u64, node: u64, amount: u128) -> Outcome {
        self.touch(node, who)?;
        let row = self.node(node)?;
        ensure(row.leaving.is_none(), "NodeLeaving")?;
        ensure(amount > 0, "AmountMissing")?;
        let active = row.shares_of(who);
        ensure(active > 0, "InsufficientStake")?;
        let value = row.value(active);
        let shares = if amount >= value { active } else { row.sold(amount) };
        assert!(shares == active || row.value(shares) == amount);
        self.unbond(node, who, shares)?;
        if node == who || shares < active {
            self.is_enough(node, who)?;
        }
        Ok(())
    }

    /// Returns the era in which stake behind `node` unlocks that begins to leave now: one later if
    /// the node can sign in the next era.
    pub(super) fn unlocks(&self, node: u64) -> u32 {
        let signs = self.validators.contains(&node) || self.queued.contains(&node);
        self.era + self.params.unbonding_eras + u32::from(signs)
    }

    /// Moves `shares` on their way out.
    fn unbond(&mut self, node: u64, who: u64, shares: u128) -> Outcome {
        let here = self.unlocks(node);
        let position = self.position(node, who)?;
        let there = position.arrivals.iter().map(|arrival| arrival.unlock).max();
        // What answers for another node does not unlock before it does there.
        let unlock = here.max(there.unwrap_or(0));
        let is_there = position.entries.contains_key(&unlock);
        ensure(is_there || position.entries.len() < 32, "TooManyUnbondingEntries")?;
        position.shares -= shares;
        *position.entries.entry(unlock).or_default() += shares;
        self.seen.moves.late_entries += u32::from(unlock > here);
        Ok(())
    }

    pub(super) fn rebond(&mut self, who: u64, node: u64, amount: u128) -> Outcome {
        self.touch(node, who)?;
        let era = self.era;
        let row = self.node(node)?;
        ensure(row.leaving.is_none(), "NodeLeaving")?;
        ensure(!row.is_exhausted(), "NodeExhausted")?;
        ensure(amount > 0, "AmountMissing")?;
        let mut missing = amount;
        while missing > 0 {
            let mut position = row.positions[&who].clone();
            let last = position.entries.pop_last().filter(|(unlock, _)| *unlock > era);
            let (unlock, there) = last.ok_or("InsufficientUnbonding")?;
            let value = row.value(there);
            let taken = if value <= missing { there } else { row.sold(missing) };
            if taken < there {
                position.entries.insert(unlock, there - taken);
            }
            position.shares += taken;
            missing = missing.saturating_sub(value);
            row.positions.insert(who, position);
        }
        let arrivals = &row.positions[&who].arrivals;
        self.seen.moves.rebonded += u32::from(!arrivals.is_empty());
        self.fits(node, who)
    }
}
