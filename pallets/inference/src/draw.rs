//! The draw of a task's committee.

use alloc::vec::Vec;

use codec::Encode;
use frame_support::defensive;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Hash, Outcome, ServiceId, Shortage, TaskId};
use nes_traits::{Draw, DrawRequest, Market, Seat};
use sp_io::hashing::blake2_256;
use sp_runtime::traits::{Convert, One, Saturating};

use crate::{
    calls::BLOCKS_TO_DRAW,
    task::OpenTask,
    types::{Member, Members, Reply},
    Config, Event, Pallet,
};

/// The domain of the seed, and the version of its layout.
const DOMAIN: [u8; 10] = *b"nes/draw/1";

/// Returns the seed of the draw for `task` of `service`:
/// `blake2_256(SCALE(("nes/draw/1", randomness, task, service)))`, without length prefixes.
pub fn seed(randomness: &Hash, task: TaskId, service: ServiceId) -> Hash {
    (DOMAIN, randomness, task, service).using_encoded(blake2_256).into()
}

impl<T: Config> Pallet<T> {
    /// Draws the committee of a queued task. If there is none, it is drawn again later, or ended
    /// when its patience is over. Returns the number of offers that the draw looked at.
    pub(crate) fn draw(mut task: OpenTask<T>, randomness: &Hash, now: BlockNumberFor<T>) -> u32 {
        let id = task.id();
        let seed = seed(randomness, id, task.service);
        let request = DrawRequest {
            service: task.service,
            version: task.version,
            seats: task.seats,
            max_price: task.max_price,
            usage: task.max_usage,
            requested: task.requested,
        };
        let Draw { seats, looks } = T::Market::draw(&request, &seed);
        let members = seats.and_then(|seats| {
            Members::try_from(members(seats)).map_err(|_| {
                defensive!("more seats than a committee has");
                Shortage::TooFewEligible
            })
        });
        let members = match members {
            Ok(members) => members,
            Err(shortage) => {
                Self::draw_later(task, shortage, looks, now);
                return looks;
            }
        };
        let nodes = members.iter().map(|member| member.node.clone()).collect();
        Self::charge_draw(&mut task, looks);
        let due = task.turn_to_committing(members, now);
        Self::deposit_event(Event::Drawn { task: id, members: nodes, due });
        looks
    }

    /// Handles a draw at `now` that found no committee: the next one is as many blocks later as have
    /// passed since the first one, and one more, so that a long patience needs few draws.
    fn draw_later(mut task: OpenTask<T>, shortage: Shortage, looks: u32, now: BlockNumberFor<T>) {
        Self::charge_draw(&mut task, looks);
        let first = task.requested.saturating_add(BLOCKS_TO_DRAW.into());
        let last = first.saturating_add(task.patience.into());
        if shortage == Shortage::OffSale || now >= last {
            return Self::end_without_committee(task, Outcome::NoNodes { shortage });
        }
        let passed = now.saturating_sub(first);
        let next = now.saturating_add(passed).saturating_add(One::one()).min(last);
        task.note_failed_draw();
        task.move_to(next);
    }

    /// Charges a draw that looked at `looks` offers. The first one was paid with the request's
    /// transaction.
    fn charge_draw(task: &mut OpenTask<T>, looks: u32) {
        if task.failed_draws > 0 {
            let fee = T::WorkFee::convert(Self::draw_weight(task.seats, looks));
            task.charge(fee);
        }
    }
}

/// Returns members that have sent nothing yet.
fn members<AccountId>(seats: Vec<Seat<AccountId>>) -> Vec<Member<AccountId>> {
    seats
        .into_iter()
        .map(|Seat { node, price }| Member { node, price, reply: Reply::None })
        .collect()
}
