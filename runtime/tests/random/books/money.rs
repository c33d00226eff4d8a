//! The NES that everybody should have.

use std::collections::BTreeMap;

use frame_support::traits::Currency;
use nes_core::{AccountId, Balance, FeeParts};
use nes_runtime::{Balances, Inference, NodeStaking, Runtime, Treasury};
use pallet_node_staking::{OpenSlash, OpenSlashes, SlashId};

/// The protocol's share of a fee and the burned share of that, in billionths.
const PROTOCOL_SHARE: u128 = 100_000_000;
const BURN_SHARE: u128 = 500_000_000;
pub(crate) const BILLION: u128 = 1_000_000_000;

/// The parts of a `fee`, by the formula of the documentation; `royalty` is in billionths.
pub(crate) fn split(fee: Balance, royalty: u32) -> FeeParts {
    let protocol = fee * PROTOCOL_SHARE / BILLION;
    let burned = protocol * BURN_SHARE / BILLION;
    let royalty = fee * u128::from(royalty) / BILLION;
    FeeParts { burned, treasury: protocol - burned, royalty, node: fee - protocol - royalty }
}

/// The NES of everybody, free or on hold, and their sum.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Money {
    totals: BTreeMap<AccountId, Balance>,
    issuance: Balance,
}

impl Money {
    /// Reads them from the chain.
    pub(crate) fn on_chain() -> Self {
        let accounts = frame_system::Account::<Runtime>::iter();
        let total = |(who, account): (AccountId, frame_system::AccountInfo<_, _>)| {
            let data: pallet_balances::AccountData<Balance> = account.data;
            (who, data.free + data.reserved)
        };
        let totals = accounts.map(total).filter(|(_, total)| *total > 0).collect();
        Self { totals, issuance: <Balances as Currency<_>>::total_issuance() }
    }

    /// Returns the NES that `who` should have.
    pub(crate) fn of(&self, who: &AccountId) -> Balance {
        self.totals.get(who).copied().unwrap_or(0)
    }

    /// Returns the NES that there should be in all.
    pub(crate) fn issuance(&self) -> Balance {
        self.issuance
    }

    /// Returns the NES that all accounts should have together.
    pub(crate) fn sum(&self) -> Balance {
        self.totals.values().sum()
    }

    pub(crate) fn mint(&mut self, to: &AccountId, amount: Balance) {
        *self.totals.entry(to.clone()).or_default() += amount;
        self.issuance += amount;
    }

    pub(crate) fn pay(&mut self, from: &AccountId, to: &AccountId, amount: Balance) {
        self.take(from, amount);
        *self.totals.entry(to.clone()).or_default() += amount;
    }

    pub(crate) fn burn(&mut self, from: &AccountId, amount: Balance) {
        self.take(from, amount);
        self.issuance -= amount;
    }

    fn take(&mut self, from: &AccountId, amount: Balance) {
        let total = self.totals.entry(from.clone()).or_default();
        *total = total.checked_sub(amount).expect("nobody pays more than it has");
    }

    /// A new task's escrow leaves its payer, and what is prepaid for the chain's work with it.
    pub(crate) fn escrow(&mut self, payer: &AccountId, amount: Balance) {
        self.pay(payer, &Inference::escrow_account(), amount);
    }

    /// The fee for the chain's work leaves the escrow: a fifth is the author's.
    pub(crate) fn pay_work(&mut self, author: &AccountId, fee: Balance) {
        let escrows = Inference::escrow_account();
        self.pay(&escrows, author, fee / 5);
        self.pay(&escrows, &Treasury::account_id(), fee - fee / 5);
    }

    /// The payment for a node's seat leaves the escrow.
    pub(crate) fn pay_fee(&mut self, publisher: &AccountId, parts: FeeParts) {
        let escrows = Inference::escrow_account();
        self.burn(&escrows, parts.burned);
        self.pay(&escrows, &Treasury::account_id(), parts.treasury);
        self.pay(&escrows, publisher, parts.royalty);
        self.pay(&escrows, &NodeStaking::reward_pot(), parts.node);
    }

    /// The rest of an escrow goes back.
    pub(crate) fn refund(&mut self, payer: &AccountId, amount: Balance) {
        self.pay(&Inference::escrow_account(), payer, amount);
    }

    /// The operator's loss by a slash goes to the treasury.
    pub(crate) fn execute(&mut self, open: &OpenSlash<AccountId>, loss: Balance) {
        self.pay(&open.node, &Treasury::account_id(), loss);
    }
}

/// The slashes that are open now.
pub(crate) fn open_slashes() -> BTreeMap<SlashId, OpenSlash<AccountId>> {
    OpenSlashes::<Runtime>::iter().collect()
}
