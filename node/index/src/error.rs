//! The reasons for which the database cannot be used.

use std::{fmt, io};

use nes_core::Hash;

/// The outcome of what can fail with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// The reason for which the database cannot be used.
#[derive(Debug)]
pub enum Error {
    /// It has tables of another version: this one.
    OtherVersion(i64),
    /// It is of a chain with this other genesis.
    OtherChain(Hash),
    /// It could not be opened.
    NotOpen,
    /// SQLite failed.
    Sqlite(rusqlite::Error),
    /// A file or a folder could not be made or removed.
    File(io::Error),
    /// A value has a form that this program did not write.
    Damaged(&'static str),
}

impl Error {
    /// Returns true if the database is sound and of no use: it was made for something else.
    pub fn is_foreign(&self) -> bool {
        matches!(self, Self::OtherVersion(_) | Self::OtherChain(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherVersion(found) => write!(f, "its tables are those of version {found}"),
            Self::OtherChain(genesis) => write!(f, "it is of the chain with genesis {genesis:?}"),
            Self::NotOpen => write!(f, "it could not be opened"),
            Self::Sqlite(error) => write!(f, "SQLite: {error}"),
            Self::File(error) => write!(f, "{error}"),
            Self::Damaged(what) => write!(f, "it is damaged: {what} has no valid form"),
        }
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}
