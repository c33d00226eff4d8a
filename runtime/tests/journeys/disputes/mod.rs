//! Disputes about answers, over the real runtime: what they cost, and whom.

mod attacks;
mod limits;
mod rounds;
mod verdicts;

use std::collections::BTreeMap;

use nes_core::{AccountId, Answer, Balance, Output, Usage};
use nes_runtime::{constants::currency::UNIT, NodeStaking, Runtime, Treasury};

use crate::common::{
    disputes::{pay, seat_price, SECOND},
    task::{answer, output, MAX_USAGE, PAYER, USAGE},
};

/// The fee of a member of the first committee for an agreed answer.
const FEE: Balance = 1_037 * UNIT / 1_000;
/// The pay of a member of the second one for the same.
const PAY: Balance = pay(USAGE);
/// The amount that a second committee of which all answer takes of the bonds.
const SPENT: Balance = 5 * seat_price(PAY);
/// The pay where it agrees on nothing, for base and maximum input, and the amount that all take then.
const ATTENDANCE: Balance = pay(Usage { output: 0, ..MAX_USAGE });
const SPENT_IN_VAIN: Balance = 5 * seat_price(ATTENDANCE);

/// The NES of everybody, in planck.
type Wealth = BTreeMap<AccountId, Balance>;

/// Returns the NES of everybody, with what waits for nodes instead of the pot that it is in.
fn wealth() -> Wealth {
    let accounts = frame_system::Account::<Runtime>::iter_keys();
    let accounts = accounts.filter(|who| *who != NodeStaking::reward_pot());
    let of = |who: AccountId| {
        let waits = NodeStaking::position(&who, &who).map_or(0, |position| position.claimable);
        let wealth = crate::common::total(&who) + waits;
        (who, wealth)
    };
    accounts.map(of).collect()
}

/// Returns what everybody has won or lost since it was `before`.
fn changes(before: &Wealth) -> BTreeMap<AccountId, i128> {
    let after = wealth();
    let of = |wealth: &Wealth, who: &AccountId| gain(wealth.get(who).copied().unwrap_or(0));
    let all = before.keys().chain(after.keys());
    let changes = all.map(|who| (who.clone(), of(&after, who) - of(before, who)));
    changes.filter(|(_, change)| *change != 0).collect()
}

/// Asserts that these amounts are all that anybody has won or lost since it was `before`, and that
/// nothing was minted or burned.
fn assert_changes(before: &Wealth, expected: impl IntoIterator<Item = (AccountId, i128)>) {
    let mut sums = BTreeMap::new();
    for (who, amount) in expected {
        *sums.entry(who).or_default() += amount;
    }
    sums.retain(|_, amount: &mut i128| *amount != 0);
    assert_eq!(changes(before), sums);
    assert_eq!(sums.values().sum::<i128>(), 0);
}

/// Returns an amount with its sign.
fn gain(amount: Balance) -> i128 {
    amount.try_into().unwrap()
}

fn loss(amount: Balance) -> i128 {
    -gain(amount)
}

/// The payments of each of the `members` of a second committee, and of the treasury for each.
fn seats<'a>(
    members: impl IntoIterator<Item = &'a AccountId>,
    pay: Balance,
) -> Vec<(AccountId, i128)> {
    let paid = members.into_iter().map(|node| (node.clone(), gain(pay)));
    let paid: Vec<_> =
        paid.flat_map(|of_node| [of_node, (treasury(), gain(pay.div_ceil(10)))]).collect();
    assert_eq!(paid.len(), 2 * SECOND);
    paid
}

fn treasury() -> AccountId {
    Treasury::account_id()
}

fn payer() -> AccountId {
    PAYER.to_account_id()
}

/// The true answer, and a wrong one.
fn truth() -> Answer {
    answer(9)
}

fn lie() -> Answer {
    answer(8)
}

/// The true answer with as much usage as the payer pays for.
fn overbilled() -> Answer {
    Answer::Output(Output { usage: MAX_USAGE, ..output(9) })
}
