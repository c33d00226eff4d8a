//! An open task as JSON.

use nes_core::{AccountId, BlockNumber, Hash, ServiceId, TaskId, Usage};
use nes_runtime_api::{MemberInfo, TaskInfo, TaskPhase};
use serde::Serialize;

use crate::json::{text, Amount, AnswerJson, TariffJson};

/// A [`TaskInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskJson {
    payer: AccountId,
    service: ServiceId,
    version: u32,
    input_hash: Hash,
    input_uri: String,
    max_usage: Usage,
    max_tariff: TariffJson,
    escrow: Amount,
    quorum: u8,
    requested: BlockNumber,
    due: BlockNumber,
    phase: PhaseJson,
    members: Vec<MemberJson>,
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
    tariff: TariffJson,
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
            payer: task.payer,
            service: task.service,
            version: task.version,
            input_hash: task.input_hash,
            input_uri: text(&task.input_uri),
            max_usage: task.max_usage,
            max_tariff: task.max_tariff.into(),
            escrow: Amount(task.escrow),
            quorum: task.quorum,
            requested: task.requested,
            due: task.due,
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
            tariff: member.tariff.into(),
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
