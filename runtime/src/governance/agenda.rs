//! Agendas: where the tasks of referenda go if their block has no room.

use frame_support::traits::{
    schedule::{
        v3::{Anon, Named, TaskName},
        DispatchTime, Period, Priority,
    },
    Bounded, QueryPreimage, StorePreimage,
};
use nes_core::BlockNumber;
use pallet_scheduler::{Agenda, TaskAddress};
use sp_runtime::{traits::BlakeTwo256, DispatchError};

use crate::{
    constants::governance::{ALARMS_PER_BLOCK, SCHEDULED_PER_BLOCK, SPILL},
    OriginCaller, Preimage, Runtime, RuntimeCall, Scheduler, System,
};

type Proposal = Bounded<RuntimeCall, BlakeTwo256>;

/// Schedules the tasks of referenda in the next block that has room for them.
///
/// The scheduler refuses a task whose block is full, and referenda do not look at the refusal: an
/// approved call would be lost, and a track would never get back the place of a decision that has
/// ended. Alarms, which anybody can set by a submission, leave places to the other tasks, and what
/// finds no place goes to one of the next blocks.
///
/// A call that claims to be longer than a preimage can be is refused. The scheduler would wait for
/// ever for the room to fetch it, and everything that is scheduled later would wait too.
pub struct Agendas;

/// Returns the block for `call`: the first from `when` on that has room for it.
fn room(
    when: DispatchTime<BlockNumber>,
    call: &Proposal,
) -> Result<DispatchTime<BlockNumber>, DispatchError> {
    let first = match when {
        DispatchTime::At(block) => block,
        DispatchTime::After(blocks) => {
            System::block_number().saturating_add(blocks).saturating_add(1)
        }
    };
    let places = if is_alarm(call) { ALARMS_PER_BLOCK } else { SCHEDULED_PER_BLOCK };
    let has_room = |block: &BlockNumber| {
        let taken = Agenda::<Runtime>::decode_len(block).unwrap_or(0);
        u32::try_from(taken).is_ok_and(|taken| taken < places)
    };
    let blocks = first..=first.saturating_add(SPILL);
    blocks.into_iter().find(has_room).map(DispatchTime::At).ok_or(DispatchError::Exhausted)
}

/// Returns true if `call` is a referendum's look at itself.
fn is_alarm(call: &Proposal) -> bool {
    let Bounded::Inline(_) = call else { return false };
    matches!(
        Preimage::peek(call),
        Ok((RuntimeCall::Referenda(pallet_referenda::Call::nudge_referendum { .. }), _))
    )
}

impl Anon<BlockNumber, RuntimeCall, OriginCaller> for Agendas {
    type Address = TaskAddress<BlockNumber>;
    type Hasher = BlakeTwo256;

    fn schedule(
        when: DispatchTime<BlockNumber>,
        period: Option<Period<BlockNumber>>,
        priority: Priority,
        origin: OriginCaller,
        call: Proposal,
    ) -> Result<Self::Address, DispatchError> {
        let when = room(when, &call)?;
        <Scheduler as Anon<_, _, _>>::schedule(when, period, priority, origin, call)
    }

    fn cancel(address: Self::Address) -> Result<(), DispatchError> {
        <Scheduler as Anon<_, RuntimeCall, OriginCaller>>::cancel(address)
    }

    fn reschedule(
        address: Self::Address,
        when: DispatchTime<BlockNumber>,
    ) -> Result<Self::Address, DispatchError> {
        <Scheduler as Anon<_, RuntimeCall, OriginCaller>>::reschedule(address, when)
    }

    fn next_dispatch_time(address: Self::Address) -> Result<BlockNumber, DispatchError> {
        <Scheduler as Anon<_, RuntimeCall, OriginCaller>>::next_dispatch_time(address)
    }
}

impl Named<BlockNumber, RuntimeCall, OriginCaller> for Agendas {
    type Address = TaskAddress<BlockNumber>;
    type Hasher = BlakeTwo256;

    fn schedule_named(
        id: TaskName,
        when: DispatchTime<BlockNumber>,
        period: Option<Period<BlockNumber>>,
        priority: Priority,
        origin: OriginCaller,
        call: Proposal,
    ) -> Result<Self::Address, DispatchError> {
        let longest = u32::try_from(<Preimage as StorePreimage>::MAX_LENGTH).unwrap_or(u32::MAX);
        if call.lookup_len().is_some_and(|length| length > longest) {
            return Err(DispatchError::Exhausted);
        }
        let when = room(when, &call)?;
        <Scheduler as Named<_, _, _>>::schedule_named(id, when, period, priority, origin, call)
    }

    fn cancel_named(id: TaskName) -> Result<(), DispatchError> {
        <Scheduler as Named<BlockNumber, RuntimeCall, OriginCaller>>::cancel_named(id)
    }

    fn reschedule_named(
        id: TaskName,
        when: DispatchTime<BlockNumber>,
    ) -> Result<Self::Address, DispatchError> {
        <Scheduler as Named<_, RuntimeCall, OriginCaller>>::reschedule_named(id, when)
    }

    fn next_dispatch_time(id: TaskName) -> Result<BlockNumber, DispatchError> {
        <Scheduler as Named<BlockNumber, RuntimeCall, OriginCaller>>::next_dispatch_time(id)
    }
}
