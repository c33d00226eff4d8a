//! The answers about disputes.

use alloc::vec::Vec;

use nes_core::{AccountId, BlockNumber, DecidedDispute, TaskId};
use nes_runtime_api::{DisputeInfo, DisputeState, DisputerInfo, Page};
use pallet_disputes::{By, Disputer, Event, KeptTaskOf, Settled, State};

use crate::{Disputes, Runtime, RuntimeEvent, System};

/// Returns the settled task `id` with its dispute; `None` if it cannot be disputed.
pub(crate) fn dispute(id: TaskId) -> Option<DisputeInfo<AccountId, BlockNumber>> {
    info(id, Settled::<Runtime>::get(id)?)
}

/// Returns a page of the open disputes in which `account` takes part.
pub(crate) fn disputes(
    account: &AccountId,
    cursor: Option<TaskId>,
    limit: u32,
) -> Page<DisputeInfo<AccountId, BlockNumber>, TaskId> {
    let tasks = match cursor {
        Some(last) => {
            let after = By::<Runtime>::hashed_key_for(account, last);
            By::<Runtime>::iter_key_prefix_from(account, after)
        }
        None => By::<Runtime>::iter_key_prefix(account),
    };
    Page::of(tasks.filter_map(|task| Some((task, dispute(task)?))), limit)
}

/// Returns the disputes that were decided in this block.
pub(crate) fn decided() -> Vec<DecidedDispute<AccountId>> {
    let decided = System::read_events_no_consensus().filter_map(|record| match record.event {
        RuntimeEvent::Disputes(Event::Decided {
            task,
            second,
            decision,
            committee,
            spent,
            forfeited,
        }) => Some(DecidedDispute { task, second, decision, committee, spent, forfeited }),
        _ => None,
    });
    decided.collect()
}

fn info(id: TaskId, row: KeptTaskOf<Runtime>) -> Option<DisputeInfo<AccountId, BlockNumber>> {
    let state = match row.state {
        State::Undisputed => DisputeState::Undisputed,
        State::Waiting(_) => DisputeState::Waiting,
        State::Open { second, closes, .. } => DisputeState::Open { second, closes },
    };
    Some(DisputeInfo {
        task: id,
        // It fits: a request with a larger one is refused.
        bond: Disputes::bond(&row.question)?,
        disputers: row.disputers().iter().map(disputer).collect(),
        members: row.members.iter().map(|member| member.node.clone()).collect(),
        payer: row.payer,
        service: row.question.service,
        version: row.question.version,
        input: row.question.input,
        answer: row.answer,
        until: row.until,
        again: row.again,
        state,
    })
}

fn disputer(disputer: &Disputer<AccountId>) -> DisputerInfo<AccountId> {
    DisputerInfo {
        who: disputer.who.clone(),
        node: disputer.node.clone(),
        bond: disputer.bond,
        risk: disputer.risk,
        opened: disputer.opened().copied(),
    }
}
