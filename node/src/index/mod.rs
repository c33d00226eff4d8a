//! The index: facts that the chain forgets, of tasks and referenda that ended, kept beside its
//! database.
//!
//! A node that is started with `--index` follows finalised blocks ([`follow`]) and keeps the facts
//! of each, so that JSON-RPC can serve them. It is no part of the consensus: when it fails it stops
//! with an error in the log and in the answers to its questions, and the node goes on.

mod error;
mod facts;
mod follow;
mod open;
mod params;
mod status;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use futures::FutureExt;
use nes_index::{Reader, Writer};
use sc_service::{Configuration, SpawnTaskHandle};
use tokio::sync::watch;

use crate::service::{Client, Node};
use error::{Error, Result};
use follow::Follower;

pub(crate) use params::IndexParams;
pub(crate) use status::Status;

/// What the log's lines are named.
const TARGET: &str = "index";

/// The index as others see it.
#[derive(Clone)]
pub(crate) struct Index {
    status: watch::Receiver<Status>,
    /// None when it could not be opened, which the status says.
    reader: Option<Arc<Mutex<Reader>>>,
}

impl Index {
    /// How far it is, and each change of that.
    pub(crate) fn status(&self) -> watch::Receiver<Status> {
        self.status.clone()
    }

    /// Asks the database. This blocks, so it is for threads that may.
    pub(crate) fn read<Answer>(
        &self,
        question: impl FnOnce(&Reader) -> nes_index::Result<Answer>,
    ) -> Result<Answer> {
        let reader = self.reader.as_ref().ok_or(Error::NotOpen)?;
        // A question that panicked has changed nothing: it only reads.
        let reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(question(&reader)?)
    }
}

/// Where the index of the chain in `config` is: beside its database.
fn location(config: &Configuration) -> PathBuf {
    config.data_path.join("index").join("index.sqlite")
}

/// Starts the index, if `params` want one.
pub(crate) fn start(
    params: &IndexParams,
    config: &Configuration,
    node: &Node,
    tasks: &SpawnTaskHandle,
) -> Option<Index> {
    if !params.index {
        return None;
    }
    let (report, status) = watch::channel(Status::default());
    let path = location(config);
    match open_both(&path, params.rebuild_index, &node.client) {
        Ok((writer, reader)) => {
            let follower = Follower::new(node, writer, report);
            tasks.spawn_blocking("index", None, follower.run().boxed());
            Some(Index { status, reader: Some(Arc::new(Mutex::new(reader))) })
        }
        Err(error) => {
            let error = Error::Opening(path, Box::new(error));
            log::error!(target: TARGET, "{error}");
            report.send_modify(|status| status.error = Some(error.to_string()));
            Some(Index { status, reader: None })
        }
    }
}

fn open_both(path: &Path, rebuild: bool, client: &Client) -> Result<(Writer, Reader)> {
    let writer = open::open(path, rebuild, client)?;
    Ok((writer, Reader::open(path)?))
}
