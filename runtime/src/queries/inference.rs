//! The answers about tasks.

use alloc::vec::Vec;

use codec::Decode;
use frame_support::{
    storage::{with_transaction_unchecked, TransactionOutcome},
    traits::PalletInfoAccess,
};
use nes_core::{AccountId, Answer, BlockNumber, Hash, Receipt, Salt, TaskId};
use nes_runtime_api::{
    Assignment, Duty, InputInfo, InputLocation, InputSpec, MemberInfo, Page, RequestPreview,
    RequestRefusal, RequestSpec, TaskInfo, TaskPhase,
};
use nes_traits::InputPlace;
use pallet_disputes::Settled;
use pallet_inference::{
    Error, Event, Location, Member, Phase, Purchase, Purpose, Reply, Request, TaskInput, TaskOf,
    Tasks,
};
use sp_runtime::{DispatchError, ModuleError};

use crate::{Inference, Runtime, RuntimeEvent, System};

/// Returns the open task `id`.
pub(crate) fn task(id: TaskId) -> Option<TaskInfo<AccountId, BlockNumber>> {
    Tasks::<Runtime>::get(id).and_then(info)
}

/// Returns a page of the open tasks of `payer`.
pub(crate) fn tasks_by_payer(
    payer: &AccountId,
    cursor: Option<TaskId>,
    limit: u32,
) -> Page<TaskInfo<AccountId, BlockNumber>, TaskId> {
    Page::search(open_tasks(cursor), limit, |task| {
        let is_own = task.purchase().is_some_and(|purchase| purchase.payer == *payer);
        is_own.then(|| info(task)).flatten()
    })
}

/// Returns a page of the open tasks that `node` was drawn for.
pub(crate) fn assigned(
    node: &AccountId,
    cursor: Option<TaskId>,
    limit: u32,
) -> Page<Assignment<AccountId, BlockNumber>, TaskId> {
    Page::search(open_tasks(cursor), limit, |task| assignment_of(task, node))
}

/// Returns the assignment of the open task `id` to `node`.
pub(crate) fn assignment(
    id: TaskId,
    node: &AccountId,
) -> Option<Assignment<AccountId, BlockNumber>> {
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
        Event::Settled {
            task,
            payer,
            service,
            version,
            input,
            requested,
            outcome,
            members,
            paid,
            work_fee,
            refund,
            disputable_until,
        } => Some(Receipt {
            task,
            payer,
            service,
            version,
            input,
            requested,
            outcome,
            members,
            paid,
            work_fee,
            refund,
            disputable_until,
        }),
        _ => None,
    };
    events().filter_map(receipt).collect()
}

/// Returns the result that a request would have.
pub(crate) fn dry_run_request(
    payer: AccountId,
    request: RequestSpec,
) -> Result<RequestPreview<BlockNumber>, RequestRefusal> {
    let RequestSpec { service, version, input, max_usage, max_price, committee, patience } =
        request;
    let input = match input {
        // There is no extrinsic yet that it could be in.
        InputSpec::Inline(bytes) => Inference::inline(&bytes, |_| Ok((0, 0))).map_err(refusal)?,
        InputSpec::Remote { hash, uri } => {
            let uri = uri.try_into().map_err(|_| RequestRefusal::UriTooLong)?;
            TaskInput { content_hash: hash, location: Location::Remote { uri } }
        }
    };
    let request = Request { service, version, input, max_usage, max_price, committee, patience };
    let preview = with_transaction_unchecked(|| {
        let task = pallet_inference::NextTaskId::<Runtime>::get();
        let opened = Inference::open(payer, request);
        TransactionOutcome::Rollback(opened.map(|_| Tasks::<Runtime>::get(task)))
    });
    let task = preview.map_err(refusal)?.ok_or(RequestRefusal::Other)?;
    let Purchase { escrow, work_fee, slashable, .. } =
        task.purchase().ok_or(RequestRefusal::Other)?;
    Ok(RequestPreview {
        seats: task.seats,
        quorum: task.quorum,
        escrow: *escrow,
        work_fee: work_fee.prepaid,
        due: task.due,
        slashable: slashable.is_some(),
    })
}

/// Returns the commitment that `node` makes to `answer` for the open task `id`.
pub(crate) fn commitment(id: TaskId, node: AccountId, answer: Answer, salt: Salt) -> Option<Hash> {
    let task = Tasks::<Runtime>::get(id)?;
    Some(nes_committee::commitment(&Inference::seat(&task, id, node), &answer, &salt))
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

/// The purpose of a task as clients see it: the payer is that of the disputed task, if this is a
/// second committee's.
struct Origin {
    second_of: Option<TaskId>,
    payer: AccountId,
    slashable: bool,
}

/// Returns the purpose of `task`; `None` if it is a second committee's without a disputed task, which
/// there never is.
fn origin(task: &TaskOf<Runtime>) -> Option<Origin> {
    Some(match &task.purpose {
        Purpose::Paid(purchase) => Origin {
            second_of: None,
            payer: purchase.payer.clone(),
            slashable: purchase.slashable.is_some(),
        },
        Purpose::Second { of } => {
            let payer = Settled::<Runtime>::get(of)?.payer;
            Origin { second_of: Some(*of), payer, slashable: true }
        }
    })
}

fn info(task: TaskOf<Runtime>) -> Option<TaskInfo<AccountId, BlockNumber>> {
    let Origin { second_of, payer, slashable } = origin(&task)?;
    let phase = match task.phase {
        Phase::Queued => TaskPhase::Queued,
        Phase::Committing(_) => TaskPhase::Committing,
        Phase::Revealing(_) => TaskPhase::Revealing,
    };
    let purchase = task.purchase();
    Some(TaskInfo {
        second_of,
        payer,
        slashable,
        max_price: purchase.map_or(0, |purchase| purchase.max_price),
        escrow: purchase.map_or(0, |purchase| purchase.escrow),
        work_fee: purchase.map_or(0, |purchase| purchase.work_fee.prepaid),
        members: task.members().iter().map(member).collect(),
        input: input_info(task.input, task.requested),
        service: task.service,
        version: task.version,
        max_usage: task.max_usage,
        shape: task.shape,
        quorum: task.quorum,
        requested: task.requested,
        due: task.due,
        phase,
    })
}

fn nodes(task: &TaskOf<Runtime>) -> impl Iterator<Item = AccountId> + '_ {
    task.members().iter().map(|member| member.node.clone())
}

fn member(member: &Member<AccountId>) -> MemberInfo<AccountId> {
    MemberInfo {
        node: member.node.clone(),
        price: member.price,
        committed: matches!(member.reply, Reply::Committed(_) | Reply::Revealed(_)),
        revealed: member.answer().copied(),
    }
}

fn input_info(input: TaskInput, block: BlockNumber) -> InputInfo<BlockNumber> {
    let location = match input.location {
        Location::Inline(InputPlace { extrinsic, offset, length }) => {
            InputLocation::Inline { block, extrinsic, offset, length }
        }
        Location::Remote { uri } => InputLocation::Remote { uri: uri.into_inner() },
    };
    InputInfo { hash: input.content_hash, location }
}

fn assignment_of(
    task: TaskOf<Runtime>,
    node: &AccountId,
) -> Option<Assignment<AccountId, BlockNumber>> {
    let member = task.members().iter().find(|member| member.node == *node)?;
    let Origin { second_of, payer, slashable } = origin(&task)?;
    // A seat of a second committee is paid the middle price of the request.
    let price = match &task.purpose {
        Purpose::Paid(_) => member.price,
        Purpose::Second { of } => Settled::<Runtime>::get(of)?.question.median,
    };
    let duty = match (&task.phase, &member.reply) {
        (Phase::Committing(_), Reply::None) => Duty::Commit,
        (Phase::Revealing(_), Reply::Committed(_)) => Duty::Reveal,
        _ => Duty::Wait,
    };
    Some(Assignment {
        // It fits: the escrow is the cost at a price that is no lower.
        tariff: task.shape.tariff(price).unwrap_or_default(),
        others: nodes(&task).filter(|other| other != node).collect(),
        duty,
        second_of,
        slashable,
        payer,
        input: input_info(task.input, task.requested),
        service: task.service,
        version: task.version,
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
        Ok(Error::InputMissing) => RequestRefusal::InputMissing,
        Ok(Error::InputTooLarge) => RequestRefusal::InputTooLarge,
        Ok(Error::UsageBelowInput) => RequestRefusal::UsageBelowInput,
        Ok(Error::InvalidPatience) => RequestRefusal::InvalidPatience,
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
        Ok(Error::TooLargeToDispute) => RequestRefusal::TooLargeToDispute,
        _ => RequestRefusal::Other,
    }
}
