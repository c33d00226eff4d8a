//! What `pallet_market` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 50 steps, 20 repeats, on Intel(R) Xeon(R) Processor.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_market`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_market::WeightInfo for WeightInfo<T> {
    /// `u` is from 0 to 256.
    fn publish(u: u32, ) -> Weight {
        // At least 41_995_000 picoseconds.
        Weight::from_parts(45_924_087, 3622)
            // Standard error: 101.
            .saturating_add(Weight::from_parts(1_333, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// `u` is from 0 to 256.
    fn update(u: u32, ) -> Weight {
        // At least 9_762_000 picoseconds.
        Weight::from_parts(11_054_831, 4031)
            // Standard error: 32.
            .saturating_add(Weight::from_parts(986, 0).saturating_mul(u.into()))
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn retire() -> Weight {
        // At least 40_145_000 picoseconds.
        Weight::from_parts(44_379_000, 4031)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn delist() -> Weight {
        // At least 40_436_000 picoseconds.
        Weight::from_parts(45_274_000, 4031)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn set_offer() -> Weight {
        // At least 66_424_000 picoseconds.
        Weight::from_parts(72_041_000, 4450)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn withdraw_offer() -> Weight {
        // At least 55_063_000 picoseconds.
        Weight::from_parts(60_349_000, 6204)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    fn withdraw_last_offer() -> Weight {
        // At least 78_146_000 picoseconds.
        Weight::from_parts(86_873_000, 6254)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    fn set_params() -> Weight {
        // At least 5_762_000 picoseconds.
        Weight::from_parts(6_648_000, 1537)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
