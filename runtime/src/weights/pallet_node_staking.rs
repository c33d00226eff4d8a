//! What `pallet_node_staking` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 10 repeats, on AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_node_staking`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_node_staking::WeightInfo for WeightInfo<T> {
    fn register() -> Weight {
        // At least 102_062_000 picoseconds.
        Weight::from_parts(107_620_000, 5990)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    fn set_profile() -> Weight {
        // At least 11_136_000 picoseconds.
        Weight::from_parts(12_749_000, 3886)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn set_agent() -> Weight {
        // At least 15_613_000 picoseconds.
        Weight::from_parts(17_576_000, 5136)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn validate() -> Weight {
        // At least 42_343_000 picoseconds.
        Weight::from_parts(45_888_000, 5284)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn chill() -> Weight {
        // At least 35_934_000 picoseconds.
        Weight::from_parts(39_609_000, 8925)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn leave() -> Weight {
        // At least 111_436_000 picoseconds.
        Weight::from_parts(120_940_000, 8925)
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().writes(10))
    }
    /// `a` is from 0 to 8.
    fn withdraw(a: u32, ) -> Weight {
        // At least 245_075_000 picoseconds.
        Weight::from_parts(257_773_000, 8799)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(12))
            // Interim, not measured: an arrival that ends, and the removal of the record it named.
            .saturating_add(Weight::from_parts(250_000_000, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads((9_u64).saturating_mul(a.into())))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(a.into())))
    }
    fn set_params() -> Weight {
        // At least 6_139_000 picoseconds.
        Weight::from_parts(6_800_000, 1605)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(19))
    }
    fn delegate() -> Weight {
        // At least 169_512_000 picoseconds.
        Weight::from_parts(178_285_000, 6120)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(8))
            // Interim, not measured: 8 arrivals, each with its node and a slash to apply.
            .saturating_add(Weight::from_parts(400_000_000, 0))
            .saturating_add(T::DbWeight::get().reads(8))
    }
    fn undelegate() -> Weight {
        // At least 111_726_000 picoseconds.
        Weight::from_parts(121_451_000, 6120)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(8))
            // Interim, not measured: 8 arrivals, each with its node and a slash to apply.
            .saturating_add(Weight::from_parts(400_000_000, 0))
            .saturating_add(T::DbWeight::get().reads(8))
    }
    fn rebond() -> Weight {
        // At least 115_342_000 picoseconds.
        Weight::from_parts(121_491_000, 5136)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(6))
            // Interim, not measured: 8 arrivals, each with its node and a slash to apply.
            .saturating_add(Weight::from_parts(400_000_000, 0))
            .saturating_add(T::DbWeight::get().reads(8))
    }
    fn claim() -> Weight {
        // At least 201_810_000 picoseconds.
        Weight::from_parts(211_053_000, 6196)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(9))
            // Interim, not measured: 8 arrivals, each with its node and a slash to apply.
            .saturating_add(Weight::from_parts(400_000_000, 0))
            .saturating_add(T::DbWeight::get().reads(8))
    }
    fn set_compound() -> Weight {
        // At least 14_201_000 picoseconds.
        Weight::from_parts(15_964_000, 4275)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn set_commission() -> Weight {
        // At least 15_423_000 picoseconds.
        Weight::from_parts(16_785_000, 5136)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn unjail() -> Weight {
        // At least 36_815_000 picoseconds.
        Weight::from_parts(40_841_000, 5136)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn appeal() -> Weight {
        // At least 66_980_000 picoseconds.
        Weight::from_parts(71_716_000, 4332)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    fn cancel_slash() -> Weight {
        // At least 84_145_000 picoseconds.
        Weight::from_parts(98_656_000, 5136)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    /// `a` is from 0 to 8.
    fn apply_slash(a: u32, ) -> Weight {
        // At least 76_383_000 picoseconds.
        Weight::from_parts(108_151_000, 5136)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
            // Interim, not measured: an arrival that ends, and the removal of the record it named.
            .saturating_add(Weight::from_parts(250_000_000, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads((9_u64).saturating_mul(a.into())))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(a.into())))
    }
    /// `a` is from 0 to 8.
    fn redelegate(a: u32, ) -> Weight {
        // Interim, not measured: the sum of `undelegate`, `delegate` and 16 arrivals.
        Weight::from_parts(700_000_000, 12240)
            .saturating_add(T::DbWeight::get().reads(28))
            .saturating_add(T::DbWeight::get().writes(16))
            // Interim, not measured: an arrival that ends, and the removal of the record it named.
            .saturating_add(Weight::from_parts(250_000_000, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads((9_u64).saturating_mul(a.into())))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(a.into())))
    }
    fn report_equivocation() -> Weight {
        // At least 71_456_000 picoseconds.
        Weight::from_parts(85_167_000, 13101)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    fn look_for_due() -> Weight {
        // At least 7_121_000 picoseconds.
        Weight::from_parts(7_671_000, 3489)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn execute_slash() -> Weight {
        // At least 170_373_000 picoseconds.
        Weight::from_parts(175_392_306, 8799)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(10))
    }
    fn judge() -> Weight {
        // At least 71_456_000 picoseconds.
        Weight::from_parts(85_167_000, 13101)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    /// `v` is from 4 to 300.
    fn end_era(v: u32, ) -> Weight {
        Weight::from_parts(100_000_000, 334440)
            .saturating_add(Weight::from_parts(14_000_000, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(v.into())))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(v.into())))
    }
    /// `v` is from 4 to 300.
    fn new_session(v: u32, ) -> Weight {
        // At least 300_227_000 picoseconds.
        Weight::from_parts(304_062_000, 334440)
            // Standard error: 500_977.
            .saturating_add(Weight::from_parts(28_075_428, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(131))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(v.into())))
            .saturating_add(Weight::from_parts(0, 8292).saturating_mul(v.into()))
    }
    fn start_era() -> Weight {
        // At least 60_359_000 picoseconds.
        Weight::from_parts(66_160_907, 6196)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(8))
    }
}
