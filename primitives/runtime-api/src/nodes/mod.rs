//! Nodes and the stake behind them.

mod delegation;
mod info;
mod operator;
mod slash;

pub use delegation::{DelegationInfo, UnbondingInfo};
pub use info::{CommissionRaise, NodeInfo};
pub use operator::{Claimable, ConductInfo, OnHold, OperatorInfo};
pub use slash::{SlashInfo, SlashKind, SlashStage};

use alloc::vec::Vec;

use codec::Codec;

use crate::Page;

sp_api::decl_runtime_apis! {
    /// The register of nodes.
    ///
    /// A node is named by its operator's account. The answer about a node is `None` if there is no
    /// such node.
    pub trait NodesApi<AccountId: Codec> {
        /// Returns the state of `node`.
        fn info(node: AccountId) -> Option<NodeInfo<AccountId>>;

        /// Returns up to `limit` nodes, and never more than [`MAX_PAGE`](crate::MAX_PAGE), from the
        /// one after `cursor` on.
        fn list(
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Page<AccountId, NodeInfo<AccountId>>;

        /// Returns the state of `node` with the details for its operator.
        fn operator(node: AccountId) -> Option<OperatorInfo<AccountId>>;

        /// Returns up to `limit` positions behind `node`, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), each with its staker, from the one after `cursor` on. The
        /// operator's own is included.
        fn delegations(
            node: AccountId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Option<Page<AccountId, DelegationInfo>>;

        /// Returns the position of `staker` behind `node`; `None` also if there is no such
        /// position.
        fn delegation(node: AccountId, staker: AccountId) -> Option<DelegationInfo>;

        /// Returns up to `limit` nodes that `staker` has a position behind, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), each with the position, from the one after `cursor` on.
        ///
        /// The chain has no list of them: it looks through [`MAX_SCAN`](crate::MAX_SCAN) nodes at
        /// most in a call, so a page can be short, or empty, and still not be the last.
        fn staked_by(
            staker: AccountId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Page<AccountId, DelegationInfo>;

        /// Returns the slashes that `node` has taken, in the order of their reports; at most 64.
        fn slashes(node: AccountId) -> Option<Vec<SlashInfo>>;
    }
}
