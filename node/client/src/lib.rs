//! The chain as the parts of the node see it: its types, the events of its past blocks, and the list of
//! things that a node tries again.

mod past;
pub mod retry;

use nes_runtime::{OpaqueBlock, RuntimeApi};
use sc_executor::WasmExecutor;
use sp_io::SubstrateHostFunctions;

pub use past::Past;

/// A block as the node passes it around.
pub type Block = OpaqueBlock;
/// The hash of a block.
pub type Hash = nes_core::Hash;
/// The executor of the runtime's wasm.
pub type Executor = WasmExecutor<SubstrateHostFunctions>;
/// The database.
pub type Backend = sc_service::TFullBackend<Block>;
/// The chain: its blocks, its state and calls of its runtime.
pub type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;
/// The rule for the best chain.
pub type SelectChain = sc_consensus::LongestChain<Backend, Block>;
/// The extrinsics that wait for a block.
pub type Pool = sc_transaction_pool::TransactionPoolHandle<Block, Client>;
