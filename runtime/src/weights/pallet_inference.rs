//! What `pallet_inference` costs, measured by `scripts/weights.sh`; do not edit.
//!
//! 2026-11-21, 50 steps, 20 repeats, on Intel(R) Xeon(R) Processor.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_inference`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_inference::WeightInfo for WeightInfo<T> {
    fn request() -> Weight {
        // At least 120_548_000 picoseconds.
        Weight::from_parts(132_884_000, 4031)
            .saturating_add(T::DbWeight::get().reads(5))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn cancel() -> Weight {
        // At least 124_051_000 picoseconds.
        Weight::from_parts(135_258_000, 5096)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn commit() -> Weight {
        // At least 60_219_000 picoseconds.
        Weight::from_parts(65_998_000, 5096)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn reveal() -> Weight {
        // At least 69_104_000 picoseconds.
        Weight::from_parts(82_350_000, 5096)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn reveal_last() -> Weight {
        // At least 543_028_000 picoseconds.
        Weight::from_parts(579_498_000, 32130)
            .saturating_add(T::DbWeight::get().reads(44))
            .saturating_add(T::DbWeight::get().writes(33))
    }
    fn set_params() -> Weight {
        // At least 5_202_000 picoseconds.
        Weight::from_parts(5_783_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn draw(n: u32, ) -> Weight {
        // At least 775_594_000 picoseconds.
        Weight::from_parts(644_659_184, 61032)
            // Standard error: 511_732.
            .saturating_add(Weight::from_parts(188_079_126, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(92))
            .saturating_add(T::DbWeight::get().reads((38_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 25995).saturating_mul(n.into()))
    }
    fn expire_committing() -> Weight {
        // At least 195_832_000 picoseconds.
        Weight::from_parts(220_951_000, 24453)
            .saturating_add(T::DbWeight::get().reads(15))
            .saturating_add(T::DbWeight::get().writes(14))
    }
    fn expire_revealing() -> Weight {
        Weight::from_parts(1_000_000_000, 0)
    }
    fn settle_by_deadline() -> Weight {
        // At least 508_271_000 picoseconds.
        Weight::from_parts(558_004_000, 32130)
            .saturating_add(T::DbWeight::get().reads(45))
            .saturating_add(T::DbWeight::get().writes(33))
    }
    fn agenda_step() -> Weight {
        // At least 4_298_000 picoseconds.
        Weight::from_parts(4_860_000, 3493)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
