//! Owner of `Tasks`, `Draws`, `DrawsFrom`, `Deadlines`, `DeadlinesFrom` and `NextTaskId`: the open
//! tasks, and the agenda of the steps that they take without a call.
//!
//! # Properties
//!
//! * Each open task has exactly one row in the agenda, under the block [`Task::due`]: among the
//!   draws while it is queued, among the deadlines afterwards.
//! * No id is given twice.

use core::ops::Deref;

use frame_support::traits::Defensive;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, TaskId};
use nes_support::queue::Queue;
use sp_runtime::{ArithmeticError, Saturating};

use crate::{
    types::{Members, Phase, Purpose, Reply, Task},
    Config, Deadlines, DeadlinesFrom, Draws, DrawsFrom, Error, NextTaskId, TaskOf, Tasks,
};

/// The part of the agenda that begins a block: the queued tasks by the block of their draw.
pub(crate) type DrawsOf<T> = Queue<BlockNumberFor<T>, TaskId, Draws<T>, DrawsFrom<T>>;

/// The part of the agenda that ends a block: the drawn tasks by the last block of their window.
pub(crate) type DeadlinesOf<T> = Queue<BlockNumberFor<T>, TaskId, Deadlines<T>, DeadlinesFrom<T>>;

/// An open task that was loaded from the state. It is read like its [`Task`].
pub(crate) struct OpenTask<T: Config> {
    id: TaskId,
    state: TaskOf<T>,
}

impl<T: Config> OpenTask<T> {
    /// Opens a task; returns its id.
    pub(crate) fn open(state: TaskOf<T>) -> Result<TaskId, ArithmeticError> {
        let id = NextTaskId::<T>::get();
        NextTaskId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        DrawsOf::<T>::insert(state.due, id);
        Tasks::<T>::insert(id, state);
        Ok(id)
    }

    /// Loads the task `id`, or fails if it is not open.
    pub(crate) fn load(id: TaskId) -> Result<Self, Error<T>> {
        let state = Tasks::<T>::get(id).ok_or(Error::<T>::UnknownTask)?;
        Ok(Self { id, state })
    }

    /// Returns its id.
    pub(crate) fn id(&self) -> TaskId {
        self.id
    }

    /// Changes the reply of the member `node`, which [`OpenTask::save`] or a turn then writes.
    pub(crate) fn set_reply(&mut self, node: &T::AccountId, reply: Reply) {
        let mut members = self.state.members_mut().iter_mut();
        if let Some(member) = members.find(|member| member.node == *node).defensive() {
            member.reply = reply;
        }
    }

    /// Notes that the members without a commitment had the whole window for it.
    pub(crate) fn note_missed(&mut self) {
        for member in self.state.members_mut() {
            if member.reply == Reply::None {
                member.reply = Reply::Missed;
            }
        }
    }

    /// Charges the payer the `fee` for work that the chain did for the task.
    pub(crate) fn charge(&mut self, fee: Balance) {
        if let Purpose::Paid(purchase) = &mut self.state.purpose {
            purchase.work_fee.charge(fee);
        }
    }

    /// Counts a draw of a paid task that found no committee.
    pub(crate) fn note_failed_draw(&mut self) {
        if let Purpose::Paid(purchase) = &mut self.state.purpose {
            purchase.failed_draws.saturating_inc();
        }
    }

    /// Writes the replies of a task that stays in its phase.
    pub(crate) fn save(self) {
        Tasks::<T>::insert(self.id, self.state);
    }

    /// Writes the task, which stays in its phase, and moves its draw or its deadline to the block
    /// `due`.
    pub(crate) fn move_to(self, due: BlockNumberFor<T>) {
        self.turn(due, |state| state);
    }

    /// Turns to the commitments of the drawn `members` at `now`; returns the last block that takes
    /// them.
    pub(crate) fn turn_to_committing(
        self,
        members: Members<T::AccountId>,
        now: BlockNumberFor<T>,
    ) -> BlockNumberFor<T> {
        let window = self.commit_window;
        self.turn_to_phase(now, window, |_| Phase::Committing(members))
    }

    /// Turns to the answers of the members at `now`, for which they have `window` blocks; returns
    /// the last of them.
    pub(crate) fn turn_to_revealing(
        self,
        now: BlockNumberFor<T>,
        window: u32,
    ) -> BlockNumberFor<T> {
        self.turn_to_phase(now, window, Phase::into_revealing)
    }

    /// Removes the task, of which nothing stays in the state; returns its last state.
    pub(crate) fn close(self) -> TaskOf<T> {
        self.leave_agenda();
        Tasks::<T>::remove(self.id);
        self.state
    }

    /// Turns to another phase at `now`, for which the members have `window` blocks; returns the last
    /// of them.
    fn turn_to_phase(
        self,
        now: BlockNumberFor<T>,
        window: u32,
        phase: impl FnOnce(Phase<T::AccountId>) -> Phase<T::AccountId>,
    ) -> BlockNumberFor<T> {
        let due = now.saturating_add(window.into());
        self.turn(due, |state| Task { phase: phase(state.phase), since: now, window, ..state });
        due
    }

    /// Writes the changed task with its due block, and moves its row in the agenda with it.
    fn turn(self, due: BlockNumberFor<T>, change: impl FnOnce(TaskOf<T>) -> TaskOf<T>) {
        self.leave_agenda();
        let Self { id, state } = self;
        let state = Task { due, ..change(state) };
        match state.phase {
            Phase::Queued => DrawsOf::<T>::insert(due, id),
            Phase::Committing(_) | Phase::Revealing(_) => DeadlinesOf::<T>::insert(due, id),
        }
        Tasks::<T>::insert(id, state);
    }

    /// Removes its row in the agenda.
    fn leave_agenda(&self) {
        match self.phase {
            Phase::Queued => DrawsOf::<T>::remove(self.due, self.id),
            Phase::Committing(_) | Phase::Revealing(_) => {
                DeadlinesOf::<T>::remove(self.due, self.id)
            }
        }
    }
}

impl<T: Config> Deref for OpenTask<T> {
    type Target = TaskOf<T>;

    fn deref(&self) -> &TaskOf<T> {
        &self.state
    }
}
