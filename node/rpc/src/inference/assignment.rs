//! A node's duty for a task as JSON.

use nes_core::{BlockNumber, Hash, ServiceId, TaskId, Usage};
use nes_runtime_api::{Assignment, Duty};
use serde::Serialize;

use crate::json::{text, TariffJson};

/// An [`Assignment`] with its task.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssignmentJson {
    task: TaskId,
    service: ServiceId,
    version: u32,
    input_hash: Hash,
    input_uri: String,
    max_usage: Usage,
    tariff: TariffJson,
    duty: DutyJson,
    due: BlockNumber,
}

/// A [`Duty`].
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DutyJson {
    Commit,
    Reveal,
    Wait,
}

impl From<(TaskId, Assignment<BlockNumber>)> for AssignmentJson {
    fn from((task, assignment): (TaskId, Assignment<BlockNumber>)) -> Self {
        Self {
            task,
            service: assignment.service,
            version: assignment.version,
            input_hash: assignment.input_hash,
            input_uri: text(&assignment.input_uri),
            max_usage: assignment.max_usage,
            tariff: assignment.tariff.into(),
            duty: match assignment.duty {
                Duty::Commit => DutyJson::Commit,
                Duty::Reveal => DutyJson::Reveal,
                Duty::Wait => DutyJson::Wait,
            },
            due: assignment.due,
        }
    }
}
