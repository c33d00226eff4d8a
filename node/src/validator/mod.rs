//! `nes-node validator`: session keys, so that keystore, chain and validator set agree.
//!
//! All but `prove` ask a running node, the validator's own: only it knows what its keystore holds.

mod args;
mod chain;
mod extrinsic;
mod prove;
mod set;
mod status;
mod submit;

use clap::Subcommand;
use sc_cli::{Result, SubstrateCli};

use args::{ProveCmd, SetCmd, Target};

/// The commands about a validator's session keys.
#[derive(Debug, Subcommand)]
pub(crate) enum ValidatorCmd {
    /// Makes session keys on a running node, for an account that has none, and registers them.
    Setup(SetCmd),

    /// Makes new session keys on a running node in place of those that are registered.
    Rotate(SetCmd),

    /// Proves to the chain that keys of a keystore on this disk are the account's.
    Prove(ProveCmd),

    /// Says whether keystore, chain and validator set agree; fails when they do not.
    Status(Target),
}

impl ValidatorCmd {
    /// Runs the command; `cli` knows the chains.
    pub(crate) fn run<Cli: SubstrateCli>(self, cli: &Cli) -> Result<()> {
        let runtime = sc_cli::build_runtime()?;
        match self {
            Self::Setup(cmd) => runtime.block_on(set::setup(cmd)),
            Self::Rotate(cmd) => runtime.block_on(set::rotate(cmd)),
            Self::Prove(cmd) => prove::prove(cli, cmd),
            Self::Status(target) => runtime.block_on(status::status(target)),
        }
    }
}
