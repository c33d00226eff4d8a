//! What `pallet_market` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 10 repeats, on Intel(R) Xeon(R) Processor.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_market`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_market::WeightInfo for WeightInfo<T> {
    /// `u` is from 0 to 256.
    fn publish(u: u32, ) -> Weight {
        // At least 42_788_000 picoseconds.
        Weight::from_parts(48_547_961, 3640)
            // Standard error: 107.
            .saturating_add(Weight::from_parts(776, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// `u` is from 0 to 256.
    fn update(u: u32, ) -> Weight {
        // At least 10_034_000 picoseconds.
        Weight::from_parts(11_950_903, 4031)
            // Standard error: 47.
            .saturating_add(Weight::from_parts(832, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn retire() -> Weight {
        // At least 40_536_000 picoseconds.
        Weight::from_parts(45_896_000, 4031)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn delist() -> Weight {
        // At least 40_841_000 picoseconds.
        Weight::from_parts(47_059_000, 4031)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn set_offer() -> Weight {
        // At least 64_855_000 picoseconds.
        Weight::from_parts(70_882_000, 5136)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn withdraw_offer() -> Weight {
        // At least 62_016_000 picoseconds.
        Weight::from_parts(69_585_000, 6204)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    fn withdraw_last_offer() -> Weight {
        // At least 80_291_000 picoseconds.
        Weight::from_parts(86_577_000, 6290)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    fn set_params() -> Weight {
        // At least 5_741_000 picoseconds.
        Weight::from_parts(6_573_000, 1537)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
