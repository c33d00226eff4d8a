//! The tables, the numbers and hashes in them, and the opening of a connection.

use std::{fs, io, path::Path, path::PathBuf, time::Duration};

use nes_core::{AccountId, BlockNumber, Hash, TaskId};
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::{Error, Result};

/// The version of the tables and of the bytes in them. A change of [`TABLES`] or of the encoding of
/// a [`Receipt`](nes_core::Receipt), a [`DecidedDispute`](nes_core::DecidedDispute) or a
/// [`Turnout`](crate::Turnout) needs another one: databases of old versions are made anew.
const VERSION: i64 = 4;

/// A task is the key of its receipt; every listing is a range of an index, newest task first.
const TABLES: &str = "
    CREATE TABLE chain (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        genesis BLOB NOT NULL,
        first INTEGER,
        first_era INTEGER
    ) STRICT;
    CREATE TABLE blocks (
        number INTEGER PRIMARY KEY,
        hash BLOB NOT NULL,
        era INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE receipts (
        task INTEGER PRIMARY KEY,
        block INTEGER NOT NULL,
        block_hash BLOB NOT NULL,
        payer BLOB NOT NULL,
        service INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX by_payer ON receipts (payer, task);
    CREATE INDEX by_service ON receipts (service, task);
    CREATE INDEX by_block ON receipts (block);
    CREATE TABLE seats (
        node BLOB NOT NULL,
        task INTEGER NOT NULL,
        PRIMARY KEY (node, task)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX seats_by_task ON seats (task);
    CREATE TABLE decisions (
        task INTEGER NOT NULL,
        block INTEGER NOT NULL,
        block_hash BLOB NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (task, block)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX decisions_by_block ON decisions (block);
    CREATE TABLE turnouts (
        referendum INTEGER PRIMARY KEY,
        block INTEGER NOT NULL,
        block_hash BLOB NOT NULL,
        era INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX turnouts_by_era ON turnouts (era);
    CREATE INDEX turnouts_by_block ON turnouts (block);
    CREATE TABLE documents (
        hash BLOB PRIMARY KEY,
        block INTEGER NOT NULL,
        block_hash BLOB NOT NULL,
        body BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX documents_by_block ON documents (block);
";

/// The time that a connection waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// The bit that makes the order of signed numbers that of unsigned ones.
const SIGN: u64 = 1 << 63;

/// Removes the database at `path`, if there is one.
///
/// The log goes first: left behind, it would be played into the next database.
pub fn remove(path: &Path) -> Result<()> {
    for suffix in ["-wal", "-shm", ""] {
        match fs::remove_file(beside(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => (),
        }
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Opens the database at `path` for writing, or makes it for the chain that began with `genesis`.
pub(crate) fn open(path: &Path, genesis: Hash) -> Result<Connection> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // With a log this is safe: a power cut takes the last transactions, and never a part of one.
    connection.pragma_update(None, "synchronous", "normal")?;
    create(&mut connection, genesis)?;
    check(&connection, genesis)?;
    Ok(connection)
}

/// Opens the database at `path`, which exists, for reading.
pub(crate) fn open_for_reading(path: &Path) -> Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

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

/// Makes the tables in a database that has none.
fn create(connection: &mut Connection, genesis: Hash) -> Result<()> {
    let transaction = connection.transaction()?;
    let tables: i64 =
        transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 {
        transaction.execute_batch(TABLES)?;
        transaction
            .execute("INSERT INTO chain (id, genesis) VALUES (1, ?1)", [genesis.as_bytes()])?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    Ok(transaction.commit()?)
}

/// Refuses a database of another version or of another chain.
fn check(connection: &Connection, genesis: Hash) -> Result<()> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version != VERSION {
        return Err(Error::OtherVersion(version));
    }
    let kept = connection
        .query_row("SELECT genesis FROM chain", [], |row| row.get::<_, Vec<u8>>(0))
        .optional()?
        .ok_or(Error::Damaged("the table `chain`"))?;
    match hash(&kept)? {
        kept if kept == genesis => Ok(()),
        other => Err(Error::OtherChain(other)),
    }
}
