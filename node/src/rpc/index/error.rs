//! Why the index has no answer.

use nes_core::{BlockNumber, TaskId};
use serde_json::{json, Value};

/// Why the index has no answer.
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
    /// It does not know the task, and begins with a later block than the chain: this one.
    Before(TaskId, BlockNumber),
    /// The filter does not name exactly one of payer, node and service.
    InvalidFilter,
}

impl IndexError {
    /// The number and the name, one of a kind each.
    pub(crate) fn code(&self) -> (i32, &'static str) {
        match self {
            Self::NotIndexed => (20300, "NOT_INDEXED"),
            Self::Behind { .. } => (20301, "INDEX_BEHIND"),
            Self::Failed(_) => (20302, "INDEX_FAILED"),
            Self::Before(..) => (20303, "BEFORE_INDEX"),
            Self::InvalidFilter => (20304, "INVALID_FILTER"),
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::NotIndexed => {
                "This node keeps no receipts; ask one that does, or start it with --index.".into()
            }
            Self::Behind { indexed, finalized } => format!(
                "The index is at block {} and the chain at {finalized}; try again when \
                 index_status says that it has caught up.",
                indexed.unwrap_or_default(),
            ),
            Self::Failed(reason) => format!("The index of this node has stopped. {reason}"),
            Self::Before(task, first) => format!(
                "Task {task} is unknown here, and the index begins with block {first}: it may have \
                 ended before. Ask a node whose index begins with block 1.",
            ),
            Self::InvalidFilter => {
                "A filter names exactly one of `payer`, `node` and `service`.".into()
            }
        }
    }

    /// What a program needs to act on it.
    pub(crate) fn data(&self, name: &str) -> Value {
        match self {
            Self::NotIndexed | Self::InvalidFilter => json!({ "code": name }),
            Self::Behind { indexed, finalized } => {
                json!({ "code": name, "indexed": indexed, "finalized": finalized })
            }
            Self::Failed(reason) => json!({ "code": name, "reason": reason }),
            Self::Before(task, first) => json!({ "code": name, "task": task, "first": first }),
        }
    }
}
