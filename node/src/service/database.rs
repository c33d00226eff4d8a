//! Opens the database of the chain that the specification describes, and of no other.

use std::sync::Arc;

use nes_client::{Backend, Block, Client, Executor, Hash};
use nes_runtime::RuntimeApi;
use sc_cli::{Error, Result};
use sc_client_api::{Backend as _, HeaderBackend};
use sc_consensus_grandpa::GrandpaPruningFilter;
use sc_service::{BuildGenesisBlock, Configuration, GenesisBlockBuilder, TaskManager};
use sc_telemetry::TelemetryHandle;
use sp_core::storage::Storage;
use sp_keystore::KeystorePtr;
use sp_runtime::traits::Block as _;

/// An open database, the chain in it and what runs beside it.
pub(super) struct Database {
    pub(super) client: Arc<Client>,
    pub(super) backend: Arc<Backend>,
    pub(super) executor: Executor,
    pub(super) keystore: KeystorePtr,
    pub(super) task_manager: TaskManager,
}

/// Opens the database, or makes it with the specification's genesis.
pub(super) fn open(config: &Configuration, telemetry: Option<TelemetryHandle>) -> Result<Database> {
    let executor = sc_service::new_wasm_executor(&config.executor);
    let mut settings = config.db_config();
    // Warp sync proves a chain by the blocks in which its authorities change.
    settings.pruning_filters = vec![Arc::new(GrandpaPruningFilter)];
    let backend = sc_service::new_db_backend(settings).map_err(|error| explain(error, config))?;
    let genesis =
        Genesis { config, backend: &backend, executor: &executor, storage: state(config)? };
    genesis.require_match()?;
    let builder = genesis.builder(!config.no_genesis())?;
    let (client, backend, keystore, task_manager) =
        sc_service::new_full_parts_with_genesis_builder::<Block, RuntimeApi, Executor, _>(
            config,
            telemetry,
            executor.clone(),
            backend.clone(),
            builder,
            false,
        )?;
    let (client, keystore) = (client.into(), keystore.keystore());
    Ok(Database { client, backend, executor, keystore, task_manager })
}

/// Says what to do about a database that was made with another `--state-pruning`.
fn explain(error: sp_blockchain::Error, config: &Configuration) -> Error {
    let said = error.to_string();
    if !said.contains("Incompatible pruning modes") {
        return error.into();
    }
    Error::Input(format!(
        "the database at {} keeps the states of other blocks than asked: {said}. --index wants \
         those of all finalised blocks (archive-canonical), unless --state-pruning says otherwise. \
         Give the --state-pruning with which the database was made, or delete it with \
         purge-chain and sync it again.",
        config.database.path().unwrap_or_else(|| "?".as_ref()).display(),
    ))
}

fn state(config: &Configuration) -> Result<Storage> {
    config.chain_spec.as_storage_builder().build_storage().map_err(|error| {
        Error::Input(format!(
            "the specification of `{}` gives no genesis state: {error}",
            config.chain_spec.name(),
        ))
    })
}

/// The genesis that the specification describes.
struct Genesis<'a> {
    config: &'a Configuration,
    backend: &'a Arc<Backend>,
    executor: &'a Executor,
    storage: Storage,
}

impl Genesis<'_> {
    fn builder(&self, commit: bool) -> Result<GenesisBlockBuilder<Block, Backend, Executor>> {
        let (backend, executor) = (self.backend.clone(), self.executor.clone());
        let storage = self.storage.clone();
        Ok(GenesisBlockBuilder::new_with_storage(storage, commit, backend, executor)?)
    }

    /// Refuses a database that began with another genesis.
    fn require_match(&self) -> Result<()> {
        let kept = self.backend.blockchain().info().genesis_hash;
        if kept == Hash::default() {
            return Ok(());
        }
        let (genesis, _) = self.builder(false)?.build_genesis_block()?;
        let described = genesis.header().hash();
        if kept == described {
            return Ok(());
        }
        Err(Error::Input(format!(
            "the database at {} belongs to another chain: its genesis is {kept:?}, that of `{}` is \
             {described:?}. Give the specification of that chain or another --base-path, or \
             delete the database with purge-chain.",
            self.config.database.path().unwrap_or_else(|| "?".as_ref()).display(),
            self.config.chain_spec.name(),
        )))
    }
}
