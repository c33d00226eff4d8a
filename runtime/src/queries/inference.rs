//! The answers about tasks.

use alloc::vec::Vec;

use codec::Decode;
use frame_support::{
    storage::{with_transaction_unchecked, TransactionOutcome},
    traits::PalletInfoAccess,
};
use nes_core::{AccountId, Answer, BlockNumber, Hash, Receipt, Salt, TaskId};
use nes_runtime_api::{
    Assignment, Duty, MemberInfo, Page, RequestPreview, RequestRefusal, RequestSpec, TaskInfo,
    TaskPhase,
};
use pallet_inference::{Error, Event, Input, Member, Phase, Reply, TaskOf, Tasks};
use sp_runtime::{DispatchError, ModuleError};

use crate::{Inference, Runtime, RuntimeEvent, RuntimeOrigin, System};

/// Returns the open task `id`.
pub(crate) fn task(id: TaskId) -> Option<TaskInfo<AccountId, BlockNumber>> {
    Tasks::<Runtime>::get(id).map(info)
}

/// Returns a page of the open tasks of `payer`.
pub(crate) fn tasks_by_payer(
    payer: &AccountId,
    cursor: Option<TaskId>,
    limit: u32,
) -> Page<TaskInfo<AccountId, BlockNumber>, TaskId> {
    Page::search(open_tasks(cursor), limit, |task| (task.payer == *payer).then(|| info(task)))
}

/// Returns a page of the open tasks that `node` was drawn for.
pub(crate) fn assigned(
    node: &AccountId,
    cursor: Option<TaskId>,
    limit: u32,
) -> Page<Assignment<BlockNumber>, TaskId> {
    Page::search(open_tasks(cursor), limit, |task| assignment_of(task, node))
}

/// Returns the assignment of the open task `id` to `node`.
pub(crate) fn assignment(id: TaskId, node: &AccountId) -> Option<Assignment<BlockNumber>> {
    assignment_of(Tasks::<Runtime>::get(id)?, node)
}

/// Returns the tasks that `node` was drawn for in this block.
pub(crate) fn drawn(node: &AccountId) -> Vec<TaskId> {
    let drawn = |event| match event {
        Event::Drawn { task, members, .. } if members.contains(node) => Some(task),
        _ => None,
    };
    events().filter_map(drawn).collect()
}

/// Returns the receipts of the tasks that ended in this block.
pub(crate) fn receipts() -> Vec<Receipt<AccountId>> {
    let receipt = |event| match event {
        Event::Settled { task, payer, service, version, outcome, members, paid, refund } => {
            Some(Receipt { task, payer, service, version, outcome, members, paid, refund })
        }
        _ => None,
    };
    events().filter_map(receipt).collect()
}

/// Returns the result that a request would have.
pub(crate) fn dry_run_request(
    payer: AccountId,
    request: RequestSpec,
) -> Result<RequestPreview<BlockNumber>, RequestRefusal> {
    let uri = request.input_uri.try_into().map_err(|_| RequestRefusal::UriTooLong)?;
    let input = Input { content_hash: request.input_hash, uri };
    let RequestSpec { service, version, max_usage, max_price, committee, .. } = request;
    let preview = with_transaction_unchecked(|| {
        let task = pallet_inference::NextTaskId::<Runtime>::get();
        let origin = RuntimeOrigin::signed(payer);
        let opened =
            Inference::request(origin, service, version, input, max_usage, max_price, committee);
        TransactionOutcome::Rollback(opened.map(|_| Tasks::<Runtime>::get(task)))
    });
    let task = preview.map_err(|refused| refusal(refused.error))?.ok_or(RequestRefusal::Other)?;
    let TaskOf::<Runtime> { seats, quorum, escrow, due, .. } = task;
    Ok(RequestPreview { seats, quorum, escrow, due })
}

/// Returns the commitment that `node` makes to `answer` for `task` on this chain.
pub(crate) fn commitment(task: TaskId, node: AccountId, answer: Answer, salt: Salt) -> Hash {
    nes_committee::commitment(&Inference::genesis(), task, &node, &answer, &salt)
}

/// Returns the open tasks, from the one after `cursor` on, in the order of their keys.
fn open_tasks(cursor: Option<TaskId>) -> impl Iterator<Item = (TaskId, TaskOf<Runtime>)> {
    match cursor {
        Some(last) => Tasks::<Runtime>::iter_from(Tasks::<Runtime>::hashed_key_for(last)),
        None => Tasks::<Runtime>::iter(),
    }
}

/// Returns the events of tasks in this block.
fn events() -> impl Iterator<Item = Event<Runtime>> {
    System::read_events_no_consensus().filter_map(|record| match record.event {
        RuntimeEvent::Inference(event) => Some(event),
        _ => None,
    })
}

fn info(task: TaskOf<Runtime>) -> TaskInfo<AccountId, BlockNumber> {
    let phase = match task.phase {
        Phase::Queued => TaskPhase::Queued,
        Phase::Committing(_) => TaskPhase::Committing,
        Phase::Revealing(_) => TaskPhase::Revealing,
    };
    TaskInfo {
        members: task.members().iter().map(member).collect(),
        payer: task.payer,
        service: task.service,
        version: task.version,
        input_hash: task.input.content_hash,
        input_uri: task.input.uri.into_inner(),
        max_usage: task.max_usage,
        shape: task.shape,
        max_price: task.max_price,
        escrow: task.escrow,
        quorum: task.quorum,
        requested: task.requested,
        due: task.due,
        phase,
    }
}

fn member(member: &Member<AccountId>) -> MemberInfo<AccountId> {
    MemberInfo {
        node: member.node.clone(),
        price: member.price,
        committed: member.reply != Reply::None,
        revealed: member.answer().copied(),
    }
}

fn assignment_of(task: TaskOf<Runtime>, node: &AccountId) -> Option<Assignment<BlockNumber>> {
    let member = task.members().iter().find(|member| member.node == *node)?;
    let duty = match (&task.phase, &member.reply) {
        (Phase::Committing(_), Reply::None) => Duty::Commit,
        (Phase::Revealing(_), Reply::Committed(_)) => Duty::Reveal,
        _ => Duty::Wait,
    };
    Some(Assignment {
        // It fits: the escrow is the cost at a price that is no lower.
        tariff: task.shape.tariff(member.price).unwrap_or_default(),
        duty,
        service: task.service,
        version: task.version,
        input_hash: task.input.content_hash,
        input_uri: task.input.uri.into_inner(),
        max_usage: task.max_usage,
        due: task.due,
    })
}

fn refusal(error: DispatchError) -> RequestRefusal {
    let DispatchError::Module(ModuleError { index, error, .. }) = error else {
        return RequestRefusal::Other;
    };
    if usize::from(index) != Inference::index() {
        return RequestRefusal::Other;
    }
    // The error's bytes are padded with zeros.
    match Error::<Runtime>::decode(&mut &error[..]) {
        Ok(Error::AgendaBehind) => RequestRefusal::AgendaBehind,
        Ok(Error::UnknownService) => RequestRefusal::UnknownService,
        Ok(Error::ServiceNotOnSale) => RequestRefusal::ServiceNotOnSale,
        Ok(Error::MeteredOnly) => RequestRefusal::MeteredOnly,
        Ok(Error::InvalidCommittee) => RequestRefusal::InvalidCommittee,
        Ok(Error::UsageMissing) => RequestRefusal::UsageMissing,
        Ok(Error::UsageTooLarge) => RequestRefusal::UsageTooLarge,
        Ok(Error::UnknownVersion) => RequestRefusal::UnknownVersion,
        Ok(Error::MaximumBelowOffers) => RequestRefusal::MaximumBelowOffers,
        Ok(Error::TooFewOffers) => RequestRefusal::TooFewOffers,
        Ok(Error::EscrowTooLarge) => RequestRefusal::EscrowTooLarge,
        Ok(Error::EscrowMissing) => RequestRefusal::EscrowMissing,
        Ok(Error::InsufficientBalance) => RequestRefusal::InsufficientBalance,
        _ => RequestRefusal::Other,
    }
}
