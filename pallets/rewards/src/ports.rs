//! The pallet's answers to the rest of the chain: fees to settle, blocks, eras and removed nodes.

use alloc::vec::Vec;

use frame_support::dispatch::DispatchClass;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, EraIndex, FeeParts};
use nes_traits::{Attendance, BlockCount, FeeSettlement, FeeShare, OnEraStart, OnNodeRemoved};
use pallet_authorship::EventHandler;
use sp_runtime::Perbill;

use crate::{Config, CreditOf, CurrentEra, NodePoints, Pallet, WeightInfo};

impl<T: Config> FeeSettlement<T::AccountId, CreditOf<T>> for Pallet<T> {
    fn settle(
        credit: CreditOf<T>,
        shares: &[FeeShare<T::AccountId>],
        publisher: &T::AccountId,
        royalty: Perbill,
    ) -> Vec<FeeParts> {
        Self::settle_fees(credit, shares, publisher, royalty)
    }

    fn count_work(node: &T::AccountId, protocol: Balance) {
        Self::note_work(node, protocol);
    }

    fn attend(credit: CreditOf<T>, attendances: &[Attendance<T::AccountId>]) -> Vec<FeeParts> {
        Self::pay_attendances(credit, attendances)
    }
}

impl<T: Config> EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
    /// Counts a block for the author's node.
    fn note_author(author: T::AccountId) {
        frame_system::Pallet::<T>::register_extra_weight_unchecked(
            T::WeightInfo::note_author(),
            DispatchClass::Mandatory,
        );
        Self::note_block(&author);
    }
}

impl<T: Config> BlockCount<T::AccountId> for Pallet<T> {
    fn blocks() -> u32 {
        CurrentEra::<T>::get().points.blocks()
    }

    fn blocks_of(node: &T::AccountId) -> u32 {
        NodePoints::<T>::get(CurrentEra::<T>::get().era, node).blocks()
    }
}

impl<T: Config> OnEraStart for Pallet<T> {
    fn on_era_start(era: EraIndex) {
        Self::start_era(era);
    }
}

impl<T: Config> OnNodeRemoved<T::AccountId> for Pallet<T> {
    fn on_node_removed(node: &T::AccountId) {
        Self::forget_payout(node);
    }
}
