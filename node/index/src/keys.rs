//! Numbers and hashes as SQLite keeps them.

use nes_core::{AccountId, BlockNumber, Hash, TaskId};

use crate::{Error, Result};

/// The bit that makes the order of signed numbers that of unsigned ones.
const SIGN: u64 = 1 << 63;

/// A task's id as SQLite's signed integer, in the same order.
pub(crate) fn task(id: TaskId) -> i64 {
    (id ^ SIGN).cast_signed()
}

/// An account as its 32 bytes.
pub(crate) fn account(id: &AccountId) -> &[u8] {
    id.as_ref()
}

/// A height that SQLite kept.
pub(crate) fn number(kept: i64) -> Result<BlockNumber> {
    kept.try_into().map_err(|_| Error::Damaged("a height"))
}

/// A hash that SQLite kept.
pub(crate) fn hash(kept: &[u8]) -> Result<Hash> {
    let bytes: [u8; 32] = kept.try_into().map_err(|_| Error::Damaged("a hash"))?;
    Ok(bytes.into())
}
