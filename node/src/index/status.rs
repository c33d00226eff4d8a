//! How far the index is.

use nes_core::BlockNumber;
use nes_index::Extent;

/// How far the index is.
#[derive(Clone, Default, Debug)]
pub(crate) struct Status {
    /// What it holds; `None` before the first block.
    pub(crate) extent: Option<Extent>,
    /// Why it has stopped, if it has.
    pub(crate) error: Option<String>,
}

impl Status {
    /// The height of its first block.
    pub(crate) fn first(&self) -> Option<BlockNumber> {
        self.extent.map(|extent| extent.first)
    }

    /// The height of its last block.
    pub(crate) fn indexed(&self) -> Option<BlockNumber> {
        self.extent.map(|extent| extent.last.number)
    }

    /// Whether it holds the block at `height`; genesis has no facts.
    pub(crate) fn reaches(&self, height: BlockNumber) -> bool {
        self.indexed().unwrap_or_default() >= height
    }
}
