//! The bodies of the hooks: the output of each block, and the ends of windows.

use frame_support::{
    defensive,
    weights::{Weight, WeightMeter},
};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Decision, MAX_COMMITTEE};
use nes_support::queue::{share_of_block, Metering};
use nes_traits::SecondCommittees;

use crate::{
    settled::{Kept, WindowsOf},
    Config, Pallet, WeightInfo,
};

/// The most of a block's weight that ends of windows take, in percent.
const SHARE_OF_BLOCK: u32 = 10;

impl<T: Config> Pallet<T> {
    /// Ends the windows that are over with the block `now`; returns the weight.
    pub(crate) fn do_on_idle(now: BlockNumberFor<T>, remaining: Weight) -> Weight {
        let mut meter = WeightMeter::with_limit(remaining.min(Self::share()));
        Self::end_windows(now, &mut meter);
        meter.consumed()
    }

    /// Checks that the end of the most expensive window fits its share.
    ///
    /// # Panics
    ///
    /// Panics if it does not; then the runtime is not sound.
    pub(crate) fn check_limits() {
        let Metering { look, step } = Self::metering();
        let (worst, share) = (look.saturating_add(step), Self::share());
        assert!(
            worst.all_lte(share),
            "disputes: the highest step ({worst}) does not fit the hook's share of a block \
             ({share}), so no answer would ever be final",
        );
    }

    /// Returns the weights by which the ends of windows are metered.
    pub(crate) fn metering() -> Metering {
        let step = T::WeightInfo::end_window(MAX_COMMITTEE.into());
        Metering { look: T::WeightInfo::look_for_windows(), step }
    }

    /// Ends the windows whose last block is `now`, the oldest block's first, as far as `meter`
    /// reaches; the next block continues.
    pub(crate) fn end_windows(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
        WindowsOf::<T>::work_off(now, &Self::metering(), meter, |block, id| {
            let Ok(kept) = Kept::<T>::load(id) else {
                defensive!("a window without a task");
                WindowsOf::<T>::remove(block, id);
                return T::WeightInfo::look_for_windows();
            };
            let members = u32::try_from(kept.members.len()).unwrap_or(MAX_COMMITTEE.into());
            Self::end_window(kept, now);
            T::WeightInfo::end_window(members)
        });
    }

    /// Ends a window at `now`, in which nobody has disputed the answer. It starts anew if a block of
    /// its time took no calls.
    fn end_window(kept: Kept<T>, now: BlockNumberFor<T>) {
        if T::SecondCommittees::took_no_calls_after(kept.since) {
            kept.start_window(now);
        } else {
            Self::report(kept.close(), &Decision::Undecided);
        }
    }

    fn share() -> Weight {
        share_of_block::<T>(SHARE_OF_BLOCK)
    }
}
