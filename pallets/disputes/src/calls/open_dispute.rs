//! The body of the call that opens the commitment of a disputer.
//!
//! `after_opening` decides if it succeeds. It serves the call and the condition under which it is
//! free of fee.

use codec::Encode;
use frame_support::{dispatch::DispatchResult, ensure};
use frame_system::{ensure_signed, pallet_prelude::*};
use nes_core::{Answer, Hash, Salt, TaskId};
use nes_traits::{NodeRegistry, Question, SecondCommittees};
use sp_runtime::{traits::Zero, transaction_validity::TransactionTag};

use crate::{
    settled::Kept,
    types::{Disputer, Reply, State},
    Call, Config, Error, Event, KeptTaskOf, Pallet,
};

/// The domain of the tags in the pool, the same as that of the members' calls.
const TAG: &str = "nes/step";

impl<T: Config> Call<T> {
    /// Returns the tag of a free call in the pool, by its task and disputer: of the calls that would
    /// open the same commitment, one is ready for a block.
    pub fn pool_tag(&self) -> Option<TransactionTag> {
        match self {
            Self::open_dispute { task, node, .. } => Some((TAG, task, node, "open").encode()),
            _ => None,
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Records the answer that a disputer committed to.
    pub(crate) fn do_open_dispute(
        who: T::AccountId,
        id: TaskId,
        node: Option<T::AccountId>,
        answer: Answer,
        salt: Salt,
    ) -> DispatchResult {
        let task = Self::after_opening(&who, id, node.as_ref(), answer, &salt)?;
        task.save();
        Self::deposit_event(Event::Opened { task: id, node, answer });
        Ok(())
    }

    /// Returns true if [`Pallet::open_dispute`] would succeed.
    pub(crate) fn can_open(
        origin: &OriginFor<T>,
        id: TaskId,
        node: Option<&T::AccountId>,
        answer: Answer,
        salt: &Salt,
    ) -> bool {
        ensure_signed(origin.clone())
            .is_ok_and(|who| Self::after_opening(&who, id, node, answer, salt).is_ok())
    }

    /// Returns the task `id` as it is after `who` has opened `answer` for `node`, or as its payer.
    fn after_opening(
        who: &T::AccountId,
        id: TaskId,
        node: Option<&T::AccountId>,
        answer: Answer,
        salt: &Salt,
    ) -> Result<Kept<T>, Error<T>> {
        let mut kept = Kept::<T>::load(id)?;
        let State::Open { second, disputers, .. } = &kept.state else {
            return Err(Error::<T>::NotRevealing);
        };
        ensure!(T::SecondCommittees::is_revealing(*second), Error::<T>::NotRevealing);
        match node {
            Some(node) => {
                ensure!(T::NodeRegistry::acts_for(who, node), Error::<T>::NotForThisNode);
            }
            None => ensure!(*who == kept.payer, Error::<T>::NotThePayer),
        }
        let mut disputers = disputers.clone();
        let mut candidates = disputers.iter_mut();
        let disputer = candidates.find(|disputer| disputer.node.as_ref() == node);
        let disputer = disputer.ok_or(Error::<T>::NotADisputer)?;
        let Reply::Committed(commitment) = disputer.reply else {
            return Err(Error::<T>::AlreadyOpened);
        };
        Self::ensure_sound(&kept.question, &answer)?;
        let seat = Self::seat(&kept, id, disputer);
        let opened = nes_committee::commitment(&seat, &answer, salt);
        ensure!(opened == commitment, Error::<T>::WrongOpening);
        disputer.reply = Reply::Opened(answer);
        kept.set_disputers(disputers);
        Ok(kept)
    }

    /// Checks that `answer` can be one to such a question.
    pub(crate) fn ensure_sound(
        question: &Question<BlockNumberFor<T>>,
        answer: &Answer,
    ) -> Result<(), Error<T>> {
        ensure!(answer.is_canonical(), Error::<T>::NotAmbiguous);
        ensure!(!answer.is_unreadable(), Error::<T>::InputIsInline);
        if let Answer::Output(output) = answer {
            let max_usage = &question.max_usage;
            ensure!(output.usage.is_within(max_usage), Error::<T>::UsageAboveMaximum);
        }
        Ok(())
    }

    /// Returns the seat of a disputer of the `task` with this `id`, as its commitment names it.
    pub fn seat(
        task: &KeptTaskOf<T>,
        id: TaskId,
        disputer: &Disputer<T::AccountId>,
    ) -> nes_committee::Seat<T::AccountId> {
        nes_committee::Seat {
            genesis: Self::genesis(),
            task: id,
            input: task.question.input,
            version: task.question.version,
            node: disputer.name().clone(),
        }
    }

    /// Returns the chain's genesis hash, which ties commitments to this chain.
    fn genesis() -> Hash {
        frame_system::BlockHash::<T>::get(BlockNumberFor::<T>::zero())
    }
}
