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

use std::path::{Path, PathBuf};

use futures::FutureExt;
use nes_client::Client;
use nes_index::{Index, Progress, Reader, Writer};
use sc_service::{Configuration, SpawnTaskHandle};
use tokio::sync::watch;

use error::{Error, Result};
use follow::{Follower, TARGET};

pub(crate) use facts::Facts;
pub(crate) use params::IndexParams;

/// Returns the place of the index of the chain in `config`: beside its database.
fn location(config: &Configuration) -> PathBuf {
    config.data_path.join("index").join("index.sqlite")
}

/// Starts the index, if `params` want one.
pub(crate) fn start(
    params: &IndexParams,
    config: &Configuration,
    facts: Facts,
    tasks: &SpawnTaskHandle,
) -> Option<Index> {
    if !params.index {
        return None;
    }
    let (report, status) = watch::channel(Progress::default());
    let path = location(config);
    match open_both(&path, params.rebuild_index, facts.client()) {
        Ok((writer, reader)) => {
            let follower = Follower::new(facts, writer, report);
            tasks.spawn_blocking("index", None, follower.run().boxed());
            Some(Index::new(status, Some(reader)))
        }
        Err(error) => {
            let error = Error::Opening(path, Box::new(error));
            log::error!(target: TARGET, "{error}");
            report.send_modify(|status| status.error = Some(error.to_string()));
            Some(Index::new(status, None))
        }
    }
}

fn open_both(path: &Path, rebuild: bool, client: &Client) -> Result<(Writer, Reader)> {
    let writer = open::open(path, rebuild, client)?;
    Ok((writer, Reader::open(path)?))
}
