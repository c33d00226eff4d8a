//! What `pallet_node_staking` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 50 steps, 20 repeats, on Intel(R) Xeon(R) Processor.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_node_staking`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_node_staking::WeightInfo for WeightInfo<T> {
    fn register() -> Weight {
        // At least 73_199_000 picoseconds.
        Weight::from_parts(76_850_000, 4450)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn set_profile() -> Weight {
        // At least 9_442_000 picoseconds.
        Weight::from_parts(10_475_000, 3886)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn set_agent() -> Weight {
        // At least 11_409_000 picoseconds.
        Weight::from_parts(12_731_000, 4450)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn validate() -> Weight {
        // At least 34_917_000 picoseconds.
        Weight::from_parts(37_798_000, 6280)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn chill() -> Weight {
        // At least 28_719_000 picoseconds.
        Weight::from_parts(31_742_000, 8925)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn leave() -> Weight {
        // At least 40_205_000 picoseconds.
        Weight::from_parts(43_817_000, 8925)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    fn withdraw() -> Weight {
        // At least 76_704_000 picoseconds.
        Weight::from_parts(81_670_000, 4450)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    fn set_params() -> Weight {
        // At least 5_006_000 picoseconds.
        Weight::from_parts(5_725_000, 1533)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `v` is from 4 to 300.
    fn new_session(v: u32, ) -> Weight {
        // At least 235_650_000 picoseconds.
        Weight::from_parts(52_245_049, 334440)
            // Standard error: 46_555.
            .saturating_add(Weight::from_parts(20_397_166, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(131))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(v.into())))
            .saturating_add(Weight::from_parts(0, 6554).saturating_mul(v.into()))
    }
    /// `s` is from 1 to 100.
    fn start_era(s: u32, ) -> Weight {
        // At least 10_651_000 picoseconds.
        Weight::from_parts(10_641_248, 1533)
            // Standard error: 281.
            .saturating_add(Weight::from_parts(918_463, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
    }
    fn delegate() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn undelegate() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn rebond() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn claim() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn set_compound() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn set_commission() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn unjail() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn appeal() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn cancel_slash() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn realise() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn report_equivocation() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn look_for_due() -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
    fn execute_slash(_r: u32) -> Weight {
        Weight::from_parts(100_000_000, 0)
    }
}
