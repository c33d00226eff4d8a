//! `nes-node validator`: session keys, so that keystore, chain and validator set agree.
//!
//! All but `prove` ask a running node, the validator's own: only it knows what its keystore holds.

mod chain;
mod extrinsic;
mod prove;
mod set;
mod status;

use clap::{Args, Subcommand};
use nes_core::AccountId;
use sc_cli::{CryptoScheme, KeystoreParams, Result, SharedParams, SubstrateCli};
use sp_core::Bytes;

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

/// A validator and the node that it runs on.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The operator's account.
    #[arg(long, value_name = "ADDRESS")]
    account: AccountId,

    /// The address at which the validator's own node serves JSON-RPC.
    #[arg(long, value_name = "URL", default_value = "ws://127.0.0.1:9944")]
    url: String,
}

/// The account whose keys to set, and the way.
#[derive(Debug, Args)]
pub(crate) struct SetCmd {
    #[clap(flatten)]
    target: Target,

    /// Sign with the account's secret (phrase, seed or URI), which the standard input says, and
    /// submit. Without it the extrinsic to sign elsewhere is printed.
    #[arg(long)]
    sign: bool,

    /// The kind of the account's key.
    #[arg(long, value_enum, ignore_case = true, default_value = "sr25519")]
    scheme: CryptoScheme,
}

/// The keys to prove.
#[derive(Debug, Args)]
pub(crate) struct ProveCmd {
    /// The operator's account.
    #[arg(long, value_name = "ADDRESS")]
    account: AccountId,

    /// The public keys: those of BABE, GRANDPA and authority discovery, one after the other.
    #[arg(long, value_name = "HEX")]
    keys: Bytes,

    #[clap(flatten)]
    shared: SharedParams,

    #[clap(flatten)]
    keystore: KeystoreParams,
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
