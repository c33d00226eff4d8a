//! The metered queue: rows that are due at an index, a block or an era, each of which takes a step
//! without a call.
//!
//! # Properties
//!
//! * Order: the rows of an earlier index come first.
//! * Progress: a step is only begun if the meter reaches for the most expensive one, and the next
//!   block continues with the rows that are left.
//! * Cost: an index without rows is looked at once, and never again.

use core::marker::PhantomData;

use codec::FullCodec;
use frame_support::{
    pallet_prelude::{Get, Weight},
    storage::{IterableStorageDoubleMap, StorageValue},
    weights::WeightMeter,
};
use sp_runtime::{traits::AtLeast32BitUnsigned, Perbill};

/// Returns `percent` of the weight of a block, the most that a queue takes of it.
#[allow(clippy::arithmetic_side_effects, reason = "a part of a weight is not above it")]
pub fn share_of_block<T: frame_system::Config>(percent: u32) -> Weight {
    Perbill::from_percent(percent) * T::BlockWeights::get().max_block
}

/// The weights by which a queue is metered.
pub struct Metering {
    /// The weight of the look at an index, with or without rows.
    pub look: Weight,
    /// The weight of the most expensive step of a row.
    pub step: Weight,
}

/// A queue: `Rows` has a row for each id under the index at which it is due, and `Cursor` the first
/// index whose rows may not all be worked off. A pallet writes both through it only.
pub struct Queue<Index, Id, Rows, Cursor>(PhantomData<(Index, Id, Rows, Cursor)>);

impl<Index, Id, Rows, Cursor> Queue<Index, Id, Rows, Cursor>
where
    Index: AtLeast32BitUnsigned + FullCodec + Copy,
    Id: FullCodec + Clone,
    Rows: IterableStorageDoubleMap<Index, Id, ()>,
    Cursor: StorageValue<Index, Query = Index>,
{
    /// Adds `id`, which is due at `index`.
    pub fn insert(index: Index, id: Id) {
        Rows::insert(index, id, ());
    }

    /// Removes `id`, which is due at `index`.
    pub fn remove(index: Index, id: Id) {
        Rows::remove(index, id);
    }

    /// Moves `id` from the index at which it is due to another one.
    pub fn reschedule(id: Id, from: Index, to: Index) {
        Self::remove(from, id.clone());
        Self::insert(to, id);
    }

    /// Returns the first index whose rows may not all be worked off.
    pub fn cursor() -> Index {
        Cursor::get()
    }

    /// Takes the steps of the rows that are due until `now`, as far as `meter` reaches.
    ///
    /// `step` takes the index and the id of a row and returns the weight that it used, which is at
    /// most [`Metering::step`]. It removes its own row, and adds rows only after `now`; so going on
    /// with the same iterator is sound.
    pub fn work_off(
        now: Index,
        metering: &Metering,
        meter: &mut WeightMeter,
        mut step: impl FnMut(Index, Id) -> Weight,
    ) {
        work_off::<Index, Cursor>(now, metering.look, meter, |index, meter| {
            for id in Rows::iter_key_prefix(index) {
                if !meter.can_consume(metering.step) {
                    return false;
                }
                meter.consume(step(index, id));
            }
            true
        });
    }
}

/// Works off the indices from the one in `Cursor` until `last`, as far as `meter` reaches: `index`
/// is called for each after a `look` was metered, and returns true if nothing of it is left.
pub fn work_off<Index, Cursor>(
    last: Index,
    look: Weight,
    meter: &mut WeightMeter,
    mut index: impl FnMut(Index, &mut WeightMeter) -> bool,
) where
    Index: AtLeast32BitUnsigned + FullCodec + Copy,
    Cursor: StorageValue<Index, Query = Index>,
{
    let mut due = Cursor::get();
    while due <= last && meter.try_consume(look).is_ok() {
        if !index(due, meter) {
            break;
        }
        due = due.saturating_add(Index::one());
        Cursor::put(due);
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a test may panic")]
mod tests {
    use frame_support::{pallet_prelude::ValueQuery, storage_alias, Twox64Concat};

    use super::*;

    #[storage_alias]
    type Rows = StorageDoubleMap<Test, Twox64Concat, u32, Twox64Concat, u8, ()>;
    #[storage_alias]
    type From = StorageValue<Test, u32, ValueQuery>;

    type Steps = Queue<u32, u8, Rows, From>;

    const METERING: Metering =
        Metering { look: Weight::from_parts(1, 0), step: Weight::from_parts(10, 0) };

    /// Runs a test with rows that are due at 2, at 3 and at 5.
    fn with_rows(test: impl FnOnce()) {
        sp_io::TestExternalities::default().execute_with(|| {
            for (index, id) in [(2, 20), (3, 30), (5, 50)] {
                Steps::insert(index, id);
            }
            test();
        });
    }

    /// Works off until `now` with this limit; returns the rows whose steps were taken, in order,
    /// and the weight that was used.
    fn work(now: u32, limit: u64) -> (Vec<(u32, u8)>, u64) {
        let mut taken = Vec::new();
        let mut meter = WeightMeter::with_limit(Weight::from_parts(limit, u64::MAX));
        Steps::work_off(now, &METERING, &mut meter, |index, id| {
            Steps::remove(index, id);
            taken.push((index, id));
            Weight::from_parts(4, 0)
        });
        (taken, meter.consumed().ref_time())
    }

    #[test]
    fn takes_the_steps_that_are_due_in_order() {
        with_rows(|| {
            assert_eq!(work(3, 1_000), (vec![(2, 20), (3, 30)], 4 + 4 + 4));
            assert_eq!(Steps::cursor(), 4);
            assert_eq!(work(3, 1_000), (vec![], 0));
            assert_eq!(work(9, 1_000), (vec![(5, 50)], 4 + 6));
            assert_eq!(Steps::cursor(), 10);
        });
    }

    #[test]
    fn takes_a_step_only_if_the_meter_reaches_for_the_most_expensive_one() {
        with_rows(|| {
            // Three looks leave 9 for a step that may need 10.
            assert_eq!(work(3, 12), (vec![], 3));
            assert_eq!(Steps::cursor(), 2);
            assert_eq!(work(3, 11), (vec![(2, 20)], 6));
            assert_eq!(Steps::cursor(), 3);
            assert_eq!(work(3, 11), (vec![(3, 30)], 5));
            assert_eq!(Steps::cursor(), 4);
        });
    }

    #[test]
    fn goes_on_in_the_next_block_where_the_meter_ended() {
        with_rows(|| {
            (60..70).for_each(|id| Steps::insert(5, id));
            let mut left = 13;
            while left > 0 {
                let (taken, used) = work(5, 40);
                assert!(used <= 40 && !taken.is_empty());
                left -= taken.len();
            }
            assert_eq!(Steps::cursor(), 6);
            assert_eq!(Rows::iter().count(), 0);
        });
    }

    #[test]
    fn a_rescheduled_row_waits_for_its_new_index() {
        with_rows(|| {
            Steps::reschedule(20, 2, 4);
            assert_eq!(work(3, 1_000).0, [(3, 30)]);
            assert_eq!(work(4, 1_000).0, [(4, 20)]);
        });
    }
}
