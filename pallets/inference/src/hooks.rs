//! The bodies of the hooks: the note of the blocks that take no calls, the steps that tasks take
//! without a call, and the weights of these steps.
//!
//! Draws begin a block, before its author can add anything to what they choose from. Deadlines end
//! it, so that their events stand under no transaction.

use frame_support::{
    defensive,
    migrations::MultiStepMigrator,
    weights::{Weight, WeightMeter},
};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, MAX_COMMITTEE};
use nes_support::queue::{share_of_block, Metering};
use nes_traits::Disputes;
use sp_runtime::traits::{Convert, Get};

use crate::{
    settlement::Settlement,
    task::{DeadlinesOf, DrawsOf, OpenTask},
    types::{Input, Member, Phase},
    ClosedAt, Config, Pallet, WeightInfo,
};

/// The most of a block's weight that draws take, and deadlines, in percent.
const SHARE_OF_BLOCK: u32 = 10;

impl<T: Config> Pallet<T> {
    /// Draws the tasks that are due at `now`; notes a block that takes no calls, which draws none.
    /// Returns the weight.
    pub(crate) fn do_on_initialize(now: BlockNumberFor<T>) -> Weight {
        if T::MultiBlockMigrator::ongoing() {
            ClosedAt::<T>::put(now);
            return T::DbWeight::get().reads_writes(1, 1);
        }
        // The first block of an epoch has nothing left: the session's rotation takes all of it.
        let taken = frame_system::Pallet::<T>::block_weight().total();
        let left = T::BlockWeights::get().max_block.saturating_sub(taken);
        let mut meter = WeightMeter::with_limit(left.min(Self::share()));
        Self::draw_due(now, &mut meter);
        meter.consumed().saturating_add(T::DbWeight::get().reads(1))
    }

    /// Ends the windows that are over with the block `now`; returns the weight.
    pub(crate) fn do_on_idle(now: BlockNumberFor<T>, remaining: Weight) -> Weight {
        let mut meter = WeightMeter::with_limit(remaining.min(Self::share()));
        Self::end_windows(now, &mut meter);
        meter.consumed()
    }

    /// Returns true if a block after `block` took no calls.
    pub(crate) fn took_no_calls_after(block: BlockNumberFor<T>) -> bool {
        ClosedAt::<T>::get() > block
    }

    /// Checks that the most expensive draw, and the most expensive deadline, fit their share.
    ///
    /// # Panics
    ///
    /// Panics if one does not; then the runtime is not sound.
    pub(crate) fn check_limits() {
        for Metering { look, step } in [Self::metering_of_draws(), Self::metering_of_deadlines()] {
            let (worst, share) = (look.saturating_add(step), Self::share());
            assert!(
                worst.all_lte(share),
                "inference: the highest step ({worst}) does not fit the hook's share of a block \
                 ({share}), so the agenda would stand still",
            );
        }
    }

    /// Returns the most weight that draws take in a block, and deadlines.
    pub(crate) fn share() -> Weight {
        share_of_block::<T>(SHARE_OF_BLOCK)
    }

    /// Returns the weights by which draws are metered. One of a second committee that finds no nodes
    /// ends it.
    pub(crate) fn metering_of_draws() -> Metering {
        let second = Self::second_end_weight(MAX_COMMITTEE);
        let second = Self::longest_second_draw().saturating_add(second);
        let step = Self::longest_draw(MAX_COMMITTEE).max(second);
        Metering { look: T::WeightInfo::agenda_step(), step }
    }

    /// Returns the weights by which deadlines are metered.
    pub(crate) fn metering_of_deadlines() -> Metering {
        let seats = MAX_COMMITTEE;
        let step = Self::settlement_weight(seats).max(Self::second_end_weight(seats));
        Metering { look: T::WeightInfo::agenda_step(), step }
    }

    /// Returns the weight of a request for `seats` nodes with its first draw, which takes place in
    /// another block.
    pub(crate) fn request_weight(input: &Input, seats: u8) -> Weight {
        let seats = seats.min(MAX_COMMITTEE);
        Self::own_weight(input).saturating_add(Self::longest_draw(seats))
    }

    /// Returns the weight of a request alone.
    pub(crate) fn own_weight(input: &Input) -> Weight {
        match input {
            Input::Inline(_) => T::WeightInfo::request_inline(),
            Input::Remote { .. } => T::WeightInfo::request(),
        }
    }

    /// Returns the fee for the most work that the chain can have with a task after its first draw:
    /// the draws in its `patience`, of which each waits longer than all before, its settlement, and
    /// if it is `slashable` the time in which its answer can be disputed.
    pub(crate) fn longest_work(seats: u8, patience: u8, slashable: bool) -> Balance {
        let draws = u8::BITS.saturating_sub(patience.leading_zeros());
        let draws = T::WorkFee::convert(Self::longest_draw(seats)).saturating_mul(draws.into());
        let keep = if slashable { Self::keep_fee() } else { 0 };
        draws.saturating_add(Self::settlement_fee(seats)).saturating_add(keep)
    }

    /// Returns the fee for the settlement of a task with `seats`.
    pub(crate) fn settlement_fee(seats: u8) -> Balance {
        T::WorkFee::convert(Self::settlement_weight(seats))
    }

    /// Returns the fee for keeping a settled task until its answer can no longer be disputed.
    pub(crate) fn keep_fee() -> Balance {
        T::WorkFee::convert(T::Disputes::keep_weight())
    }

    /// Returns the weight of a draw that looked at `looks` offers: the weight of a draw that takes
    /// every node it looks at, or of the end of a task without a committee, and of each look beyond
    /// the seats.
    pub(crate) fn draw_weight(seats: u8, looks: u32) -> Weight {
        let seats = seats.into();
        T::WeightInfo::draw(seats)
            .max(T::WeightInfo::cancel())
            .saturating_add(T::WeightInfo::look(looks.saturating_sub(seats)))
    }

    /// Returns the weight of the longest draw.
    pub(crate) fn longest_draw(seats: u8) -> Weight {
        Self::draw_weight(seats, nes_committee::max_looks(seats))
    }

    /// Returns the weight of the draw of a second committee that looked at `looks` nodes on duty.
    pub(crate) fn second_draw_weight(seats: u8, looks: u32) -> Weight {
        let seats = seats.into();
        let more = T::WeightInfo::look_at_duties(looks.saturating_sub(seats));
        T::WeightInfo::draw_second(seats).saturating_add(more)
    }

    /// Returns the weight of the longest draw of a second committee.
    pub(crate) fn longest_second_draw() -> Weight {
        Self::second_draw_weight(MAX_COMMITTEE, nes_committee::max_looks(MAX_COMMITTEE))
    }

    /// Returns the weight of the end of a second committee and of the judgement by it.
    pub(crate) fn second_end_weight(seats: u8) -> Weight {
        T::WeightInfo::settle_second(seats.into()).saturating_add(T::Disputes::judge_weight())
    }

    /// Returns the weight of the most expensive step after the draw of `seats` for a paid task.
    fn settlement_weight(seats: u8) -> Weight {
        let seats = seats.into();
        T::WeightInfo::expire_committing(seats)
            .max(T::WeightInfo::expire_revealing(seats))
            .max(T::WeightInfo::settle_by_deadline(seats))
            .max(T::WeightInfo::settle_kept(seats))
    }

    /// Returns the weight of the most expensive reveal.
    pub(crate) fn reveal_weight() -> Weight {
        let last = |settlement| Self::last_reveal_weight(settlement, MAX_COMMITTEE.into());
        T::WeightInfo::reveal()
            .max(last(Settlement::Closed { failed: true }))
            .max(last(Settlement::Kept))
    }

    /// Returns the weight of the last reveal of a task with `seats`, which settled it in this way.
    /// A second committee is settled by no reveal.
    pub(crate) fn last_reveal_weight(settlement: Settlement, seats: u32) -> Weight {
        let agreed = T::WeightInfo::reveal_agreed(seats);
        match settlement {
            Settlement::Closed { failed: false } => agreed,
            Settlement::Closed { failed: true } => agreed.max(T::WeightInfo::reveal_failed(seats)),
            Settlement::Kept => {
                T::WeightInfo::reveal().saturating_add(T::WeightInfo::settle_kept(seats))
            }
            Settlement::Judged => T::WeightInfo::reveal(),
        }
    }

    /// Draws the committees that are due at `now`, the oldest block's first, as far as `meter`
    /// reaches; the next block continues.
    pub(crate) fn draw_due(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
        let randomness = T::BlockRandomness::get();
        DrawsOf::<T>::work_off(now, &Self::metering_of_draws(), meter, |block, id| {
            let Ok(task) = OpenTask::<T>::load(id) else {
                defensive!("a draw without a task");
                DrawsOf::<T>::remove(block, id);
                return T::WeightInfo::agenda_step();
            };
            Self::draw(task, randomness.as_ref(), now)
        });
    }

    /// Ends the windows whose last block is `now`, the oldest block's first, as far as `meter`
    /// reaches; the next block continues.
    pub(crate) fn end_windows(now: BlockNumberFor<T>, meter: &mut WeightMeter) {
        DeadlinesOf::<T>::work_off(now, &Self::metering_of_deadlines(), meter, |block, id| {
            let Ok(task) = OpenTask::<T>::load(id) else {
                defensive!("a deadline without a task");
                DeadlinesOf::<T>::remove(block, id);
                return T::WeightInfo::agenda_step();
            };
            Self::end_window(task, now)
        });
    }

    /// Ends the window of `task` at `now`; returns the weight.
    fn end_window(mut task: OpenTask<T>, now: BlockNumberFor<T>) -> Weight {
        let (seats, is_second) = (task.seats, task.purchase().is_none());
        // By the deadline and not by this block: a late hook gives nobody more time.
        let in_full = task.due >= task.window_end();
        let weight = match &task.phase {
            Phase::Queued | Phase::Committing(_) => T::WeightInfo::expire_committing(seats.into()),
            Phase::Revealing(_) => T::WeightInfo::expire_revealing(seats.into())
                .max(T::WeightInfo::settle_by_deadline(seats.into())),
        };
        if matches!(task.phase, Phase::Committing(_)) {
            // An interruption excuses the members of a paid task at its end.
            if in_full && !(is_second && Self::took_no_calls_after(task.since)) {
                task.note_missed();
            }
            // The reveals of a second committee are also those of who disputes.
            if is_second || task.members().iter().any(Member::is_to_reveal) {
                Self::start_revealing(task, now);
                return weight;
            }
        }
        match Self::settle(task, in_full) {
            Settlement::Closed { .. } => weight,
            Settlement::Kept => T::WeightInfo::settle_kept(seats.into()),
            Settlement::Judged => Self::second_end_weight(seats),
        }
    }
}
