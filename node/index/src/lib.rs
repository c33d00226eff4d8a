//! Facts that the chain forgets, kept in an SQLite database: the receipts of tasks that ended, the
//! decisions of disputes about them, the turnout of referenda that ended, and their discussion
//! documents.
//!
//! It knows no chain: a [`Writer`] is given finalised blocks, oldest first, and keeps for each its
//! [`Record`] and its hash in one transaction; a [`Reader`] finds them. However the process ends,
//! the database is as the last transaction left it.

mod reader;
mod record;
mod schema;
mod writer;

use std::{fmt, io};

use nes_core::{AccountId, BlockNumber, EraIndex, Hash, ServiceId};

pub use reader::{Index, Progress, Reader};
pub use record::{EndedTask, EraTurnout, Record, Turnout};
pub use schema::remove;
pub use writer::{Batch, Writer};

/// The number of the last blocks whose hashes are kept, to find out where a chain went back.
pub const TRAIL: u32 = 1_024;

/// A finalised block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// Its height.
    pub number: BlockNumber,
    /// Its hash.
    pub hash: Hash,
}

/// The kept part of the chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// The height of the first block.
    pub first: BlockNumber,
    /// The era after the first block.
    pub first_era: EraIndex,
    /// The last block.
    pub last: Block,
    /// The era after the last block.
    pub last_era: EraIndex,
}

impl Extent {
    /// Returns true if all of this era, as far as it has come, is kept.
    pub fn has_era(&self, era: EraIndex) -> bool {
        self.first == 1 || era > self.first_era
    }
}

/// A fact and the block that it is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept<Fact> {
    /// The block.
    pub block: Block,
    /// The fact.
    pub fact: Fact,
}

/// The receipts to list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filter {
    /// Those that this account paid for.
    Payer(AccountId),
    /// Those of the committees that this node was in.
    Node(AccountId),
    /// Those of this service.
    Service(ServiceId),
}

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
