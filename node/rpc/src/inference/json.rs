//! Open tasks and the duties of nodes as JSON.

use nes_core::{AccountId, BlockNumber, Hash, ServiceId, Shape, TaskId, Usage};
use nes_runtime_api::{
    Assignment, Duty, InputInfo, InputLocation, MemberInfo, TaskInfo, TaskPhase,
};
use serde::Serialize;

use crate::json::{text, Amount, AnswerJson, TariffJson};

/// A [`TaskInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskJson {
    second_of: Option<TaskId>,
    payer: AccountId,
    service: ServiceId,
    version: u32,
    input: InputJson,
    max_usage: Usage,
    shape: Shape,
    max_price: Amount,
    escrow: Amount,
    work_fee: Amount,
    quorum: u8,
    requested: BlockNumber,
    due: BlockNumber,
    slashable: bool,
    phase: PhaseJson,
    members: Vec<MemberJson>,
}

/// An [`InputInfo`]: its hash, and its location by one field.
#[derive(Clone, Serialize)]
pub(crate) struct InputJson {
    hash: Hash,
    #[serde(flatten)]
    location: LocationJson,
}

/// An [`InputLocation`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
enum LocationJson {
    Inline { block: BlockNumber, extrinsic: u32, offset: u32, length: u32 },
    Uri(String),
}

impl From<InputInfo<BlockNumber>> for InputJson {
    fn from(InputInfo { hash, location }: InputInfo<BlockNumber>) -> Self {
        let location = match location {
            InputLocation::Inline { block, extrinsic, offset, length } => {
                LocationJson::Inline { block, extrinsic, offset, length }
            }
            InputLocation::Remote { uri } => LocationJson::Uri(text(&uri)),
        };
        Self { hash, location }
    }
}

/// A [`TaskPhase`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PhaseJson {
    Queued,
    Committing,
    Revealing,
}

/// A [`MemberInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct MemberJson {
    node: AccountId,
    price: Amount,
    committed: bool,
    revealed: Option<AnswerJson>,
}

/// A task of a list.
#[derive(Clone, Serialize)]
pub(crate) struct ListedJson {
    task: TaskId,
    #[serde(flatten)]
    info: TaskJson,
}

impl From<TaskInfo<AccountId, BlockNumber>> for TaskJson {
    fn from(task: TaskInfo<AccountId, BlockNumber>) -> Self {
        Self {
            second_of: task.second_of,
            payer: task.payer,
            service: task.service,
            version: task.version,
            input: task.input.into(),
            max_usage: task.max_usage,
            shape: task.shape,
            max_price: Amount(task.max_price),
            escrow: Amount(task.escrow),
            work_fee: Amount(task.work_fee),
            quorum: task.quorum,
            requested: task.requested,
            due: task.due,
            slashable: task.slashable,
            phase: match task.phase {
                TaskPhase::Queued => PhaseJson::Queued,
                TaskPhase::Committing => PhaseJson::Committing,
                TaskPhase::Revealing => PhaseJson::Revealing,
            },
            members: task.members.into_iter().map(MemberJson::from).collect(),
        }
    }
}

impl From<MemberInfo<AccountId>> for MemberJson {
    fn from(member: MemberInfo<AccountId>) -> Self {
        Self {
            node: member.node,
            price: Amount(member.price),
            committed: member.committed,
            revealed: member.revealed.map(AnswerJson::from),
        }
    }
}

impl From<(TaskId, TaskInfo<AccountId, BlockNumber>)> for ListedJson {
    fn from((task, info): (TaskId, TaskInfo<AccountId, BlockNumber>)) -> Self {
        Self { task, info: info.into() }
    }
}

/// An [`Assignment`] with its task.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssignmentJson {
    task: TaskId,
    second_of: Option<TaskId>,
    slashable: bool,
    payer: AccountId,
    service: ServiceId,
    version: u32,
    input: InputJson,
    max_usage: Usage,
    tariff: TariffJson,
    others: Vec<AccountId>,
    duty: DutyJson,
    due: BlockNumber,
}

/// A [`Duty`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DutyJson {
    Commit,
    Reveal,
    Wait,
}

impl From<(TaskId, Assignment<AccountId, BlockNumber>)> for AssignmentJson {
    fn from((task, assignment): (TaskId, Assignment<AccountId, BlockNumber>)) -> Self {
        Self {
            task,
            second_of: assignment.second_of,
            slashable: assignment.slashable,
            payer: assignment.payer,
            service: assignment.service,
            version: assignment.version,
            input: assignment.input.into(),
            max_usage: assignment.max_usage,
            tariff: assignment.tariff.into(),
            others: assignment.others,
            duty: match assignment.duty {
                Duty::Commit => DutyJson::Commit,
                Duty::Reveal => DutyJson::Reveal,
                Duty::Wait => DutyJson::Wait,
            },
            due: assignment.due,
        }
    }
}
