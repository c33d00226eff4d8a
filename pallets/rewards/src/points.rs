//! Points: the measure by which nodes are paid when the era has ended.

use frame_support::{dispatch::DispatchClass, traits::Defensive};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::Balance;

use crate::{Config, CurrentEra, NodePoints, Pallet, Points, WeightInfo};

/// The points for a block.
pub const POINTS_PER_BLOCK: u32 = 20;

impl<T: Config> pallet_authorship::EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
    /// Counts a block for the author's node.
    fn note_author(author: T::AccountId) {
        let weight = T::WeightInfo::note_author();
        frame_system::Pallet::<T>::register_extra_weight_unchecked(
            weight,
            DispatchClass::Mandatory,
        );
        Self::add_points(&author, Points { validation: POINTS_PER_BLOCK, work: 0 });
    }
}

impl<T: Config> Pallet<T> {
    /// Counts work of `node` that paid this `share` of its fee to the protocol.
    pub(crate) fn note_work(node: &T::AccountId, share: Balance) {
        if share > 0 {
            Self::add_points(node, Points { validation: 0, work: share });
        }
    }

    /// Adds `more` points of `node` in the running era, to its own and to the total.
    fn add_points(node: &T::AccountId, more: Points) {
        let mut running = CurrentEra::<T>::get();
        let own = NodePoints::<T>::get(running.era, node);
        let Some((all, own)) = running.points.and(more).zip(own.and(more)).defensive() else {
            return;
        };
        running.points = all;
        NodePoints::<T>::insert(running.era, node, own);
        CurrentEra::<T>::put(running);
    }
}
