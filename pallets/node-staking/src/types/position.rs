//! A position: the stake of one staker behind one node.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec, DefaultNoBound};
use nes_core::{Balance, EraIndex};
use nes_ledger::{earned, Earned, Retained, Worth};
use scale_info::TypeInfo;

use super::{Arrival, Arrivals, Node, Slash};

/// The entries of a position that are on their way out, in the order of their unlock eras.
pub type UnbondingEntries = BoundedVec<Unbonding, ConstU32<32>>;

/// The stake of one staker behind one node.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    PartialEq,
    Eq,
    Debug,
    DefaultNoBound,
)]
pub struct Position<AccountId> {
    /// The active shares.
    pub shares: Balance,
    /// The amount on hold in the staker's account for this position, in planck.
    pub held: Balance,
    /// The node's `reward_per_share` up to which this position was settled.
    pub reward_mark: u128,
    /// Rewards that wait for the staker, in planck.
    pub accrued: Balance,
    /// The part of a planck that was earned in addition to `accrued`, in 10⁻¹⁸ planck.
    pub accrued_fraction: u64,
    /// True if rewards are staked again instead of paid.
    pub compound: bool,
    /// The shares on their way out.
    pub unbonding: UnbondingEntries,
    /// The stake in it that answers for other nodes too, in the order of its arrival.
    pub arrivals: Arrivals<AccountId>,
}

/// Shares on their way out of a position.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub struct Unbonding {
    /// The number of shares; a share is worth the part of a planck that the node's slashes have
    /// left.
    pub shares: Balance,
    /// The first era in which they can be withdrawn.
    pub unlock_era: EraIndex,
}

impl<AccountId> Position<AccountId> {
    /// Creates a position of a new node: `stake`, all of it active and on hold.
    pub fn new(stake: Balance) -> Self {
        Self { shares: stake, held: stake, ..Default::default() }
    }

    /// Returns true if nothing is left of it, active or unbonding.
    pub fn is_empty(&self) -> bool {
        self.shares == 0 && self.unbonding.is_empty()
    }

    /// Returns the sum of the unbonding shares; `None` if it cannot be counted.
    pub fn unbonding_shares(&self) -> Option<Balance> {
        let mut shares = self.unbonding.iter().map(|entry| entry.shares);
        shares.try_fold(0, |sum: Balance, more| sum.checked_add(more))
    }

    /// Returns its entries in their order: the shares of each, and the fraction that the slashes of
    /// its `node` that `count` have left of them.
    ///
    /// A slash reaches an entry if it was reported before the entry's unlock era.
    pub(crate) fn entries<'a>(
        &'a self,
        node: &'a Node<AccountId>,
        count: impl Fn(&Slash) -> bool + 'a,
    ) -> impl Iterator<Item = (Balance, Retained)> + 'a {
        let mut slashes = node.slashes.iter().filter(move |slash| count(slash)).peekable();
        let mut left = Retained::ALL;
        // Entries and slashes both come in the order of their eras.
        self.unbonding.iter().map(move |entry| {
            while let Some(slash) = slashes.next_if(|slash| slash.era < entry.unlock_era) {
                left = left.after(slash.fraction);
            }
            (entry.shares, left)
        })
    }

    /// Returns the value of its entries and active shares together by the slashes of its `node` that
    /// `count`; `None` if it cannot be counted.
    ///
    /// The sum is rounded down only once, so that it stays the same when shares start to unbond or
    /// are active again.
    pub fn value(&self, node: &Node<AccountId>, count: impl Fn(&Slash) -> bool) -> Option<Balance> {
        let active = Worth::default().and(self.shares, node.retained_by(&count))?;
        together(active, self.entries(node, count))?.planck()
    }

    /// Returns the value if only executed slashes count, which has to stay on hold, since the
    /// others may be cancelled. Returns `None` if it cannot be counted.
    pub fn value_for_good(&self, node: &Node<AccountId>) -> Option<Balance> {
        self.value(node, Slash::is_executed)
    }

    /// Adds shares to the entry of `unlock_era`, or makes one. Returns `None` if there are too many.
    pub fn unbond(&mut self, shares: Balance, unlock_era: EraIndex) -> Option<()> {
        match self.unbonding.binary_search_by_key(&unlock_era, |entry| entry.unlock_era) {
            Ok(at) => {
                let entry = self.unbonding.get_mut(at)?;
                entry.shares = entry.shares.checked_add(shares)?;
                Some(())
            }
            Err(at) => self.unbonding.try_insert(at, Unbonding { shares, unlock_era }).ok(),
        }
    }

    /// Removes the entries that `end`; returns the sum of their shares, or `None` if it cannot be
    /// counted.
    pub fn take_unbonding(&mut self, end: impl Fn(&Unbonding) -> bool) -> Option<Balance> {
        let before = self.unbonding_shares()?;
        self.unbonding.retain(|entry| !end(entry));
        before.checked_sub(self.unbonding_shares()?)
    }

    /// Takes the fewest shares out of the entries, the latest first, of which executed slashes of its
    /// `node` leave at most `most`, in planck; returns their number, or `None` if it cannot be
    /// counted.
    pub(crate) fn cut_unbonding(
        &mut self,
        node: &Node<AccountId>,
        most: Balance,
    ) -> Option<Balance> {
        let left: Vec<_> = self.entries(node, Slash::is_executed).map(|(_, left)| left).collect();
        let mut taken: Balance = 0;
        for last in left.iter().rev() {
            let lots = self.unbonding.iter().map(|entry| entry.shares).zip(left.iter().copied());
            let value = together(Worth::default(), lots)?.planck()?;
            let missing = value.saturating_sub(most);
            if missing == 0 {
                break;
            }
            let entry = self.unbonding.pop()?;
            let enough = last.shares_worth(missing).unwrap_or(entry.shares).min(entry.shares);
            taken = taken.checked_add(enough)?;
            let shares = entry.shares.checked_sub(enough)?;
            if shares > 0 {
                self.unbonding.try_push(Unbonding { shares, ..entry }).ok()?;
            }
        }
        Some(taken)
    }

    /// Adds an arrival; those of the same node and unlock era are one. Returns `None` if there are
    /// too many.
    pub fn note_arrival(&mut self, arrival: Arrival<AccountId>) -> Option<()>
    where
        AccountId: PartialEq,
    {
        let same = |other: &&mut Arrival<AccountId>| {
            other.from == arrival.from && other.unlock_era == arrival.unlock_era
        };
        let Some(other) = self.arrivals.iter_mut().find(same) else {
            return self.arrivals.try_push(arrival).ok();
        };
        other.shares = other.shares.checked_add(arrival.shares)?;
        other.value = other.value.checked_add(arrival.value)?;
        Some(())
    }

    /// Returns the last unlock era of its arrivals; until then it answers for another node.
    pub fn answers_until(&self) -> Option<EraIndex> {
        self.arrivals.iter().map(|arrival| arrival.unlock_era).max()
    }

    /// Books the earnings of the active shares until the node's `reward_per_share`; to be done
    /// before the shares change. Returns `None` if they cannot be counted.
    pub fn settle(&mut self, reward_per_share: u128) -> Option<()> {
        let Earned { planck, fraction } =
            earned(self.shares, self.reward_mark, reward_per_share, self.accrued_fraction)?;
        self.accrued = self.accrued.checked_add(planck)?;
        self.accrued_fraction = fraction;
        self.reward_mark = reward_per_share;
        Some(())
    }
}

/// Returns the worth of `lots`, the shares of each and the fraction that is left of them, added to
/// `worth`; `None` if it cannot be counted.
fn together(worth: Worth, mut lots: impl Iterator<Item = (Balance, Retained)>) -> Option<Worth> {
    lots.try_fold(worth, |sum, (shares, left)| sum.and(shares, left))
}
