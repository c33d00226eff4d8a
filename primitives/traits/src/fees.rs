//! The payment of fees to those who earned them.

use alloc::vec::Vec;

use nes_core::{Balance, FeeParts};
use sp_runtime::Perbill;

/// The fee that one node earned, before the split.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeeShare<AccountId> {
    /// The node that did the work.
    pub node: AccountId,
    /// Its fee in planck.
    pub fee: Balance,
}

/// The amount that is taken for the attendance of one node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attendance<AccountId> {
    /// The node.
    pub node: AccountId,
    /// The amount, in planck.
    pub amount: Balance,
    /// The node's part of it, in planck; the rest is the treasury's.
    pub reward: Balance,
}

/// Provides the division of settled fees by the chain's rule.
pub trait FeeSettlement<AccountId, Credit> {
    /// Divides `credit`, which is the sum of the `shares`, and pays everyone: for each share the
    /// burned part, the treasury, the `publisher` and the node, in the order of `shares`. It is
    /// nobody's paid work before [`FeeSettlement::count_work`] says so.
    fn settle(
        credit: Credit,
        shares: &[FeeShare<AccountId>],
        publisher: &AccountId,
        royalty: Perbill,
    ) -> Vec<FeeParts>;

    /// Counts a settled fee as the paid work of `node`; `protocol` is the part of it that nobody can
    /// have paid to himself, in planck.
    fn count_work(node: &AccountId, protocol: Balance);

    /// Divides `credit`, which is the sum of the `attendances`, between each node and the treasury,
    /// in the order of `attendances`. It is nobody's paid work: nothing is burned and no royalty
    /// paid.
    fn attend(credit: Credit, attendances: &[Attendance<AccountId>]) -> Vec<FeeParts>;
}

/// Provides the payment of rewards to nodes.
pub trait NodeRewards<AccountId, Credit> {
    /// Pays `credit` to `node`; the error is the credit that could not be placed.
    fn reward(node: &AccountId, credit: Credit) -> Result<(), Credit>;
}
