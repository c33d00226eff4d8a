//! What the pallet's calls cost.

use frame_support::weights::Weight;

/// The weights of the calls.
pub trait WeightInfo {
    /// Of [`Call::set_params`](crate::Call::set_params).
    fn set_params() -> Weight;
}

/// The same weight for everything, for tests.
impl WeightInfo for () {
    fn set_params() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
}
