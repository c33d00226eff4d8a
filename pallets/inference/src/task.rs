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
use nes_core::TaskId;
use nes_support::queue::Queue;
use sp_runtime::ArithmeticError;

use crate::{
    types::{Members, Phase, Reply, Task},
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

    /// Writes the replies of a task that stays in its phase.
    pub(crate) fn save(self) {
        Tasks::<T>::insert(self.id, self.state);
    }

    /// Postpones the draw to the block `due`.
    pub(crate) fn postpone(self, due: BlockNumberFor<T>) {
        self.turn(due, |phase| phase);
    }

    /// Turns to the commitments of the drawn `members`, which are taken until the block `due`.
    pub(crate) fn turn_to_committing(self, members: Members<T::AccountId>, due: BlockNumberFor<T>) {
        self.turn(due, |_| Phase::Committing(members));
    }

    /// Turns to the answers of the members, which are taken until the block `due`.
    pub(crate) fn turn_to_revealing(self, due: BlockNumberFor<T>) {
        self.turn(due, Phase::into_revealing);
    }

    /// Removes the task, of which nothing stays in the state; returns its last state.
    pub(crate) fn close(self) -> TaskOf<T> {
        self.leave_agenda();
        Tasks::<T>::remove(self.id);
        self.state
    }

    /// Writes the task with another phase and due block, and moves its row in the agenda with it.
    fn turn(
        self,
        due: BlockNumberFor<T>,
        phase: impl FnOnce(Phase<T::AccountId>) -> Phase<T::AccountId>,
    ) {
        self.leave_agenda();
        let Self { id, state } = self;
        let state = Task { phase: phase(state.phase), due, ..state };
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
