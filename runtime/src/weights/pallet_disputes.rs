//! What `pallet_disputes` costs; bounds by hand until `scripts/weights.sh` has measured them.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_imports, unused_parens, missing_docs, reason = "generated")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_disputes`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_disputes::WeightInfo for WeightInfo<T> {
    fn dispute() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(800_000_000, 40_000)
            .saturating_add(T::DbWeight::get().reads(40))
            .saturating_add(T::DbWeight::get().writes(30))
    }
    fn open_dispute() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(120_000_000, 12_000)
            .saturating_add(T::DbWeight::get().reads(8))
            .saturating_add(T::DbWeight::get().writes(2))
    }
    fn set_params() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(20_000_000, 1_569)
            .saturating_add(T::DbWeight::get().reads(1))
            .saturating_add(T::DbWeight::get().writes(3))
    }
    fn note_output() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(15_000_000, 1_800)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    /// `n` is from 1 to 9.
    fn keep(n: u32, ) -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(60_000_000, 3_000)
            .saturating_add(Weight::from_parts(3_000_000, 0).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(3))
            .saturating_add(T::DbWeight::get().reads((0_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(3))
            .saturating_add(T::DbWeight::get().writes((0_u64).saturating_mul(n.into())))
    }
    /// `n` is from 1 to 9.
    fn end_window(n: u32, ) -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(200_000_000, 12_000)
            .saturating_add(Weight::from_parts(220_000_000, 12_000).saturating_mul(n.into()))
            .saturating_add(T::DbWeight::get().reads(10))
            .saturating_add(T::DbWeight::get().reads((12_u64).saturating_mul(n.into())))
            .saturating_add(T::DbWeight::get().writes(6))
            .saturating_add(T::DbWeight::get().writes((9_u64).saturating_mul(n.into())))
    }
    fn look_for_windows() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(8_000_000, 3_529)
            .saturating_add(T::DbWeight::get().reads(2))
            .saturating_add(T::DbWeight::get().writes(1))
    }
    fn judge() -> Weight {
        // Not measured yet: a bound by hand.
        Weight::from_parts(3_000_000_000, 120_000)
            .saturating_add(T::DbWeight::get().reads(120))
            .saturating_add(T::DbWeight::get().writes(90))
    }
}
