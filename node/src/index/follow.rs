//! Follows finality and keeps the receipts of each block.

use std::sync::Arc;

use futures::StreamExt;
use nes_core::{AccountId, BlockNumber, Receipt};
use nes_receipts::{Block, Writer};
use sc_client_api::{Backend as _, BlockchainEvents, HeaderBackend};
use tokio::{sync::watch, task::yield_now};

use super::{Error, Result, Status, TARGET};
use crate::{
    past::Past,
    service::{Backend, Client, Node},
};

/// The most blocks that are kept in one transaction.
const BATCH: BlockNumber = 500;

/// Keeps the receipts of each finalised block.
pub(super) struct Follower {
    client: Arc<Client>,
    backend: Arc<Backend>,
    past: Past,
    writer: Writer,
    status: watch::Sender<Status>,
}

impl Follower {
    pub(super) fn new(node: &Node, writer: Writer, status: watch::Sender<Status>) -> Self {
        let (client, backend) = (node.client.clone(), node.backend.clone());
        Self { client, backend, past: node.past.clone(), writer, status }
    }

    /// Runs until the node ends, or until it cannot go on.
    pub(super) async fn run(mut self) {
        if let Err(error) = self.follow().await {
            log::error!(target: TARGET, "The index stops, the node goes on. {error}");
            self.status.send_modify(|status| status.error = Some(error.to_string()));
        }
    }

    async fn follow(&mut self) -> Result<()> {
        self.report()?;
        loop {
            // Listened to before it looks, so that it misses no block; and each time anew, because
            // notifications that wait keep the states of their blocks.
            let mut finalized = self.client.finality_notification_stream();
            if self.keep_batch()? {
                self.report()?;
                yield_now().await;
            } else if finalized.next().await.is_none() {
                return Ok(());
            }
        }
    }

    fn report(&self) -> Result<()> {
        let extent = self.writer.extent()?;
        self.status.send_modify(|status| status.extent = extent);
        Ok(())
    }

    /// Keeps the next finalised blocks; false when there is none.
    fn keep_batch(&mut self) -> Result<bool> {
        let finalized = self.client.info().finalized_number;
        let Some(next) = self.next(finalized)? else { return Ok(false) };
        let last = finalized.min(next.saturating_add(BATCH.saturating_sub(1)));
        let batch = self.writer.begin()?;
        for number in next..=last {
            let block = block(&self.client, number)?;
            batch.add(block, &receipts(&self.past, &self.backend, block)?)?;
        }
        batch.commit()?;
        Ok(true)
    }

    /// The height of the next block to keep, up to `finalized`.
    fn next(&self, finalized: BlockNumber) -> Result<Option<BlockNumber>> {
        let next = match self.writer.extent()? {
            Some(extent) => extent.last.number.checked_add(1),
            None => self.beginning(finalized)?,
        };
        Ok(next.filter(|next| *next <= finalized))
    }

    /// The first block, up to `finalized`, whose state is here; all that follow have theirs too.
    fn beginning(&self, finalized: BlockNumber) -> Result<Option<BlockNumber>> {
        let (mut low, mut high) = (1, finalized);
        while low < high {
            let middle = low.midpoint(high);
            if self.has_state(middle)? {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        let found = low == high && self.has_state(low)?;
        if found && low > 1 {
            log::warn!(
                target: TARGET,
                "The index begins with block {low}: the states before it are not here",
            );
        }
        Ok(found.then_some(low))
    }

    fn has_state(&self, number: BlockNumber) -> Result<bool> {
        // A node that began with a later state may not have the older blocks at all.
        let hash = self.client.hash(number)?;
        Ok(hash.is_some_and(|hash| self.backend.have_state_at(hash, number)))
    }
}

fn block(client: &Client, number: BlockNumber) -> Result<Block> {
    let hash = client.hash(number)?.ok_or(Error::NoBlock(number))?;
    Ok(Block { number, hash })
}

/// The receipts of the tasks that ended in `block`.
fn receipts(past: &Past, backend: &Backend, block: Block) -> Result<Vec<Receipt<AccountId>>> {
    past.receipts(block.hash).map_err(|error| {
        if backend.have_state_at(block.hash, block.number) {
            Error::Runtime(block.number, error)
        } else {
            Error::NoState(block.number)
        }
    })
}
