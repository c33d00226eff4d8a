//! What `pallet_inference` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-30, 20 steps, 10 repeats, on AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_inference`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_inference::WeightInfo for WeightInfo<T> {
    fn request() -> Weight {
        // At least 141_881_000 picoseconds.
        Weight::from_parts(150_464_000, 9165)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn cancel() -> Weight {
        // At least 153_919_000 picoseconds.
        Weight::from_parts(160_149_000, 4804)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn commit() -> Weight {
        // At least 73_980_000 picoseconds.
        Weight::from_parts(77_445_000, 4804)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn reveal() -> Weight {
        // At least 87_050_000 picoseconds.
        Weight::from_parts(90_885_000, 4804)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn reveal_agreed(n: u32, ) -> Weight {
        // At least 396_661_000 picoseconds.
        Weight::from_parts(274_613_969, 11402)
            // Standard error: 1_052_629.
            .saturating_add(Weight::from_parts(144_931_512, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(10))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn reveal_disputed(n: u32, ) -> Weight {
        // At least 412_044_000 picoseconds.
        Weight::from_parts(453_515_501, 11402)
            // Standard error: 5_188_732.
            .saturating_add(Weight::from_parts(123_661_757, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(17))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(11))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    fn set_params() -> Weight {
        // At least 11_687_000 picoseconds.
        Weight::from_parts(12_689_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// `n` is from 1 to 9.
    fn draw(n: u32, ) -> Weight {
        // At least 220_028_000 picoseconds.
        Weight::from_parts(191_385_426, 9165)
            // Standard error: 573_782.
            .saturating_add(Weight::from_parts(40_884_999, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(8))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 4154).saturating_mul(n.into()))
    }
    /// `l` is from 0 to 104.
    fn look(l: u32, ) -> Weight {
        // At least 38_577_000 picoseconds.
        Weight::from_parts(149_947_993, 9165)
            // Standard error: 152_220.
            .saturating_add(Weight::from_parts(28_929_593, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(l.into())))
            .saturating_add(Weight::from_parts(0, 4154).saturating_mul(l.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_committing(n: u32, ) -> Weight {
        // At least 146_788_000 picoseconds.
        Weight::from_parts(139_772_692, 5996)
            // Standard error: 152_498.
            .saturating_add(Weight::from_parts(11_465_860, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(5))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 2701).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_revealing(n: u32, ) -> Weight {
        // At least 293_477_000 picoseconds.
        Weight::from_parts(213_950_073, 5996)
            // Standard error: 1_371_580.
            .saturating_add(Weight::from_parts(102_540_426, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(13))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn settle_by_deadline(n: u32, ) -> Weight {
        // At least 308_079_000 picoseconds.
        Weight::from_parts(204_820_264, 5996)
            // Standard error: 3_369_822.
            .saturating_add(Weight::from_parts(147_500_199, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(13))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    fn agenda_step() -> Weight {
        // At least 6_470_000 picoseconds.
        Weight::from_parts(7_141_000, 3493)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
