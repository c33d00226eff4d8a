//! What `pallet_inference` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 10 repeats, on AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_inference`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_inference::WeightInfo for WeightInfo<T> {
    fn request() -> Weight {
        // At least 135_060_000 picoseconds.
        Weight::from_parts(142_782_000, 4031)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn cancel() -> Weight {
        // At least 151_085_000 picoseconds.
        Weight::from_parts(158_105_000, 5100)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn commit() -> Weight {
        // At least 71_216_000 picoseconds.
        Weight::from_parts(77_024_000, 5100)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn reveal() -> Weight {
        // At least 81_621_000 picoseconds.
        Weight::from_parts(86_008_000, 5100)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn reveal_agreed(n: u32, ) -> Weight {
        // At least 412_423_000 picoseconds.
        Weight::from_parts(307_191_261, 11402)
            // Standard error: 1_720_343.
            .saturating_add(Weight::from_parts(131_716_423, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(10))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn reveal_disputed(n: u32, ) -> Weight {
        // At least 382_218_000 picoseconds.
        Weight::from_parts(330_546_433, 11402)
            // Standard error: 2_558_442.
            .saturating_add(Weight::from_parts(127_112_976, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(17))
            .saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(11))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    fn set_params() -> Weight {
        // At least 6_129_000 picoseconds.
        Weight::from_parts(6_720_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// `n` is from 1 to 9.
    fn draw(n: u32, ) -> Weight {
        // At least 124_345_000 picoseconds.
        Weight::from_parts(87_319_285, 5100)
            // Standard error: 1_150_507.
            .saturating_add(Weight::from_parts(46_464_266, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 4146).saturating_mul(n.into()))
    }
    /// `l` is from 0 to 104.
    fn look(l: u32, ) -> Weight {
        // At least 24_136_000 picoseconds.
        Weight::from_parts(25_208_000, 4031)
            // Standard error: 1_078_814.
            .saturating_add(Weight::from_parts(32_667_198, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
            .saturating_add(Weight::from_parts(0, 4146).saturating_mul(l.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_committing(n: u32, ) -> Weight {
        // At least 155_711_000 picoseconds.
        Weight::from_parts(146_210_168, 5996)
            // Standard error: 632_567.
            .saturating_add(Weight::from_parts(13_201_112, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(5))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 2607).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_revealing(n: u32, ) -> Weight {
        // At least 300_086_000 picoseconds.
        Weight::from_parts(243_854_247, 5996)
            // Standard error: 1_319_724.
            .saturating_add(Weight::from_parts(99_790_783, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn settle_by_deadline(n: u32, ) -> Weight {
        // At least 300_146_000 picoseconds.
        Weight::from_parts(155_567_957, 5996)
            // Standard error: 4_939_727.
            .saturating_add(Weight::from_parts(161_434_270, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().reads((9_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    fn agenda_step() -> Weight {
        // At least 5_258_000 picoseconds.
        Weight::from_parts(5_669_000, 3493)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
