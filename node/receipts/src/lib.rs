//! The receipts of tasks that ended, kept in an SQLite database.
//!
//! It knows no chain: a [`Writer`] is told of finalised blocks, oldest first, and keeps for each
//! its receipts and its hash in one transaction; a [`Reader`] lists them. Whatever ends the process,
//! the database is what the last transaction left.

mod error;
mod keys;
mod reader;
mod schema;
mod writer;

use nes_core::{AccountId, BlockNumber, Hash, Receipt, ServiceId};

pub use error::{Error, Result};
pub use reader::Reader;
pub use schema::remove;
pub use writer::{Batch, Writer};

/// How many of the last blocks have their hashes kept, to find out where a chain went back.
pub const TRAIL: u32 = 1_024;

/// A finalised block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// Its height.
    pub number: BlockNumber,
    /// Its hash.
    pub hash: Hash,
}

/// What of the chain has been kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// The height of the first block.
    pub first: BlockNumber,
    /// The last block.
    pub last: Block,
}

/// A receipt and the block in which its task ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The block.
    pub block: Block,
    /// The receipt.
    pub receipt: Receipt<AccountId>,
}

/// Whose receipts to list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filter {
    /// Those that this account paid for.
    Payer(AccountId),
    /// Those of the committees that this node was in.
    Node(AccountId),
    /// Those of this service.
    Service(ServiceId),
}
