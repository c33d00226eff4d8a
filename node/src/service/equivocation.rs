//! Reports validators that author two blocks in one slot.
//!
//! BABE's own import looks for that too, but only when it has taken the seal off the header, and
//! the runtime refuses a proof whose headers are not sealed. So the headers are compared here,
//! before BABE gets the block, and what BABE reports goes nowhere. A block that comes this far has
//! been verified: its seal is its author's.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use nes_client::{Backend, Block, Client, Hash, SelectChain};
use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sc_consensus_babe::{find_pre_digest, BabeBlockImport};
use sc_consensus_grandpa::GrandpaBlockImport;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_api::{ApiError, ApiExt, ProvideRuntimeApi};
use sp_consensus::{BlockOrigin, Error, SelectChain as _};
use sp_consensus_babe::{
    inherents::BabeCreateInherentDataProviders, AuthorityId, AuthorityIndex, BabeApi,
    EquivocationProof, OpaqueKeyOwnershipProof, Slot,
};
use sp_runtime::traits::Header as _;

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

/// The import of a block, which tells the runtime of a second one by the same author in one slot.
#[derive(Clone)]
pub(super) struct WatchedImport {
    inner: BabeImport,
    client: Arc<Client>,
    select_chain: SelectChain,
    pool: OffchainTransactionPoolFactory<Block>,
    first_headers: Arc<Mutex<BTreeMap<(Slot, AuthorityIndex), Header>>>,
}

impl WatchedImport {
    /// Watches what goes to `inner`; reports go to `pool`.
    pub(super) fn new(
        inner: BabeImport,
        client: Arc<Client>,
        select_chain: SelectChain,
        pool: OffchainTransactionPoolFactory<Block>,
    ) -> Self {
        Self { inner, client, select_chain, pool, first_headers: Default::default() }
    }

    /// Remembers a sealed `header`; returns the slot and the other header, if its author made
    /// another one in the same slot before.
    fn remember(&self, header: &Header) -> Option<(Slot, Header)> {
        let digest = find_pre_digest::<Block>(header).ok()?;
        let (slot, author) = (digest.slot(), digest.authority_index());
        let mut headers = self.first_headers.lock().unwrap_or_else(PoisonError::into_inner);
        *headers = headers.split_off(&(slot.saturating_sub(SLOTS), 0));
        let first = headers.entry((slot, author)).or_insert_with(|| header.clone());
        (first.hash() != header.hash()).then(|| (slot, first.clone()))
    }

    async fn report(&self, slot: Slot, first: Header, second: Header) -> Result<(), Failure> {
        let Some(offender) = self.author(slot, &first)? else { return Ok(()) };
        // On forks with other sessions the same index can be two authors.
        if self.author(slot, &second)?.as_ref() != Some(&offender) {
            return Ok(());
        }
        let best = self.select_chain.best_chain().await?.hash();
        // The parent knows the keys, unless the slot is the first of its session.
        let parent = self.prove(*second.parent_hash(), slot, &offender)?;
        let Some(owner) = parent.or(self.prove(best, slot, &offender)?) else { return Ok(()) };
        log::info!("🚨 {offender} made two blocks in slot {slot}; reporting it");
        let proof =
            EquivocationProof { offender, slot, first_header: first, second_header: second };
        let mut api = self.client.runtime_api();
        api.register_extension(self.pool.offchain_transaction_pool(best));
        api.submit_report_equivocation_unsigned_extrinsic(best, proof, owner)?;
        Ok(())
    }

    /// The proof that `offender` is a validator's key in the session of `slot`.
    fn prove(
        &self,
        at: Hash,
        slot: Slot,
        offender: &AuthorityId,
    ) -> Result<Option<OpaqueKeyOwnershipProof>, ApiError> {
        // An instance of the API is for one block only.
        self.client.runtime_api().generate_key_ownership_proof(at, slot, offender.clone())
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
        let header = block.post_header();
        if let Some((slot, first)) = recent.then(|| self.remember(&header)).flatten() {
            if let Err(error) = self.report(slot, first, header).await {
                log::warn!("Two blocks in slot {slot} could not be reported: {error}");
            }
        }
        self.inner.import_block(block).await
    }
}
