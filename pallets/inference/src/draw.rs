//! The draw of a task's committee.

use alloc::vec::Vec;

use codec::Encode;
use frame_support::{defensive, weights::Weight};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Hash, Outcome, ServiceId, Shortage, TaskId};
use nes_traits::{Disputes, Draw, DrawRequest, Market, Seat};
use sp_io::hashing::blake2_256;
use sp_runtime::traits::{Convert, One, Saturating};

use crate::{
    calls::BLOCKS_TO_DRAW,
    task::OpenTask,
    types::{Member, Members, Purchase, Purpose, Reply},
    Config, Event, Pallet, TaskOf,
};

/// The domain of the seed, and the version of its layout.
const DOMAIN: [u8; 10] = *b"nes/draw/1";

/// Returns the seed of the draw for `task` of `service`:
/// `blake2_256(SCALE(("nes/draw/1", randomness, task, service)))`, without length prefixes.
pub fn seed(randomness: &Hash, task: TaskId, service: ServiceId) -> Hash {
    (DOMAIN, randomness, task, service).using_encoded(blake2_256).into()
}

impl<T: Config> Pallet<T> {
    /// Draws the committee of a queued task, or puts the draw off to the next block if this one has
    /// no `randomness` for it; returns the weight.
    pub(crate) fn draw(
        task: OpenTask<T>,
        randomness: Option<&Hash>,
        now: BlockNumberFor<T>,
    ) -> Weight {
        match (&task.purpose, randomness) {
            (Purpose::Paid(purchase), Some(randomness)) => {
                let (request, seats) = (draw_request::<T>(&task, purchase), task.seats);
                let last = last_draw::<T>(&task, purchase);
                let looks = Self::draw_paid(task, &request, last, randomness, now);
                Self::draw_weight(seats, looks)
            }
            (Purpose::Paid(_), None) => {
                let seats = task.seats;
                // The next block's parent may have brought randomness.
                task.move_to(now.saturating_add(One::one()));
                Self::draw_weight(seats, 0)
            }
            (Purpose::Second { of }, _) => {
                let (of, seed) = (*of, T::Disputes::seed(*of, task.service));
                Self::draw_second(task, of, seed, now)
            }
        }
    }

    /// Draws the committee of a paid task. If there is none, it is drawn again later, or ended after
    /// its `last` draw. Returns the number of offers that the draw looked at.
    fn draw_paid(
        mut task: OpenTask<T>,
        request: &DrawRequest<BlockNumberFor<T>>,
        last: BlockNumberFor<T>,
        randomness: &Hash,
        now: BlockNumberFor<T>,
    ) -> u32 {
        let seed = seed(randomness, task.id(), task.service);
        let Draw { seats, looks } = T::Market::draw(request, &seed);
        Self::charge_draw(&mut task, looks);
        let seated = seats.and_then(|seats| members(seats).ok_or(Shortage::TooFewEligible));
        match seated {
            Ok(members) => Self::start_committing(task, members, now),
            Err(shortage) => Self::draw_later(task, shortage, last, now),
        }
        looks
    }

    /// Starts the commitments of the drawn `members`.
    pub(crate) fn start_committing(
        task: OpenTask<T>,
        members: Members<T::AccountId>,
        now: BlockNumberFor<T>,
    ) {
        let id = task.id();
        let nodes = members.iter().map(|member| member.node.clone()).collect();
        let due = task.turn_to_committing(members, now);
        Self::deposit_event(Event::Drawn { task: id, members: nodes, due });
    }

    /// Handles a draw at `now` that found no committee: the next one is as many blocks later as have
    /// passed since the first one, and one more, so that a long patience needs few draws.
    fn draw_later(
        mut task: OpenTask<T>,
        shortage: Shortage,
        last: BlockNumberFor<T>,
        now: BlockNumberFor<T>,
    ) {
        if shortage == Shortage::OffSale || now >= last {
            return Self::end_without_committee(task, Outcome::NoNodes { shortage });
        }
        let passed = now.saturating_sub(first_draw::<T>(&task));
        let next = now.saturating_add(passed).saturating_add(One::one()).min(last);
        task.note_failed_draw();
        task.move_to(next);
    }

    /// Charges a draw that looked at `looks` offers. The first one was paid with the request's
    /// transaction.
    fn charge_draw(task: &mut OpenTask<T>, looks: u32) {
        if task.purchase().is_some_and(|purchase| purchase.failed_draws > 0) {
            let fee = T::WorkFee::convert(Self::draw_weight(task.seats, looks));
            task.charge(fee);
        }
    }
}

/// Returns the block of the first draw of a paid task.
fn first_draw<T: Config>(task: &TaskOf<T>) -> BlockNumberFor<T> {
    task.requested.saturating_add(BLOCKS_TO_DRAW.into())
}

/// Returns the block of the last draw of a paid task.
fn last_draw<T: Config>(task: &TaskOf<T>, purchase: &Purchase<T::AccountId>) -> BlockNumberFor<T> {
    first_draw::<T>(task).saturating_add(purchase.patience.into())
}

/// Returns the nodes that a paid task asks for.
fn draw_request<T: Config>(
    task: &TaskOf<T>,
    purchase: &Purchase<T::AccountId>,
) -> DrawRequest<BlockNumberFor<T>> {
    DrawRequest {
        service: task.service,
        version: task.version,
        seats: task.seats,
        max_price: purchase.max_price,
        usage: task.max_usage,
        requested: task.requested,
        slashable: purchase.slashable.is_some(),
    }
}

/// Returns members on these `seats` that have sent nothing yet; `None` if there are too many.
pub(crate) fn members<AccountId>(seats: Vec<Seat<AccountId>>) -> Option<Members<AccountId>> {
    let members: Vec<_> = seats
        .into_iter()
        .map(|Seat { node, price }| Member { node, price, reply: Reply::None })
        .collect();
    let Ok(members) = members.try_into() else {
        defensive!("more seats than a committee has");
        return None;
    };
    Some(members)
}
