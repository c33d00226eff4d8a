//! The reputation of nodes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
    traits::{ConstU32, Get},
    BoundedVec,
};
use nes_traits::{NodeRegistry, OnNodeRemoved};
use scale_info::TypeInfo;
use sp_io::hashing::blake2_256;

use crate::{Config, Pallet, Reputations};

/// The reputation that every node begins with, in millionths: a factor of 1.
pub(crate) const INITIAL_REPUTATION: u32 = 1_000_000;

/// The lowest reputation, in millionths: a factor of 0.1.
pub(crate) const MIN_REPUTATION: u32 = 100_000;

/// The highest reputation, in millionths: a factor of 10.
pub(crate) const MAX_REPUTATION: u32 = 10_000_000;

/// The most payers that can raise a node's reputation in an epoch.
pub(crate) const MAX_PAYERS: u32 = 32;

/// A node's reputation, and the payers that raised it in the epoch of its last gain.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Reputation {
    /// The reputation in millionths, from 100,000 to 10,000,000.
    pub value: u32,
    /// The epoch of `payers`.
    pub epoch: u64,
    /// The payers that raised the reputation in `epoch`: of each the first eight bytes of the
    /// blake2-256 hash of its account.
    pub payers: BoundedVec<u64, ConstU32<MAX_PAYERS>>,
}

impl Default for Reputation {
    fn default() -> Self {
        Self { value: INITIAL_REPUTATION, epoch: 0, payers: BoundedVec::new() }
    }
}

impl Reputation {
    /// Raises the reputation by a hundredth, but only once an epoch for each payer and only for the
    /// first 32.
    pub(crate) fn gain(&mut self, epoch: u64, payer: u64) {
        if self.epoch != epoch {
            self.epoch = epoch;
            self.payers.clear();
        }
        let counts = !self.payers.contains(&payer) && self.payers.try_push(payer).is_ok();
        if counts {
            self.value = percent(self.value, 101);
        }
    }

    /// Lowers the reputation by a fifth.
    pub(crate) fn lose(&mut self) {
        self.value = percent(self.value, 80);
    }

    /// Returns true if the value is within its bounds.
    pub(crate) fn is_valid(&self) -> bool {
        (MIN_REPUTATION..=MAX_REPUTATION).contains(&self.value)
    }
}

/// Returns `percent` of a reputation, rounded down, within the bounds.
fn percent(value: u32, percent: u32) -> u32 {
    // At most 10,000,000 × 101, which is within 32 bits.
    let scaled = value.saturating_mul(percent).checked_div(100).unwrap_or(value);
    scaled.clamp(MIN_REPUTATION, MAX_REPUTATION)
}

impl<T: Config> Pallet<T> {
    /// Returns the reputation of `node` in millionths; 1,000,000 if it has never changed.
    pub fn reputation(node: &T::AccountId) -> u32 {
        Reputations::<T>::get(node).value
    }

    pub(crate) fn raise_reputation(node: &T::AccountId, payer: &T::AccountId) {
        let [a, b, c, d, e, f, g, h, ..] = payer.using_encoded(blake2_256);
        let payer = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        let epoch = T::Epoch::get();
        Self::change_reputation(node, |reputation| reputation.gain(epoch, payer));
    }

    pub(crate) fn lower_reputation(node: &T::AccountId) {
        Self::change_reputation(node, Reputation::lose);
    }

    /// Changes the reputation of a node that has a stake. The last tasks of a node that left may be
    /// settled after its record was removed; they must not leave a row that nobody would remove.
    fn change_reputation(node: &T::AccountId, change: impl FnOnce(&mut Reputation)) {
        if T::NodeRegistry::stake(node) > 0 {
            Reputations::<T>::mutate(node, change);
        }
    }
}

impl<T: Config> OnNodeRemoved<T::AccountId> for Pallet<T> {
    fn on_node_removed(node: &T::AccountId) {
        Reputations::<T>::remove(node);
    }
}
