//! The way from one best block to the next.

use nes_client::{Block, Client};
use nes_core::BlockNumber;
use sc_client_api::blockchain::{tree_route, HashAndNumber, Info};

/// The most blocks that a way goes up. It is longer only while the node catches up with the
/// others.
const MAX_BLOCKS: BlockNumber = 1_000;

/// A block of a way.
pub(crate) type Step = HashAndNumber<Block>;

/// The blocks between two others.
pub(crate) struct Route {
    /// The blocks that are no longer in the best chain, from the last one down.
    pub(crate) retracted: Vec<Step>,
    /// The blocks that are new in it, from the first one up.
    pub(crate) enacted: Vec<Step>,
}

impl Route {
    /// Returns the way from the block `from` to the block `to`; `None` when it is longer than
    /// [`MAX_BLOCKS`], or a block on it is unknown.
    pub(crate) fn between(client: &Client, from: &Step, to: &Step) -> Option<Self> {
        if to.number.saturating_sub(from.number) > MAX_BLOCKS {
            return None;
        }
        let route = tree_route(client, from.hash, to.hash).ok()?;
        Some(Self { enacted: route.enacted().to_vec(), retracted: route.into_retracted() })
    }
}

/// Returns the best block of the `chain`.
pub(crate) fn best(chain: &Info<Block>) -> Step {
    Step { hash: chain.best_hash, number: chain.best_number }
}
