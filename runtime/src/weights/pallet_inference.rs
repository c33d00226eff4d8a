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
        // At least 131_545_000 picoseconds.
        Weight::from_parts(138_736_000, 4031)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn cancel() -> Weight {
        // At least 137_424_000 picoseconds.
        Weight::from_parts(145_466_000, 5100)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn commit() -> Weight {
        // At least 64_877_000 picoseconds.
        Weight::from_parts(69_674_000, 5100)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn reveal() -> Weight {
        // At least 75_923_000 picoseconds.
        Weight::from_parts(79_919_000, 5100)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn reveal_agreed(n: u32, ) -> Weight {
        // At least 393_395_000 picoseconds.
        Weight::from_parts(289_096_624, 8799)
            // Standard error: 588_055.
            .saturating_add(Weight::from_parts(121_528_865, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(9))
            .saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn reveal_disputed(n: u32, ) -> Weight {
        // At least 388_737_000 picoseconds.
        Weight::from_parts(313_807_572, 8799)
            // Standard error: 837_682.
            .saturating_add(Weight::from_parts(111_893_382, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(9))
            .saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    fn set_params() -> Weight {
        // At least 6_210_000 picoseconds.
        Weight::from_parts(6_680_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn draw(n: u32, ) -> Weight {
        // At least 117_104_000 picoseconds.
        Weight::from_parts(88_477_280, 5100)
            // Standard error: 327_589.
            .saturating_add(Weight::from_parts(38_452_425, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 4146).saturating_mul(n.into()))
    }
    /// `l` is from 0 to 104.
    fn look(l: u32, ) -> Weight {
        // At least 21_332_000 picoseconds.
        Weight::from_parts(157_035_988, 4031)
            // Standard error: 395_160.
            .saturating_add(Weight::from_parts(24_951_873, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
            .saturating_add(Weight::from_parts(0, 4146).saturating_mul(l.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_committing(n: u32, ) -> Weight {
        // At least 135_521_000 picoseconds.
        Weight::from_parts(127_614_233, 5996)
            // Standard error: 200_817.
            .saturating_add(Weight::from_parts(11_464_212, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(5))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 2607).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_revealing(n: u32, ) -> Weight {
        // At least 277_032_000 picoseconds.
        Weight::from_parts(196_243_841, 5996)
            // Standard error: 912_096.
            .saturating_add(Weight::from_parts(104_762_948, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn settle_by_deadline(n: u32, ) -> Weight {
        // At least 284_973_000 picoseconds.
        Weight::from_parts(221_611_244, 8799)
            // Standard error: 2_014_539.
            .saturating_add(Weight::from_parts(122_126_438, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    fn agenda_step() -> Weight {
        // At least 5_288_000 picoseconds.
        Weight::from_parts(5_729_000, 3493)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
