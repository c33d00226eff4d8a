//! The changes of a task, for those who subscribe to it.

use std::{ops::ControlFlow, sync::Arc};

use nes_client::{Block, Client, Past};
use nes_core::{AccountId, BlockNumber, Hash, Receipt, TaskId};
use nes_runtime_api::{InferenceApi, TaskInfo};
use sc_client_api::{blockchain::Info, HeaderBackend};
use serde::Serialize;
use sp_api::{ApiError, ProvideRuntimeApi};

use super::task::TaskJson;
use crate::{
    follow::{Follower, Heard},
    receipt_json::ReceiptJson,
    route::{best, Route, Step},
};

/// The changes that wait for a slow reader: a whole life of a task, whose members commit and reveal
/// in a block each.
pub(super) const BACKLOG: usize = 32;

/// The state of a task.
#[derive(Clone, Serialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub(crate) enum TaskChange {
    /// It is open.
    Open {
        /// The task.
        task: TaskJson,
    },
    /// It has ended.
    Ended {
        /// Its receipt.
        receipt: ReceiptJson,
        /// In which block.
        block: Hash,
        /// True if that block is final.
        finalized: bool,
    },
    /// There is no such task, or it ended before.
    Unknown,
}

/// Follows a task.
pub(super) struct TaskChanges {
    client: Arc<Client>,
    past: Past,
    task: TaskId,
    /// The best block of the last look.
    at: Option<Step>,
    state: State,
}

/// The last state that was seen of the task.
enum State {
    /// Nothing yet, or nothing that still holds.
    Unseen,
    /// That it is open.
    Open(TaskInfo<AccountId, BlockNumber>),
    /// The block in which it ended, and how.
    Ended(Step, Receipt<AccountId>),
    /// That there is no such task.
    Gone,
}

impl TaskChanges {
    pub(super) fn new(client: Arc<Client>, past: Past, task: TaskId) -> Self {
        Self { client, past, task, at: None, state: State::Unseen }
    }

    /// Returns the blocks that are new in the best chain since the last look; after a way that is too
    /// long, the last one only.
    fn enacted(&mut self, to: Step) -> Vec<Step> {
        let from = self.at.replace(to.clone());
        let route = from.and_then(|from| Route::between(&self.client, &from, &to));
        let Some(route) = route else { return vec![to] };
        if matches!(&self.state, State::Ended(end, _) if route.retracted.contains(end)) {
            self.state = State::Unseen;
        }
        route.enacted
    }

    /// Returns the state after the block `at`, if it is another one.
    fn change(&mut self, at: Step) -> Result<Option<TaskChange>, ApiError> {
        let api = self.client.runtime_api();
        if let Some(task) = api.task(at.hash, self.task)? {
            let seen = matches!(&self.state, State::Open(last) if *last == task);
            self.state = State::Open(task.clone());
            return Ok((!seen).then(|| TaskChange::Open { task: task.into() }));
        }
        let mut receipts = self.past.receipts(at.hash)?.into_iter();
        let receipt = receipts.find(|receipt| receipt.task == self.task);
        self.state = receipt.map_or(State::Gone, |receipt| State::Ended(at, receipt));
        Ok(self.end(false))
    }

    /// Returns the task's receipt, if it has ended.
    fn end(&self, finalized: bool) -> Option<TaskChange> {
        let State::Ended(end, receipt) = &self.state else { return None };
        Some(TaskChange::Ended { receipt: receipt.clone().into(), block: end.hash, finalized })
    }

    /// Returns the last item, if nothing can change any more.
    fn last(&self, chain: &Info<Block>) -> Option<TaskChange> {
        match &self.state {
            State::Unseen | State::Open(_) => None,
            State::Gone => Some(TaskChange::Unknown),
            State::Ended(end, _) if end.number > chain.finalized_number => None,
            State::Ended(end, _) => match self.client.hash(end.number) {
                Ok(Some(hash)) if hash == end.hash => self.end(true),
                // A way that was too long to go has led past it.
                _ => Some(TaskChange::Unknown),
            },
        }
    }
}

impl Follower for TaskChanges {
    type Item = TaskChange;

    fn look(&mut self, chain: &Info<Block>) -> Heard<TaskChange> {
        let mut changes = Vec::new();
        for block in self.enacted(best(chain)) {
            if matches!(self.state, State::Ended(..)) {
                break;
            }
            let hash = block.hash;
            match self.change(block) {
                Ok(change) => changes.extend(change),
                Err(error) => {
                    log::debug!(target: "rpc", "No view of task {} at {hash:?}: {error}", self.task);
                }
            }
        }
        match self.last(chain) {
            None => ControlFlow::Continue(changes),
            Some(last) => {
                changes.push(last);
                ControlFlow::Break(changes)
            }
        }
    }
}
