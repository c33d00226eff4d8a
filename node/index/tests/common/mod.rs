//! A database in a folder of its own, and blocks to keep in it.

use std::path::PathBuf;

use nes_core::{
    AccountId, Answer, BlockNumber, DecidedDispute, Decision, EraIndex, FeeParts, Hash,
    MemberConduct, MemberReceipt, Outcome, Output, Receipt, SecondSeat, TaskId, Usage,
};
use nes_index::{Block, EndedTask, Filter, Kept, Reader, Record, Turnout, Writer};
use nes_runtime_api::{ReferendumEnd, TallyInfo};
use tempfile::TempDir;

pub(crate) const GENESIS: Hash = Hash::repeat_byte(7);

/// A database that goes with its folder.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("index").join("index.sqlite")
    }

    pub(crate) fn writer(&self) -> Writer {
        Writer::open(&self.path(), GENESIS).unwrap()
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::open(&self.path()).unwrap()
    }

    /// The tasks of a listing.
    pub(crate) fn list(&self, filter: Filter, cursor: Option<TaskId>, limit: u32) -> Vec<TaskId> {
        tasks(&self.reader().ended_tasks(&filter, cursor, limit).unwrap())
    }
}

pub(crate) fn tasks(ended: &[EndedTask]) -> Vec<TaskId> {
    ended.iter().map(|task| task.receipt.fact.task).collect()
}

/// An undisputed task that ended with the receipt of `task` in the block at this height.
pub(crate) fn ended(task: TaskId, number: BlockNumber) -> EndedTask {
    EndedTask { receipt: Kept { block: block(number), fact: receipt(task) }, decision: None }
}

pub(crate) fn account(id: u8) -> AccountId {
    AccountId::new([id; 32])
}

pub(crate) fn block(number: BlockNumber) -> Block {
    Block { number, hash: Hash::from_low_u64_be(u64::from(number) + 1) }
}

/// A task of the account 1 that the service 1 did, with the nodes 10 and 11.
pub(crate) fn receipt(task: TaskId) -> Receipt<AccountId> {
    let output = Output { result: Hash::repeat_byte(3), usage: Usage { input: 4, output: 5 } };
    let member = |node, conduct, paid| MemberReceipt {
        node: account(node),
        answer: Some(Answer::Output(output)),
        conduct,
        paid,
        parts: FeeParts { burned: 0, treasury: 0, royalty: 0, node: paid },
    };
    Receipt {
        task,
        payer: account(1),
        service: 1,
        version: 1,
        input: Hash::repeat_byte(4),
        requested: 7,
        outcome: Outcome::Agreed { output },
        members: vec![member(10, MemberConduct::Won, u128::MAX), member(11, MemberConduct::Won, 1)],
        paid: 2,
        work_fee: 3,
        refund: 1,
        disputable_until: Some(107),
    }
}

/// A decision about `task`, whose second committee was the node 12.
pub(crate) fn decided(task: TaskId, decision: Decision) -> DecidedDispute<AccountId> {
    let seat = SecondSeat {
        node: account(12),
        answer: None,
        paid: 6,
        parts: FeeParts { burned: 1, treasury: 2, royalty: 0, node: 3 },
    };
    DecidedDispute { task, second: 9, decision, committee: vec![seat], spent: 6, forfeited: 8 }
}

/// The turnout of a referendum that ended in this era.
pub(crate) fn turnout(referendum: u32, era: EraIndex) -> Turnout {
    let tally = TallyInfo { ayes: 6, nays: 1, support: 2 };
    Turnout { referendum, track: Some(5), end: ReferendumEnd::Approved, era, tally, votable: 10 }
}

/// The facts of a block of the era 0.
pub(crate) fn record(receipts: &[Receipt<AccountId>]) -> Record {
    Record {
        era: 0,
        receipts: receipts.to_vec(),
        decisions: Vec::new(),
        turnouts: Vec::new(),
        documents: Vec::new(),
    }
}

/// Keeps `receipts` in the block at this height.
pub(crate) fn keep(writer: &mut Writer, number: BlockNumber, receipts: &[Receipt<AccountId>]) {
    keep_all(writer, number, &record(receipts));
}

/// Keeps all of these facts in the block at this height.
pub(crate) fn keep_all(writer: &mut Writer, number: BlockNumber, record: &Record) {
    let batch = writer.begin().unwrap();
    batch.add(block(number), record).unwrap();
    batch.commit().unwrap();
}
