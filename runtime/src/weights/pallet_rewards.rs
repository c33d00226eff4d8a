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
        // At least 6_439_000 picoseconds.
        Weight::from_parts(6_991_000, 1509)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn note_author() -> Weight {
        // At least 7_551_000 picoseconds.
        Weight::from_parts(8_193_000, 3545)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    fn look_for_era() -> Weight {
        // At least 6_750_000 picoseconds.
        Weight::from_parts(7_431_000, 3598)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn pay_node() -> Weight {
        // At least 69_082_000 picoseconds.
        Weight::from_parts(79_679_000, 8655)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    fn close_era() -> Weight {
        // At least 44_657_000 picoseconds.
        Weight::from_parts(46_600_000, 6196)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(3))
    }
}
