//! The search for what is kept, and the index as those who ask it see it.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use codec::DecodeAll;
use nes_core::{BlockNumber, EraIndex, Hash, TaskId};
use rusqlite::{params, Connection, OptionalExtension, Row, ToSql};
use tokio::sync::watch;

use crate::{schema, Block, EndedTask, EraTurnout, Error, Extent, Filter, Kept, Result, Turnout};

/// Reads a database that somebody else may write to.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
}

/// A row of a fact: the block's height and hash, and the fact's bytes.
type Columns = (i64, Vec<u8>, Vec<u8>);

/// A row of a task that has ended: its receipt, and the last decision about it.
type TaskColumns = (Columns, Option<Columns>);

impl Reader {
    /// Opens the database at `path`, which a [`Writer`](crate::Writer) has made.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self { connection: schema::open_for_reading(path)? })
    }

    /// The task `task`, if it has ended.
    pub fn ended_task(&self, task: TaskId) -> Result<Option<EndedTask>> {
        let mut statement = self.connection.prepare(&select("receipts", OF_TASK))?;
        let row = statement.query_row([schema::task(task)], task_columns).optional()?;
        row.map(self::task).transpose()
    }

    /// The turnout of `referendum`, if it has ended.
    pub fn turnout(&self, referendum: u32) -> Result<Option<Kept<Turnout>>> {
        let query = "SELECT block, block_hash, body FROM turnouts WHERE referendum = ?1";
        let kept = |columns| kept(columns, |body| decoded(body, "a turnout"));
        self.find(query, referendum)?.map(kept).transpose()
    }

    /// The turnout of the referenda that ended in `era`, by default that of the last block; `None`
    /// for an era after it.
    pub fn era_turnout(&self, era: Option<EraIndex>) -> Result<Option<EraTurnout>> {
        let last = "SELECT era FROM blocks ORDER BY number DESC LIMIT 1";
        let last = self.connection.query_row(last, [], |row| row.get(0)).optional()?;
        let Some(last) = last.map(schema::number).transpose()? else { return Ok(None) };
        let era = era.unwrap_or(last);
        if era > last {
            return Ok(None);
        }
        let mut statement = self.connection.prepare(OF_ERA)?;
        let mut bodies = statement.query_map([era], |row| row.get(0))?;
        let total = bodies.try_fold(EraTurnout::none(era), |sum, body| {
            Ok::<_, Error>(sum.with(&decoded(body?, "a turnout")?))
        })?;
        Ok(Some(total))
    }

    /// The document with this hash, and the first block in which a referendum was given it.
    pub fn document(&self, hash: Hash) -> Result<Option<Kept<Vec<u8>>>> {
        let query = "SELECT block, block_hash, body FROM documents WHERE hash = ?1";
        self.find(query, hash.as_bytes())?.map(|columns| kept(columns, Ok)).transpose()
    }

    fn find(&self, query: &str, key: impl ToSql) -> Result<Option<Columns>> {
        Ok(self.connection.prepare(query)?.query_row([key], columns).optional()?)
    }

    /// Up to `limit` tasks that have ended, newest first, of those before `cursor`, or of all.
    pub fn ended_tasks(
        &self,
        filter: &Filter,
        cursor: Option<TaskId>,
        limit: u32,
    ) -> Result<Vec<EndedTask>> {
        // No task comes before the first one, and none has the id after the last one.
        let last = match cursor {
            None => TaskId::MAX,
            Some(0) => return Ok(Vec::new()),
            Some(cursor) => cursor.saturating_sub(1),
        };
        let last = schema::task(last);
        let mut statement = self.connection.prepare(&listing(filter))?;
        let rows = match filter {
            Filter::Payer(id) | Filter::Node(id) => {
                statement.query_map(params![schema::account(id), last, limit], task_columns)?
            }
            Filter::Service(id) => statement.query_map(params![id, last, limit], task_columns)?,
        };
        rows.map(|row| self::task(row?)).collect()
    }
}

/// The progress of the index.
#[derive(Clone, Default, Debug)]
pub struct Progress {
    /// The blocks that it holds; `None` before the first one.
    pub extent: Option<Extent>,
    /// The reason for which it has stopped, if it has.
    pub error: Option<String>,
}

impl Progress {
    /// Returns the height of its first block.
    pub fn first(&self) -> Option<BlockNumber> {
        self.extent.map(|extent| extent.first)
    }

    /// Returns the height of its last block.
    pub fn indexed(&self) -> Option<BlockNumber> {
        self.extent.map(|extent| extent.last.number)
    }

    /// Returns true if it holds the block at `height`; genesis has no facts.
    pub fn reaches(&self, height: BlockNumber) -> bool {
        self.indexed().unwrap_or_default() >= height
    }
}

/// The index that a node keeps while it runs.
#[derive(Clone, Debug)]
pub struct Index {
    status: watch::Receiver<Progress>,
    /// None if it could not be opened.
    reader: Option<Arc<Mutex<Reader>>>,
}

impl Index {
    /// Creates the index that `reader` reads, or that could not be opened.
    pub fn new(status: watch::Receiver<Progress>, reader: Option<Reader>) -> Self {
        Self { status, reader: reader.map(|reader| Arc::new(Mutex::new(reader))) }
    }

    /// Returns its progress, and each change of that.
    pub fn status(&self) -> watch::Receiver<Progress> {
        self.status.clone()
    }

    /// Asks the database. This blocks, so it is for threads that may.
    pub fn read<Answer>(&self, question: impl FnOnce(&Reader) -> Result<Answer>) -> Result<Answer> {
        let reader = self.reader.as_ref().ok_or(Error::NotOpen)?;
        // A question that panicked has changed nothing: it only reads.
        question(&reader.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The receipt of a task: a row by its key.
const OF_TASK: &str = "receipts.task = ?1";

/// The turnouts of an era: the range of an index.
const OF_ERA: &str = "SELECT body FROM turnouts WHERE era = ?1";

/// The listing of `filter`: the range of an index, backwards.
fn listing(filter: &Filter) -> String {
    match filter {
        Filter::Payer(_) => select(
            "receipts",
            "payer = ?1 AND receipts.task <= ?2 ORDER BY receipts.task DESC LIMIT ?3",
        ),
        Filter::Service(_) => select(
            "receipts",
            "service = ?1 AND receipts.task <= ?2 ORDER BY receipts.task DESC LIMIT ?3",
        ),
        // The order of the tables is fixed, so that it never walks through all receipts.
        Filter::Node(_) => select(
            "seats CROSS JOIN receipts USING (task)",
            "node = ?1 AND seats.task <= ?2 ORDER BY seats.task DESC LIMIT ?3",
        ),
    }
}

/// The receipts of `tables` that `which` chooses, each with the last decision about it.
fn select(tables: &str, which: &str) -> String {
    format!(
        "SELECT receipts.block, receipts.block_hash, receipts.body,
                decisions.block, decisions.block_hash, decisions.body
         FROM {tables} LEFT JOIN decisions ON decisions.task = receipts.task AND decisions.block =
            (SELECT max(block) FROM decisions AS each WHERE each.task = receipts.task)
         WHERE {which}"
    )
}

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn task_columns(row: &Row<'_>) -> rusqlite::Result<TaskColumns> {
    let decision = match row.get(3)? {
        Some(number) => Some((number, row.get(4)?, row.get(5)?)),
        None => None,
    };
    Ok((columns(row)?, decision))
}

fn task((receipt, decision): TaskColumns) -> Result<EndedTask> {
    let decision = decision.map(|columns| kept(columns, |body| decoded(body, "a decision")));
    Ok(EndedTask {
        receipt: kept(receipt, |body| decoded(body, "a receipt"))?,
        decision: decision.transpose()?,
    })
}

fn kept<Fact>(
    (number, hash, body): Columns,
    fact: impl FnOnce(Vec<u8>) -> Result<Fact>,
) -> Result<Kept<Fact>> {
    let block = Block { number: schema::number(number)?, hash: schema::hash(&hash)? };
    Ok(Kept { block, fact: fact(body)? })
}

fn decoded<Fact: DecodeAll>(body: Vec<u8>, name: &'static str) -> Result<Fact> {
    Fact::decode_all(&mut body.as_slice()).map_err(|_| Error::Damaged(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Writer;
    use nes_core::{AccountId, Hash};

    /// Returns SQLite's plan for `query`, a line a step.
    fn plan(connection: &Connection, query: &str) -> String {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
        let steps = statement.raw_query();
        steps.mapped(|row| row.get::<_, String>(3)).map(|step| step.unwrap() + "\n").collect()
    }

    #[test]
    fn no_question_scans_or_sorts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index.sqlite");
        let _writer = Writer::open(&path, Hash::zero()).unwrap();
        let reader = Reader::open(&path).unwrap();
        let nobody = AccountId::new([0; 32]);
        let listings = [Filter::Payer(nobody.clone()), Filter::Node(nobody), Filter::Service(0)];
        let listings = listings.iter().map(listing);
        for query in listings.chain([select("receipts", OF_TASK), OF_ERA.to_owned()]) {
            let plan = plan(&reader.connection, &query);
            assert!(plan.contains("SEARCH"), "{plan}");
            assert!(!plan.contains("SCAN") && !plan.contains("B-TREE"), "{plan}");
        }
    }
}
