//! What the economy asks of the register of nodes.

use nes_core::Balance;

/// The register of nodes. A node is named by its operator's account.
pub trait Nodes<AccountId> {
    /// The stake behind `node` that counts, in planck; 0 for an unknown node.
    fn stake(node: &AccountId) -> Balance;

    /// The same of a node that may take new work; `None` for every other one.
    fn working_stake(node: &AccountId) -> Option<Balance>;

    /// Whether `node` is registered and may take new work.
    fn is_active(node: &AccountId) -> bool {
        Self::working_stake(node).is_some()
    }

    /// Whether `who` may work for `node`: its operator, or the agent that the operator named.
    ///
    /// An operator's account acts for the node of its own name even when no node is registered,
    /// so that whatever a node left behind can still be cleared by its owner.
    fn acts_for(who: &AccountId, node: &AccountId) -> bool;

    /// Registers `node` with at least the stake that it takes to be active.
    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(node: &AccountId, stake: Balance);
}

/// What is told when a node's record goes, so that others drop what they keep under its name.
pub trait OnNodeGone<AccountId> {
    /// `node` is no longer registered.
    fn on_node_gone(node: &AccountId);
}

impl<AccountId> OnNodeGone<AccountId> for () {
    fn on_node_gone(_: &AccountId) {}
}

impl<AccountId, One, Other> OnNodeGone<AccountId> for (One, Other)
where
    One: OnNodeGone<AccountId>,
    Other: OnNodeGone<AccountId>,
{
    fn on_node_gone(node: &AccountId) {
        One::on_node_gone(node);
        Other::on_node_gone(node);
    }
}
