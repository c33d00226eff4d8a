//! What is known of a node.

use alloc::vec::Vec;

use codec::{Codec, Decode, Encode};
use nes_core::{Balance, ServiceKey};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// A registered node as it stands now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct NodeInfo<AccountId> {
    /// The stake behind it that counts, in planck.
    pub stake: Balance,
    /// What is on its way out of that stake, in planck.
    pub unbonding: Balance,
    /// The operator's share of what the node's stake earns.
    pub commission: Perbill,
    /// The account that may work for the node beside its operator.
    pub agent: Option<AccountId>,
    /// Whether the operator wants it to validate.
    pub validator: bool,
    /// Whether it is in the validator set of the current session.
    pub in_set: bool,
    /// Whether its operator has left; it takes no new work.
    pub leaving: bool,
    /// Its name, at most 64 bytes.
    pub name: Vec<u8>,
    /// The URL under which it serves, at most 256 bytes; empty when it serves nothing.
    pub endpoint: Vec<u8>,
    /// The key that it signs its answers with.
    pub service_key: ServiceKey,
    /// How well it has served, in millionths: 1,000,000 is where every node begins.
    pub reputation: u32,
}

sp_api::decl_runtime_apis! {
    /// The register of nodes.
    pub trait NodesApi<AccountId: Codec> {
        /// What is known of `node`, named by its operator's account; `None` when there is none.
        fn info(node: AccountId) -> Option<NodeInfo<AccountId>>;
    }
}
