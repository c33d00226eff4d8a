//! The node's command line.

use clap::Parser;
use sc_cli::{
    ChainInfoCmd, CheckBlockCmd, Database, DatabaseParams, DatabasePruningMode, ExportBlocksCmd,
    ExportChainSpecCmd, ExportStateCmd, ImportBlocksCmd, KeySubcommand, PurgeChainCmd, RevertCmd,
    RunCmd, SubstrateCli,
};
use sc_storage_monitor::StorageMonitorParams;

use crate::{chain_spec, index::IndexParams, validator::ValidatorCmd};

/// The command line: a subcommand, or the options of a node that runs.
#[derive(Debug, Parser)]
pub(crate) struct Cli {
    /// A command to run instead of a node.
    #[command(subcommand)]
    pub(crate) subcommand: Option<Subcommand>,

    /// Options of a node that runs.
    #[clap(flatten)]
    pub(crate) run: RunCmd,

    /// Options of the watch on disk space.
    #[clap(flatten)]
    pub(crate) storage_monitor: StorageMonitorParams,

    /// Options of the index.
    #[clap(flatten)]
    pub(crate) index: IndexParams,
}

/// The commands that run instead of a node.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
    /// Makes and inspects keys.
    #[command(subcommand)]
    Key(KeySubcommand),

    /// Sets up, replaces and checks a validator's session keys.
    #[command(subcommand)]
    Validator(ValidatorCmd),

    /// Writes a chain's specification as JSON.
    ExportChainSpec(ExportChainSpecCmd),

    /// Executes a block of the database again.
    CheckBlock(CheckBlockCmd),

    /// Writes blocks to a file.
    ExportBlocks(ExportBlocksCmd),

    /// Reads blocks from a file.
    ImportBlocks(ImportBlocksCmd),

    /// Writes the state after a block as a chain specification.
    ExportState(ExportStateCmd),

    /// Deletes a chain's database.
    PurgeChain(PurgeChainCmd),

    /// Takes the last blocks back, at most to the last finalised one.
    Revert(RevertCmd),

    /// Prints what the database holds.
    ChainInfo(ChainInfoCmd),
}

impl Cli {
    /// The same command line with this chain's own choices for what it does not name: ParityDB for
    /// the database, and for a node with an index the states that it is read from.
    pub(crate) fn with_defaults(mut self) -> Self {
        if self.index.index {
            let pruning = &mut self.run.import_params.pruning_params;
            pruning.state_pruning.get_or_insert(DatabasePruningMode::ArchiveCanonical);
        }
        let params = match &mut self.subcommand {
            None => Some(&mut self.run.import_params.database_params),
            Some(subcommand) => subcommand.database_params(),
        };
        if let Some(params) = params {
            params.database.get_or_insert(Database::ParityDb);
        }
        self
    }
}

impl Subcommand {
    fn database_params(&mut self) -> Option<&mut DatabaseParams> {
        match self {
            Self::Key(_) | Self::Validator(_) | Self::ExportChainSpec(_) => None,
            Self::CheckBlock(cmd) => Some(&mut cmd.import_params.database_params),
            Self::ExportBlocks(cmd) => Some(&mut cmd.database_params),
            Self::ImportBlocks(cmd) => Some(&mut cmd.import_params.database_params),
            Self::ExportState(cmd) => Some(&mut cmd.database_params),
            Self::PurgeChain(cmd) => Some(&mut cmd.database_params),
            Self::Revert(cmd) => Some(&mut cmd.database_params),
            Self::ChainInfo(cmd) => Some(&mut cmd.database_params),
        }
    }
}

impl SubstrateCli for Cli {
    fn impl_name() -> String {
        "NES chain node".into()
    }

    fn impl_version() -> String {
        env!("SUBSTRATE_CLI_IMPL_VERSION").into()
    }

    fn description() -> String {
        env!("CARGO_PKG_DESCRIPTION").into()
    }

    fn author() -> String {
        "the NES chain developers".into()
    }

    fn support_url() -> String {
        "the issues of the repository this node was built from".into()
    }

    fn copyright_start_year() -> i32 {
        2026
    }

    fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
        chain_spec::load(id)
    }
}
