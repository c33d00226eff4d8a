//! Reports validators that author two blocks in one slot.
//!
//! BABE's own import looks for that too, but only when it has taken the seal off the header, and
//! the runtime refuses a proof whose headers are not sealed. So the headers are compared here,
//! before BABE gets the block, and what BABE reports goes nowhere. A block that comes this far has
//! been verified: its seal is its author's.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use nes_client::{
    retry::{Bounds, Retries},
    Backend, Block, Client, Hash, SelectChain,
};
use nes_core::BlockNumber;
use sc_client_api::HeaderBackend;
use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sc_consensus_babe::{find_pre_digest, BabeBlockImport};
use sc_consensus_grandpa::GrandpaBlockImport;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_consensus::{BlockOrigin, Error, SelectChain as _};
use sp_consensus_babe::{
    inherents::BabeCreateInherentDataProviders, AuthorityId, AuthorityIndex, BabeApi,
    EquivocationProof, OpaqueKeyOwnershipProof, Slot,
};
use sp_runtime::traits::Header as _;

use super::reports::lock;

/// GRANDPA's part of the import of a block.
pub(super) type GrandpaImport = GrandpaBlockImport<Backend, Block, Client, SelectChain>;
/// The import of a block: BABE checks it, GRANDPA follows its authorities, the client keeps it.
type BabeImport = BabeBlockImport<
    Block,
    Client,
    GrandpaImport,
    BabeCreateInherentDataProviders<Block>,
    SelectChain,
>;

type Header = <Block as sp_runtime::traits::Block>::Header;
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The slots for which headers are remembered.
const SLOTS: u64 = 1_000;

/// The bounds of the double blocks that cannot be proved at first.
const UNPROVED: Bounds = Bounds { count: 16, age: 100, pause: 5 };

/// The import of a block, which tells the runtime of a second one by the same author in one slot.
#[derive(Clone)]
pub(super) struct WatchedImport {
    inner: BabeImport,
    double_blocks: DoubleBlocks,
}

/// The watch for two blocks by one author in one slot.
#[derive(Clone)]
pub(super) struct DoubleBlocks {
    client: Arc<Client>,
    select_chain: SelectChain,
    pool: OffchainTransactionPoolFactory<Block>,
    first_headers: Arc<Mutex<BTreeMap<(Slot, AuthorityIndex), Header>>>,
    /// The double blocks that no state at hand could prove yet.
    unproved: Arc<Mutex<Retries<DoubleBlock>>>,
}

/// Two sealed headers by one author in one slot.
#[derive(Clone, PartialEq)]
struct DoubleBlock {
    slot: Slot,
    first: Header,
    second: Header,
}

impl WatchedImport {
    /// Watches what goes to `inner`; reports go to `pool`.
    pub(super) fn new(
        inner: BabeImport,
        client: Arc<Client>,
        select_chain: SelectChain,
        pool: OffchainTransactionPoolFactory<Block>,
    ) -> Self {
        let unproved = Arc::new(Mutex::new(Retries::new(UNPROVED)));
        let first_headers = Default::default();
        let double_blocks = DoubleBlocks { client, select_chain, pool, first_headers, unproved };
        Self { inner, double_blocks }
    }

    /// Returns the watch, to try again what could not be proved.
    pub(super) fn double_blocks(&self) -> DoubleBlocks {
        self.double_blocks.clone()
    }
}

impl DoubleBlocks {
    /// Looks at a sealed `header` that comes in, and reports it if it is the second of its slot.
    async fn see(&self, header: Header) {
        let Some(double) = self.remember(header) else { return };
        if !self.try_to_report(&double).await {
            let now = self.client.info().best_number;
            lock(&self.unproved).keep(double, now);
        }
    }

    /// Reports what could not be proved before, as far as it can be now, at the best block `now`.
    pub(super) async fn try_again(&self, now: BlockNumber) {
        let due = lock(&self.unproved).due(now);
        for double in due {
            if self.try_to_report(&double).await {
                lock(&self.unproved).drop_if(|other| *other == double);
            }
        }
    }

    /// Remembers a sealed `header`; returns it with the other one, if its author made another one
    /// in the same slot before.
    fn remember(&self, header: Header) -> Option<DoubleBlock> {
        let digest = find_pre_digest::<Block>(&header).ok()?;
        let (slot, author) = (digest.slot(), digest.authority_index());
        let mut headers = lock(&self.first_headers);
        *headers = headers.split_off(&(slot.saturating_sub(SLOTS), 0));
        let first = headers.entry((slot, author)).or_insert_with(|| header.clone());
        let first = (first.hash() != header.hash()).then(|| first.clone())?;
        Some(DoubleBlock { slot, first, second: header })
    }

    /// Reports `double`; returns false if that can succeed later.
    async fn try_to_report(&self, double: &DoubleBlock) -> bool {
        self.report(double).await.unwrap_or_else(|error| {
            let slot = double.slot;
            log::warn!("Two blocks in slot {slot} could not be reported: {error}");
            false
        })
    }

    /// Reports `double`, unless it is nobody's fault; returns false if no state at hand can prove
    /// it.
    async fn report(&self, double: &DoubleBlock) -> Result<bool, Failure> {
        let DoubleBlock { slot, first, second } = double.clone();
        let Some(offender) = self.author(slot, &first)? else { return Ok(true) };
        // On forks with other sessions the same index can be two authors.
        if self.author(slot, &second)?.as_ref() != Some(&offender) {
            return Ok(true);
        }
        let best = self.select_chain.best_chain().await?.hash();
        // The state of the parent may be gone, the best block may be in a later session.
        let states = [*second.parent_hash(), *first.parent_hash(), best];
        let Some(owner) = states.into_iter().find_map(|at| self.prove(at, slot, &offender)) else {
            log::warn!("{offender} made two blocks in slot {slot}, but its key is not proved yet");
            return Ok(false);
        };
        log::info!("🚨 {offender} made two blocks in slot {slot}; reporting it");
        let proof =
            EquivocationProof { offender, slot, first_header: first, second_header: second };
        let mut api = self.client.runtime_api();
        api.register_extension(self.pool.offchain_transaction_pool(best));
        // A report that the runtime or the pool refuses is sent again by `reports`.
        api.submit_report_equivocation_unsigned_extrinsic(best, proof, owner)?;
        Ok(true)
    }

    /// Returns the proof that `offender` is a validator's key in the session of `slot`, if the state
    /// of the block `at` is there and has it.
    fn prove(
        &self,
        at: Hash,
        slot: Slot,
        offender: &AuthorityId,
    ) -> Option<OpaqueKeyOwnershipProof> {
        // An instance of the API is for one block only.
        self.client.runtime_api().generate_key_ownership_proof(at, slot, offender.clone()).ok()?
    }

    /// Returns the author whose turn `slot` was on the chain of `header`.
    fn author(&self, slot: Slot, header: &Header) -> Result<Option<AuthorityId>, Failure> {
        let api = self.client.runtime_api();
        let parent = *header.parent_hash();
        let mut epoch = api.current_epoch(parent)?;
        if slot >= epoch.start_slot.saturating_add(epoch.duration) {
            epoch = api.next_epoch(parent)?;
        }
        let index = usize::try_from(find_pre_digest::<Block>(header)?.authority_index())?;
        Ok(epoch.authorities.get(index).map(|(author, _)| author.clone()))
    }
}

#[async_trait]
impl BlockImport<Block> for WatchedImport {
    type Error = Error;

    async fn check_block(&self, block: BlockCheckParams<Block>) -> Result<ImportResult, Error> {
        self.inner.check_block(block).await
    }

    async fn import_block(&self, block: BlockImportParams<Block>) -> Result<ImportResult, Error> {
        // While a node catches up, what it sees is too old to matter.
        let recent = block.origin != BlockOrigin::NetworkInitialSync && !block.with_state();
        if recent {
            self.double_blocks.see(block.post_header()).await;
        }
        self.inner.import_block(block).await
    }
}
