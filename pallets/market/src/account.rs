//! The deposits that the market holds.

use nes_support::holds::Holds;

use crate::{Config, HoldReason, TotalHeld};

/// The holds of the market and their totals. All of them are changed through it.
pub(crate) type HoldsOf<T> = Holds<
    <T as frame_system::Config>::AccountId,
    HoldReason,
    <T as Config>::Currency,
    TotalHeld<T>,
>;
