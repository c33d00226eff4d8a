//! Why the index has no answer.

use std::fmt;

use nes_core::{BlockNumber, EraIndex, Hash, TaskId};
use serde::Serialize;
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
                "This node has no index; ask one that has, or start it with --index.".into()
            }
            Self::Behind { indexed, finalized } => format!(
                "The index is at block {} and the chain at {finalized}; try again when \
                 index_status says that it has caught up.",
                indexed.unwrap_or_default(),
            ),
            Self::Failed(reason) => format!("The index of this node has stopped. {reason}"),
            Self::Before(missing, first) => format!(
                "{missing} is not, or not wholly, in this index, which begins with block {first}. \
                 Ask a node whose index begins with block 1.",
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
            Self::Before(missing, first) => {
                json!({ "code": name, "missing": missing, "first": first })
            }
        }
    }
}
