//! The transaction fee of an extrinsic.

use frame_support::weights::constants::WEIGHT_REF_TIME_PER_SECOND;
use nes_core::Balance;
use sp_runtime::{FixedPointNumber, FixedU128, Perbill, Perquintill};

use super::currency::{MICRO, UNIT};

/// The fee for a second of computation, in planck, while blocks are not full.
pub const SECOND: Balance = 10 * UNIT;

/// The fee for a byte of an extrinsic, in planck.
pub const BYTE: Balance = 10 * MICRO;

/// The fee for a picosecond of computation, the unit of weight, in planck.
#[allow(clippy::as_conversions, reason = "widening in a constant")]
pub const PICOSECOND: Balance = SECOND / (WEIGHT_REF_TIME_PER_SECOND as Balance);

/// The additional priority of an operational extrinsic, as a multiple of its fee.
pub const OPERATIONAL_MULTIPLIER: u8 = 5;

/// The block author's part of a fee, rounded down; the rest is the treasury's. Tips are all the
/// author's.
pub const AUTHOR_SHARE: Perbill = Perbill::from_percent(20);

/// The fullness of blocks above which fees rise.
pub const TARGET_BLOCK_FULLNESS: Perquintill = Perquintill::from_percent(25);

/// The speed at which fees follow the fullness of blocks. In a day of the public chain they rise
/// to five times at most, when all blocks are full, and fall by 42 %, when all are empty.
pub const ADJUSTMENT_VARIABLE: FixedU128 = FixedU128::from_rational(75, 1_000_000);

/// The lowest multiplier of the fee for computation. It is not far below one: an empty chain must
/// not become free, because filling a block would then cost nothing.
pub const MINIMUM_MULTIPLIER: FixedU128 = FixedU128::from_rational(1, 10);

/// The highest multiplier.
pub const MAXIMUM_MULTIPLIER: FixedU128 = FixedU128::from_inner(1_000 * FixedU128::DIV);

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a test may panic")]
mod tests {
    use frame_support::weights::constants::ExtrinsicBaseWeight;
    use sp_runtime::Saturating;

    use super::*;
    use crate::constants::{
        currency::MILLI,
        limits::{BLOCK_BYTES, BLOCK_WEIGHT, NORMAL_RATIO},
    };

    #[test]
    fn a_full_block_costs_between_1_and_100_nes() {
        let computed = Balance::from((NORMAL_RATIO * BLOCK_WEIGHT).ref_time()) * PICOSECOND;
        let written = Balance::from(NORMAL_RATIO * BLOCK_BYTES) * BYTE;
        for cost in [computed, written] {
            assert!((UNIT..100 * UNIT).contains(&cost), "{cost}");
        }
    }

    #[test]
    fn in_a_day_fees_rise_to_five_times_at_most_and_fall_by_42_percent() {
        const PUBLIC_BLOCKS_A_DAY: usize = 24 * 3_600 / 3;
        let (target, speed) = (FixedU128::from(TARGET_BLOCK_FULLNESS), ADJUSTMENT_VARIABLE);
        let one = FixedU128::from(1);
        // The factor of a block at a distance from the target: 1 ± x + x²/2.
        let factor = |distance: FixedU128, rises: bool| {
            let x = speed * distance;
            let straight = if rises { one + x } else { one - x };
            straight + x * x / 2.into()
        };
        let full = factor(one - target, true).saturating_pow(PUBLIC_BLOCKS_A_DAY);
        let empty = factor(target, false).saturating_pow(PUBLIC_BLOCKS_A_DAY);
        assert_eq!(full.saturating_mul_int(100u32), 505);
        assert_eq!(empty.saturating_mul_int(100u32), 58);
    }

    #[test]
    fn the_smallest_extrinsic_costs_less_than_a_hundredth_of_a_nes() {
        let base = Balance::from(ExtrinsicBaseWeight::get().ref_time()) * PICOSECOND;
        assert!(base + 150 * BYTE < 10 * MILLI);
    }
}
