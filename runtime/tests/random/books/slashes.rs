//! The slashes for lost disputes: their fractions, and the payments out of them.

use std::collections::{BTreeMap, BTreeSet};

use nes_core::{AccountId, Balance, EraIndex};
use nes_runtime::{NodeStaking, Runtime};
use nes_traits::{Award, StakeAtRisk};
use pallet_node_staking::{Nodes, OpenSlashes, SlashId};

use super::{money::BILLION, Books};
use crate::random::world;

/// The fractions, in billionths, of a lost dispute, of a wrong answer in a second committee, and of
/// all lost disputes of an era.
pub(crate) const LOST: u128 = 50_000_000;
pub(crate) const WRONG_SECOND: u128 = 10_000_000;
const ERA_CAP: u128 = 300_000_000;
/// The number of slashes of a node from which on a lost dispute adds none.
const FULL: usize = 56;

/// The loss that a node is to take.
pub(crate) struct Loss {
    pub(crate) node: AccountId,
    /// In billionths.
    pub(crate) fraction: u128,
    pub(crate) awards: Vec<Award<AccountId>>,
    /// False if other slashes of the block have changed what it depends on.
    pub(crate) exact: bool,
}

/// A slash that the chain has reported.
pub(super) struct Reported {
    pub(super) slash: SlashId,
    pub(super) node: AccountId,
    /// In billionths.
    pub(super) fraction: u128,
}

/// The books of slashes.
#[derive(Default)]
pub(crate) struct Slashes {
    /// The stake of each node that a slash would be taken from, and the number of its slashes, when
    /// the last block ended.
    stakes: BTreeMap<AccountId, (Balance, usize)>,
    /// The nodes that were slashed since.
    touched: BTreeSet<AccountId>,
    /// The fraction of each slash, in billionths.
    pub(super) fractions: BTreeMap<SlashId, u128>,
    /// The fractions that lost disputes of an era took, in billionths, together.
    lost: BTreeMap<(EraIndex, AccountId), u128>,
    /// The slashes that were reported since the last second committee has ended.
    pub(super) reported: Vec<Reported>,
    /// The amount that the slash that is being executed has paid to others than the treasury.
    pub(super) awarded: Balance,
}

impl Slashes {
    /// The chain reports a slash.
    pub(super) fn note(&mut self, slash: SlashId, node: &AccountId, fraction: u128) {
        self.fractions.insert(slash, fraction);
        self.touched.insert(node.clone());
        self.reported.push(Reported { slash, node: node.clone(), fraction });
    }

    /// The stake of a node that a slash would be taken from; nothing if other slashes of this block
    /// have changed it.
    pub(super) fn stake(&self, node: &AccountId) -> Option<Balance> {
        let stake = self.stakes.get(node).map_or(0, |(stake, _)| *stake);
        (!self.touched.contains(node)).then_some(stake)
    }

    /// The block has ended.
    pub(super) fn turn_page(&mut self) {
        let stakes = (0..world::NODES).map(world::node).map(|node| {
            let slashes = Nodes::<Runtime>::get(&node).map_or(0, |row| row.slashes.len());
            let stake = NodeStaking::at_risk(&node);
            (node, (stake, slashes))
        });
        self.stakes = stakes.collect();
        self.touched.clear();
    }
}

/// The most that anyone but the treasury gets of a slash of this fraction.
pub(crate) fn most_for_others(fraction: u128) -> Balance {
    NodeStaking::params().min_self_stake * fraction / BILLION / 4
}

/// The payments, cut in their order so that they sum to `most` at most.
fn cut(awards: &[Award<AccountId>], most: Balance) -> Vec<Award<AccountId>> {
    let mut left = most;
    let cut = awards.iter().map(|award| {
        let amount = award.amount.min(left);
        left -= amount;
        Award { who: award.who.clone(), amount, owed: award.owed.min(amount) }
    });
    cut.filter(|award| award.amount > 0).collect()
}

impl Books {
    /// The chain has booked these losses, in their order, and no others.
    pub(super) fn follow_losses(&mut self, losses: Vec<Loss>) {
        let era = self.eras.index;
        let reported = core::mem::take(&mut self.slashes.reported);
        let mut reported = reported.into_iter();
        for loss in losses.into_iter().filter(|loss| loss.fraction > 0) {
            let of_node = self.slashes.stakes.get(&loss.node).map_or(0, |(_, slashes)| *slashes);
            let is_known = Nodes::<Runtime>::contains_key(&loss.node);
            if !is_known || of_node >= FULL {
                continue;
            }
            let taken = self.slashes.lost.entry((era, loss.node.clone())).or_default();
            let (fraction, awards) = register(&loss, ERA_CAP.saturating_sub(*taken));
            if loss.exact && fraction == 0 {
                continue;
            }
            let Reported { slash, node, fraction: by_chain } = reported.next().expect("a slash");
            assert_eq!(node, loss.node);
            *taken += by_chain;
            let row = OpenSlashes::<Runtime>::get(slash).expect("it is open");
            if loss.exact {
                assert_eq!(by_chain, fraction);
                assert_eq!(row.awards.to_vec(), awards);
            }
            let paid: Balance = row.awards.iter().map(|award| award.amount).sum();
            assert!(paid <= most_for_others(by_chain) && by_chain <= LOST);
            let what = if by_chain < loss.fraction { "cut" } else { "whole" };
            self.tally.note(format!("lost dispute: {what}"));
        }
        assert!(reported.next().is_none(), "a slash too many");
    }

    /// A slash pays somebody out of the operator's loss, as it was booked.
    pub(super) fn awarded(&mut self, slash: SlashId, who: &AccountId, amount: Balance) {
        let open = &self.open_slashes[&slash];
        let most = most_for_others(self.slashes.fractions[&slash]);
        let before: Balance = self.slashes.awarded;
        let due = cut(&open.awards, most);
        let mut passed = 0;
        let own = due.iter().find(|award| {
            let is_next = passed == before;
            passed += award.amount;
            is_next
        });
        let own = own.expect("a payment that was booked");
        assert_eq!((&own.who, own.amount), (who, amount));
        let node = open.node.clone();
        self.money.pay(&node, who, amount);
        self.slashes.awarded += amount;
        self.tally.note("awarded");
    }

    /// Returns what the awards of a slash sum to.
    pub(super) fn awards_of(&self, slash: SlashId) -> Balance {
        let most = most_for_others(self.slashes.fractions[&slash]);
        cut(&self.open_slashes[&slash].awards, most).iter().map(|award| award.amount).sum()
    }
}

/// Returns the fraction, in billionths, and the awards of a loss of which this much of the era's cap is
/// left.
fn register(loss: &Loss, left: u128) -> (u128, Vec<Award<AccountId>>) {
    let awards: Vec<_> =
        loss.awards.iter().filter(|award| award.who != loss.node).cloned().collect();
    if loss.fraction <= left {
        return (loss.fraction, cut(&awards, most_for_others(loss.fraction)));
    }
    let owed = awards.into_iter().map(|award| Award { amount: award.owed, ..award });
    let owed: Vec<_> = owed.collect();
    let sum: Balance = owed.iter().map(|award| award.amount).sum();
    // The smallest fraction of which a quarter of the minimum's part is as much.
    let minimum = NodeStaking::params().min_self_stake;
    let least = (4 * sum * BILLION).div_ceil(minimum);
    let fraction = least.min(loss.fraction).max(left);
    (fraction, cut(&owed, most_for_others(fraction)))
}
