//! The earnings of nodes.

use num_bigint::{BigInt, BigUint};

use super::{ensure, Model, Node, Outcome, ONE, PARTS};

/// Returns the number of parts into which a part of a planck is divided for the fair rewards.
fn fine() -> BigUint {
    BigUint::from(10_u32).pow(42)
}

impl Model {
    /// Pays a reward: the commission, and to every share the same whole number of parts of a
    /// planck.
    pub(super) fn reward(&mut self, node: u64, amount: u128) -> Outcome {
        let era = self.era;
        let row = self.node(node)?;
        let shares = row.shares();
        let commission = match shares {
            0 => BigUint::from(amount),
            _ => BigUint::from(amount) * row.commission_in(era) / ONE,
        };
        let commission = u128::try_from(commission).unwrap();
        row.commission_due += commission;
        if amount > commission {
            row.share_out(amount - commission, shares);
        }
        self.pot += amount;
        Ok(())
    }

    /// Pays the whole planck of a position's rewards; returns their number.
    pub(super) fn pay_rewards(&mut self, node: u64, staker: u64) -> u128 {
        let position = self.position(node, staker).unwrap();
        let paid = &position.rewards / PARTS;
        position.rewards -= &paid * PARTS;
        position.fair -= BigInt::from(&paid * PARTS * fine());
        let paid = paid.try_into().unwrap();
        self.pay_from_pot(staker, paid);
        paid
    }

    pub(super) fn claim(&mut self, node: u64, staker: u64) -> Outcome {
        let mut commission = 0;
        if node == staker {
            commission = std::mem::take(&mut self.node(node)?.commission_due);
        }
        if node == staker && self.position(node, staker).is_err() {
            ensure(commission > 0, "NothingToClaim")?;
            self.pay_from_pot(node, commission);
            return Ok(());
        }
        self.touch(node, staker)?;
        self.pay_from_pot(staker, commission);
        let amount = commission + self.pay_rewards(node, staker);
        ensure(amount > 0, "NothingToClaim")?;
        let position = self.position(node, staker)?;
        ensure(!position.is_empty(), "NothingLeft")?;
        let answers = !position.arrivals.is_empty();
        let wanted = position.compound && position.shares > 0;
        let wanted = wanted && !self.nodes[&node].has_pending_slash();
        if wanted && self.takes_stake(node, staker).is_ok() && self.has_room(node, staker, amount) {
            self.add(node, staker, amount)?;
            self.seen.restaked += 1;
            self.seen.moves.restaked += u32::from(answers);
        }
        Ok(())
    }

    pub(super) fn set_compound(&mut self, node: u64, staker: u64, compound: bool) -> Outcome {
        let position = self.position(node, staker).map_err(|_| "NoPosition")?;
        position.compound = compound;
        Ok(())
    }

    pub(super) fn set_commission(&mut self, who: u64, commission: u32) -> Outcome {
        let (era, params) = (self.era, self.params);
        ensure(commission <= params.max_commission.deconstruct(), "CommissionAboveMaximum")?;
        let row = self.node(who)?;
        row.commission = row.commission_in(era);
        row.raise = None;
        if commission <= row.commission {
            row.commission = commission;
            return Ok(());
        }
        let raise = commission - row.commission;
        ensure(raise <= ONE / 100 * 5, "CommissionRaiseTooLarge")?;
        row.raise = Some((commission, era + params.commission_notice_eras));
        Ok(())
    }
}

impl Node {
    fn share_out(&mut self, amount: u128, shares: u128) {
        let parts = BigUint::from(amount) * PARTS;
        let before = self.carry.clone();
        let all = &parts + &before;
        let each = &all / shares;
        self.carry = all % shares;
        for position in self.positions.values_mut() {
            position.rewards += &each * position.shares;
            position.fair += BigInt::from(&parts * fine() * position.shares / shares);
        }
        if self.last_reward != (shares, before.clone()) {
            self.slack += &self.last_reward.1 + before;
        }
        self.last_reward = (shares, self.carry.clone());
    }

    /// Checks the deviation of a position's rewards from a fair division. The limit, in parts of a
    /// planck, is the remainders that one reward left and that other stakers than its earners got
    /// with the next, and the present remainder. With up to 10¹⁸ shares that is less than a planck
    /// for each time that shares changed between rewards.
    pub(crate) fn rewards_are_fair(&self) -> bool {
        let most = BigInt::from((&self.slack + &self.last_reward.1 + 1_u32) * fine());
        self.positions.values().all(|position| {
            let owed = BigInt::from(&position.rewards * fine());
            let off = owed - &position.fair;
            off <= most && -off <= most
        })
    }
}
