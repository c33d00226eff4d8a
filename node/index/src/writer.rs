//! Keeps what finalised blocks hold.

use std::path::Path;

use codec::Encode;
use nes_core::{AccountId, BlockNumber, DecidedDispute, Hash, Receipt};
use nes_runtime_api::Document;
use rusqlite::{params, Connection, OptionalExtension, Row, Transaction};

use crate::{schema, Block, Extent, Record, Result, Turnout, TRAIL};

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

    /// Returns the kept part of the chain; `None` before the first block.
    pub fn extent(&self) -> Result<Option<Extent>> {
        let ends = "SELECT first, first_era, number, hash, era FROM chain, blocks
                    ORDER BY number DESC LIMIT 1";
        let columns = |row: &Row<'_>| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, Vec<u8>>(3)?, row.get(4)?))
        };
        let found = self.connection.query_row(ends, [], columns).optional()?;
        let Some((first, first_era, last, hash, last_era)) = found else { return Ok(None) };
        Ok(Some(Extent {
            first: schema::number(first)?,
            first_era: schema::number(first_era)?,
            last: Block { number: schema::number(last)?, hash: schema::hash(&hash)? },
            last_era: schema::number(last_era)?,
        }))
    }

    /// Up to `count` of the last blocks, at most [`TRAIL`], newest first.
    pub fn trail(&self, count: u32) -> Result<Vec<Block>> {
        let mut statement = self
            .connection
            .prepare("SELECT number, hash FROM blocks ORDER BY number DESC LIMIT ?1")?;
        let rows = statement.query_map([count], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let block = |row: rusqlite::Result<(i64, Vec<u8>)>| {
            let (number, hash) = row?;
            Ok(Block { number: schema::number(number)?, hash: schema::hash(&hash)? })
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
            "DELETE FROM decisions WHERE block > ?1",
            "DELETE FROM turnouts WHERE block > ?1",
            "DELETE FROM documents WHERE block > ?1",
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
    /// Keeps `block` with its facts. A second time changes nothing.
    pub fn add(&self, block: Block, record: &Record) -> Result<()> {
        if !record.receipts.is_empty() {
            self.add_receipts(block, &record.receipts)?;
        }
        record.decisions.iter().try_for_each(|decision| self.add_decision(block, decision))?;
        record.turnouts.iter().try_for_each(|turnout| self.add_turnout(block, turnout))?;
        record.documents.iter().try_for_each(|document| self.add_document(block, document))?;
        self.execute(
            "INSERT OR REPLACE INTO blocks (number, hash, era) VALUES (?1, ?2, ?3)",
            params![block.number, block.hash.as_bytes(), record.era],
        )?;
        self.execute(
            "UPDATE chain SET first = ?1, first_era = ?2 WHERE first IS NULL OR first > ?1",
            params![block.number, record.era],
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
            let task = schema::task(receipt.task);
            add_receipt.execute(params![
                task,
                block.number,
                block.hash.as_bytes(),
                schema::account(&receipt.payer),
                receipt.service,
                receipt.encode(),
            ])?;
            for member in &receipt.members {
                add_seat.execute(params![schema::account(&member.node), task])?;
            }
        }
        Ok(())
    }

    fn add_decision(&self, block: Block, decision: &DecidedDispute<AccountId>) -> Result<()> {
        self.execute(
            "INSERT OR REPLACE INTO decisions (task, block, block_hash, body)
             VALUES (?1, ?2, ?3, ?4)",
            params![
                schema::task(decision.task),
                block.number,
                block.hash.as_bytes(),
                decision.encode(),
            ],
        )
    }

    fn add_turnout(&self, block: Block, turnout: &Turnout) -> Result<()> {
        self.execute(
            "INSERT OR REPLACE INTO turnouts (referendum, block, block_hash, era, body)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                turnout.referendum,
                block.number,
                block.hash.as_bytes(),
                turnout.era,
                turnout.encode(),
            ],
        )
    }

    /// Keeps a document with the first block that had it.
    fn add_document(&self, block: Block, document: &Document) -> Result<()> {
        self.execute(
            "INSERT OR IGNORE INTO documents (hash, block, block_hash, body)
             VALUES (?1, ?2, ?3, ?4)",
            params![document.hash.as_bytes(), block.number, block.hash.as_bytes(), document.bytes,],
        )
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
