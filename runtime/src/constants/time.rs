//! Durations in blocks of the public chain, whose slots last three seconds.

use nes_core::BlockNumber;

/// A minute.
pub const MINUTES: BlockNumber = 20;

/// An hour.
pub const HOURS: BlockNumber = 60 * MINUTES;

/// A day.
pub const DAYS: BlockNumber = 24 * HOURS;

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
