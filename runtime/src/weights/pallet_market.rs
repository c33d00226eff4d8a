//! What `pallet_market` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 10 repeats, on AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_market`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_market::WeightInfo for WeightInfo<T> {
    /// `u` is from 0 to 256.
    fn publish(u: u32, ) -> Weight {
        // At least 54_662_000 picoseconds.
        Weight::from_parts(57_919_254, 3640)
            // Standard error: 146.
            .saturating_add(Weight::from_parts(215, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// `u` is from 0 to 256.
    fn update(u: u32, ) -> Weight {
        // At least 11_497_000 picoseconds.
        Weight::from_parts(12_893_213, 4031)
            // Standard error: 82.
            .saturating_add(Weight::from_parts(1_098, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn retire() -> Weight {
        // At least 53_149_000 picoseconds.
        Weight::from_parts(56_785_000, 4031)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn delist() -> Weight {
        // At least 53_560_000 picoseconds.
        Weight::from_parts(56_955_000, 4031)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn set_offer() -> Weight {
        // At least 80_229_000 picoseconds.
        Weight::from_parts(85_467_000, 5136)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    fn withdraw_offer() -> Weight {
        // At least 79_759_000 picoseconds.
        Weight::from_parts(85_657_000, 6204)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    fn withdraw_last_offer() -> Weight {
        // At least 106_868_000 picoseconds.
        Weight::from_parts(113_348_000, 6290)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    fn set_params() -> Weight {
        // At least 6_810_000 picoseconds.
        Weight::from_parts(7_482_000, 1537)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(5))
    }
}
