//! The body of the call that disputes a settled answer.

use alloc::vec::Vec;

use frame_support::{dispatch::DispatchResult, ensure, traits::Defensive};
use nes_core::{Balance, Hash, ServiceId, TaskId};
use nes_traits::{Duties, NodeRegistry, StakeAtRisk};
use sp_runtime::{ArithmeticError, DispatchError};

use crate::{
    settled::Kept,
    types::{Disputer, Disputers, Reply, State},
    Config, Error, Event, KeptTaskOf, Pallet,
};

/// The disputers of a task after another one has joined, and the one that it displaced.
type Joined<AccountId> = (Disputers<AccountId>, Option<Disputer<AccountId>>);

impl<T: Config> Pallet<T> {
    /// Disputes the answer of the task `id`, or joins its dispute. Returns true if the dispute is
    /// new, so that one can start.
    pub(crate) fn do_dispute(
        who: T::AccountId,
        id: TaskId,
        node: Option<T::AccountId>,
        commitment: Hash,
        bond: Balance,
    ) -> Result<bool, DispatchError> {
        let mut kept = Kept::<T>::load(id)?;
        Self::ensure_in_time(&kept)?;
        Self::ensure_concerned(&kept, &who, node.as_ref())?;
        let risk = Self::risk(&kept, node.as_ref(), bond)?;
        let disputer = Disputer { who, node, bond, risk, reply: Reply::Committed(commitment) };
        Self::ensure_new(&kept, &disputer)?;
        let (disputers, displaced) = Self::join(kept.disputers(), disputer.clone())?;
        Self::ensure_enough_left(&kept, &disputers)?;
        Self::take_bond(&disputer.who, bond)?;

        Self::note_disputer(id, &disputer);
        let Disputer { who, node, .. } = disputer;
        Self::deposit_event(Event::Disputed { task: id, who, node, risk, bond });
        if let Some(displaced) = displaced {
            Self::displace(id, &displaced);
        }
        let (service, risk) = (kept.question.service, Self::risk_of(&disputers));
        match kept.state {
            State::Undisputed => {
                kept.turn_to_waiting(disputers);
                Self::begin(id, risk, service)?;
                return Ok(true);
            }
            State::Waiting(_) => Self::move_in_line(service, id, risk),
            State::Open { .. } => {}
        }
        kept.set_disputers(disputers);
        kept.save();
        Ok(false)
    }

    /// Begins a dispute with this `risk`: it starts, or waits until it can.
    fn begin(id: TaskId, risk: Balance, service: ServiceId) -> DispatchResult {
        Self::stand_in_line(service, id, risk)?;
        Self::start_next(service)?;
        if matches!(Kept::<T>::load(id)?.state, State::Waiting(_)) {
            Self::deposit_event(Event::DisputeWaits { task: id });
        }
        Ok(())
    }

    /// Checks that the task takes disputers now.
    fn ensure_in_time(task: &KeptTaskOf<T>) -> Result<(), Error<T>> {
        let now = frame_system::Pallet::<T>::block_number();
        let is_in_time = match &task.state {
            State::Undisputed => now <= task.until,
            State::Waiting(_) => true,
            State::Open { closes, .. } => now <= *closes,
        };
        ensure!(is_in_time, Error::<T>::TooLate);
        Ok(())
    }

    /// Checks that `who` may dispute for the `node`, or as the payer, and that it concerns them.
    fn ensure_concerned(
        task: &KeptTaskOf<T>,
        who: &T::AccountId,
        node: Option<&T::AccountId>,
    ) -> Result<(), Error<T>> {
        let Some(node) = node else {
            ensure!(*who == task.payer, Error::<T>::NotThePayer);
            return Ok(());
        };
        ensure!(T::NodeRegistry::acts_for(who, node), Error::<T>::NotForThisNode);
        if !task.is_member(node) {
            let (service, version) = (task.question.service, task.question.version);
            let requested = task.question.requested;
            let is_on_duty = T::Duties::is_on_duty(service, version, node, requested);
            ensure!(is_on_duty, Error::<T>::NotConcerned);
            ensure!(who == node, Error::<T>::AgentOnlyForMembers);
        }
        ensure!(T::NodeRegistry::is_active(node), Error::<T>::NodeNotActive);
        Ok(())
    }

    /// Returns the amount that a disputer with this `bond` risks.
    fn risk(
        task: &KeptTaskOf<T>,
        node: Option<&T::AccountId>,
        bond: Balance,
    ) -> Result<Balance, DispatchError> {
        let least = Self::bond(&task.question).ok_or(ArithmeticError::Overflow)?;
        ensure!(bond >= least, Error::<T>::BondTooLow);
        let Some(node) = node else { return Ok(bond) };
        ensure!(bond == least, Error::<T>::BondNotExact);
        Ok(T::StakeAtRisk::fraction().mul_floor(T::StakeAtRisk::at_risk(node)))
    }

    /// Checks that the disputer is none yet, and can become one.
    fn ensure_new(task: &KeptTaskOf<T>, disputer: &Disputer<T::AccountId>) -> Result<(), Error<T>> {
        let name = disputer.name();
        let is_new = !task.disputers().iter().any(|other| other.name() == name);
        ensure!(is_new, Error::<T>::AlreadyDisputing);
        let is_free = disputer.node.is_none() || !Self::is_at_limit(name);
        ensure!(is_free, Error::<T>::TooManyDisputes);
        Ok(())
    }

    /// Returns the `present` disputers with the new one, who takes the place of the one with the
    /// smallest risk, the latest of them, if there is no other and its own is larger.
    fn join(
        present: &[Disputer<T::AccountId>],
        new: Disputer<T::AccountId>,
    ) -> Result<Joined<T::AccountId>, Error<T>> {
        let mut disputers = present.to_vec();
        let mut displaced = None;
        if disputers.len() >= usize::from(Self::rules().places) {
            let smallest = disputers.iter().map(|disputer| disputer.risk).min();
            ensure!(smallest.is_some_and(|risk| risk < new.risk), Error::<T>::PlacesTaken);
            let place = disputers.iter().rposition(|disputer| Some(disputer.risk) == smallest);
            displaced = place.map(|place| disputers.remove(place));
        }
        disputers.push(new);
        // The rules give no more places than the list has.
        let disputers = disputers.try_into().map_err(|_: Vec<_>| Error::<T>::PlacesTaken);
        Ok((disputers.defensive()?, displaced))
    }

    /// Checks that the draw of a second committee has enough nodes left with these `disputers`.
    fn ensure_enough_left(
        task: &KeptTaskOf<T>,
        disputers: &[Disputer<T::AccountId>],
    ) -> Result<(), Error<T>> {
        let nodes = T::Duties::count(task.question.service, task.question.version);
        let excluded = u32::try_from(task.excluded(disputers).len()).unwrap_or(u32::MAX);
        let left = nodes.saturating_sub(excluded);
        ensure!(left >= Self::rules().fewest, Error::<T>::TooFewNodes);
        Ok(())
    }
}
