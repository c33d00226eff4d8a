//! Finds what is kept.

use std::path::Path;

use codec::DecodeAll;
use nes_core::{Receipt, TaskId};
use rusqlite::{params, Connection, OptionalExtension, Row};

use crate::{keys, schema, Block, Error, Filter, Kept, Result};

/// Reads a database that somebody else may write to.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
}

/// A row of a receipt: the block's height and hash, and the receipt's bytes.
type Columns = (i64, Vec<u8>, Vec<u8>);

impl Reader {
    /// Opens the database at `path`, which a [`Writer`](crate::Writer) has made.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self { connection: schema::open_for_reading(path)? })
    }

    /// The receipt of `task`.
    pub fn receipt(&self, task: TaskId) -> Result<Option<Kept>> {
        let query = "SELECT block, block_hash, body FROM receipts WHERE task = ?1";
        let mut statement = self.connection.prepare(query)?;
        statement.query_row([keys::task(task)], columns).optional()?.map(kept).transpose()
    }

    /// Up to `limit` receipts, newest task first, of the tasks before `cursor`, or of all.
    pub fn receipts(
        &self,
        filter: &Filter,
        cursor: Option<TaskId>,
        limit: u32,
    ) -> Result<Vec<Kept>> {
        // No task comes before the first one, and none has the id after the last one.
        let last = match cursor {
            None => TaskId::MAX,
            Some(0) => return Ok(Vec::new()),
            Some(cursor) => cursor.saturating_sub(1),
        };
        let last = keys::task(last);
        let mut statement = self.connection.prepare(query(filter))?;
        let rows = match filter {
            Filter::Payer(id) | Filter::Node(id) => {
                statement.query_map(params![keys::account(id), last, limit], columns)?
            }
            Filter::Service(id) => statement.query_map(params![id, last, limit], columns)?,
        };
        rows.map(|row| kept(row?)).collect()
    }
}

/// The listing of `filter`: the range of an index, backwards.
fn query(filter: &Filter) -> &'static str {
    match filter {
        Filter::Payer(_) => {
            "SELECT block, block_hash, body FROM receipts WHERE payer = ?1 AND task <= ?2
             ORDER BY task DESC LIMIT ?3"
        }
        Filter::Service(_) => {
            "SELECT block, block_hash, body FROM receipts WHERE service = ?1 AND task <= ?2
             ORDER BY task DESC LIMIT ?3"
        }
        // The order of the tables is fixed, so that it never walks through all receipts.
        Filter::Node(_) => {
            "SELECT block, block_hash, body FROM seats CROSS JOIN receipts USING (task)
             WHERE node = ?1 AND seats.task <= ?2 ORDER BY seats.task DESC LIMIT ?3"
        }
    }
}

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn kept((number, hash, body): Columns) -> Result<Kept> {
    let block = Block { number: keys::number(number)?, hash: keys::hash(&hash)? };
    let receipt =
        Receipt::decode_all(&mut body.as_slice()).map_err(|_| Error::Damaged("a receipt"))?;
    Ok(Kept { block, receipt })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Writer;
    use nes_core::{AccountId, Hash};

    /// How SQLite would answer `query`, a line a step.
    fn plan(connection: &Connection, query: &str) -> String {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
        let steps = statement.query_map(params![[0u8; 32], 0, 1], |row| row.get::<_, String>(3));
        steps.unwrap().map(|step| step.unwrap() + "\n").collect()
    }

    #[test]
    fn no_listing_scans_or_sorts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("receipts.sqlite");
        let _writer = Writer::open(&path, Hash::zero()).unwrap();
        let reader = Reader::open(&path).unwrap();
        let nobody = AccountId::new([0; 32]);
        for filter in [Filter::Payer(nobody.clone()), Filter::Node(nobody), Filter::Service(0)] {
            let plan = plan(&reader.connection, query(&filter));
            assert!(plan.contains("SEARCH"), "{plan}");
            assert!(!plan.contains("SCAN") && !plan.contains("B-TREE"), "{plan}");
        }
    }
}
