//! The section `index`: its progress; and the questions of other sections to it, which wait for it.

use std::{fmt, sync::Arc, time::Duration};

use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use nes_client::Client;
use nes_core::{BlockNumber, EraIndex, Hash, TaskId};
use nes_index::{Extent, Index, Progress, Reader};
use sc_client_api::HeaderBackend;
use serde::Serialize;
use serde_json::json;
use tokio::{task::spawn_blocking, time::timeout};

use super::error::Error;

/// The time that a question waits for the index.
const PATIENCE: Duration = Duration::from_secs(2);

/// Questions about the index.
#[rpc(server, namespace = "index")]
pub(crate) trait IndexRpc {
    /// Returns the progress of the index.
    #[method(name = "status")]
    fn status(&self) -> RpcResult<StatusJson>;
}

/// A [`Progress`].
#[derive(Clone, Serialize)]
pub(crate) struct StatusJson {
    /// The height of the first block that it holds; null before it.
    first: Option<BlockNumber>,
    /// The height of the last block that it holds; null before the first one.
    indexed: Option<BlockNumber>,
    /// The height of the last finalised block.
    finalized: BlockNumber,
    /// Null, or why it has stopped.
    error: Option<String>,
}

/// An answer of the index.
pub(super) struct Found<Answer> {
    /// The blocks that it holds; none if genesis is the only finalised one.
    pub(super) extent: Option<Extent>,
    /// The answer.
    pub(super) answer: Answer,
}

impl<Fact> Found<Option<Fact>> {
    /// Returns the fact, or an error if it may be of a block before the index.
    pub(super) fn or_before(self, missing: Missing) -> Result<Option<Fact>, Error> {
        match (self.answer, self.extent) {
            (None, Some(extent)) if extent.first > 1 => {
                Err(IndexError::Before(missing, extent.first).into())
            }
            (answer, _) => Ok(answer),
        }
    }
}

/// The index of this node, if it has one.
#[derive(Clone)]
pub(crate) struct IndexAccess {
    client: Arc<Client>,
    index: Option<Index>,
}

impl IndexAccess {
    pub(crate) fn new(client: Arc<Client>, index: Option<Index>) -> Self {
        Self { client, index }
    }

    fn index(&self) -> Result<&Index, Error> {
        self.index.as_ref().ok_or(IndexError::NotIndexed.into())
    }

    /// Asks the index, as soon as it holds the block that is finalised now.
    pub(super) async fn ask<Answer: Send + 'static>(
        &self,
        question: impl FnOnce(&Reader) -> nes_index::Result<Answer> + Send + 'static,
    ) -> Result<Found<Answer>, Error> {
        let index = self.index()?.clone();
        let extent = self.up_to_date(&index).await?.extent;
        let answer = spawn_blocking(move || index.read(question)).await;
        let answer = answer.map_err(|error| IndexError::Failed(error.to_string()))?;
        let answer = answer.map_err(|error| IndexError::Failed(error.to_string()))?;
        Ok(Found { extent, answer })
    }

    async fn up_to_date(&self, index: &Index) -> Result<Progress, Error> {
        let finalized = self.client.info().finalized_number;
        let mut status = index.status();
        let reached = status.wait_for(|it| it.error.is_some() || it.reaches(finalized));
        let status = match timeout(PATIENCE, reached).await {
            Ok(Ok(status)) => status.clone(),
            Ok(Err(_)) => return Err(IndexError::Failed("It has ended.".into()).into()),
            Err(_) => {
                let indexed = index.status().borrow().indexed();
                return Err(IndexError::Behind { indexed, finalized }.into());
            }
        };
        match status.error {
            Some(reason) => Err(IndexError::Failed(reason).into()),
            None => Ok(status),
        }
    }
}

impl IndexRpcServer for IndexAccess {
    fn status(&self) -> RpcResult<StatusJson> {
        let status = self.index()?.status().borrow().clone();
        let finalized = self.client.info().finalized_number;
        let (first, indexed) = (status.first(), status.indexed());
        Ok(StatusJson { first, indexed, finalized, error: status.error })
    }
}

/// The reason for which the index has no answer.
#[derive(Debug)]
pub(crate) enum IndexError {
    /// The node has no index.
    NotIndexed,
    /// It has not reached the finalised block.
    Behind {
        /// Its last block.
        indexed: Option<BlockNumber>,
        /// The block that was finalised when the question came.
        finalized: BlockNumber,
    },
    /// It has stopped, for this reason.
    Failed(String),
    /// This fact may be of an earlier block than that with which it begins: this one.
    Before(Missing, BlockNumber),
}

/// A fact that the index may have missed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Missing {
    Task(TaskId),
    Referendum(u32),
    Era(EraIndex),
    Document(Hash),
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task(id) => write!(f, "Task {id}"),
            Self::Referendum(index) => write!(f, "Referendum {index}"),
            Self::Era(era) => write!(f, "Era {era}"),
            Self::Document(hash) => write!(f, "Document {hash:?}"),
        }
    }
}

impl From<IndexError> for Error {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::NotIndexed => Self::new(
                20300,
                "NOT_INDEXED",
                "This node has no index; ask one that has, or start it with --index.",
            ),
            IndexError::Behind { indexed, finalized } => {
                let message = format!(
                    "The index is at block {} and the chain at {finalized}; try again when \
                     index_status says that it has caught up.",
                    indexed.unwrap_or_default(),
                );
                let error = Self::new(20301, "INDEX_BEHIND", message);
                error.with("indexed", indexed).with("finalized", finalized)
            }
            IndexError::Failed(reason) => {
                let message = format!("The index of this node has stopped. {reason}");
                Self::new(20302, "INDEX_FAILED", message).with("reason", reason)
            }
            IndexError::Before(missing, first) => {
                let message = format!(
                    "{missing} is not, or not wholly, in this index, which begins with block \
                     {first}. Ask a node whose index begins with block 1.",
                );
                let error = Self::new(20303, "BEFORE_INDEX", message);
                error.with("missing", json!(missing)).with("first", first)
            }
        }
    }
}
