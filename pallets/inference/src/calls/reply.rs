//! The bodies of the members' calls: commit and reveal.
//!
//! `after_commitment` and `after_answer` decide if a call succeeds. They serve the calls and the
//! conditions under which these are free of fee.

use codec::Encode;
use frame_support::{
    dispatch::{DispatchResult, DispatchResultWithPostInfo},
    ensure,
};
use frame_system::{ensure_signed, pallet_prelude::*};
use nes_core::{Answer, Hash, Salt, TaskId};
use nes_traits::NodeRegistry;
use sp_runtime::{
    traits::{SaturatedConversion, Saturating, Zero},
    transaction_validity::TransactionTag,
};

use crate::{
    outcome::is_agreed,
    task::OpenTask,
    types::{Member, Phase, Reply},
    Call, Config, Error, Event, Pallet, TaskOf, WeightInfo,
};

/// The fewest blocks that a member has after those in which a quorum of others commits, or can
/// first reveal; twice as many in a second committee.
const OVERTAKING: u32 = 3;

/// The domain of the tags in the pool.
const TAG: &str = "nes/step";

impl<T: Config> Call<T> {
    /// Returns the tag of a free call in the pool, by its task, node and step: of the calls of one
    /// seat that would take the same step, one is ready for a block.
    pub fn pool_tag(&self) -> Option<TransactionTag> {
        match self {
            Self::commit { task, node, .. } => Some((TAG, task, node, "commit").encode()),
            Self::reveal { task, node, .. } => Some((TAG, task, node, "reveal").encode()),
            _ => None,
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Records a commitment. The committee reveals after the last one, or, when the commitments are
    /// a quorum, three blocks later, or a quarter of the blocks since the draw if that is more.
    pub(crate) fn do_commit(
        who: T::AccountId,
        id: TaskId,
        node: T::AccountId,
        commitment: Hash,
    ) -> DispatchResult {
        let task = Self::after_commitment(&who, id, &node, commitment)?;
        let committed = task.members().iter().filter(|member| member.is_to_reveal()).count();
        let now = frame_system::Pallet::<T>::block_number();

        Self::deposit_event(Event::CommitmentMade { task: id, node });
        if committed == task.members().len() {
            Self::start_revealing(task, now);
        } else if committed == usize::from(task.quorum) {
            let passed: u32 = now.saturating_sub(task.since).saturated_into();
            let wait = passed.div_ceil(4).max(Self::overtaking(&task));
            let due = now.saturating_add(wait.into()).min(task.due);
            task.move_to(due);
        } else {
            task.save();
        }
        Ok(())
    }

    /// Records an answer. The last one settles the task. Once a quorum is equal, the end of this
    /// block does, when the members have had four, so that no answer in it comes too late.
    ///
    /// A second committee is settled at the end of a block only, and not before the eighth: who
    /// disputes needs the time to open its answer, too.
    pub(crate) fn do_reveal(
        who: T::AccountId,
        id: TaskId,
        node: T::AccountId,
        answer: Answer,
        salt: Salt,
    ) -> DispatchResultWithPostInfo {
        let task = Self::after_answer(&who, id, &node, answer, &salt)?;
        let someone = task.members().iter().any(Member::is_to_reveal);
        let agreed = is_agreed(task.members(), task.quorum);
        let now = frame_system::Pallet::<T>::block_number();
        let first = Self::overtaking(&task).saturating_add(task.stretch());
        let settles = task.since.saturating_add(first.into()).max(now);

        Self::deposit_event(Event::Revealed { task: id, node, answer });
        if !someone && task.purchase().is_some() {
            let seats = task.seats.into();
            let settlement = Self::settle(task, false);
            return Ok(Some(Self::last_reveal_weight(settlement, seats)).into());
        }
        if someone && !agreed {
            task.save();
        } else {
            let due = settles.min(task.due);
            task.move_to(due);
        }
        Ok(Some(T::WeightInfo::reveal()).into())
    }

    /// Returns true if [`Pallet::commit`] would succeed.
    pub(crate) fn can_commit(
        origin: &OriginFor<T>,
        id: TaskId,
        node: &T::AccountId,
        commitment: Hash,
    ) -> bool {
        ensure_signed(origin.clone())
            .is_ok_and(|who| Self::after_commitment(&who, id, node, commitment).is_ok())
    }

    /// Returns true if [`Pallet::reveal`] would succeed.
    pub(crate) fn can_reveal(
        origin: &OriginFor<T>,
        id: TaskId,
        node: &T::AccountId,
        answer: Answer,
        salt: &Salt,
    ) -> bool {
        ensure_signed(origin.clone())
            .is_ok_and(|who| Self::after_answer(&who, id, node, answer, salt).is_ok())
    }

    /// Starts the reveals of a task.
    pub(crate) fn start_revealing(task: OpenTask<T>, now: BlockNumberFor<T>) {
        let id = task.id();
        let window = Self::params().reveal_window.saturating_mul(task.stretch());
        let due = task.turn_to_revealing(now, window);
        Self::deposit_event(Event::RevealingStarted { task: id, due });
    }

    /// Returns the fewest blocks that the members of `task` have after others are done.
    fn overtaking(task: &TaskOf<T>) -> u32 {
        OVERTAKING.saturating_mul(task.stretch())
    }

    /// Returns the task `id` as it is after `who` has committed for `node`.
    fn after_commitment(
        who: &T::AccountId,
        id: TaskId,
        node: &T::AccountId,
        commitment: Hash,
    ) -> Result<OpenTask<T>, Error<T>> {
        let mut task = OpenTask::<T>::load(id)?;
        ensure!(matches!(task.phase, Phase::Committing(_)), Error::<T>::NotCommitting);
        let member = Self::member(who, node, &task)?;
        ensure!(member.reply == Reply::None, Error::<T>::AlreadyCommitted);
        task.set_reply(node, Reply::Committed(commitment));
        Ok(task)
    }

    /// Returns the task `id` as it is after `who` has revealed `answer` for `node`.
    fn after_answer(
        who: &T::AccountId,
        id: TaskId,
        node: &T::AccountId,
        answer: Answer,
        salt: &Salt,
    ) -> Result<OpenTask<T>, Error<T>> {
        let mut task = OpenTask::<T>::load(id)?;
        ensure!(matches!(task.phase, Phase::Revealing(_)), Error::<T>::NotRevealing);
        let committed = match Self::member(who, node, &task)?.reply {
            Reply::Committed(commitment) => commitment,
            Reply::None | Reply::Missed => return Err(Error::<T>::NotCommitted),
            Reply::Revealed(_) => return Err(Error::<T>::AlreadyRevealed),
        };
        Self::ensure_sound(&task, &answer)?;
        let opened = nes_committee::commitment(&Self::seat(&task, id, node.clone()), &answer, salt);
        ensure!(opened == committed, Error::<T>::WrongOpening);
        task.set_reply(node, Reply::Revealed(answer));
        Ok(task)
    }

    /// Checks that `answer` can be one to `task`.
    pub(crate) fn ensure_sound(task: &TaskOf<T>, answer: &Answer) -> Result<(), Error<T>> {
        ensure!(answer.is_canonical(), Error::<T>::NotAmbiguous);
        match answer {
            Answer::Output(output) => {
                ensure!(output.usage.is_within(&task.max_usage), Error::<T>::UsageAboveMaximum);
            }
            Answer::Unservable(_) => {
                let is_hidden = !answer.is_unreadable() || task.input.location.place().is_none();
                ensure!(is_hidden, Error::<T>::InputIsInline);
            }
        }
        Ok(())
    }

    /// Returns the seat of `node` in the `task` with this `id`, as its commitment names it.
    pub fn seat(
        task: &TaskOf<T>,
        id: TaskId,
        node: T::AccountId,
    ) -> nes_committee::Seat<T::AccountId> {
        nes_committee::Seat {
            genesis: Self::genesis(),
            task: id,
            input: task.input.content_hash,
            version: task.version,
            node,
        }
    }

    /// Returns the seat of `node` if `who` may use it and the task's deadline is not over.
    fn member<'a>(
        who: &T::AccountId,
        node: &T::AccountId,
        task: &'a TaskOf<T>,
    ) -> Result<&'a Member<T::AccountId>, Error<T>> {
        ensure!(frame_system::Pallet::<T>::block_number() <= task.due, Error::<T>::TooLate);
        ensure!(T::NodeRegistry::acts_for(who, node), Error::<T>::NotForThisNode);
        task.members().iter().find(|member| member.node == *node).ok_or(Error::<T>::NotAMember)
    }

    /// Returns the chain's genesis hash, which ties commitments to this chain.
    pub fn genesis() -> Hash {
        frame_system::BlockHash::<T>::get(BlockNumberFor::<T>::zero())
    }
}
