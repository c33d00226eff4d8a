//! The register of nodes, as the other pallets use it.

use nes_core::Balance;

/// The register of nodes. A node is named by its operator's account.
pub trait NodeRegistry<AccountId> {
    /// Returns the stake behind `node` that counts, in planck; 0 for an unknown node and for one that
    /// is leaving.
    fn stake(node: &AccountId) -> Balance;

    /// Returns the counted stake of a node that may take new work; `None` for every other one.
    fn working_stake(node: &AccountId) -> Option<Balance>;

    /// Returns true if `node` is registered and may take new work.
    fn is_active(node: &AccountId) -> bool {
        Self::working_stake(node).is_some()
    }

    /// Returns the number of the registration of `node`, which no other registration has, of the
    /// same account neither; `None` for an unknown node.
    fn registration(node: &AccountId) -> Option<u32>;

    /// Returns true if `who` may work for `node`: it is the operator, or the agent that the
    /// operator named.
    ///
    /// An operator's account acts for the node of its own name even if no node is registered, so
    /// that it can still clear whatever a node left behind.
    fn acts_for(who: &AccountId, node: &AccountId) -> bool;
}

/// A receiver of the removal of nodes, which drops what it keeps under their names.
pub trait OnNodeRemoved<AccountId> {
    /// Handles the removal of `node`, which is no longer registered.
    fn on_node_removed(node: &AccountId);
}

impl<AccountId> OnNodeRemoved<AccountId> for () {
    fn on_node_removed(_: &AccountId) {}
}

impl<AccountId, One, Other> OnNodeRemoved<AccountId> for (One, Other)
where
    One: OnNodeRemoved<AccountId>,
    Other: OnNodeRemoved<AccountId>,
{
    fn on_node_removed(node: &AccountId) {
        One::on_node_removed(node);
        Other::on_node_removed(node);
    }
}
