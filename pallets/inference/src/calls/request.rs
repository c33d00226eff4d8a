//! The bodies of the payer's calls: request and cancel.

use frame_support::{dispatch::DispatchResult, ensure};
use nes_core::{Balance, Outcome, ServiceId, TaskId, Usage, Verification};
use nes_traits::{Market, Terms, VersionTerms};
use sp_runtime::{traits::Saturating, DispatchError, Perbill};

use crate::{
    task::{DeadlinesOf, DrawsOf, OpenTask},
    types::{Input, Phase, Task},
    Config, Error, Event, Pallet,
};

/// The number of blocks from a request to its draw: neither of the two blocks that the draw's
/// randomness comes from is the one whose author chose to include the request.
pub const BLOCKS_TO_DRAW: u32 = 2;

/// The most blocks that the agenda may be behind while requests are still taken. Beyond it draws
/// and deadlines would be later and later.
pub const MAX_BLOCKS_BEHIND: u32 = 10;

impl<T: Config> Pallet<T> {
    /// Opens a task of `payer`; returns its number of seats.
    pub(crate) fn do_request(
        payer: T::AccountId,
        service: ServiceId,
        version: u32,
        input: Input,
        max_usage: Usage,
        max_price: Balance,
        committee: Option<u8>,
    ) -> Result<u8, DispatchError> {
        let requested = frame_system::Pallet::<T>::block_number();
        let from = DrawsOf::<T>::cursor().min(DeadlinesOf::<T>::cursor());
        let behind = requested.saturating_sub(from);
        ensure!(behind <= MAX_BLOCKS_BEHIND.into(), Error::<T>::AgendaBehind);
        let terms = T::Market::terms(service, version).ok_or(Error::<T>::UnknownService)?;
        let (seats, quorum) = Self::accepted(&terms, max_usage, committee)?;
        let royalty = Self::royalty(&terms, seats, max_price)?;
        let cost = terms.shape.cost(max_price, max_usage);
        let escrow = cost.and_then(|cost| cost.checked_mul(seats.into()));
        let escrow = escrow.ok_or(Error::<T>::EscrowTooLarge)?;
        let due = requested.saturating_add(BLOCKS_TO_DRAW.into());

        Self::take_escrow(&payer, escrow)?;
        T::Market::open_task(service)?;
        let task = OpenTask::<T>::open(Task {
            payer: payer.clone(),
            service,
            version,
            input,
            max_usage,
            shape: terms.shape,
            max_price,
            seats,
            quorum,
            escrow,
            publisher: terms.publisher,
            royalty,
            requested,
            due,
            phase: Phase::Queued,
        })?;
        Self::deposit_event(Event::Requested { task, payer, service, seats, escrow, due });
        Ok(seats)
    }

    /// Closes a task that is still queued, on its payer's request.
    pub(crate) fn do_cancel(who: T::AccountId, id: TaskId) -> DispatchResult {
        let task = OpenTask::<T>::load(id)?;
        ensure!(task.payer == who, Error::<T>::NotThePayer);
        ensure!(task.phase == Phase::Queued, Error::<T>::AlreadyDrawn);
        Self::end_without_committee(task, Outcome::Cancelled);
        Ok(())
    }

    /// Returns the seats and the quorum of a request that the `terms` and the parameters allow.
    fn accepted(
        terms: &Terms<T::AccountId>,
        max_usage: Usage,
        committee: Option<u8>,
    ) -> Result<(u8, u8), DispatchError> {
        let max_units = Self::params().max_units;
        ensure!(terms.on_sale, Error::<T>::ServiceNotOnSale);
        ensure!(terms.verification != Verification::Metered, Error::<T>::MeteredOnly);
        let (seats, quorum) =
            terms.verification.committee(committee).ok_or(Error::<T>::InvalidCommittee)?;
        ensure!(!max_usage.is_zero(), Error::<T>::UsageMissing);
        ensure!(
            max_usage.is_within(&Usage { input: max_units, output: max_units }),
            Error::<T>::UsageTooLarge
        );
        Ok((seats, quorum))
    }

    /// Returns the royalty of the version, whose offers can fill the `seats` within `max_price`.
    fn royalty(
        terms: &Terms<T::AccountId>,
        seats: u8,
        max_price: Balance,
    ) -> Result<Perbill, DispatchError> {
        let version = terms.version.as_ref().ok_or(Error::<T>::UnknownVersion)?;
        let VersionTerms { royalty, offers, floor } = *version;
        ensure!(floor <= max_price, Error::<T>::MaximumBelowOffers);
        ensure!(offers >= seats.into(), Error::<T>::TooFewOffers);
        Ok(royalty)
    }
}
