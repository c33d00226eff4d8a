//! The reports of equivocations, from their making until they are final.
//!
//! A report that a pool or a runtime refuses is gone, and the fault with it: each node sees it
//! once. A pool can also forget a report when the fork that had it is left, because a report may
//! come from the node itself only. So this node keeps its reports and sends them again. It keeps
//! them in memory: a node that starts anew has none, and leaves the fault to the others.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use codec::{Decode, Encode};
use futures::StreamExt;
use nes_client::{
    retry::{Bounds, Retries, Standing, Step},
    Block, Client, Hash, Pool,
};
use nes_core::BlockNumber;
use nes_runtime::{RuntimeCall, UncheckedExtrinsic};
use sc_client_api::{BlockBackend, BlockchainEvents, FinalityNotification, HeaderBackend};
use sc_transaction_pool_api::{LocalTransactionPool, TransactionSource};
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_runtime::{
    traits::{ExtrinsicLike, Header as _},
    transaction_validity::{InvalidTransaction, TransactionValidityError},
    OpaqueExtrinsic,
};
use sp_transaction_pool::runtime_api::TaggedTransactionQueue;

use super::{
    equivocation::DoubleBlocks,
    node::{Node, Settings},
};

/// The bounds of the reports that are kept, some kilobytes each: six hours of public blocks, in
/// which every validator has had its turn.
const KEPT: Bounds = Bounds { count: 64, age: 7_200, pause: 5 };

/// The pool as the runtime's reports reach it, which keeps them until they are final.
pub(super) struct Reports {
    client: Arc<Client>,
    pool: Arc<Pool>,
    kept: Mutex<Retries<OpaqueExtrinsic>>,
}

/// Starts to follow the chain, if this node is an authority: the reports of others come into no
/// block.
pub(super) fn follow(settings: &Settings, node: &Node, double_blocks: DoubleBlocks) {
    if settings.role.is_authority() {
        let run = node.reports.clone().run(double_blocks);
        node.task_manager.spawn_handle().spawn_blocking("reports", None, run);
    }
}

/// Returns what the mutex guards; nothing here panics half-way.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Reports {
    /// Keeps what goes to `pool`.
    pub(super) fn new(client: Arc<Client>, pool: Arc<Pool>) -> Self {
        Self { client, pool, kept: Mutex::new(Retries::new(KEPT)) }
    }

    /// Runs until the node ends.
    async fn run(self: Arc<Self>, double_blocks: DoubleBlocks) {
        let mut imported = self.client.import_notification_stream();
        let mut finalized = self.client.finality_notification_stream();
        loop {
            futures::select! {
                block = imported.select_next_some() => if block.is_new_best {
                    let number = *block.header.number();
                    double_blocks.try_again(number).await;
                    self.send_again(number, block.hash);
                },
                blocks = finalized.select_next_some() => self.drop_final(&blocks),
                complete => return,
            }
        }
    }

    /// Sends the reports that are due at the best block, and drops those that need not be.
    fn send_again(&self, number: BlockNumber, best: Hash) {
        let due = lock(&self.kept).due(number);
        for report in due {
            match self.step(best, &report) {
                Ok(Step::Send) => {
                    log::debug!("A report of an equivocation is sent again, at block {number}");
                    // It is in the pool already, or the pool says why not.
                    let _ = self.pool.submit_local(best, report);
                }
                Ok(Step::Wait) => {}
                Ok(Step::Drop) => self.drop_if(|other| *other == report),
                Err(error) => log::debug!("A report of an equivocation waits: {error}"),
            }
        }
    }

    fn step(&self, best: Hash, report: &OpaqueExtrinsic) -> Result<Step, ApiError> {
        let last_final = self.client.info().finalized_hash;
        Ok(Step::of(self.standing(last_final, report)?, self.standing(best, report)?))
    }

    /// Returns the standing of `report` in the state of the block `at`.
    fn standing(&self, at: Hash, report: &OpaqueExtrinsic) -> Result<Standing, ApiError> {
        let source = TransactionSource::Local;
        let api = self.client.runtime_api();
        Ok(match api.validate_transaction(at, source, report.clone(), at)? {
            Ok(_) => Standing::Valid,
            Err(TransactionValidityError::Invalid(InvalidTransaction::Stale)) => Standing::Known,
            Err(_) => Standing::Refused,
        })
    }

    /// Drops the reports that are in blocks that have become final, whatever came of them.
    fn drop_final(&self, blocks: &FinalityNotification<Block>) {
        if lock(&self.kept).is_empty() {
            return;
        }
        for block in blocks.tree_route.iter().chain([&blocks.hash]) {
            let body = self.client.block_body(*block).ok().flatten().unwrap_or_default();
            self.drop_if(|report| body.contains(report));
        }
    }

    fn drop_if(&self, done: impl Fn(&OpaqueExtrinsic) -> bool) {
        lock(&self.kept).drop_if(done);
    }
}

impl LocalTransactionPool for Reports {
    type Block = Block;
    type Error = <Pool as LocalTransactionPool>::Error;
    type Hash = <Pool as LocalTransactionPool>::Hash;

    fn submit_local(
        &self,
        at: Hash,
        extrinsic: OpaqueExtrinsic,
    ) -> Result<Self::Hash, Self::Error> {
        if is_report(&extrinsic) {
            let now = self.client.info().best_number;
            lock(&self.kept).keep(extrinsic.clone(), now);
        }
        self.pool.submit_local(at, extrinsic)
    }
}

/// Returns true if `extrinsic` is a call without a signature of BABE or GRANDPA: these have no
/// others than reports.
fn is_report(extrinsic: &OpaqueExtrinsic) -> bool {
    let decoded = UncheckedExtrinsic::decode(&mut extrinsic.encode().as_slice());
    decoded.is_ok_and(|extrinsic| {
        let call = &extrinsic.function;
        extrinsic.is_bare() && matches!(call, RuntimeCall::Babe(_) | RuntimeCall::Grandpa(_))
    })
}
