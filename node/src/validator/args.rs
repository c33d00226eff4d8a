//! Arguments of the commands.

use clap::Args;
use nes_core::AccountId;
use sc_cli::{CryptoScheme, KeystoreParams, SharedParams};
use sp_core::Bytes;

/// A validator and the node that it runs on.
#[derive(Debug, Args)]
pub(crate) struct Target {
    /// The operator's account.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) account: AccountId,

    /// The address at which the validator's own node serves JSON-RPC.
    #[arg(long, value_name = "URL", default_value = "ws://127.0.0.1:9944")]
    pub(super) url: String,
}

/// The account whose keys to set, and the way.
#[derive(Debug, Args)]
pub(crate) struct SetCmd {
    #[clap(flatten)]
    pub(super) target: Target,

    /// Sign with the account's secret (phrase, seed or URI), which the standard input says, and
    /// submit. Without it the extrinsic to sign elsewhere is printed.
    #[arg(long)]
    pub(super) sign: bool,

    /// The kind of the account's key.
    #[arg(long, value_enum, ignore_case = true, default_value = "sr25519")]
    pub(super) scheme: CryptoScheme,
}

/// The keys to prove.
#[derive(Debug, Args)]
pub(crate) struct ProveCmd {
    /// The operator's account.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) account: AccountId,

    /// The public keys: those of BABE, GRANDPA and authority discovery, one after the other.
    #[arg(long, value_name = "HEX")]
    pub(super) keys: Bytes,

    #[clap(flatten)]
    pub(super) shared: SharedParams,

    #[clap(flatten)]
    pub(super) keystore: KeystoreParams,
}
