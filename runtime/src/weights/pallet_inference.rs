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
        // At least 112_111_000 picoseconds.
        Weight::from_parts(124_232_000, 4031)
            .saturating_add(T::DbWeight::get().reads(4))
            .saturating_add(T::DbWeight::get().writes(5))
    }
    fn cancel() -> Weight {
        // At least 116_574_000 picoseconds.
        Weight::from_parts(131_077_000, 5096)
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().writes(4))
    }
    fn commit() -> Weight {
        // At least 53_779_000 picoseconds.
        Weight::from_parts(62_951_000, 5096)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn reveal() -> Weight {
        // At least 63_781_000 picoseconds.
        Weight::from_parts(86_821_000, 5096)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn reveal_last() -> Weight {
        // At least 472_634_000 picoseconds.
        Weight::from_parts(537_269_000, 32130)
            .saturating_add(T::DbWeight::get().reads(44))
            .saturating_add(T::DbWeight::get().writes(33))
    }
    fn set_params() -> Weight {
        // At least 5_123_000 picoseconds.
        Weight::from_parts(5_947_000, 1501)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn draw(n: u32, ) -> Weight {
        // At least 198_219_000 picoseconds.
        Weight::from_parts(216_635_000, 14830)
            // Standard error: 1_412_956.
            .saturating_add(Weight::from_parts(175_713_599, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(25))
            .saturating_add(T::DbWeight::get().reads((37_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
            .saturating_add(Weight::from_parts(0, 25534).saturating_mul(n.into()))
    }
    fn expire_committing() -> Weight {
        // At least 239_164_000 picoseconds.
        Weight::from_parts(257_139_000, 32130)
            .saturating_add(T::DbWeight::get().reads(33))
            .saturating_add(T::DbWeight::get().writes(23))
    }
    fn settle_by_deadline() -> Weight {
        // At least 459_520_000 picoseconds.
        Weight::from_parts(509_063_000, 32130)
            .saturating_add(T::DbWeight::get().reads(45))
            .saturating_add(T::DbWeight::get().writes(33))
    }
    fn agenda_step() -> Weight {
        // At least 4_230_000 picoseconds.
        Weight::from_parts(4_758_000, 3493)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
}
