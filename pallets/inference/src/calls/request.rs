//! The bodies of the payer's calls: request and cancel.

use frame_support::{dispatch::DispatchResult, ensure};
use nes_core::{Balance, Outcome, ServiceId, Tariff, TaskId, Usage, Verification};
use nes_traits::{Market, Terms};
use sp_runtime::{traits::Saturating, DispatchError};

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
        input: Input,
        max_usage: Usage,
        max_tariff: Tariff,
        committee: Option<u8>,
    ) -> Result<u8, DispatchError> {
        let requested = frame_system::Pallet::<T>::block_number();
        let from = DrawsOf::<T>::cursor().min(DeadlinesOf::<T>::cursor());
        let behind = requested.saturating_sub(from);
        ensure!(behind <= MAX_BLOCKS_BEHIND.into(), Error::<T>::AgendaBehind);
        let terms = T::Market::terms(service).ok_or(Error::<T>::UnknownService)?;
        let (seats, quorum) = Self::accepted(&terms, max_usage, &max_tariff, committee)?;
        let escrow = escrow(seats, max_usage, &max_tariff).ok_or(Error::<T>::EscrowTooLarge)?;
        let due = requested.saturating_add(BLOCKS_TO_DRAW.into());

        Self::take_escrow(&payer, escrow)?;
        T::Market::open_task(service)?;
        let task = OpenTask::<T>::open(Task {
            payer: payer.clone(),
            service,
            version: terms.version,
            input,
            max_usage,
            max_tariff,
            seats,
            quorum,
            escrow,
            publisher: terms.publisher,
            royalty: terms.royalty,
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
        max_tariff: &Tariff,
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
        ensure!(terms.floor.is_within(max_tariff), Error::<T>::MaximumBelowOffers);
        ensure!(terms.offers >= seats.into(), Error::<T>::TooFewOffers);
        Ok((seats, quorum))
    }
}

/// Returns the highest cost of `seats` nodes, in planck; `None` if it exceeds [`Balance`].
fn escrow(seats: u8, max_usage: Usage, max_tariff: &Tariff) -> Option<Balance> {
    max_tariff.price(max_usage)?.checked_mul(seats.into())
}
