//! What can be asked of the index on the command line.

use clap::Args;

/// Whether receipts are kept.
#[derive(Debug, Clone, Args)]
pub(crate) struct IndexParams {
    /// Keep the receipt of every task that ends, and serve it over RPC.
    ///
    /// Unless --state-pruning says otherwise, the node then keeps the state of every finalised
    /// block, from which receipts are read.
    #[arg(long)]
    pub(crate) index: bool,

    /// Empty the index and build it again.
    #[arg(long, requires = "index")]
    pub(crate) rebuild_index: bool,
}
