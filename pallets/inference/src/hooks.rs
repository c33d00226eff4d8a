//! The bodies of the hooks: the note of the blocks that take no calls, the steps that tasks take
//! without a call, and the weights of these steps.

use frame_support::{
    migrations::MultiStepMigrator,
    weights::{Weight, WeightMeter},
};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{TaskId, MAX_COMMITTEE};
use nes_support::queue::{metered, share_of_block, Metering};
use sp_runtime::traits::{Get, One, Saturating};

use crate::{
    task::{AgendaOf, OpenTask},
    types::{Member, Phase},
    ClosedAt, Config, Pallet, WeightInfo,
};

/// The most of a block's weight that the agenda takes, in percent.
const SHARE_OF_BLOCK: u32 = 10;

impl<T: Config> Pallet<T> {
    /// Notes the block `now` if it takes no calls; returns the weight.
    pub(crate) fn note_closed_block(now: BlockNumberFor<T>) -> Weight {
        if !T::MultiBlockMigrator::ongoing() {
            return T::DbWeight::get().reads(1);
        }
        ClosedAt::<T>::put(now);
        T::DbWeight::get().reads_writes(1, 1)
    }

    /// Returns true if a block after `block` took no calls.
    pub(crate) fn took_no_calls_after(block: BlockNumberFor<T>) -> bool {
        ClosedAt::<T>::get() > block
    }

    /// Takes the steps that are due at `now`, within the agenda's share of the block and as far as
    /// `meter` reaches.
    pub(crate) fn do_poll(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
        metered(meter, Self::agenda_limit(), |meter| Self::work_off(now, meter));
    }

    /// Checks that the most expensive step fits the agenda's share of a block.
    ///
    /// # Panics
    ///
    /// Panics if it does not; then the runtime is not sound.
    pub(crate) fn check_limit() {
        let worst = T::WeightInfo::agenda_step().saturating_add(Self::heaviest_step());
        assert!(
            worst.all_lte(Self::agenda_limit()),
            "inference: the highest step ({worst}) does not fit the hook's share of a block ({}), \
             so the agenda would stand still",
            Self::agenda_limit(),
        );
    }

    /// Returns the most weight that the agenda takes in a block.
    pub(crate) fn agenda_limit() -> Weight {
        share_of_block::<T>(SHARE_OF_BLOCK)
    }

    /// Returns the weight of the most expensive step that a task can take.
    pub(crate) fn heaviest_step() -> Weight {
        Self::longest_draw(MAX_COMMITTEE).max(Self::settlement_weight(MAX_COMMITTEE))
    }

    /// Returns the weight of a request for `seats` nodes, with the steps that the agenda takes for
    /// it.
    pub(crate) fn request_weight(seats: u8) -> Weight {
        let seats = seats.min(MAX_COMMITTEE);
        T::WeightInfo::request()
            .saturating_add(Self::longest_draw(seats))
            .saturating_add(Self::settlement_weight(seats))
    }

    /// Returns the weight of a draw that looked at `looks` offers: the weight of a draw that takes
    /// every node it looks at, or of the end of a task without a committee, and of each look beyond
    /// the seats.
    fn draw_weight(seats: u8, looks: u32) -> Weight {
        let seats = seats.into();
        T::WeightInfo::draw(seats)
            .max(T::WeightInfo::cancel())
            .saturating_add(T::WeightInfo::look(looks.saturating_sub(seats)))
    }

    /// Returns the weight of the longest draw.
    pub(crate) fn longest_draw(seats: u8) -> Weight {
        Self::draw_weight(seats, nes_committee::max_looks(seats))
    }

    /// Returns the weight of the most expensive step after the draw of `seats`.
    fn settlement_weight(seats: u8) -> Weight {
        let seats = seats.into();
        T::WeightInfo::expire_committing(seats)
            .max(T::WeightInfo::expire_revealing(seats))
            .max(T::WeightInfo::settle_by_deadline(seats))
    }

    /// Takes the steps that are due at `now`, the oldest block's first, as far as `meter` reaches;
    /// the next block continues.
    pub(crate) fn work_off(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
        let metering = Metering { look: T::WeightInfo::agenda_step(), step: Self::heaviest_step() };
        AgendaOf::<T>::work_off(now, &metering, meter, |block, id| Self::step(block, id, now));
    }

    /// Takes the step of the task `id` that is due since `block`; returns its weight.
    fn step(block: BlockNumberFor<T>, id: TaskId, now: BlockNumberFor<T>) -> Weight {
        let Some(task) = OpenTask::<T>::due(block, id) else {
            return T::WeightInfo::agenda_step();
        };
        let seats = task.seats;
        match &task.phase {
            Phase::Queued => {
                let looks = match T::BlockRandomness::get() {
                    Some(randomness) => Self::draw(task, &randomness, now),
                    None => {
                        // The next block's parent may have brought randomness.
                        task.postpone(now.saturating_add(One::one()));
                        0
                    }
                };
                Self::draw_weight(seats, looks)
            }
            Phase::Committing(members) => {
                if members.iter().any(Member::is_to_reveal) {
                    Self::start_revealing(task, now);
                } else {
                    Self::settle(task);
                }
                T::WeightInfo::expire_committing(seats.into())
            }
            Phase::Revealing(_) => {
                Self::settle(task);
                let seats = seats.into();
                T::WeightInfo::expire_revealing(seats).max(T::WeightInfo::settle_by_deadline(seats))
            }
        }
    }
}
