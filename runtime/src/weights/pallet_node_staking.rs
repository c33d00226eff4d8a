//! What `pallet_node_staking` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-30, 20 steps, 10 repeats, on AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_node_staking`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_node_staking::WeightInfo for WeightInfo<T> {
    fn register() -> Weight {
        // At least 103_294_000 picoseconds.
        Weight::from_parts(107_530_000, 5990)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(7))
    }
    fn set_profile() -> Weight {
        // At least 11_146_000 picoseconds.
        Weight::from_parts(12_368_000, 3886)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn set_agent() -> Weight {
        // At least 15_383_000 picoseconds.
        Weight::from_parts(16_975_000, 5144)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn validate() -> Weight {
        // At least 42_654_000 picoseconds.
        Weight::from_parts(45_668_000, 5340)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn chill() -> Weight {
        // At least 36_174_000 picoseconds.
        Weight::from_parts(39_409_000, 8925)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn leave() -> Weight {
        // At least 86_178_000 picoseconds.
        Weight::from_parts(94_241_000, 51551)
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    /// `a` is from 0 to 8.
    fn withdraw(a: u32, ) -> Weight {
        // At least 282_060_000 picoseconds.
        Weight::from_parts(223_821_189, 8799)
            // Standard error: 5_402_354.
            .saturating_add(Weight::from_parts(252_921_304, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(a.into())))
            .saturating_add(T::DbWeight::get().writes(15))
            .saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(a.into())))
            .saturating_add(Weight::from_parts(0, 4154).saturating_mul(a.into()))
    }
    fn set_params() -> Weight {
        // At least 36_705_000 picoseconds.
        Weight::from_parts(39_549_000, 1597)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(17))
    }
    fn delegate() -> Weight {
        // At least 1_038_677_000 picoseconds.
        Weight::from_parts(1_125_707_000, 38376)
            .saturating_add(T::DbWeight::get().reads(21))
            .saturating_add(T::DbWeight::get().writes(10))
    }
    fn undelegate() -> Weight {
        // At least 1_021_131_000 picoseconds.
        Weight::from_parts(1_120_919_000, 62797)
            .saturating_add(T::DbWeight::get().reads(24))
            .saturating_add(T::DbWeight::get().writes(10))
    }
    fn rebond() -> Weight {
        // At least 978_868_000 picoseconds.
        Weight::from_parts(1_027_360_000, 38376)
            .saturating_add(T::DbWeight::get().reads(20))
            .saturating_add(T::DbWeight::get().writes(8))
    }
    fn claim() -> Weight {
        // At least 1_071_776_000 picoseconds.
        Weight::from_parts(1_125_305_000, 38376)
            .saturating_add(T::DbWeight::get().reads(22))
            .saturating_add(T::DbWeight::get().writes(11))
    }
    fn set_compound() -> Weight {
        // At least 16_865_000 picoseconds.
        Weight::from_parts(20_380_000, 4820)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn set_commission() -> Weight {
        // At least 16_495_000 picoseconds.
        Weight::from_parts(17_897_000, 5144)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn unjail() -> Weight {
        // At least 38_196_000 picoseconds.
        Weight::from_parts(41_642_000, 5144)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn appeal() -> Weight {
        // At least 70_806_000 picoseconds.
        Weight::from_parts(76_023_000, 5144)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(6))
    }
    fn cancel_slash() -> Weight {
        // At least 80_610_000 picoseconds.
        Weight::from_parts(90_154_000, 5144)
            .saturating_add(T::DbWeight::get().reads(9))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    /// `a` is from 0 to 8.
    fn apply_slash(a: u32, ) -> Weight {
        // At least 126_448_000 picoseconds.
        Weight::from_parts(162_813_302, 5144)
            // Standard error: 1_788_496.
            .saturating_add(Weight::from_parts(233_859_800, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(a.into())))
            .saturating_add(T::DbWeight::get().writes(9))
            .saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(a.into())))
            .saturating_add(Weight::from_parts(0, 4154).saturating_mul(a.into()))
    }
    /// `a` is from 0 to 8.
    fn redelegate(a: u32, ) -> Weight {
        // At least 1_124_394_000 picoseconds.
        Weight::from_parts(1_220_458_800, 64446)
            // Standard error: 1_331_934.
            .saturating_add(Weight::from_parts(214_278_734, 0).saturating_mul(a.into()))
            .saturating_add(T::DbWeight::get().reads(29))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(a.into())))
            .saturating_add(T::DbWeight::get().writes(16))
            .saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(a.into())))
            .saturating_add(Weight::from_parts(0, 4154).saturating_mul(a.into()))
    }
    fn report_equivocation() -> Weight {
        // At least 74_331_000 picoseconds.
        Weight::from_parts(84_506_000, 13157)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(9))
    }
    fn look_for_due() -> Weight {
        // At least 6_569_000 picoseconds.
        Weight::from_parts(7_140_000, 3489)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn execute_slash() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(600_000_000, 20_000)
            .saturating_add(T::DbWeight::get().reads(20))
            .saturating_add(T::DbWeight::get().writes(18))
    }
    fn judge() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(150_000_000, 12_000)
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().writes(15))
    }
    fn lose() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(250_000_000, 15_000)
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().writes(13))
    }
    fn count_duty() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(200_000_000, 12_000)
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().writes(16))
    }
    /// `v` is from 4 to 300.
    fn end_era(v: u32, ) -> Weight {
        // At least 63_314_000 picoseconds.
        Weight::from_parts(70_024_000, 5144)
            // Standard error: 222_701.
            .saturating_add(Weight::from_parts(4_298_903, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(2))
            .saturating_add(Weight::from_parts(0, 386).saturating_mul(v.into()))
    }
    /// `v` is from 4 to 300.
    fn new_session(v: u32, ) -> Weight {
        // At least 314_698_000 picoseconds.
        Weight::from_parts(273_222_890, 334440)
            // Standard error: 1_576_567.
            .saturating_add(Weight::from_parts(43_856_854, 0).saturating_mul(v.into()))
            .saturating_add(T::DbWeight::get().reads(131))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(v.into())))
            .saturating_add(Weight::from_parts(0, 8308).saturating_mul(v.into()))
    }
    fn start_era() -> Weight {
        // At least 66_519_000 picoseconds.
        Weight::from_parts(72_819_000, 11402)
            .saturating_add(T::DbWeight::get().reads(11))
            .saturating_add(T::DbWeight::get().writes(8))
    }
}
