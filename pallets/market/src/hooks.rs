//! The body of the hook: changes of offers come into force, and duties end.

use frame_support::{
    traits::{Defensive, Get},
    weights::{Weight, WeightMeter},
};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::ServiceId;
use nes_support::queue::{share_of_block, Metering};
use sp_runtime::{traits::Saturating, DispatchResult};

use crate::{
    duty::{DutyEndsOf, Roster},
    offer::{ChangesOf, OfferRow},
    service::ServiceRow,
    Config, Error, Pallet, WeightInfo,
};

/// The most of a block's weight that changes take, and that ends of duties do, in percent.
const SHARE_OF_BLOCK: u32 = 5;

/// The most blocks that the queue may be behind while changes are still taken.
const MAX_BLOCKS_BEHIND: u32 = 10;

impl<T: Config> Pallet<T> {
    /// Brings the changes that are due at `now` into force, as far as the block's share for them
    /// reaches; the next block continues. Those of a block whose draws are late wait for them, so
    /// that they stay later than the draws of all tasks that were known before. Then ends the duties
    /// that are over, within a share of their own. Returns the weight.
    pub(crate) fn do_on_initialize(now: BlockNumberFor<T>) -> Weight {
        // The first block of an epoch has nothing left: the session's rotation takes all of it.
        let taken = frame_system::Pallet::<T>::block_weight().total();
        let left = T::BlockWeights::get().max_block.saturating_sub(taken);
        let mut meter = WeightMeter::with_limit(left.min(Self::share()));
        Self::work_off_changes(now.min(T::DrawsFrom::get()), now, &mut meter);
        let changes = meter.consumed();

        let left = left.saturating_sub(changes);
        let mut meter = WeightMeter::with_limit(left.min(Self::share()));
        Self::work_off_duties(now, &mut meter);
        changes.saturating_add(meter.consumed())
    }

    /// Brings the changes of the blocks until `last` into force at `now`, as far as `meter` reaches.
    pub(crate) fn work_off_changes(
        last: BlockNumberFor<T>,
        now: BlockNumberFor<T>,
        meter: &mut WeightMeter,
    ) {
        let step = T::WeightInfo::bring_into_force();
        let metering = Metering { look: T::WeightInfo::look_at_block(), step };
        ChangesOf::<T>::work_off(last, &metering, meter, |due, (service, node)| {
            if Self::bring_into_force(service, &node, now).defensive().is_err() {
                ChangesOf::<T>::remove(due, (service, node));
            }
            step
        });
    }

    /// Ends the duties that last until `now` or less, as far as `meter` reaches.
    pub(crate) fn work_off_duties(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
        let step = T::WeightInfo::end_duty();
        let metering = Metering { look: T::WeightInfo::look_at_block(), step };
        DutyEndsOf::<T>::work_off(now, &metering, meter, |until, (service, version, node)| {
            Roster::<T>::of(service, version).end(&node, until);
            step
        });
    }

    fn bring_into_force(
        service: ServiceId,
        node: &T::AccountId,
        now: BlockNumberFor<T>,
    ) -> DispatchResult {
        let mut row = ServiceRow::<T>::load(service)?;
        let mut offer = OfferRow::<T>::load(service, node).ok_or(Error::<T>::UnknownOffer)?;
        offer.bring_into_force(&mut row, now)?;
        offer.save();
        row.save();
        Ok(())
    }

    /// Returns true if changes come into force so late that no more are taken.
    pub(crate) fn is_behind() -> bool {
        let now = frame_system::Pallet::<T>::block_number();
        now.saturating_sub(ChangesOf::<T>::cursor()) > MAX_BLOCKS_BEHIND.into()
    }

    /// Checks that the most expensive change and the end of a duty each fit their share of a block.
    ///
    /// # Panics
    ///
    /// Panics if it does not; then the runtime is not sound.
    pub(crate) fn check_limits() {
        let step = T::WeightInfo::bring_into_force().max(T::WeightInfo::end_duty());
        let worst = T::WeightInfo::look_at_block().saturating_add(step);
        assert!(
            worst.all_lte(Self::share()),
            "market: the highest step ({worst}) does not fit the share of a block ({}) that a queue \
             has, so it would stand still",
            Self::share(),
        );
    }

    fn share() -> Weight {
        share_of_block::<T>(SHARE_OF_BLOCK)
    }
}
