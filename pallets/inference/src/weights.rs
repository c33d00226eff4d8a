//! The weights of the calls and of the steps of the hook.

use frame_support::weights::Weight;

/// The weights of this pallet.
pub trait WeightInfo {
    /// The weight of [`Pallet::request`](crate::Pallet::request) with an input that nodes fetch.
    fn request() -> Weight;
    /// The weight of [`Pallet::request`](crate::Pallet::request) with the longest in-line input at
    /// the end of the longest extrinsic.
    fn request_inline() -> Weight;
    /// The weight of [`Pallet::cancel`](crate::Pallet::cancel).
    fn cancel() -> Weight;
    /// The weight of [`Pallet::commit`](crate::Pallet::commit) for the last commitment of a full
    /// committee.
    fn commit() -> Weight;
    /// The weight of [`Pallet::reveal`](crate::Pallet::reveal) while others are still to reveal.
    fn reveal() -> Weight;
    /// The weight of [`Pallet::reveal`](crate::Pallet::reveal) that settles a task all of whose
    /// `seats` agreed.
    fn reveal_agreed(seats: u32) -> Weight;
    /// The weight of [`Pallet::reveal`](crate::Pallet::reveal) that settles a task of whose `seats`
    /// too few committed to agree, so that the silence of the others counts.
    fn reveal_failed(seats: u32) -> Weight;
    /// The weight of [`Pallet::set_params`](crate::Pallet::set_params).
    fn set_params() -> Weight;
    /// The weight of the draw of a committee of `seats` that looks at that number of offers and
    /// takes them all.
    fn draw(seats: u32) -> Weight;
    /// The weight of `looks` looks of a draw at offers that it could take.
    fn look(looks: u32) -> Weight;
    /// The weight of the end of a commit window in which no member on the `seats` committed.
    fn expire_committing(seats: u32) -> Weight;
    /// The weight of the end of a reveal window in which no member on the `seats` revealed.
    fn expire_revealing(seats: u32) -> Weight;
    /// The weight of the end of a reveal window in which all but one on the `seats` revealed the
    /// same, and the last one failed.
    fn settle_by_deadline(seats: u32) -> Weight;
    /// The weight of the same for a task whose answer can be disputed then.
    fn settle_kept(seats: u32) -> Weight;
    /// The weight of the draw of a second committee of `seats` that looks at that number of nodes on
    /// duty and takes them all.
    fn draw_second(seats: u32) -> Weight;
    /// The weight of `looks` looks of a draw at nodes on duty that it could take.
    fn look_at_duties(looks: u32) -> Weight;
    /// The weight of the end of a second committee of `seats`, without the judgement.
    fn settle_second(seats: u32) -> Weight;
    /// The weight of moving on from a block in which nothing is due.
    fn agenda_step() -> Weight;
}

impl WeightInfo for () {
    fn request() -> Weight {
        FLAT
    }
    fn request_inline() -> Weight {
        FLAT.saturating_mul(2)
    }
    fn cancel() -> Weight {
        FLAT
    }
    fn commit() -> Weight {
        FLAT
    }
    fn reveal() -> Weight {
        FLAT
    }
    fn reveal_agreed(_seats: u32) -> Weight {
        FLAT.saturating_mul(2)
    }
    fn reveal_failed(_seats: u32) -> Weight {
        FLAT.saturating_mul(3)
    }
    fn set_params() -> Weight {
        FLAT
    }
    fn draw(_seats: u32) -> Weight {
        FLAT
    }
    fn look(looks: u32) -> Weight {
        LOOK.saturating_mul(looks.into())
    }
    fn expire_committing(_seats: u32) -> Weight {
        FLAT
    }
    fn expire_revealing(_seats: u32) -> Weight {
        FLAT
    }
    fn settle_by_deadline(_seats: u32) -> Weight {
        FLAT
    }
    fn settle_kept(_seats: u32) -> Weight {
        KEPT
    }
    fn draw_second(_seats: u32) -> Weight {
        FLAT
    }
    fn look_at_duties(looks: u32) -> Weight {
        LOOK.saturating_mul(looks.into())
    }
    fn settle_second(_seats: u32) -> Weight {
        FLAT
    }
    fn agenda_step() -> Weight {
        FLAT
    }
}

/// The flat weight of everything else in mocks, which measure nothing.
const FLAT: Weight = Weight::from_parts(10_000_000, 0);

/// The weight of a settlement in mocks after which an answer can be disputed: as much time as
/// [`FLAT`], so that it costs the same, but not the same weight.
const KEPT: Weight = Weight::from_parts(10_000_000, 1);

/// The weight of a look in mocks, so that they can count the looks.
const LOOK: Weight = Weight::from_parts(1_000_000, 0);
