//! The draw of a task's committee.

use alloc::vec::Vec;

use codec::Encode;
use frame_support::defensive;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Hash, Outcome, ServiceId, Shortage, TaskId};
use nes_traits::{Draw, DrawRequest, Market, Seat};
use sp_io::hashing::blake2_256;
use sp_runtime::traits::Saturating;

use crate::{
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
    /// Draws the committee of a queued task, or ends the task if there is none. Returns the number
    /// of offers that the draw looked at.
    pub(crate) fn draw(task: OpenTask<T>, randomness: &Hash, now: BlockNumberFor<T>) -> u32 {
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
                Self::end_without_committee(task, Outcome::NoNodes { shortage });
                return looks;
            }
        };
        let nodes = members.iter().map(|member| member.node.clone()).collect();
        let due = now.saturating_add(Self::params().commit_window.into());
        task.turn_to_committing(members, due);
        Self::deposit_event(Event::Drawn { task: id, members: nodes, due });
        looks
    }
}

/// Returns members that have sent nothing yet.
fn members<AccountId>(seats: Vec<Seat<AccountId>>) -> Vec<Member<AccountId>> {
    seats
        .into_iter()
        .map(|Seat { node, price }| Member { node, price, reply: Reply::None })
        .collect()
}
