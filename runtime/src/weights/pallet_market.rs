//! What `pallet_market` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-30, 20 steps, 10 repeats, on AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_market`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_market::WeightInfo for WeightInfo<T> {
    /// `u` is from 0 to 256.
    fn publish(u: u32, ) -> Weight {
        // At least 55_543_000 picoseconds.
        Weight::from_parts(58_099_975, 3712)
            // Standard error: 91.
            .saturating_add(Weight::from_parts(1_455, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    /// `u` is from 0 to 256.
    fn update(u: u32, ) -> Weight {
        // At least 28_302_000 picoseconds.
        Weight::from_parts(30_766_647, 9165)
            // Standard error: 157.
            .saturating_add(Weight::from_parts(2_202, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn retire() -> Weight {
        // At least 57_485_000 picoseconds.
        Weight::from_parts(60_039_000, 9165)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn delist() -> Weight {
        // At least 58_157_000 picoseconds.
        Weight::from_parts(60_930_000, 9165)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn set_offer() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(140_000_000, 9_165)
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    fn withdraw_offer() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(280_000_000, 17_340)
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().writes(17))
    }
    fn withdraw_last_offer() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(240_000_000, 17_340)
            .saturating_add(T::DbWeight::get().reads(18))
            .saturating_add(T::DbWeight::get().writes(19))
    }
    fn set_params() -> Weight {
        // At least 16_545_000 picoseconds.
        Weight::from_parts(17_726_000, 1569)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    fn bring_into_force() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(340_000_000, 17_340)
            .saturating_add(T::DbWeight::get().reads(20))
            .saturating_add(T::DbWeight::get().writes(18))
    }
    fn set_exact() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(50_000_000, 9_165)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn refresh_offer() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(160_000_000, 9_165)
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn end_duty() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(120_000_000, 9_165)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    fn look_at_block() -> Weight {
        // At least 5_758_000 picoseconds.
        Weight::from_parts(6_300_000, 3529)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
