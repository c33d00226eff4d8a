//! Durations in blocks of the public chain, whose slots last three seconds, and the periods of
//! governance on a chain's own clock.

use frame_support::traits::{Get, TypedGet};
use nes_core::BlockNumber;
use pallet_tempo::GovernanceDivisor;

use crate::Runtime;

/// A minute.
pub const MINUTES: BlockNumber = 20;

/// An hour.
pub const HOURS: BlockNumber = 60 * MINUTES;

/// A day.
pub const DAYS: BlockNumber = 24 * HOURS;

/// A period of `PUBLIC` blocks on the public chain. A faster chain divides it, down to `FLOOR`
/// blocks, below which there would be no time to act.
pub struct Period<const PUBLIC: BlockNumber, const FLOOR: BlockNumber>;

impl<const PUBLIC: BlockNumber, const FLOOR: BlockNumber> Get<BlockNumber>
    for Period<PUBLIC, FLOOR>
{
    fn get() -> BlockNumber {
        scale(PUBLIC, FLOOR, GovernanceDivisor::<Runtime>::get())
    }
}

impl<const PUBLIC: BlockNumber, const FLOOR: BlockNumber> TypedGet for Period<PUBLIC, FLOOR> {
    type Type = BlockNumber;

    fn get() -> BlockNumber {
        <Self as Get<BlockNumber>>::get()
    }
}

/// Returns the larger of `public / divisor` and `floor`, in blocks.
pub fn scale(public: BlockNumber, floor: BlockNumber, divisor: u32) -> BlockNumber {
    public.checked_div(divisor).unwrap_or(public).max(floor)
}

#[cfg(test)]
mod tests {
    use pallet_tempo::Clock;

    use super::*;

    #[test]
    fn a_minute_has_as_many_blocks_as_public_slots() {
        let slots = 60_000 / Clock::default().slot_millis;
        assert_eq!(u64::from(MINUTES), slots);
    }
}
