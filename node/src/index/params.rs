//! The index on the command line.

use clap::Args;

/// Options of the index.
#[derive(Debug, Clone, Args)]
pub(crate) struct IndexParams {
    /// Keep facts that the chain forgets and serve them over RPC: the receipts of tasks and the
    /// turnout of referenda that ended, and discussion documents.
    ///
    /// Unless --state-pruning says otherwise, the node then keeps the state of every finalised
    /// block, from which the facts are read.
    #[arg(long)]
    pub(crate) index: bool,

    /// Empty the index and build it again.
    #[arg(long, requires = "index")]
    pub(crate) rebuild_index: bool,
}
