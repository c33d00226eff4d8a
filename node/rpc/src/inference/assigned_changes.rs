//! A node's duties, for those who subscribe to them.

use std::{collections::BTreeMap, fmt, sync::Arc};

use nes_client::{Client, Past};
use nes_core::{AccountId, BlockNumber, Hash, Receipt, TaskId};
use nes_runtime_api::{Assignment, InferenceApi, MAX_PAGE};
use sp_api::{ApiError, ProvideRuntimeApi};

use super::assignment::AssignmentJson;
use crate::{
    changes::View,
    route::{Route, Step},
};

type Assignments = BTreeMap<TaskId, Assignment<BlockNumber>>;

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
    /// the new blocks, and those that had ended in blocks that are no longer in the chain.
    fn came(&self, route: &Route, ids: &mut Vec<TaskId>) -> Result<(), ApiError> {
        for block in &route.retracted {
            let receipts = self.past.receipts(block.hash)?;
            let own = receipts.iter().filter(|receipt| self.is_member(receipt));
            ids.extend(own.map(|receipt| receipt.task));
        }
        for block in &route.enacted {
            ids.extend(self.past.drawn(block.hash, self.node.clone())?);
        }
        Ok(())
    }

    fn is_member(&self, receipt: &Receipt<AccountId>) -> bool {
        receipt.members.iter().any(|member| member.node == self.node)
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
