//! Owner of `Settled`, `Windows` and `WindowsFrom`: the settled tasks until their answers are final,
//! and the ends of their windows.
//!
//! # Properties
//!
//! * An undisputed task has exactly one row in the windows, under the last block of its own; a
//!   disputed one has none.

use alloc::vec::Vec;
use core::ops::Deref;

use frame_support::{defensive, traits::Get, BoundedVec};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::TaskId;
use nes_support::queue::Queue;
use nes_traits::SettledTask;
use sp_runtime::traits::Saturating;

use crate::{
    types::{Disputers, KeptMember, KeptTask, State},
    Config, Error, Event, KeptTaskOf, Pallet, Settled, Windows, WindowsFrom,
};

/// The undisputed tasks by the last block of their windows.
pub(crate) type WindowsOf<T> = Queue<BlockNumberFor<T>, TaskId, Windows<T>, WindowsFrom<T>>;

/// A settled task that was loaded from the state. It is read like its [`KeptTask`].
pub(crate) struct Kept<T: Config> {
    id: TaskId,
    row: KeptTaskOf<T>,
}

impl<T: Config> Kept<T> {
    /// Keeps the settled task `id` for a window that begins at `now`; returns its last block.
    pub(crate) fn keep(
        id: TaskId,
        task: SettledTask<T::AccountId, BlockNumberFor<T>>,
        now: BlockNumberFor<T>,
    ) -> BlockNumberFor<T> {
        let SettledTask { payer, question, answer, members } = task;
        let members: Vec<_> =
            members.into_iter().map(|member| KeptMember::new(member, &answer)).collect();
        let row = KeptTask {
            payer,
            question,
            members: bounded(members),
            answer,
            since: now,
            until: now,
            again: false,
            excluded: BoundedVec::new(),
            state: State::Undisputed,
        };
        let mut kept = Self { id, row };
        kept.begin_window(now);
        let until = kept.until;
        kept.enter();
        until
    }

    /// Loads the task `id`, or fails if there is nothing to dispute.
    pub(crate) fn load(id: TaskId) -> Result<Self, Error<T>> {
        let row = Settled::<T>::get(id).ok_or(Error::<T>::UnknownTask)?;
        Ok(Self { id, row })
    }

    /// Returns its id.
    pub(crate) fn id(&self) -> TaskId {
        self.id
    }

    /// Starts a window at `now`, in which the task can be disputed anew.
    pub(crate) fn start_window(self, now: BlockNumberFor<T>) {
        let mut kept = self.leave();
        kept.begin_window(now);
        Pallet::<T>::deposit_event(Event::WindowStarted { task: kept.id, until: kept.until });
        kept.enter();
    }

    /// Does the same after a second committee has agreed on nothing: the next one has none of the
    /// `excluded` nodes, its members.
    pub(crate) fn start_again(mut self, excluded: Vec<T::AccountId>, now: BlockNumberFor<T>) {
        self.row.again = true;
        self.row.excluded = bounded(excluded);
        self.start_window(now);
    }

    /// Turns to a dispute of these `disputers` that waits.
    pub(crate) fn turn_to_waiting(self, disputers: Disputers<T::AccountId>) {
        let mut kept = self.leave();
        kept.row.state = State::Waiting(disputers);
        kept.save();
    }

    /// Turns to the dispute of its disputers before the committee of the task `second`, which others
    /// can join until the block `closes`.
    pub(crate) fn turn_to_open(mut self, second: TaskId, closes: BlockNumberFor<T>) {
        self.row.state = match self.row.state {
            State::Waiting(disputers) => State::Open { second, closes, disputers },
            state => state,
        };
        self.save();
    }

    /// Replaces the disputers of a disputed task.
    pub(crate) fn set_disputers(&mut self, new: Disputers<T::AccountId>) {
        match &mut self.row.state {
            State::Undisputed => {}
            State::Waiting(disputers) | State::Open { disputers, .. } => *disputers = new,
        }
    }

    /// Writes a disputed task.
    pub(crate) fn save(self) {
        Settled::<T>::insert(self.id, self.row);
    }

    /// Removes the task, of which nothing stays in the state; returns its last state.
    pub(crate) fn close(self) -> KeptTaskOf<T> {
        let kept = self.leave();
        Settled::<T>::remove(kept.id);
        kept.row
    }

    fn begin_window(&mut self, now: BlockNumberFor<T>) {
        self.row.since = now;
        self.row.until = now.saturating_add(Pallet::<T>::params().window.into());
        self.row.state = State::Undisputed;
    }

    /// Writes an undisputed task with its row in the windows.
    fn enter(self) {
        WindowsOf::<T>::insert(self.until, self.id);
        self.save();
    }

    /// Removes its row in the windows, if it has one.
    fn leave(self) -> Self {
        if matches!(self.state, State::Undisputed) {
            WindowsOf::<T>::remove(self.until, self.id);
        }
        self
    }
}

impl<T: Config> Deref for Kept<T> {
    type Target = KeptTaskOf<T>;

    fn deref(&self) -> &KeptTaskOf<T> {
        &self.row
    }
}

/// Returns `items` as a list with a bound, which they keep.
fn bounded<Item, Bound: Get<u32>>(items: Vec<Item>) -> BoundedVec<Item, Bound> {
    items.try_into().unwrap_or_else(|items| {
        defensive!("more members than a committee has");
        BoundedVec::truncate_from(items)
    })
}
