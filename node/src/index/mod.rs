//! The index: facts that the chain forgets, of tasks and referenda that ended, kept beside its
//! database.
//!
//! A node that is started with `--index` follows finalised blocks ([`follow`]) and keeps the facts
//! of each, so that JSON-RPC can serve them. It is no part of the consensus: when it fails it stops
//! with an error in the log and in the answers to its questions, and the node goes on.

mod facts;
mod follow;
mod open;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use futures::FutureExt;
use nes_client::Client;
use nes_core::BlockNumber;
use nes_index::{Index, Progress, Reader, Writer};
use sc_service::{Configuration, SpawnTaskHandle};
use sp_api::ApiError;
use tokio::sync::watch;

use follow::{Follower, TARGET};

pub(crate) use facts::Facts;
pub(crate) use open::IndexParams;

/// The outcome of what can fail with [`Error`].
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// The reason for which the index stops.
#[derive(Debug)]
pub(crate) enum Error {
    /// The database at this path cannot be opened.
    Opening(PathBuf, Box<Error>),
    /// The database of the index fails.
    Store(nes_index::Error),
    /// The chain's database fails.
    Chain(sp_blockchain::Error),
    /// The finalised block at this height is not in the chain's database.
    NoBlock(BlockNumber),
    /// The state of the finalised block at this height is not kept, or was never here.
    NoState(BlockNumber),
    /// The runtime does not give the facts of the block at this height.
    Runtime(BlockNumber, ApiError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opening(path, error) => {
                write!(f, "The index at {} cannot be opened: {error}", path.display())
            }
            Self::Store(error) => {
                write!(f, "The index's database fails: {error}; --rebuild-index makes it anew.")
            }
            Self::Chain(error) => write!(f, "The chain's database fails: {error}."),
            Self::NoBlock(height) => write!(f, "The finalised block {height} is not here."),
            Self::NoState(height) => write!(
                f,
                "The state of block {height} is not here, so its facts cannot be read; nor can it be \
                 skipped. --rebuild-index begins anew with the first block whose state is \
                 here; a chain synced from its first block with --index has them all.",
            ),
            Self::Runtime(height, error) => {
                write!(f, "The runtime does not give the facts of block {height}: {error}.")
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<nes_index::Error> for Error {
    fn from(error: nes_index::Error) -> Self {
        Self::Store(error)
    }
}

impl From<sp_blockchain::Error> for Error {
    fn from(error: sp_blockchain::Error) -> Self {
        Self::Chain(error)
    }
}

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
