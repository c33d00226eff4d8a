//! What `pallet_inference` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-30, 20 steps, 10 repeats, on AMD EPYC.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_inference`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_inference::WeightInfo for WeightInfo<T> {
    fn request() -> Weight {
        // At least 130_364_000 picoseconds.
        Weight::from_parts(137_385_000, 4031)
            .saturating_add(T::DbWeight::get().reads(6))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn cancel() -> Weight {
        // At least 145_837_000 picoseconds.
        Weight::from_parts(152_607_000, 5100)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn commit() -> Weight {
        // At least 68_963_000 picoseconds.
        Weight::from_parts(75_543_000, 5100)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn reveal() -> Weight {
        // At least 75_312_000 picoseconds.
        Weight::from_parts(87_000_000, 5100)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn reveal_agreed(n: u32, ) -> Weight {
        // At least 365_705_000 picoseconds.
        Weight::from_parts(260_655_139, 11402)
            // Standard error: 754_365.
            .saturating_add(Weight::from_parts(146_742_190, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(16))
            .saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(10))
            .saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn reveal_disputed(n: u32, ) -> Weight {
        // At least 401_738_000 picoseconds.
        Weight::from_parts(294_222_664, 11402)
            // Standard error: 1_030_919.
            .saturating_add(Weight::from_parts(140_393_341, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(17))
            .saturating_add(T::DbWeight::get().reads((8_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(11))
            .saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    fn set_params() -> Weight {
        // At least 11_707_000 picoseconds.
        Weight::from_parts(12_629_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    /// `n` is from 1 to 9.
    fn draw(n: u32, ) -> Weight {
        // At least 147_880_000 picoseconds.
        Weight::from_parts(107_969_231, 5100)
            // Standard error: 438_720.
            .saturating_add(Weight::from_parts(47_576_934, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 4154).saturating_mul(n.into()))
    }
    /// `l` is from 0 to 104.
    fn look(l: u32, ) -> Weight {
        // At least 21_612_000 picoseconds.
        Weight::from_parts(155_650_691, 4031)
            // Standard error: 279_047.
            .saturating_add(Weight::from_parts(34_888_683, 0).saturating_mul(l.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(l.into())))
            .saturating_add(Weight::from_parts(0, 4154).saturating_mul(l.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_committing(n: u32, ) -> Weight {
        // At least 145_066_000 picoseconds.
        Weight::from_parts(140_684_162, 5996)
            // Standard error: 233_351.
            .saturating_add(Weight::from_parts(10_554_873, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(7))
            .saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(5))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 2611).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn expire_revealing(n: u32, ) -> Weight {
        // At least 309_801_000 picoseconds.
        Weight::from_parts(254_289_920, 5996)
            // Standard error: 1_035_742.
            .saturating_add(Weight::from_parts(104_507_141, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    /// `n` is from 1 to 9.
    fn settle_by_deadline(n: u32, ) -> Weight {
        // At least 306_576_000 picoseconds.
        Weight::from_parts(235_005_104, 5996)
            // Standard error: 3_010_140.
            .saturating_add(Weight::from_parts(142_592_483, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(12))
            .saturating_add(T::DbWeight::get().reads((9_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(7))
            .saturating_add(T::DbWeight::get().writes((11_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 7935).saturating_mul(n.into()))
    }
    fn agenda_step() -> Weight {
        // At least 6_369_000 picoseconds.
        Weight::from_parts(6_980_000, 3493)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
