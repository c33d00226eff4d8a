//! What `pallet_node_staking` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 20 steps, 10 repeats, on Intel(R) Xeon(R) Processor.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_node_staking`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_node_staking::WeightInfo for WeightInfo<T> {
    fn register() -> Weight {
        // At least 73_963_000 picoseconds.
        Weight::from_parts(81_357_000, 5136)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn set_profile() -> Weight {
        // At least 9_500_000 picoseconds.
        Weight::from_parts(10_798_000, 3886)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn set_agent() -> Weight {
        // At least 13_459_000 picoseconds.
        Weight::from_parts(16_130_000, 5136)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn validate() -> Weight {
        // At least 36_397_000 picoseconds.
        Weight::from_parts(43_472_000, 5251)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn chill() -> Weight {
        // At least 30_073_000 picoseconds.
        Weight::from_parts(34_629_000, 8925)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn leave() -> Weight {
        // At least 88_862_000 picoseconds.
        Weight::from_parts(97_633_000, 8925)
            .saturating_add(T::DbWeight::get().reads(13))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    fn withdraw() -> Weight {
        // At least 184_782_000 picoseconds.
        Weight::from_parts(197_266_000, 8799)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    fn set_params() -> Weight {
        // At least 5_294_000 picoseconds.
        Weight::from_parts(6_111_000, 1605)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn delegate() -> Weight {
        // At least 132_036_000 picoseconds.
        Weight::from_parts(146_321_000, 6120)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    fn undelegate() -> Weight {
        // At least 89_710_000 picoseconds.
        Weight::from_parts(99_178_000, 6120)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    fn rebond() -> Weight {
        // At least 91_906_000 picoseconds.
        Weight::from_parts(102_757_000, 5136)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn claim() -> Weight {
        // At least 161_095_000 picoseconds.
        Weight::from_parts(182_560_000, 6196)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    fn set_compound() -> Weight {
        // At least 13_677_000 picoseconds.
        Weight::from_parts(17_456_000, 4275)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn set_commission() -> Weight {
        // At least 13_732_000 picoseconds.
        Weight::from_parts(16_806_000, 5136)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn unjail() -> Weight {
        // At least 31_684_000 picoseconds.
        Weight::from_parts(36_340_000, 5136)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn appeal() -> Weight {
        // At least 50_647_000 picoseconds.
        Weight::from_parts(57_499_000, 4332)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn cancel_slash() -> Weight {
        // At least 65_190_000 picoseconds.
        Weight::from_parts(73_194_000, 5136)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    fn realise() -> Weight {
        // At least 58_897_000 picoseconds.
        Weight::from_parts(63_930_000, 5136)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn report_equivocation() -> Weight {
        // At least 60_869_000 picoseconds.
        Weight::from_parts(68_862_000, 13068)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    fn look_for_due() -> Weight {
        // At least 5_777_000 picoseconds.
        Weight::from_parts(6_691_000, 3489)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `r` is from 0 to 16.
    fn execute_slash(r: u32, ) -> Weight {
        // At least 129_317_000 picoseconds.
        Weight::from_parts(141_256_600, 8799)
            // Standard error: 16_849.
            .saturating_add(Weight::from_parts(14_695_183, 0).saturating_mul(r.into()))
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(r.into())))
            .saturating_add(T::DbWeight::get().writes(8))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(r.into())))
            .saturating_add(Weight::from_parts(0, 2603).saturating_mul(r.into()))
    }
    /// `v` is from 4 to 300.
    fn new_session(v: u32, ) -> Weight {
        // At least 245_823_000 picoseconds.
        Weight::from_parts(85_112_205, 334440)
            // Standard error: 216_395.
            .saturating_add(Weight::from_parts(21_113_327, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(131))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(v.into())))
            .saturating_add(Weight::from_parts(0, 8292).saturating_mul(v.into()))
    }
    /// `s` is from 1 to 100.
    fn start_era(s: u32, ) -> Weight {
        // At least 11_002_000 picoseconds.
        Weight::from_parts(11_624_746, 1605)
            // Standard error: 512.
            .saturating_add(Weight::from_parts(945_827, 0).saturating_mul(s.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
    }
}
