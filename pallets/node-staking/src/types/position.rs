//! A position: the stake of one staker behind one node.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, EraIndex};
use nes_ledger::{earned, Earned, Retained, Worth};
use scale_info::TypeInfo;

use super::Slash;

/// The entries of a position that are on their way out, in the order of their unlock eras.
pub type UnbondingEntries = BoundedVec<Unbonding, ConstU32<32>>;

/// The most entries that undelegations may make; the last place is for leaving.
pub(crate) const UNDELEGATIONS: usize = 31;

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
    Default,
)]
pub struct Position {
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

impl Position {
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

    /// Returns its parts, the entries in their order and then the active shares: the shares of
    /// each, and the fraction that the `slashes` that `count` have left of them.
    ///
    /// A slash reaches an entry if it was reported before the entry's unlock era.
    pub(crate) fn parts<'a>(
        &'a self,
        slashes: &'a [Slash],
        count: impl Fn(&Slash) -> bool + 'a,
    ) -> impl Iterator<Item = (Balance, Retained)> + 'a {
        let entries = self.unbonding.iter().map(|entry| (entry.shares, entry.unlock_era));
        let mut slashes = slashes.iter().filter(move |slash| count(slash)).peekable();
        let mut left = Retained::ALL;
        // Entries and slashes both come in the order of their eras; the last part is reached by all
        // slashes.
        entries.chain([(self.shares, EraIndex::MAX)]).map(move |(shares, unlock_era)| {
            while let Some(slash) = slashes.next_if(|slash| slash.era < unlock_era) {
                left = left.after(slash.fraction);
            }
            (shares, left)
        })
    }

    /// Returns the value of its parts together by the `slashes` that `count`; `None` if it cannot
    /// be counted.
    ///
    /// The sum is rounded down only once, so that it stays the same when shares start to unbond or
    /// are active again.
    pub fn value(&self, slashes: &[Slash], count: impl Fn(&Slash) -> bool) -> Option<Balance> {
        let mut parts = self.parts(slashes, count);
        let worth = parts.try_fold(Worth::default(), |sum, (shares, left)| sum.and(shares, left));
        worth?.planck()
    }

    /// Returns the value if only executed slashes count, which has to stay on hold, since the
    /// others may be cancelled. Returns `None` if it cannot be counted.
    pub fn value_for_good(&self, slashes: &[Slash]) -> Option<Balance> {
        self.value(slashes, Slash::is_executed)
    }

    /// Adds shares to the entry of `unlock_era`, or makes one while there are fewer than `limit`.
    /// Zero shares make no entry. Returns `None` if there are too many.
    pub fn unbond(&mut self, shares: Balance, unlock_era: EraIndex, limit: usize) -> Option<()> {
        if shares == 0 {
            return Some(());
        }
        match self.unbonding.binary_search_by_key(&unlock_era, |entry| entry.unlock_era) {
            Ok(at) => {
                let entry = self.unbonding.get_mut(at)?;
                entry.shares = entry.shares.checked_add(shares)?;
                Some(())
            }
            Err(_) if self.unbonding.len() >= limit => None,
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
