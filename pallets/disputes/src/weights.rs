//! The weights of the calls, of the hooks, and of the ports' work.

use frame_support::weights::Weight;

/// The weights of this pallet.
pub trait WeightInfo {
    /// The weight of [`Pallet::dispute`](crate::Pallet::dispute) that takes the place of a waiting
    /// dispute with all its disputers, without the work on the second committee.
    fn dispute() -> Weight;
    /// The weight of [`Pallet::open_dispute`](crate::Pallet::open_dispute) in a dispute with all
    /// places taken.
    fn open_dispute() -> Weight;
    /// The weight of [`Pallet::set_params`](crate::Pallet::set_params).
    fn set_params() -> Weight;
    /// The weight of keeping the output of a block.
    fn note_output() -> Weight;
    /// The weight of keeping a settled task with this number of members.
    fn keep(members: u32) -> Weight;
    /// The weight of the end of the window of a task with this number of members, all of whom are
    /// reported.
    fn end_window(members: u32) -> Weight;
    /// The weight of moving on from a block in which no window ends.
    fn look_for_windows() -> Weight;
    /// The weight of the judgement of a dispute with all places taken, in which everybody is paid, and
    /// of the start of the next one.
    fn judge() -> Weight;
}

impl WeightInfo for () {
    fn dispute() -> Weight {
        FLAT
    }
    fn open_dispute() -> Weight {
        FLAT
    }
    fn set_params() -> Weight {
        FLAT
    }
    fn note_output() -> Weight {
        FLAT
    }
    fn keep(_members: u32) -> Weight {
        FLAT
    }
    fn end_window(_members: u32) -> Weight {
        FLAT
    }
    fn look_for_windows() -> Weight {
        FLAT
    }
    fn judge() -> Weight {
        FLAT
    }
}

/// The flat weight of everything in mocks, which measure nothing.
const FLAT: Weight = Weight::from_parts(10_000_000, 0);
