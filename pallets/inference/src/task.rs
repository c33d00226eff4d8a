//! Owner of `Tasks`, `Agenda`, `AgendaFrom` and `NextTaskId`: the open tasks, and the block in
//! which each takes its next step without a call.
//!
//! # Properties
//!
//! * Each open task has exactly one agenda row, under the block of its [`Task::next_step`].
//! * No id is given twice.

use core::ops::Deref;

use frame_support::{defensive, traits::Defensive};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::TaskId;
use nes_support::queue::Queue;
use sp_runtime::ArithmeticError;

use crate::{
    types::{Members, Phase, Reply, Task},
    Agenda, AgendaFrom, Config, Error, NextTaskId, TaskOf, Tasks,
};

/// The agenda: the open tasks by the block whose hook takes their next step.
pub(crate) type AgendaOf<T> = Queue<BlockNumberFor<T>, TaskId, Agenda<T>, AgendaFrom<T>>;

/// An open task that was loaded from the state. It is read like its [`Task`].
pub(crate) struct OpenTask<T: Config> {
    id: TaskId,
    /// The block of its agenda row.
    row: BlockNumberFor<T>,
    state: TaskOf<T>,
}

impl<T: Config> OpenTask<T> {
    /// Opens a task; returns its id.
    pub(crate) fn open(state: TaskOf<T>) -> Result<TaskId, ArithmeticError> {
        let id = NextTaskId::<T>::get();
        NextTaskId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        AgendaOf::<T>::insert(state.next_step(), id);
        Tasks::<T>::insert(id, state);
        Ok(id)
    }

    /// Loads the task `id`, or fails if it is not open.
    pub(crate) fn load(id: TaskId) -> Result<Self, Error<T>> {
        let state = Tasks::<T>::get(id).ok_or(Error::<T>::UnknownTask)?;
        Ok(Self { id, row: state.next_step(), state })
    }

    /// Loads the task `id`, whose agenda row is under `block`; removes a row without a task.
    pub(crate) fn due(block: BlockNumberFor<T>, id: TaskId) -> Option<Self> {
        let task = Self::load(id).ok();
        if task.is_none() {
            defensive!("an agenda row without a task");
            AgendaOf::<T>::remove(block, id);
        }
        task
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
        AgendaOf::<T>::remove(self.row, self.id);
        Tasks::<T>::remove(self.id);
        self.state
    }

    /// Writes the task with another phase and deadline, and moves its agenda row with it.
    fn turn(
        self,
        due: BlockNumberFor<T>,
        phase: impl FnOnce(Phase<T::AccountId>) -> Phase<T::AccountId>,
    ) {
        let Self { id, row, state } = self;
        let state = Task { phase: phase(state.phase), due, ..state };
        AgendaOf::<T>::reschedule(id, row, state.next_step());
        Tasks::<T>::insert(id, state);
    }
}

impl<T: Config> Deref for OpenTask<T> {
    type Target = TaskOf<T>;

    fn deref(&self) -> &TaskOf<T> {
        &self.state
    }
}
