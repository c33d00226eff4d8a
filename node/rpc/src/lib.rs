//! The JSON-RPC sections of this node beside those that every Substrate node serves.

mod changes;
mod decisions;
mod error;
mod follow;
mod governance;
mod index;
mod inference;
mod json;
mod market;
mod nes;
mod nodes;
mod receipts;
mod rewards;

use std::{error::Error, sync::Arc};

use jsonrpsee::RpcModule;
use nes_client::{Backend, Block, Client, Hash, Past, Pool, SelectChain};
use nes_core::BlockNumber;
use nes_index::Index;
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_chain_spec::ChainSpec;
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_babe_rpc::{Babe, BabeApiServer};
use sc_consensus_grandpa::{
    FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
use sp_keystore::KeystorePtr;
use substrate_frame_rpc_system::{System, SystemApiServer};

use follow::Subscriptions;
use governance::{Governance, GovernanceRpcServer, TurnoutRpcServer, Turnouts};
use index::{IndexAccess, IndexRpcServer};
use inference::{Inference, InferenceRpcServer};
use market::{Market, MarketRpcServer};
use nes::{Nes, NesRpcServer};
use nodes::{Nodes, NodesRpcServer};
use receipts::{Receipts, ReceiptsRpcServer};
use rewards::{Rewards, RewardsRpcServer};

/// The parts of the node that the sections answer from.
pub struct FullDeps {
    /// The chain.
    pub client: Arc<Client>,
    /// Its database.
    pub backend: Arc<Backend>,
    /// The events of its blocks.
    pub past: Past,
    /// The extrinsics that wait.
    pub pool: Arc<Pool>,
    /// The rule for the best chain.
    pub select_chain: SelectChain,
    /// The node's keys.
    pub keystore: KeystorePtr,
    /// The chain's specification.
    pub chain_spec: Box<dyn ChainSpec>,
    /// BABE's epochs.
    pub babe: BabeWorkerHandle<Block>,
    /// GRANDPA's votes.
    pub grandpa: GrandpaDeps,
    /// The index, if the node has one.
    pub index: Option<Index>,
}

/// The state of GRANDPA.
pub struct GrandpaDeps {
    /// The rounds that run.
    pub voter_state: SharedVoterState,
    /// The authorities.
    pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
    /// The justifications as they come.
    pub justifications: GrandpaJustificationStream<Block>,
}

/// Returns one module with every section.
pub fn create_full(
    deps: &FullDeps,
    executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
    let client = || deps.client.clone();
    let subscriptions = Subscriptions::new(client(), executor.clone());
    let mut module = RpcModule::new(());
    module.merge(System::<_, _, Block>::new(client(), deps.pool.clone()).into_rpc())?;
    module.merge(TransactionPayment::<_, Block>::new(client()).into_rpc())?;
    module.merge(babe(deps).into_rpc())?;
    module.merge(grandpa(deps, executor).into_rpc())?;
    module.merge(sync_state(deps)?.into_rpc())?;
    module.merge(Nodes::new(client(), subscriptions.clone()).into_rpc())?;
    module.merge(Nes::new(client(), subscriptions.clone()).into_rpc())?;
    module.merge(Rewards::new(client()).into_rpc())?;
    module.merge(Governance::new(client(), subscriptions.clone()).into_rpc())?;
    module.merge(Market::new(client()).into_rpc())?;
    module.merge(Inference::new(client(), deps.past.clone(), subscriptions).into_rpc())?;
    let index = IndexAccess::new(client(), deps.index.clone());
    module.merge(index.clone().into_rpc())?;
    module.merge(Turnouts::new(client(), index.clone()).into_rpc())?;
    module.merge(Receipts::new(index).into_rpc())?;
    Ok(module)
}

fn babe(deps: &FullDeps) -> Babe<Block, Client, SelectChain> {
    Babe::new(
        deps.client.clone(),
        deps.babe.clone(),
        deps.keystore.clone(),
        deps.select_chain.clone(),
    )
}

type AuthoritySet = SharedAuthoritySet<Hash, BlockNumber>;
type Finality = FinalityProofProvider<Backend, Block>;

fn grandpa(
    deps: &FullDeps,
    executor: SubscriptionTaskExecutor,
) -> Grandpa<AuthoritySet, SharedVoterState, Block, Finality> {
    let GrandpaDeps { voter_state, authority_set, justifications } = &deps.grandpa;
    Grandpa::new(
        executor,
        authority_set.clone(),
        voter_state.clone(),
        justifications.clone(),
        Finality::new_for_service(deps.backend.clone(), Some(authority_set.clone())),
    )
}

fn sync_state(
    deps: &FullDeps,
) -> Result<SyncState<Block, Client>, sc_sync_state_rpc::Error<Block>> {
    SyncState::new(
        deps.chain_spec.cloned_box(),
        deps.client.clone(),
        deps.grandpa.authority_set.clone(),
        deps.babe.clone(),
    )
}
