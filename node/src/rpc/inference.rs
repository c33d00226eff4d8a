//! The section `inference`: verified tasks.

use std::sync::Arc;

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use nes_core::{AccountId, BlockNumber, ServiceId, TaskId, Usage};
use nes_runtime_api::{InferenceApi, MemberInfo, TaskInfo, TaskPhase};
use serde::Serialize;
use sp_api::ProvideRuntimeApi;

use super::{
    error::Error,
    json::{block, text, Amount, AnswerJson, TariffJson},
};
use crate::service::{Client, Hash};

/// Questions about tasks.
#[rpc(server, namespace = "inference")]
pub(crate) trait InferenceRpc {
    /// What is known of an open task; null when it is not open: unknown, settled or cancelled.
    #[method(name = "task")]
    fn task(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<TaskJson>>;
}

/// A [`TaskInfo`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskJson {
    payer: AccountId,
    service: ServiceId,
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

impl From<TaskInfo<AccountId, BlockNumber>> for TaskJson {
    fn from(task: TaskInfo<AccountId, BlockNumber>) -> Self {
        Self {
            payer: task.payer,
            service: task.service,
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

/// Answers from the runtime.
pub(crate) struct Inference {
    client: Arc<Client>,
}

impl Inference {
    pub(crate) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl InferenceRpcServer for Inference {
    fn task(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<TaskJson>> {
        let at = block(&self.client, at)?;
        let task = self.client.runtime_api().task(at, task).map_err(Error::Runtime)?;
        Ok(task.map(TaskJson::from))
    }
}
