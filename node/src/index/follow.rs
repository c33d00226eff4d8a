//! Follows finality and keeps the facts of each block.

use futures::StreamExt;
use nes_core::BlockNumber;
use nes_index::{Progress, Writer};
use sc_client_api::{BlockchainEvents, HeaderBackend};
use tokio::{sync::watch, task::yield_now};

use super::{facts::Facts, Result};

/// The name of the log's lines.
pub(super) const TARGET: &str = "index";
/// The most blocks that are kept in one transaction.
const BATCH: BlockNumber = 500;

/// Keeps the facts of each finalised block.
pub(super) struct Follower {
    facts: Facts,
    writer: Writer,
    status: watch::Sender<Progress>,
}

impl Follower {
    pub(super) fn new(facts: Facts, writer: Writer, status: watch::Sender<Progress>) -> Self {
        Self { facts, writer, status }
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
            let mut finalized = self.facts.client().finality_notification_stream();
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
        let finalized = self.facts.client().info().finalized_number;
        let Some(next) = self.next(finalized)? else { return Ok(false) };
        let last = finalized.min(next.saturating_add(BATCH.saturating_sub(1)));
        let batch = self.writer.begin()?;
        for number in next..=last {
            let (block, record) = self.facts.of(number)?;
            batch.add(block, &record)?;
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
            if self.facts.with_state(middle)?.is_some() {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        let found = low == high && self.facts.with_state(low)?.is_some();
        if found && low > 1 {
            log::warn!(
                target: TARGET,
                "The index begins with block {low}: the states before it are not here",
            );
        }
        Ok(found.then_some(low))
    }
}
