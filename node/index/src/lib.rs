//! Facts that the chain forgets, kept in an SQLite database: the receipts of tasks that ended, the
//! turnout of referenda that ended, and their discussion documents.
//!
//! It knows no chain: a [`Writer`] is given finalised blocks, oldest first, and keeps for each its
//! [`Record`] and its hash in one transaction; a [`Reader`] finds them. However the process ends,
//! the database is as the last transaction left it.

mod error;
mod keys;
mod reader;
mod record;
mod schema;
mod status;
mod writer;

use nes_core::{AccountId, BlockNumber, EraIndex, Hash, ServiceId};

pub use error::{Error, Result};
pub use reader::Reader;
pub use record::{EraTurnout, Record, Turnout};
pub use schema::remove;
pub use status::{Index, Progress};
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
