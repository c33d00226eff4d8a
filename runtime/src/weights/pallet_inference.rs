//! What `pallet_inference` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-30, 10 steps, 5 repeats, on AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_inference`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_inference::WeightInfo for WeightInfo<T> {
    fn request() -> Weight {
        // At least 146_999_000 picoseconds.
        Weight::from_parts(150_344_000, 9165)
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn request_inline() -> Weight {
        // At least 586_223_000 picoseconds.
        Weight::from_parts(623_698_000, 70743)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn cancel() -> Weight {
        // At least 209_552_000 picoseconds.
        Weight::from_parts(214_299_000, 6196)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn commit() -> Weight {
        // At least 73_700_000 picoseconds.
        Weight::from_parts(78_186_000, 5009)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn reveal() -> Weight {
        // At least 86_639_000 picoseconds.
        Weight::from_parts(92_337_000, 5009)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn reveal_agreed(n: u32, ) -> Weight {
        // At least 474_056_000 picoseconds.
        Weight::from_parts(366_682_798, 11402)
            // Standard error: 2_419_068.
            .saturating_add(Weight::from_parts(139_076_384, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(10))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn reveal_failed(n: u32, ) -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(400_000_000, 11_402)
            .saturating_add(Weight::from_parts(250_000_000, 7_935).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(17))
            .saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(11))
            .saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(n.into())))
    }
    fn set_params() -> Weight {
        // At least 11_807_000 picoseconds.
        Weight::from_parts(12_909_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// `n` is from 1 to 9.
    fn draw(n: u32, ) -> Weight {
        // At least 213_898_000 picoseconds.
        Weight::from_parts(186_909_810, 9165)
            // Standard error: 2_002_388.
            .saturating_add(Weight::from_parts(41_389_135, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(8))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 4154).saturating_mul(n.into()))
    }
    /// `l` is from 0 to 104.
    fn look(l: u32, ) -> Weight {
        // At least 41_031_000 picoseconds.
        Weight::from_parts(86_158_204, 9165)
            // Standard error: 4_053_111.
            .saturating_add(Weight::from_parts(32_646_098, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(l.into())))
            .saturating_add(Weight::from_parts(0, 4154).saturating_mul(l.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_committing(n: u32, ) -> Weight {
        // At least 391_263_000 picoseconds.
        Weight::from_parts(339_411_512, 6196)
            // Standard error: 52_062_362.
            .saturating_add(Weight::from_parts(130_250_250, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(8))
            .saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_revealing(n: u32, ) -> Weight {
        // At least 391_614_000 picoseconds.
        Weight::from_parts(70_137_997, 6196)
            // Standard error: 47_867_676.
            .saturating_add(Weight::from_parts(192_082_196, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(8))
            .saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn settle_by_deadline(n: u32, ) -> Weight {
        // At least 406_946_000 picoseconds.
        Weight::from_parts(235_562_777, 7365)
            // Standard error: 51_479_220.
            .saturating_add(Weight::from_parts(191_482_555, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(13))
            .saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn settle_kept(n: u32, ) -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(500_000_000, 11_402)
            .saturating_add(Weight::from_parts(250_000_000, 7_935).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(12))
            .saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(n.into())))
    }
    /// `n` is from 1 to 9.
    fn draw_second(n: u32, ) -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(350_000_000, 12_000)
            .saturating_add(Weight::from_parts(60_000_000, 8_000).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(14))
            .saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(8))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
    }
    /// `l` is from 0 to 104.
    fn look_at_duties(l: u32, ) -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(120_000_000, 9_165)
            .saturating_add(Weight::from_parts(50_000_000, 8_000).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
            .saturating_add(T::DbWeight::get().writes(0))
            .saturating_add(T::DbWeight::get().writes((0_u64).saturating_mul(l.into())))
    }
    /// `n` is from 1 to 9.
    fn settle_second(n: u32, ) -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(150_000_000, 9_000)
            .saturating_add(Weight::from_parts(20_000_000, 1_000).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(4))
            .saturating_add(T::DbWeight::get().writes((0_u64).saturating_mul(n.into())))
    }
    fn agenda_step() -> Weight {
        // At least 6_309_000 picoseconds.
        Weight::from_parts(6_951_000, 3493)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
