//! The index as those who ask it see it.

use std::sync::{Arc, Mutex, PoisonError};

use nes_core::BlockNumber;
use tokio::sync::watch;

use crate::{Error, Extent, Reader, Result};

/// The progress of the index.
#[derive(Clone, Default, Debug)]
pub struct Progress {
    /// The blocks that it holds; `None` before the first one.
    pub extent: Option<Extent>,
    /// The reason for which it has stopped, if it has.
    pub error: Option<String>,
}

impl Progress {
    /// Returns the height of its first block.
    pub fn first(&self) -> Option<BlockNumber> {
        self.extent.map(|extent| extent.first)
    }

    /// Returns the height of its last block.
    pub fn indexed(&self) -> Option<BlockNumber> {
        self.extent.map(|extent| extent.last.number)
    }

    /// Returns true if it holds the block at `height`; genesis has no facts.
    pub fn reaches(&self, height: BlockNumber) -> bool {
        self.indexed().unwrap_or_default() >= height
    }
}

/// The index that a node keeps while it runs.
#[derive(Clone, Debug)]
pub struct Index {
    status: watch::Receiver<Progress>,
    /// None if it could not be opened.
    reader: Option<Arc<Mutex<Reader>>>,
}

impl Index {
    /// Creates the index that `reader` reads, or that could not be opened.
    pub fn new(status: watch::Receiver<Progress>, reader: Option<Reader>) -> Self {
        Self { status, reader: reader.map(|reader| Arc::new(Mutex::new(reader))) }
    }

    /// Returns its progress, and each change of that.
    pub fn status(&self) -> watch::Receiver<Progress> {
        self.status.clone()
    }

    /// Asks the database. This blocks, so it is for threads that may.
    pub fn read<Answer>(&self, question: impl FnOnce(&Reader) -> Result<Answer>) -> Result<Answer> {
        let reader = self.reader.as_ref().ok_or(Error::NotOpen)?;
        // A question that panicked has changed nothing: it only reads.
        question(&reader.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
