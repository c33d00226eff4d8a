//! Accounts.

use super::{Model, Outcome};

/// The name of every error of the token.
pub(crate) const TOKEN: &str = "the token";

/// An account, in planck; the existential deposit is one.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Account {
    pub free: u128,
    pub stake: u128,
    pub delegations: u128,
    pub deposit: u128,
    pub bonds: u128,
}

impl Account {
    pub(crate) fn total(&self) -> u128 {
        self.free + self.stake + self.delegations + self.deposit + self.bonds
    }

    /// Returns the amount that it has on hold at stake, for its own node or for others.
    fn at_stake(&mut self, own: bool) -> &mut u128 {
        if own {
            &mut self.stake
        } else {
            &mut self.delegations
        }
    }

    /// Takes `amount` from the free balance, of which a planck has to stay.
    fn take(&mut self, amount: u128) -> Outcome<u128> {
        if amount > 0 && amount >= self.free {
            return Err(TOKEN);
        }
        self.free -= amount;
        Ok(amount)
    }
}

impl Model {
    fn account(&mut self, who: u64) -> &mut Account {
        self.accounts.entry(who).or_default()
    }

    /// Gives `who` money that exists already.
    pub(super) fn pay(&mut self, who: u64, amount: u128) {
        if amount > 0 {
            self.account(who).free += amount;
        }
    }

    pub(super) fn pay_treasury(&mut self, amount: u128) {
        self.pay(self.treasury, amount);
    }

    pub(super) fn pay_from_pot(&mut self, who: u64, amount: u128) {
        self.pot -= amount;
        self.pay(who, amount);
    }

    pub(super) fn hold_stake(&mut self, node: u64, who: u64, amount: u128) -> Outcome {
        let account = self.account(who);
        *account.at_stake(node == who) += account.take(amount)?;
        Ok(())
    }

    pub(super) fn hold_deposit(&mut self, who: u64, amount: u128) -> Outcome {
        let account = self.account(who);
        account.deposit += account.take(amount)?;
        Ok(())
    }

    pub(super) fn hold_bond(&mut self, who: u64, amount: u128) -> Outcome {
        let account = self.account(who);
        account.bonds += account.take(amount)?;
        Ok(())
    }

    /// Takes `amount` out of the balance that `who` has on hold for `node`; the caller pays it to
    /// somebody.
    pub(super) fn take_stake(&mut self, node: u64, who: u64, amount: u128) {
        *self.account(who).at_stake(node == who) -= amount;
    }

    pub(super) fn take_bond(&mut self, who: u64, amount: u128) {
        self.account(who).bonds -= amount;
    }

    pub(super) fn release_deposit(&mut self, who: u64, amount: u128) {
        let account = self.account(who);
        account.deposit -= amount;
        account.free += amount;
    }

    /// Returns the sum of all accounts and the pot.
    pub(crate) fn issuance(&self) -> u128 {
        self.accounts.values().map(Account::total).sum::<u128>() + self.pot
    }
}
