//! The changes of a task and of a node's duties, for those who subscribe to them.

use std::{collections::BTreeMap, fmt, ops::ControlFlow, sync::Arc};

use nes_client::{Block, Client, Past};
use nes_core::{AccountId, BlockNumber, DecidedDispute, Hash, Receipt, TaskId};
use nes_runtime_api::{Assignment, InferenceApi, TaskInfo, MAX_PAGE};
use sc_client_api::{blockchain::Info, HeaderBackend};
use serde::Serialize;
use sp_api::{ApiError, ProvideRuntimeApi};

use super::json::{AssignmentJson, TaskJson};
use crate::{
    changes::View,
    follow::{best, Follower, Heard, Route, Step},
    receipts::ReceiptJson,
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

type Assignments = BTreeMap<TaskId, Assignment<AccountId, BlockNumber>>;

/// The open tasks that a node was drawn for. They are searched for among all open tasks at the
/// start only; later, each new block is asked which tasks the node was drawn for.
pub(super) struct Assigned {
    client: Arc<Client>,
    past: Past,
    node: AccountId,
}

impl Assigned {
    pub(super) fn new(client: Arc<Client>, past: Past, node: AccountId) -> Self {
        Self { client, past, node }
    }

    /// Looks for the node's tasks among all that are open at the block `at`.
    fn search(&self, at: Hash) -> Result<Assignments, ApiError> {
        let (mut tasks, mut cursor) = (Assignments::new(), None);
        loop {
            let api = self.client.runtime_api();
            let page = api.assigned(at, self.node.clone(), cursor, MAX_PAGE)?;
            tasks.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                return Ok(tasks);
            }
        }
    }

    /// Adds to `ids` the tasks that the node may have got on a way: those that it was drawn for in
    /// the new blocks, and those that had ended in blocks that are no longer in the chain, with a
    /// receipt or, if they were second committees', with a decision.
    fn came(&self, route: &Route, ids: &mut Vec<TaskId>) -> Result<(), ApiError> {
        for block in &route.retracted {
            let receipts = self.past.receipts(block.hash)?;
            let own = receipts.iter().filter(|receipt| self.is_member(receipt));
            ids.extend(own.map(|receipt| receipt.task));
            let decided = self.past.decided(block.hash)?;
            let own = decided.iter().filter(|decision| self.has_seat(decision));
            ids.extend(own.map(|decision| decision.second));
        }
        for block in &route.enacted {
            ids.extend(self.past.drawn(block.hash, self.node.clone())?);
        }
        Ok(())
    }

    fn is_member(&self, receipt: &Receipt<AccountId>) -> bool {
        receipt.members.iter().any(|member| member.node == self.node)
    }

    fn has_seat(&self, decision: &DecidedDispute<AccountId>) -> bool {
        decision.committee.iter().any(|seat| seat.node == self.node)
    }

    /// Returns the node's duties for those of the tasks `ids` that are open at the block `at`.
    fn read(&self, at: Hash, ids: Vec<TaskId>) -> Result<Assignments, ApiError> {
        let api = self.client.runtime_api();
        let mut tasks = Assignments::new();
        for id in ids {
            if let Some(assignment) = api.assignment(at, id, self.node.clone())? {
                tasks.insert(id, assignment);
            }
        }
        Ok(tasks)
    }
}

impl fmt::Display for Assigned {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "tasks of {}", self.node)
    }
}

impl View for Assigned {
    type Value = Assignments;
    type Item = Vec<AssignmentJson>;

    fn at(&self, at: &Step, last: Option<&(Step, Assignments)>) -> Result<Assignments, ApiError> {
        let Some((from, tasks)) = last else { return self.search(at.hash) };
        let Some(route) = Route::between(&self.client, from, at) else {
            return self.search(at.hash);
        };
        let mut ids: Vec<_> = tasks.keys().copied().collect();
        match self.came(&route, &mut ids) {
            Ok(()) => self.read(at.hash, ids),
            // A block on the way has lost its state.
            Err(_) => self.search(at.hash),
        }
    }

    fn tell(tasks: Assignments) -> Vec<AssignmentJson> {
        tasks.into_iter().map(AssignmentJson::from).collect()
    }
}
