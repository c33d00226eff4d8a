//! What `pallet_rewards` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 50 steps, 20 repeats, on AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_rewards`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_rewards::WeightInfo for WeightInfo<T> {
    fn set_params() -> Weight {
        // At least 6_630_000 picoseconds.
        Weight::from_parts(7_180_000, 1509)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    fn note_author() -> Weight {
        // At least 7_722_000 picoseconds.
        Weight::from_parts(8_422_000, 3545)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    fn look_for_era() -> Weight {
        // At least 7_070_000 picoseconds.
        Weight::from_parts(8_202_000, 3631)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn pay_node() -> Weight {
        // At least 70_205_000 picoseconds.
        Weight::from_parts(75_952_000, 8655)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    fn close_era() -> Weight {
        // At least 44_787_000 picoseconds.
        Weight::from_parts(47_120_000, 6196)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(3))
    }
}
