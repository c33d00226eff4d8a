//! The reasons for which the index stops.

use std::{fmt, path::PathBuf};

use nes_core::BlockNumber;
use sp_api::ApiError;

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
