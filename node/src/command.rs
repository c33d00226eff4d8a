//! The commands of the command line, and the ports that an operator names.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use nes_runtime::{OpaqueBlock as Block, SS58_PREFIX};
use sc_cli::{
    CliConfiguration, Error, KeySubcommand, Result, RevertCmd, RunCmd, Runner, SubstrateCli,
};
use sc_service::Configuration;
use sp_core::crypto::{set_default_ss58_version, Ss58AddressFormat};

use crate::{
    cli::{Cli, Subcommand},
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
    require_ports(&cli.run, runner.config_mut())?;
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

/// Stops before anything has started when a port that `run` names is not to be had.
fn require_ports(run: &RunCmd, config: &mut Configuration) -> Result<()> {
    if run.rpc_params.rpc_port.is_some() {
        insist_on_rpc_port(config);
    }
    let endpoints = config.rpc.addr.iter().flatten();
    for endpoint in endpoints.filter(|it| !it.retry_random_port && !it.is_optional) {
        require_port(endpoint.listen_addr, "the RPC server", "--rpc-port")?;
    }
    if let Some(port) = run.network_params.port {
        require_port((Ipv4Addr::UNSPECIFIED, port).into(), "the node", "--port")?;
    }
    if let (Some(_), Some(prometheus)) =
        (run.prometheus_params.prometheus_port, &config.prometheus_config)
    {
        require_port(prometheus.port, "the Prometheus endpoint", "--prometheus-port")?;
    }
    Ok(())
}

/// A named port is not silently exchanged for another one.
fn insist_on_rpc_port(config: &mut Configuration) {
    for endpoint in config.rpc.addr.iter_mut().flatten() {
        endpoint.retry_random_port = false;
    }
}

fn require_port(address: SocketAddr, who: &str, option: &str) -> Result<()> {
    TcpListener::bind(address).map(drop).map_err(|error| {
        Error::Input(format!(
            "{who} cannot listen on {address}: {error}. Stop what uses that port, or choose \
             another one with {option}.",
        ))
    })
}
