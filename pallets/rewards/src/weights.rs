//! The weights of the pallet's calls and hooks.

use frame_support::weights::Weight;

/// The weights of the calls and of the steps of the hooks.
pub trait WeightInfo {
    /// The weight of [`Call::set_params`](crate::Call::set_params).
    fn set_params() -> Weight;
    /// The weight of counting a block for its author.
    fn note_author() -> Weight;
    /// The weight of looking for an era to distribute.
    fn look_for_era() -> Weight;
    /// The weight of paying a node for an era.
    fn pay_node() -> Weight;
    /// The weight of closing an era whose nodes are paid.
    fn close_era() -> Weight;
}

/// A flat weight for everything, for tests.
impl WeightInfo for () {
    fn set_params() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }

    fn note_author() -> Weight {
        Self::set_params()
    }

    fn look_for_era() -> Weight {
        Self::set_params()
    }

    fn pay_node() -> Weight {
        Self::set_params()
    }

    fn close_era() -> Weight {
        Self::set_params()
    }
}
