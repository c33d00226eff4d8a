//! The bodies of the payer's calls: request and cancel.

use frame_support::{dispatch::DispatchResult, ensure};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, Outcome, ServiceId, TaskId, Usage, Verification};
use nes_traits::{Disputes, Market, Terms, VersionTerms};
use sp_runtime::{traits::Saturating, DispatchError};

use crate::{
    task::{DeadlinesOf, DrawsOf, OpenTask},
    types::{Phase, Purchase, Purpose, Task, TaskInput, WorkFee},
    Config, Error, Event, Pallet,
};

/// The number of blocks from a request to its draw: neither of the two blocks that the draw's
/// randomness comes from is the one whose author chose to include the request.
pub const BLOCKS_TO_DRAW: u32 = 2;

/// The most blocks that the agenda may be behind while requests are still taken. Beyond it draws
/// and deadlines would be later and later.
pub const MAX_BLOCKS_BEHIND: u32 = 10;

/// The most blocks that the work on a request may take at the service's rate. A slot is occupied
/// that long by a request that nobody answers.
pub const MAX_WORK: u32 = 1_200;

/// The patience of a request that names none.
pub const PATIENCE: u8 = 5;

/// The highest patience.
pub const MAX_PATIENCE: u8 = 100;

/// The number of blocks after a request in which its payer can cancel it although no draw has failed:
/// then the chain is late with it.
pub const BLOCKS_TO_CANCEL: u32 = 20;

/// The arguments of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The service.
    pub service: ServiceId,
    /// The version whose nodes answer.
    pub version: u32,
    /// The input.
    pub input: TaskInput,
    /// The most units that an answer may report.
    pub max_usage: Usage,
    /// The highest price that a member may have, in planck.
    pub max_price: Balance,
    /// The number of nodes that answer; `None` takes the service's own.
    pub committee: Option<u8>,
    /// The number of blocks after the first draw in which it can be drawn again; `None` takes
    /// [`PATIENCE`].
    pub patience: Option<u8>,
}

impl<T: Config> Pallet<T> {
    /// Opens a task of `payer`; returns its number of seats.
    pub fn open(payer: T::AccountId, request: Request) -> Result<u8, DispatchError> {
        let requested = frame_system::Pallet::<T>::block_number();
        Self::ensure_in_time(requested)?;
        let Request { service, version, input, max_usage, max_price, committee, patience } =
            request;
        let patience = patience.unwrap_or(PATIENCE);
        ensure!((1..=MAX_PATIENCE).contains(&patience), Error::<T>::InvalidPatience);
        let terms = T::Market::terms(service, version).ok_or(Error::<T>::UnknownService)?;
        let (seats, quorum) = Self::accepted(&terms, max_usage, committee)?;
        Self::ensure_input_fits(&terms, &input, max_usage)?;
        let commit_window = Self::commit_window(&terms, max_usage)?;
        let VersionTerms { royalty, .. } = *Self::sold_version(&terms, seats, max_price)?;
        let slashable = Self::slashable(&terms, &input, max_usage)?;
        let cost = terms.shape.cost(max_price, max_usage);
        let escrow = cost.and_then(|cost| cost.checked_mul(seats.into()));
        let escrow = escrow.ok_or(Error::<T>::EscrowTooLarge)?;
        let prepaid = Self::longest_work(seats, patience, slashable.is_some());
        let due = requested.saturating_add(BLOCKS_TO_DRAW.into());

        Self::take_escrow(&payer, escrow, prepaid)?;
        T::Market::open_task(service)?;
        let content_hash = input.content_hash;
        let purchase = Purchase {
            payer: payer.clone(),
            max_price,
            escrow,
            publisher: terms.publisher,
            royalty,
            work_fee: WorkFee { prepaid, used: 0 },
            patience,
            failed_draws: 0,
            slashable,
        };
        let task = OpenTask::<T>::open(Task {
            purpose: Purpose::Paid(purchase),
            service,
            version,
            input,
            max_usage,
            shape: terms.shape,
            seats,
            quorum,
            requested,
            commit_window,
            since: requested,
            window: 0,
            due,
            phase: Phase::Queued,
        })?;
        Self::deposit_event(Event::Requested {
            task,
            payer,
            service,
            version,
            input: content_hash,
            seats,
            escrow,
            work_fee: prepaid,
            due,
            slashable: slashable.is_some(),
        });
        Ok(seats)
    }

    /// Closes a task that is still queued, on its payer's request.
    pub(crate) fn do_cancel(who: T::AccountId, id: TaskId) -> DispatchResult {
        let task = OpenTask::<T>::load(id)?;
        let purchase = task.purchase().filter(|purchase| purchase.payer == who);
        let purchase = purchase.ok_or(Error::<T>::NotThePayer)?;
        ensure!(task.phase == Phase::Queued, Error::<T>::AlreadyDrawn);
        let now = frame_system::Pallet::<T>::block_number();
        let is_late = now >= task.requested.saturating_add(BLOCKS_TO_CANCEL.into());
        ensure!(purchase.failed_draws > 0 || is_late, Error::<T>::TooEarlyToCancel);
        Self::end_without_committee(task, Outcome::Cancelled);
        Ok(())
    }

    /// Checks that the agenda is not too far behind at `now`.
    fn ensure_in_time(now: BlockNumberFor<T>) -> DispatchResult {
        let from = DrawsOf::<T>::cursor().min(DeadlinesOf::<T>::cursor());
        let behind = now.saturating_sub(from);
        ensure!(behind <= MAX_BLOCKS_BEHIND.into(), Error::<T>::AgendaBehind);
        Ok(())
    }

    /// Checks that an in-line `input` is not larger than what the maximum usage covers.
    fn ensure_input_fits(
        terms: &Terms<T::AccountId>,
        input: &TaskInput,
        max_usage: Usage,
    ) -> DispatchResult {
        if let Some(place) = input.location.place() {
            let covered = max_usage.input.saturating_mul(terms.input_bytes.into());
            ensure!(u64::from(place.length) <= covered, Error::<T>::UsageBelowInput);
        }
        Ok(())
    }

    /// Returns the number of blocks for the commitments to answers of up to `max_usage`.
    fn commit_window(terms: &Terms<T::AccountId>, max_usage: Usage) -> Result<u32, DispatchError> {
        let work = max_usage.output.div_ceil(terms.rate.max(1).into());
        let work = u32::try_from(work).ok().filter(|work| *work <= MAX_WORK);
        let work = work.ok_or(Error::<T>::UsageTooLarge)?;
        Ok(Self::params().commit_window.saturating_add(work))
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

    /// Returns the terms of the version, whose offers can fill the `seats` within `max_price`.
    fn sold_version(
        terms: &Terms<T::AccountId>,
        seats: u8,
        max_price: Balance,
    ) -> Result<&VersionTerms, DispatchError> {
        let version = terms.version.as_ref().ok_or(Error::<T>::UnknownVersion)?;
        ensure!(version.floor <= max_price, Error::<T>::MaximumBelowOffers);
        ensure!(version.offers >= seats.into(), Error::<T>::TooFewOffers);
        Ok(version)
    }

    /// Returns the version's price in the middle if an answer to `input` can cost stake. The bond
    /// for a dispute about it must not be too high then.
    fn slashable(
        terms: &Terms<T::AccountId>,
        input: &TaskInput,
        max_usage: Usage,
    ) -> Result<Option<Balance>, DispatchError> {
        let median = terms.version.as_ref().and_then(|version| version.slashable);
        let median = median.filter(|_| input.location.place().is_some());
        let is_affordable = |median| T::Disputes::is_affordable(&terms.shape, median, max_usage);
        ensure!(median.is_none_or(is_affordable), Error::<T>::TooLargeToDispute);
        Ok(median)
    }
}
