//! The agenda: the block in which each open task takes its next step without a call.
//!
//! This file is the only one that writes task and agenda rows together, so that each open task has
//! exactly one agenda row, under the block of its [`Task::next_step`](crate::Task::next_step).

use frame_support::{
    migrations::MultiStepMigrator,
    weights::{Weight, WeightMeter},
};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{TaskId, MAX_COMMITTEE};
use nes_traits::Market;
use sp_runtime::{
    traits::{Get, One, Saturating},
    Perbill,
};

use crate::{
    types::{Member, Phase},
    Agenda, AgendaFrom, ClosedAt, Config, Pallet, TaskOf, Tasks, WeightInfo,
};

/// The most of a block's weight that the agenda takes.
const SHARE_OF_BLOCK: Perbill = Perbill::from_percent(10);

impl<T: Config> Pallet<T> {
    /// Notes the block `now` if it takes no calls; returns the weight.
    pub(crate) fn note_whether_closed(now: BlockNumberFor<T>) -> Weight {
        if !T::MultiBlockMigrator::ongoing() {
            return T::DbWeight::get().reads(1);
        }
        ClosedAt::<T>::put(now);
        T::DbWeight::get().reads_writes(1, 1)
    }

    /// Writes a new task and its agenda row.
    pub(crate) fn enter(id: TaskId, task: TaskOf<T>) {
        Agenda::<T>::insert(task.next_step(), id, ());
        Tasks::<T>::insert(id, task);
    }

    /// Writes a changed task, whose agenda row was under the block `before` until now.
    pub(crate) fn turn(id: TaskId, before: BlockNumberFor<T>, task: TaskOf<T>) {
        Agenda::<T>::remove(before, id);
        Self::enter(id, task);
    }

    /// Removes an open task and frees the slots that it occupied on the market.
    pub(crate) fn close(id: TaskId, task: &TaskOf<T>) {
        Agenda::<T>::remove(task.next_step(), id);
        Tasks::<T>::remove(id);
        for member in task.members() {
            T::Market::vacate(task.service, &member.node);
        }
        T::Market::close_task(task.service);
    }

    /// Returns the most weight that the agenda takes in a block.
    #[allow(clippy::arithmetic_side_effects, reason = "a part of a weight is not above it")]
    pub(crate) fn agenda_limit() -> Weight {
        SHARE_OF_BLOCK * T::BlockWeights::get().max_block
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
        if !meter.can_consume(T::WeightInfo::agenda_step()) {
            return;
        }
        let mut block = AgendaFrom::<T>::get();
        while block <= now && meter.try_consume(T::WeightInfo::agenda_step()).is_ok() {
            if !Self::work_off_block(block, now, meter) {
                break;
            }
            block.saturating_inc();
        }
        AgendaFrom::<T>::put(block);
    }

    /// Takes the steps that are due since `block`; returns true if none is left.
    ///
    /// A step removes its own row of this block and adds rows to later blocks only, so going on
    /// with the same iterator is sound.
    fn work_off_block(
        block: BlockNumberFor<T>,
        now: BlockNumberFor<T>,
        meter: &mut WeightMeter,
    ) -> bool {
        for id in Agenda::<T>::iter_key_prefix(block) {
            if !meter.can_consume(Self::heaviest_step()) {
                return false;
            }
            meter.consume(Self::step(block, id, now));
        }
        true
    }

    /// Takes the step of the task `id` that is due since `block`; returns its weight.
    fn step(block: BlockNumberFor<T>, id: TaskId, now: BlockNumberFor<T>) -> Weight {
        let Some(task) = Tasks::<T>::get(id) else {
            frame_support::defensive!("an agenda row without a task");
            Agenda::<T>::remove(block, id);
            return T::WeightInfo::agenda_step();
        };
        let seats = task.seats;
        match &task.phase {
            Phase::Queued => {
                let looks = match T::BlockRandomness::get() {
                    Some(randomness) => Self::draw(id, task, &randomness, now),
                    None => {
                        Self::postpone(id, task, now);
                        0
                    }
                };
                Self::draw_weight(seats, looks)
            }
            Phase::Committing(members) => {
                if members.iter().any(Member::is_to_reveal) {
                    Self::start_revealing(id, task, now);
                } else {
                    Self::settle(id, task);
                }
                T::WeightInfo::expire_committing(seats.into())
            }
            Phase::Revealing(_) => {
                Self::settle(id, task);
                let seats = seats.into();
                T::WeightInfo::expire_revealing(seats).max(T::WeightInfo::settle_by_deadline(seats))
            }
        }
    }

    /// Postpones the draw to the next block, whose parent may have brought randomness.
    fn postpone(id: TaskId, task: TaskOf<T>, now: BlockNumberFor<T>) {
        let due = now.saturating_add(One::one());
        Self::turn(id, task.next_step(), TaskOf::<T> { due, ..task });
    }
}
