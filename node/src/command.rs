//! Does what the command line asks.

use nes_runtime::{OpaqueBlock as Block, SS58_PREFIX};
use sc_cli::{CliConfiguration, KeySubcommand, Result, RevertCmd, Runner, SubstrateCli};
use sp_core::crypto::{set_default_ss58_version, Ss58AddressFormat};

use crate::{
    cli::{Cli, Subcommand},
    ports,
    service::{self, Partial},
};

/// Reads the command line and does what it asks.
pub(crate) fn run() -> Result<()> {
    set_default_ss58_version(Ss58AddressFormat::custom(SS58_PREFIX));
    let mut cli = Cli::from_args().with_defaults();
    match cli.subcommand.take() {
        None => run_node(cli),
        Some(subcommand) => run_subcommand(&cli, subcommand),
    }
}

fn run_node(cli: Cli) -> Result<()> {
    let mut runner = cli.create_runner(&cli.run)?;
    ports::require(&cli.run, runner.config_mut())?;
    runner.run_node_until_exit(|config| async move {
        service::run(config, cli.storage_monitor, &cli.index)
    })
}

fn run_subcommand(cli: &Cli, subcommand: Subcommand) -> Result<()> {
    match subcommand {
        Subcommand::Key(cmd) => run_key(cli, cmd),
        Subcommand::Validator(cmd) => cmd.run(cli),
        Subcommand::ExportChainSpec(cmd) => cmd.run(cli.load_spec(&cmd.chain)?),
        Subcommand::CheckBlock(cmd) => runner(cli, &cmd)?.async_run(|config| {
            let Partial { node, import_queue, .. } = service::partial(&config)?;
            Ok((cmd.run(node.client, import_queue), node.task_manager))
        }),
        Subcommand::ExportBlocks(cmd) => runner(cli, &cmd)?.async_run(|config| {
            let node = service::partial(&config)?.node;
            Ok((cmd.run(node.client, config.database), node.task_manager))
        }),
        Subcommand::ImportBlocks(cmd) => runner(cli, &cmd)?.async_run(|config| {
            let Partial { node, import_queue, .. } = service::partial(&config)?;
            Ok((cmd.run(node.client, import_queue), node.task_manager))
        }),
        Subcommand::ExportState(cmd) => runner(cli, &cmd)?.async_run(|config| {
            let node = service::partial(&config)?.node;
            Ok((cmd.run(node.client, config.chain_spec), node.task_manager))
        }),
        Subcommand::PurgeChain(cmd) => {
            runner(cli, &cmd)?.sync_run(|config| cmd.run(config.database))
        }
        Subcommand::Revert(cmd) => revert(cli, cmd),
        Subcommand::ChainInfo(cmd) => {
            runner(cli, &cmd)?.sync_run(|config| cmd.run::<Block>(&config))
        }
    }
}

fn runner<Command: CliConfiguration>(cli: &Cli, command: &Command) -> Result<Runner<Cli>> {
    cli.create_runner(command)
}

/// A node key belongs to no chain, so the command that makes one need not be told of any; with a
/// base path and no chain it means `local`, as `export-chain-spec` does.
fn run_key(cli: &Cli, mut command: KeySubcommand) -> Result<()> {
    if let KeySubcommand::GenerateNodeKey(cmd) = &mut command {
        cmd.chain.get_or_insert_with(|| "local".into());
    }
    command.run(cli)
}

fn revert(cli: &Cli, cmd: RevertCmd) -> Result<()> {
    runner(cli, &cmd)?.async_run(|config| {
        let node = service::partial(&config)?.node;
        let consensus = Box::new(service::revert_consensus);
        Ok((cmd.run(node.client, node.backend, Some(consensus)), node.task_manager))
    })
}
