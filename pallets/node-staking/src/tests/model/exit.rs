//! The exit: leaving, withdrawals, and the end of positions and nodes.

use super::{ensure, stake::down, Model, Outcome, Slash, PARTS};

impl Model {
    /// Lets the operator leave, and with it everybody: all active shares are an entry from now on.
    pub(super) fn leave(&mut self, who: u64) -> Outcome {
        let unlock = self.unlocks(who);
        let in_the_set = unlock > self.era + self.params.unbonding_eras;
        let row = self.node(who)?;
        ensure(row.leaving.is_none(), "NodeLeaving")?;
        row.validator = false;
        row.leaving = Some(unlock);
        self.seen.left_in_the_set += u32::from(in_the_set);
        Ok(())
    }

    pub(super) fn withdraw(&mut self, node: u64, staker: u64) -> Outcome {
        self.touch(node, staker)?;
        let matured = self.take_matured(node, staker);
        let paid = matured.unwrap_or(0);
        if paid > 0 {
            self.ensure_answers(node, staker)?;
        }
        let validates = node == staker && self.validators.contains(&node);
        let position = self.position(node, staker)?;
        ensure(!position.is_empty() || !validates, "StillValidating")?;
        position.held -= paid;
        let answers = !position.arrivals.is_empty();
        self.take_stake(node, staker, paid);
        self.pay(staker, paid);
        self.seen.moves.withdrawn += u32::from(answers && paid > 0);
        if self.end_arrivals(node, staker) == 0 {
            matured?;
        }
        self.forget_empty(node, staker)
    }

    /// Takes the shares that may leave out of a position; returns their value, or the reason why
    /// there are none.
    fn take_matured(&mut self, node: u64, staker: u64) -> Outcome<u128> {
        let (era, row) = (self.era, &self.nodes[&node]);
        let pending = row.slashes.iter().find(|slash| slash.is_pending()).map(|slash| slash.era);
        let mut position = row.positions[&staker].clone();
        let before = row.worth(&position, Slash::is_executed);
        let matured = |unlock: u32| unlock <= era;
        let goes = |unlock: u32| matured(unlock) && pending.is_none_or(|slash| slash >= unlock);
        let worthless = row.value_by(position.shares, Slash::is_executed) == 0;
        let worthless = worthless && pending.is_none() && position.shares > 0;
        let active = row.leaving.filter(|_| position.shares > 0);
        let active_goes = worthless || active.is_some_and(goes);
        let unlocks: Vec<u32> = position.entries.keys().copied().chain(active).collect();
        if !worthless && !unlocks.iter().any(|unlock| goes(*unlock)) {
            let waits = unlocks.into_iter().any(matured);
            return Err(if waits { "SlashPending" } else { "NothingToWithdraw" });
        }
        position.entries.retain(|unlock, _| !goes(*unlock));
        if active_goes {
            position.shares = 0;
        }
        let paid = before - row.worth(&position, Slash::is_executed);
        self.node(node)?.positions.insert(staker, position);
        self.seen.worthless_withdrawn += u32::from(worthless);
        Ok(paid)
    }

    pub(super) fn apply_slash(&mut self, node: u64, staker: u64) -> Outcome {
        let loss = self.touch(node, staker)?;
        let ended = self.end_arrivals(node, staker);
        ensure(loss > 0 || ended > 0, "NothingToApply")?;
        self.forget_empty(node, staker)
    }

    /// Removes a position that is empty, and with the last one its node. Its arrivals must have
    /// ended.
    pub(super) fn forget_empty(&mut self, node: u64, staker: u64) -> Outcome {
        let position = self.position(node, staker)?;
        if !position.is_empty() {
            return Ok(());
        }
        ensure(position.arrivals.is_empty(), "NothingLeft")?;
        self.pay_rewards(node, staker);
        assert_eq!(self.take_loss(node, staker), 0, "a position that is empty has nothing on hold");
        let row = self.node(node)?;
        let position = row.positions.remove(&staker).unwrap();
        row.carry += position.rewards;
        self.forget_node(node);
        Ok(())
    }

    /// Removes a node that has no position and for which nothing that left it answers.
    pub(super) fn forget_node(&mut self, node: u64) -> bool {
        if !self.nodes[&node].positions.is_empty() || self.departed(node) > 0 {
            return false;
        }
        let row = self.nodes.remove(&node).unwrap();
        self.pay_from_pot(node, row.commission_due);
        let whole = down(row.carry.clone(), &PARTS.into()).unwrap();
        self.pot -= whole;
        self.pay_treasury(whole);
        self.forgotten += row.carry % PARTS;
        self.release_deposit(node, row.deposit);
        self.seen.gone += 1;
        true
    }
}
