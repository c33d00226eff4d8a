//! The invariants of the pallet between two blocks.

use alloc::collections::BTreeSet;

use frame_support::ensure;
use nes_core::MAX_COMMITTEE;
use sp_runtime::TryRuntimeError;

use crate::{
    account::EscrowAccount,
    calls::MAX_PATIENCE,
    params::ParamsOf,
    task::{DeadlinesOf, DrawsOf},
    types::{Member, Phase, Purchase, Purpose, Reply, WorkFee},
    Config, Deadlines, Draws, NextTaskId, Pallet, TaskOf, Tasks,
};

impl<T: Config> Pallet<T> {
    /// Checks the invariants:
    ///
    /// 1. The parameters are within their bounds, and only they have changed.
    /// 2. The escrow account has at least the existential deposit, the escrows of all paid tasks and
    ///    the fees that they prepaid for the chain's work, of which no more was used. A task's escrow
    ///    is its seats times its highest price. Nothing is owed for a second committee.
    /// 3. Every open task has exactly one row in the agenda, under the block in which it is due:
    ///    among the draws while it is queued, among the deadlines afterwards. There are no other
    ///    rows, and none under a block that counts as worked off.
    /// 4. A task's id was given; its seats are from 1 to 9, its quorum is more than half of them,
    ///    and its patience is from 1 to 100. Its phase began at the request or later, and a drawn
    ///    task is due within its window. An answer can cost stake only if the input is in-line. The
    ///    disputed task of a second committee is an earlier one that is not open.
    /// 5. A drawn task has a member on each seat; members are distinct and none has a price above
    ///    the maximum, or any price in a second committee.
    /// 6. While committing nobody has revealed and someone can still commit; while revealing someone
    ///    has committed and not revealed, except in a second committee. An answer can be one to its
    ///    task.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ParamsOf::<T>::check()?;
        for (id, task) in Tasks::<T>::iter() {
            ensure!(id < NextTaskId::<T>::get(), "a task with an id that was not given");
            Self::check_terms(&task)?;
            match &task.purpose {
                Purpose::Paid(purchase) => Self::check_purchase(&task, purchase)?,
                Purpose::Second { of } => ensure!(
                    *of < id && !Tasks::<T>::contains_key(of),
                    "a second committee of a task that is not settled"
                ),
            }
            Self::check_members(&task)?;
            Self::check_phase(&task)?;
        }
        let owed = |task: TaskOf<T>| match task.purpose {
            Purpose::Paid(purchase) => [purchase.escrow, purchase.work_fee.prepaid],
            Purpose::Second { .. } => [0; 2],
        };
        EscrowAccount::<T>::check(Tasks::<T>::iter_values().flat_map(owed))?;
        Self::check_agenda()
    }

    fn check_terms(task: &TaskOf<T>) -> Result<(), TryRuntimeError> {
        ensure!((1..=MAX_COMMITTEE).contains(&task.seats), "seats out of bounds");
        ensure!(
            task.quorum <= task.seats && task.quorum > task.seats / 2,
            "a quorum that is not more than half of the seats"
        );
        ensure!(task.since >= task.requested, "a phase that began before its task");
        ensure!(
            task.phase == Phase::Queued || task.due <= task.window_end(),
            "a deadline after the window"
        );
        Ok(())
    }

    fn check_purchase(
        task: &TaskOf<T>,
        purchase: &Purchase<T::AccountId>,
    ) -> Result<(), TryRuntimeError> {
        let cost = task.shape.cost(purchase.max_price, task.max_usage);
        let escrow = cost.and_then(|cost| cost.checked_mul(task.seats.into()));
        ensure!(escrow == Some(purchase.escrow), "an escrow that is not the highest price");
        let WorkFee { prepaid, used } = purchase.work_fee;
        ensure!(used <= prepaid, "more of a work fee was used than was prepaid");
        ensure!((1..=MAX_PATIENCE).contains(&purchase.patience), "a patience out of bounds");
        ensure!(
            purchase.slashable.is_none() || task.input.location.place().is_some(),
            "an answer that can cost stake without an in-line input"
        );
        Ok(())
    }

    fn check_members(task: &TaskOf<T>) -> Result<(), TryRuntimeError> {
        let members = task.members();
        ensure!(
            task.phase == Phase::Queued || members.len() == usize::from(task.seats),
            "a committee that is not full"
        );
        let nodes: BTreeSet<_> = members.iter().map(|member| &member.node).collect();
        ensure!(nodes.len() == members.len(), "a node with two seats of one task");
        let max_price = task.purchase().map_or(0, |purchase| purchase.max_price);
        ensure!(
            members.iter().all(|member| member.price <= max_price),
            "a member with a price above the maximum"
        );
        let mut answers = members.iter().filter_map(Member::answer);
        ensure!(
            answers.all(|answer| Self::ensure_sound(task, answer).is_ok()),
            "an answer that the task cannot have"
        );
        Ok(())
    }

    fn check_phase(task: &TaskOf<T>) -> Result<(), TryRuntimeError> {
        match &task.phase {
            Phase::Queued => {}
            Phase::Committing(members) => {
                ensure!(
                    members
                        .iter()
                        .all(|member| matches!(member.reply, Reply::None | Reply::Committed(_))),
                    "an answer while the members commit"
                );
                ensure!(
                    members.iter().any(|member| member.reply == Reply::None),
                    "a task that waits for commitments when all are in"
                );
            }
            Phase::Revealing(members) => ensure!(
                members.iter().any(Member::is_to_reveal) || task.purchase().is_none(),
                "a task that waits for answers when all are in"
            ),
        }
        Ok(())
    }

    fn check_agenda() -> Result<(), TryRuntimeError> {
        for (block, id) in Draws::<T>::iter_keys() {
            let task = Tasks::<T>::get(id).ok_or("a draw without a task")?;
            ensure!(task.phase == Phase::Queued, "a draw of a task that was drawn");
            ensure!(task.due == block, "a draw under a wrong block");
            ensure!(block >= DrawsOf::<T>::cursor(), "a draw under a block that is worked off");
        }
        for (block, id) in Deadlines::<T>::iter_keys() {
            let task = Tasks::<T>::get(id).ok_or("a deadline without a task")?;
            ensure!(task.phase != Phase::Queued, "a deadline of a task that is not drawn");
            ensure!(task.due == block, "a deadline under a wrong block");
            let from = DeadlinesOf::<T>::cursor();
            ensure!(block >= from, "a deadline under a block that is worked off");
        }
        // Every row is its task's, so equal numbers mean a row for each task.
        let rows = Draws::<T>::iter_keys().count().checked_add(Deadlines::<T>::iter_keys().count());
        ensure!(
            rows == Some(Tasks::<T>::iter_keys().count()),
            "a task without a row in the agenda"
        );
        Ok(())
    }
}
