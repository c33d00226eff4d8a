//! Events of a block, read by the code that ran it.
//!
//! A block is run by the code in the state before it, and its events are that code's bytes. In the
//! block of an upgrade the state after it has other code already, which may read them wrongly. So
//! the questions about such a block's events are answered by the code of its parent.

use std::sync::Arc;

use codec::{Decode, Encode};
use nes_core::{AccountId, DecidedDispute, Receipt, TaskId};
use nes_runtime_api::{GovernanceApi, GovernanceRecord, InferenceApi};
use sc_client_api::{backend::TrieCacheContext, Backend as _};
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_core::traits::CallContext;
use sp_externalities::Extensions;
use sp_runtime::{traits::Header as _, DigestItem};
use sp_state_machine::{
    backend::{BackendRuntimeCode, TryPendingCode},
    OverlayedChanges, StateMachine,
};

use crate::{Backend, Client, Executor, Hash};

/// Reads the events of blocks.
#[derive(Clone)]
pub struct Past {
    client: Arc<Client>,
    backend: Arc<Backend>,
    executor: Executor,
}

impl Past {
    /// Creates a reader of the chain of `client`, whose database is `backend`.
    pub fn new(client: Arc<Client>, backend: Arc<Backend>, executor: Executor) -> Self {
        Self { client, backend, executor }
    }

    /// Returns the receipts of the tasks that ended in the block `at`.
    pub fn receipts(&self, at: Hash) -> Result<Vec<Receipt<AccountId>>, ApiError> {
        match self.parent_of_upgrade(at)? {
            None => self.client.runtime_api().receipts(at),
            Some(parent) => self.ask("InferenceApi_receipts", &[], at, parent),
        }
    }

    /// Returns the disputes that were decided in the block `at`.
    pub fn decided(&self, at: Hash) -> Result<Vec<DecidedDispute<AccountId>>, ApiError> {
        match self.parent_of_upgrade(at)? {
            None => self.client.runtime_api().decided(at),
            Some(parent) => self.ask("InferenceApi_decided", &[], at, parent),
        }
    }

    /// Returns the tasks that `node` was drawn for in the block `at`.
    pub fn drawn(&self, at: Hash, node: AccountId) -> Result<Vec<TaskId>, ApiError> {
        match self.parent_of_upgrade(at)? {
            None => self.client.runtime_api().drawn(at, node),
            Some(parent) => self.ask("InferenceApi_drawn", &node.encode(), at, parent),
        }
    }

    /// Returns the facts about referenda of the block `at` that its state does not keep.
    pub fn governance(&self, at: Hash) -> Result<GovernanceRecord, ApiError> {
        match self.parent_of_upgrade(at)? {
            None => self.client.runtime_api().record(at),
            Some(parent) => self.ask("GovernanceApi_record", &[], at, parent),
        }
    }

    /// Returns the parent of the block `at` if that block changed the code.
    fn parent_of_upgrade(&self, at: Hash) -> Result<Option<Hash>, ApiError> {
        let header = self.client.header(at).map_err(application)?;
        let header = header.ok_or_else(|| ApiError::UnknownBlock(format!("{at:?}")))?;
        let upgraded = header.digest().logs().contains(&DigestItem::RuntimeEnvironmentUpdated);
        Ok(upgraded.then(|| *header.parent_hash()))
    }

    /// Calls `method` on the state of the block `at` with the code of the block `parent`.
    fn ask<Answer: Decode>(
        &self,
        method: &'static str,
        arguments: &[u8],
        at: Hash,
        parent: Hash,
    ) -> Result<Answer, ApiError> {
        let state_at =
            |block| self.backend.state_at(block, TrieCacheContext::Untrusted).map_err(application);
        let (before, after) = (state_at(parent)?, state_at(at)?);
        let code = BackendRuntimeCode::new(&before, TryPendingCode::No);
        let raw = StateMachine::new(
            &after,
            &mut OverlayedChanges::default(),
            &self.executor,
            method,
            arguments,
            &mut Extensions::default(),
            &code.runtime_code().map_err(|error| application(error.to_owned()))?,
            CallContext::Offchain,
        )
        .execute()
        .map_err(|error| application(error.to_string()))?;
        Answer::decode(&mut &raw[..]).map_err(|error| ApiError::FailedToDecodeReturnValue {
            function: method,
            error,
            raw,
        })
    }
}

fn application(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ApiError {
    ApiError::Application(error.into())
}
