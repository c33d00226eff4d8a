//! The transaction fee of an extrinsic.

use frame_support::weights::constants::WEIGHT_REF_TIME_PER_SECOND;
use nes_core::Balance;
use sp_runtime::{FixedPointNumber, FixedU128, Permill, Perquintill};

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
pub const AUTHOR_SHARE: Permill = Permill::from_percent(20);

/// The fullness of blocks above which fees rise.
pub const TARGET_BLOCK_FULLNESS: Perquintill = Perquintill::from_percent(25);

/// The speed at which fees follow the fullness of blocks: about 30 % a day at most.
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
    fn the_smallest_extrinsic_costs_less_than_a_hundredth_of_a_nes() {
        let base = Balance::from(ExtrinsicBaseWeight::get().ref_time()) * PICOSECOND;
        assert!(base + 150 * BYTE < 10 * MILLI);
    }
}
