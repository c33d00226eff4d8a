//! Owner of `Waiting` and `OpenIn`: the disputes of a service that go on, and those that wait for
//! them.
//!
//! # Properties
//!
//! * A service has one dispute at once for every twenty nodes on duty, and at least one.
//! * The one with the largest risk starts next. None waits while none goes on.

use frame_support::{storage::with_storage_layer, traits::Defensive};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, ServiceId, TaskId};
use nes_traits::{Duties, Question, SecondCommittee, SecondCommittees};
use sp_runtime::{traits::Saturating, DispatchResult};

use crate::{
    money::sum,
    rules::Rules,
    settled::Kept,
    types::{Disputer, Line},
    Config, Error, Event, OpenIn, Pallet, Waiting,
};

/// The number of nodes on duty for each dispute that can go on at once.
const NODES_A_DISPUTE: u32 = 20;

/// The number of blocks from the one that opens a dispute to the last one in which others can join.
pub const BLOCKS_TO_JOIN: u32 = 7;

/// The number of blocks from the one that opens a dispute to the draw of its second committee. The
/// seed comes from the eight blocks that end with that of the draw, none of which takes joins.
pub const BLOCKS_TO_DRAW: u32 = 16;

impl<T: Config> Pallet<T> {
    /// Puts the dispute `id` into the line of its service. If the line is full, the one with the
    /// smallest risk loses its place, unless the new one's is no larger.
    pub(crate) fn stand_in_line(service: ServiceId, id: TaskId, risk: Balance) -> DispatchResult {
        let mut line = Waiting::<T>::get(service);
        if line.is_full() {
            let displaced = line.pop().filter(|(smallest, _)| *smallest < risk);
            let (_, displaced) = displaced.ok_or(Error::<T>::QueueFull)?;
            Self::put_back(displaced);
        }
        enter(&mut line, id, risk);
        Waiting::<T>::insert(service, line);
        Ok(())
    }

    /// Moves the waiting dispute `id` to its place in the line with another `risk`.
    pub(crate) fn move_in_line(service: ServiceId, id: TaskId, risk: Balance) {
        Waiting::<T>::mutate(service, |line| {
            line.retain(|(_, other)| *other != id);
            enter(line, id, risk);
        });
    }

    /// Starts the waiting dispute of `service` with the largest risk, if there is room for it.
    pub(crate) fn start_next(service: ServiceId) -> DispatchResult {
        let mut line = Waiting::<T>::get(service);
        let Some((_, id)) = line.first().copied() else { return Ok(()) };
        let kept = Kept::<T>::load(id)?;
        if !Self::has_room(&kept.question) {
            return Ok(());
        }
        line.remove(0);
        if line.is_empty() {
            Waiting::<T>::remove(service);
        } else {
            Waiting::<T>::insert(service, line);
        }
        OpenIn::<T>::mutate(service, |open| open.saturating_inc());
        Self::start(kept)
    }

    /// Counts the end of a dispute of `service`, and starts the next one.
    pub(crate) fn leave_room(service: ServiceId) {
        OpenIn::<T>::mutate_exists(service, |open| {
            *open = open.unwrap_or_default().checked_sub(1).filter(|open| *open > 0);
        });
        let _ = with_storage_layer(|| Self::start_next(service)).defensive();
    }

    /// Returns the sum of the risks of `disputers`, by which disputes stand in line.
    pub(crate) fn risk_of(disputers: &[Disputer<T::AccountId>]) -> Balance {
        sum(disputers.iter().map(|disputer| disputer.risk))
    }

    /// Returns true if one more dispute of such a question can go on.
    fn has_room(question: &Question<BlockNumberFor<T>>) -> bool {
        let Question { service, version, .. } = *question;
        let nodes = T::Duties::count(service, version);
        let most = nodes.checked_div(NODES_A_DISPUTE).unwrap_or_default().max(1);
        OpenIn::<T>::get(service) < most
    }

    /// Opens the second committee of a dispute that waits no longer.
    fn start(kept: Kept<T>) -> DispatchResult {
        let now = frame_system::Pallet::<T>::block_number();
        let Rules { seats, quorum, .. } = Self::rules();
        let (task, question) = (kept.id(), kept.question.clone());
        let closes = now.saturating_add(BLOCKS_TO_JOIN.into());
        let draws = now.saturating_add(BLOCKS_TO_DRAW.into());
        let second = SecondCommittee { of: task, question, seats, quorum, due: draws };
        let second = T::SecondCommittees::open(second)?;
        kept.turn_to_open(second, closes);
        Self::deposit_event(Event::DisputeStarted { task, second, closes, draws });
        Ok(())
    }

    /// Gives the bonds of a dispute that has lost its place back, and starts the window of the task
    /// anew.
    fn put_back(id: TaskId) {
        let Ok(kept) = Kept::<T>::load(id).defensive() else { return };
        for disputer in kept.disputers() {
            Self::displace(id, disputer);
        }
        kept.start_window(frame_system::Pallet::<T>::block_number());
    }
}

/// Puts `id` behind all of the same or a larger risk into a `line` with room for it.
fn enter(line: &mut Line, id: TaskId, risk: Balance) {
    let place = line.partition_point(|(other, _)| *other >= risk);
    let _ = line.try_insert(place, (risk, id)).defensive();
}
