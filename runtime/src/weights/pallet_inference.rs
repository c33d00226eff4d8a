//! What `pallet_inference` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 10 repeats, on Intel(R) Xeon(R) Processor.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_inference`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_inference::WeightInfo for WeightInfo<T> {
    fn request() -> Weight {
        // At least 138_995_000 picoseconds.
        Weight::from_parts(150_864_000, 4031)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn cancel() -> Weight {
        // At least 145_903_000 picoseconds.
        Weight::from_parts(160_914_000, 5096)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn commit() -> Weight {
        // At least 75_056_000 picoseconds.
        Weight::from_parts(82_876_000, 5096)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn reveal() -> Weight {
        // At least 95_131_000 picoseconds.
        Weight::from_parts(103_679_000, 5096)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn reveal_agreed(_n: u32, ) -> Weight {
        // At least 1_121_015_000 picoseconds.
        Weight::from_parts(1_213_740_000, 72405)
            .saturating_add(T::DbWeight::get().reads(77))
            .saturating_add(T::DbWeight::get().writes(90))
    }
    fn reveal_disputed(_n: u32, ) -> Weight {
        // At least 1_121_015_000 picoseconds.
        Weight::from_parts(1_213_740_000, 72405)
            .saturating_add(T::DbWeight::get().reads(77))
            .saturating_add(T::DbWeight::get().writes(90))
    }
    fn set_params() -> Weight {
        // At least 5_197_000 picoseconds.
        Weight::from_parts(6_231_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn draw(n: u32, ) -> Weight {
        // At least 737_205_000 picoseconds.
        Weight::from_parts(635_923_931, 73105)
            // Standard error: 3_746_180.
            .saturating_add(Weight::from_parts(172_374_006, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(75))
            .saturating_add(T::DbWeight::get().reads((30_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 31123).saturating_mul(n.into()))
    }
    fn look(_l: u32, ) -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn expire_committing(_n: u32, ) -> Weight {
        // At least 209_034_000 picoseconds.
        Weight::from_parts(234_373_000, 24453)
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().writes(14))
    }
    fn expire_revealing(_n: u32, ) -> Weight {
        // At least 933_389_000 picoseconds.
        Weight::from_parts(1_000_882_000, 72405)
            .saturating_add(T::DbWeight::get().reads(74))
            .saturating_add(T::DbWeight::get().writes(88))
    }
    fn settle_by_deadline(_n: u32, ) -> Weight {
        // At least 1_103_601_000 picoseconds.
        Weight::from_parts(1_174_677_000, 72405)
            .saturating_add(T::DbWeight::get().reads(79))
            .saturating_add(T::DbWeight::get().writes(91))
    }
    fn agenda_step() -> Weight {
        // At least 4_240_000 picoseconds.
        Weight::from_parts(4_940_000, 3493)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
