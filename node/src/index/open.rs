//! The options of the index, and the opening of its database as the chain's own wants it to be.

use std::path::Path;

use clap::Args;
use nes_client::Client;
use nes_index::{Block, Writer, TRAIL};
use sc_client_api::HeaderBackend;

use super::{follow::TARGET, Result};

/// Options of the index.
#[derive(Debug, Clone, Args)]
pub(crate) struct IndexParams {
    /// Keep facts that the chain forgets and serve them over RPC: the receipts of tasks and the
    /// turnout of referenda that ended, decisions of disputes, and discussion documents.
    ///
    /// Unless --state-pruning says otherwise, the node then keeps the state of every finalised
    /// block, from which the facts are read.
    #[arg(long)]
    pub(crate) index: bool,

    /// Empty the index and build it again.
    #[arg(long, requires = "index")]
    pub(crate) rebuild_index: bool,
}

/// Opens it, with nothing in it that is not on the finalised chain of `client`.
pub(super) fn open(path: &Path, rebuild: bool, client: &Client) -> Result<Writer> {
    if rebuild {
        log::info!(target: TARGET, "The index is emptied, as --rebuild-index wants it");
        nes_index::remove(path)?;
    }
    let writer = open_or_replace(path, client)?;
    let writer = align(writer, path, client)?;
    log::info!(target: TARGET, "The index is {}", path.display());
    Ok(writer)
}

/// Opens it; one of another version or of another chain is emptied.
fn open_or_replace(path: &Path, client: &Client) -> Result<Writer> {
    let genesis = client.info().genesis_hash;
    match Writer::open(path, genesis) {
        Err(error) if error.is_foreign() => {
            log::warn!(target: TARGET, "The index is emptied and built anew: {error}");
            nes_index::remove(path)?;
            Ok(Writer::open(path, genesis)?)
        }
        opened => Ok(opened?),
    }
}

/// Goes back to the last block that is on the finalised chain, or empties it when there is none.
///
/// A node that was killed may have lost the last blocks that it had finalised, and then the index
/// is ahead of it.
fn align(mut writer: Writer, path: &Path, client: &Client) -> Result<Writer> {
    let Some(extent) = writer.extent()? else { return Ok(writer) };
    match last_common(&writer, client)? {
        Some(common) if common == extent.last => Ok(writer),
        Some(common) => {
            log::warn!(
                target: TARGET,
                "The index goes back from block {} to {}: what came after is not finalised here",
                extent.last.number,
                common.number,
            );
            writer.go_back_to(common.number)?;
            Ok(writer)
        }
        None => {
            log::warn!(
                target: TARGET,
                "The index is emptied and built anew: its last block {} ({:?}) is not on the \
                 finalised chain of this node",
                extent.last.number,
                extent.last.hash,
            );
            drop(writer);
            nes_index::remove(path)?;
            Ok(Writer::open(path, client.info().genesis_hash)?)
        }
    }
}

/// The last block of the index that is on the finalised chain, as far as its hashes go back.
fn last_common(writer: &Writer, client: &Client) -> Result<Option<Block>> {
    let finalized = client.info().finalized_number;
    for block in writer.trail(TRAIL)? {
        if block.number <= finalized && client.hash(block.number)? == Some(block.hash) {
            return Ok(Some(block));
        }
    }
    Ok(None)
}
