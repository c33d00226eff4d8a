//! Keeps what finalised blocks hold.

use std::path::Path;

use codec::Encode;
use nes_core::{AccountId, BlockNumber, Hash, Receipt};
use rusqlite::{params, Connection, Transaction};

use crate::{keys, schema, Block, Extent, Result, TRAIL};

/// The one that writes to a database.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
}

impl Writer {
    /// Opens the database at `path`, or makes it, for the chain that began with `genesis`.
    ///
    /// # Errors
    ///
    /// [`Error::is_foreign`](crate::Error::is_foreign) when it is of another version or chain:
    /// [`remove`](crate::remove) makes room for a new one.
    pub fn open(path: &Path, genesis: Hash) -> Result<Self> {
        Ok(Self { connection: schema::open(path, genesis)? })
    }

    /// What of the chain is kept; `None` before the first block.
    pub fn extent(&self) -> Result<Option<Extent>> {
        let first = "SELECT first FROM chain";
        let first: Option<i64> = self.connection.query_row(first, [], |row| row.get(0))?;
        let last = self.trail(1)?.pop();
        let Some((first, last)) = first.zip(last) else { return Ok(None) };
        Ok(Some(Extent { first: keys::number(first)?, last }))
    }

    /// Up to `count` of the last blocks, at most [`TRAIL`], newest first.
    pub fn trail(&self, count: u32) -> Result<Vec<Block>> {
        let mut statement = self
            .connection
            .prepare("SELECT number, hash FROM blocks ORDER BY number DESC LIMIT ?1")?;
        let rows = statement.query_map([count], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let block = |row: rusqlite::Result<(i64, Vec<u8>)>| {
            let (number, hash) = row?;
            Ok(Block { number: keys::number(number)?, hash: keys::hash(&hash)? })
        };
        rows.map(block).collect()
    }

    /// Begins to keep some blocks, which are kept together.
    pub fn begin(&mut self) -> Result<Batch<'_>> {
        Ok(Batch { transaction: self.connection.transaction()? })
    }

    /// Forgets all that came after the block at `height`.
    pub fn go_back_to(&mut self, height: BlockNumber) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for statement in [
            "DELETE FROM seats WHERE task IN (SELECT task FROM receipts WHERE block > ?1)",
            "DELETE FROM receipts WHERE block > ?1",
            "DELETE FROM blocks WHERE number > ?1",
        ] {
            transaction.execute(statement, [height])?;
        }
        Ok(transaction.commit()?)
    }
}

/// Blocks that are kept together; dropped before [`Batch::commit`], none of them is.
#[derive(Debug)]
pub struct Batch<'a> {
    transaction: Transaction<'a>,
}

impl Batch<'_> {
    /// Keeps `block` and the receipts of the tasks that ended in it. A second time changes nothing.
    pub fn add(&self, block: Block, receipts: &[Receipt<AccountId>]) -> Result<()> {
        if !receipts.is_empty() {
            self.add_receipts(block, receipts)?;
        }
        self.execute(
            "INSERT OR REPLACE INTO blocks (number, hash) VALUES (?1, ?2)",
            params![block.number, block.hash.as_bytes()],
        )?;
        self.execute(
            "UPDATE chain SET first = ?1 WHERE first IS NULL OR first > ?1",
            params![block.number],
        )?;
        self.execute(
            "DELETE FROM blocks WHERE number <= ?1",
            params![i64::from(block.number).saturating_sub(TRAIL.into())],
        )
    }

    fn add_receipts(&self, block: Block, receipts: &[Receipt<AccountId>]) -> Result<()> {
        let mut add_receipt = self.transaction.prepare(
            "INSERT OR REPLACE INTO receipts (task, block, block_hash, payer, service, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let mut add_seat =
            self.transaction.prepare("INSERT OR IGNORE INTO seats (node, task) VALUES (?1, ?2)")?;
        for receipt in receipts {
            let task = keys::task(receipt.task);
            add_receipt.execute(params![
                task,
                block.number,
                block.hash.as_bytes(),
                keys::account(&receipt.payer),
                receipt.service,
                receipt.encode(),
            ])?;
            for member in &receipt.members {
                add_seat.execute(params![keys::account(&member.node), task])?;
            }
        }
        Ok(())
    }

    fn execute(&self, statement: &str, values: impl rusqlite::Params) -> Result<()> {
        self.transaction.execute(statement, values)?;
        Ok(())
    }

    /// Makes it last.
    pub fn commit(self) -> Result<()> {
        Ok(self.transaction.commit()?)
    }
}
