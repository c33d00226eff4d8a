//! The section `inference`: verified tasks and their disputes.

mod changes;
mod disputes;
mod input;
mod json;
mod request;

use std::{num::NonZeroU32, sync::Arc};

use jsonrpsee::{core::RpcResult, proc_macros::rpc, PendingSubscriptionSink};
use nes_client::{Client, Hash, Past};
use nes_core::{AccountId, TaskId};
use nes_runtime_api::{InferenceApi, TaskInfo};
use sp_api::ProvideRuntimeApi;
use sp_core::Bytes;

use super::{
    changes::Changes,
    error::Error,
    follow::{Subscriptions, LATEST},
    json::{block, limit, AnswerJson, PageJson},
};
use changes::{Assigned, TaskChanges, BACKLOG};
use disputes::{DisputeJson, FilterJson};
use json::{AssignmentJson, ListedJson, TaskJson};
use request::{refused, PreviewJson, RequestJson};

/// Questions about tasks. Those that search among all open ones run off the threads that serve the
/// others.
#[rpc(server, namespace = "inference")]
pub(crate) trait InferenceRpc {
    /// Returns an open task; null when it is not open: unknown, settled or cancelled.
    #[method(name = "task")]
    fn task(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<TaskJson>>;

    /// Returns the open tasks of a payer, page by page: from the one after `cursor` on.
    #[method(name = "tasksByPayer", blocking)]
    fn tasks_by_payer(
        &self,
        payer: AccountId,
        cursor: Option<TaskId>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<TaskId, ListedJson>>;

    /// Returns the open tasks that a node was drawn for and its duties, page by page: from the one
    /// after `cursor` on.
    #[method(name = "assigned", blocking)]
    fn assigned(
        &self,
        node: AccountId,
        cursor: Option<TaskId>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<TaskId, AssignmentJson>>;

    /// Returns the bytes of the in-line input of an open task; null when it is not open.
    #[method(name = "input", blocking)]
    fn input(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<Bytes>>;

    /// Returns the commitment that a node makes to an answer for an open task, hidden by `salt`;
    /// null when it is not open.
    #[method(name = "commitment")]
    fn commitment(
        &self,
        task: TaskId,
        node: AccountId,
        answer: AnswerJson,
        salt: Hash,
        at: Option<Hash>,
    ) -> RpcResult<Option<Hash>>;

    /// Returns the result that a request of a payer would have now.
    #[method(name = "dryRunRequest")]
    fn dry_run_request(
        &self,
        payer: AccountId,
        request: RequestJson,
        at: Option<Hash>,
    ) -> RpcResult<PreviewJson>;

    /// Returns a settled task with its dispute, if it has one; null when it cannot be disputed, or no
    /// longer.
    #[method(name = "dispute")]
    fn dispute(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<DisputeJson>>;

    /// Returns the open disputes that a payer or a node has joined, page by page: from that of the
    /// task after `cursor` on.
    #[method(name = "disputes", blocking)]
    fn disputes(
        &self,
        filter: FilterJson,
        cursor: Option<TaskId>,
        limit: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<TaskId, DisputeJson>>;

    /// Sends the states of a task: now, after each best block that changes it, and when its end is
    /// final.
    #[subscription(
        name = "subscribeTask" => "taskChanged",
        unsubscribe = "unsubscribeTask",
        item = changes::TaskChange
    )]
    fn subscribe_task(&self, task: TaskId);

    /// Sends the open tasks that a node was drawn for: now, and after each best block that
    /// changes them.
    #[subscription(
        name = "subscribeAssigned" => "assignedChanged",
        unsubscribe = "unsubscribeAssigned",
        item = Vec<AssignmentJson>
    )]
    fn subscribe_assigned(&self, node: AccountId);
}

/// Answers from the runtime.
pub(crate) struct Inference {
    client: Arc<Client>,
    past: Past,
    subscriptions: Subscriptions,
}

impl Inference {
    pub(crate) fn new(client: Arc<Client>, past: Past, subscriptions: Subscriptions) -> Self {
        Self { client, past, subscriptions }
    }
}

impl InferenceRpcServer for Inference {
    fn task(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<TaskJson>> {
        let at = block(&self.client, at)?;
        let task = self.client.runtime_api().task(at, task).map_err(Error::runtime)?;
        Ok(task.map(TaskJson::from))
    }

    fn tasks_by_payer(
        &self,
        payer: AccountId,
        cursor: Option<TaskId>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<TaskId, ListedJson>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().tasks_by_payer(at, payer, cursor, limit);
        Ok(page.map_err(Error::runtime)?.into())
    }

    fn assigned(
        &self,
        node: AccountId,
        cursor: Option<TaskId>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<TaskId, AssignmentJson>> {
        let (limit, at) = (limit(asked)?, block(&self.client, at)?);
        let page = self.client.runtime_api().assigned(at, node, cursor, limit);
        Ok(page.map_err(Error::runtime)?.into())
    }

    fn input(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<Bytes>> {
        let at = block(&self.client, at)?;
        let found = self.client.runtime_api().task(at, task).map_err(Error::runtime)?;
        let bytes = |found: TaskInfo<_, _>| input::read(&self.client, at, task, found.input);
        Ok(found.map(bytes).transpose()?)
    }

    fn commitment(
        &self,
        task: TaskId,
        node: AccountId,
        answer: AnswerJson,
        salt: Hash,
        at: Option<Hash>,
    ) -> RpcResult<Option<Hash>> {
        let at = block(&self.client, at)?;
        let api = self.client.runtime_api();
        let commitment = api.commitment(at, task, node, answer.into(), salt.to_fixed_bytes());
        Ok(commitment.map_err(Error::runtime)?)
    }

    fn dry_run_request(
        &self,
        payer: AccountId,
        request: RequestJson,
        at: Option<Hash>,
    ) -> RpcResult<PreviewJson> {
        let (service, at) = (request.service, block(&self.client, at)?);
        let preview = self.client.runtime_api().dry_run_request(at, payer, request.into());
        let preview = preview.map_err(Error::runtime)?;
        Ok(preview.map_err(|refusal| refused(service, refusal))?.into())
    }

    fn dispute(&self, task: TaskId, at: Option<Hash>) -> RpcResult<Option<DisputeJson>> {
        let at = block(&self.client, at)?;
        let dispute = self.client.runtime_api().dispute(at, task).map_err(Error::runtime)?;
        Ok(dispute.map(DisputeJson::from))
    }

    fn disputes(
        &self,
        filter: FilterJson,
        cursor: Option<TaskId>,
        asked: Option<NonZeroU32>,
        at: Option<Hash>,
    ) -> RpcResult<PageJson<TaskId, DisputeJson>> {
        let (account, limit) = (filter.account()?, limit(asked)?);
        let at = block(&self.client, at)?;
        let page = self.client.runtime_api().disputes(at, account, cursor, limit);
        Ok(page.map_err(Error::runtime)?.into())
    }

    fn subscribe_task(&self, pending: PendingSubscriptionSink, task: TaskId) {
        let changes = TaskChanges::new(self.client.clone(), self.past.clone(), task);
        self.subscriptions.serve(pending, changes, BACKLOG);
    }

    fn subscribe_assigned(&self, pending: PendingSubscriptionSink, node: AccountId) {
        let assigned = Assigned::new(self.client.clone(), self.past.clone(), node);
        self.subscriptions.serve(pending, Changes::of(assigned), LATEST);
    }
}
