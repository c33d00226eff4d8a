//! The errors of the index.

use std::fmt;

use nes_core::{BlockNumber, EraIndex, Hash, TaskId};
use serde::Serialize;
use serde_json::json;

use crate::error::Error;

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
    /// The filter does not name exactly one of payer, node and service.
    InvalidFilter,
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
            IndexError::InvalidFilter => Self::new(
                20304,
                "INVALID_FILTER",
                "A filter names exactly one of `payer`, `node` and `service`.",
            ),
        }
    }
}
