//! Nodes and the stake behind them.

use alloc::vec::Vec;

use codec::{Codec, Decode, Encode};
use nes_core::{Balance, EraIndex, ServiceKey};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

use crate::{NodeRewardsInfo, Page};

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
        ) -> Page<NodeInfo<AccountId>, AccountId>;

        /// Returns the state of `node` with the details for its operator.
        fn operator(node: AccountId) -> Option<OperatorInfo<AccountId>>;

        /// Returns up to `limit` positions behind `node`, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), each with its staker, from the one after `cursor` on. The
        /// operator's own is included.
        fn delegations(
            node: AccountId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Option<Page<DelegationInfo<AccountId>, AccountId>>;

        /// Returns the position of `staker` behind `node`; `None` also if there is no such
        /// position.
        fn delegation(node: AccountId, staker: AccountId) -> Option<DelegationInfo<AccountId>>;

        /// Returns up to `limit` nodes that `staker` has a position behind, and never more than
        /// [`MAX_PAGE`](crate::MAX_PAGE), each with the position, from the one after `cursor` on.
        ///
        /// The chain has no list of them: it looks through [`MAX_SCAN`](crate::MAX_SCAN) nodes at
        /// most in a call, so a page can be short, or empty, and still not be the last.
        fn staked_by(
            staker: AccountId,
            cursor: Option<AccountId>,
            limit: u32,
        ) -> Page<DelegationInfo<AccountId>, AccountId>;

        /// Returns the slashes that `node` has taken, in the order of their reports; at most 64.
        fn slashes(node: AccountId) -> Option<Vec<SlashInfo>>;
    }
}

/// The state of a registered node now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct NodeInfo<AccountId> {
    /// The active stake behind it, in planck: the value that its slashes have left, pending ones
    /// included.
    pub stake: Balance,
    /// The part of the stake that counts for the validator set and for work, in planck: up to a
    /// multiple of the operator's own.
    pub effective_stake: Balance,
    /// The operator's own part of the stake, in planck.
    pub self_stake: Balance,
    /// The stake on its way out, in planck, at the value of active stake.
    pub unbonding: Balance,
    /// The operator's share of what the node's stake earns now.
    pub commission: Perbill,
    /// A raise of the commission that is to come.
    pub next_commission: Option<CommissionRaise>,
    /// The account that may work for the node in addition to its operator.
    pub agent: Option<AccountId>,
    /// True if the operator wants it to validate.
    pub validator: bool,
    /// True if it is in the validator set of the current session.
    pub in_set: bool,
    /// The first era in which its operator may end its jail; `None` if it is not jailed.
    pub jailed_until: Option<EraIndex>,
    /// The first era in which the stake that was active can be withdrawn, if its operator has left;
    /// it takes no new work.
    pub leaving: Option<EraIndex>,
    /// True if it can only leave, because slashes have left too little of it or are too many.
    pub exhausted: bool,
    /// True if a slash of it can still be cancelled; until then it takes no new delegations.
    pub slash_pending: bool,
    /// Its name, at most 64 bytes.
    pub name: Vec<u8>,
    /// The URL under which it serves, at most 256 bytes; empty if it serves nothing.
    pub endpoint: Vec<u8>,
    /// The key that it signs its answers with.
    pub service_key: ServiceKey,
}

/// A raise of a commission that has been announced.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct CommissionRaise {
    /// The commission from then on.
    pub commission: Perbill,
    /// The first era in which it applies.
    pub era: EraIndex,
}

/// A node with the details for its operator, in one answer.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OperatorInfo<AccountId> {
    /// The node.
    pub info: NodeInfo<AccountId>,
    /// The era that sessions are in.
    pub active_era: EraIndex,
    /// The amounts on hold for the node in the operator's account.
    pub on_hold: OnHold,
    /// The part of the operator's own stake that is on its way out; at most 33 entries.
    pub unbonding: Vec<UnbondingInfo>,
    /// The amounts that the operator can claim now.
    pub claimable: Claimable,
    /// The earnings of its points of this era and of those before.
    pub rewards: NodeRewardsInfo,
    /// The node's conduct as a service.
    pub conduct: ConductInfo,
    /// The slashes that can still be cancelled, in the order of their reports.
    pub open_slashes: Vec<SlashInfo>,
    /// True if the node is in the validator set of the next session.
    pub queued: bool,
    /// True if the node is in the set of this session but may do nothing there, for equivocation.
    pub disabled: bool,
}

/// The amounts on hold for a node in its operator's account, in planck.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct OnHold {
    /// The operator's own stake, active and on its way out.
    pub stake: Balance,
    /// The deposit for the profile.
    pub profile: Balance,
    /// The bonds of appeals.
    pub appeals: Balance,
}

/// The amounts that wait for an operator, in planck.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Claimable {
    /// The rewards of the operator's own stake.
    pub rewards: Balance,
    /// The commission on the node's earnings.
    pub commission: Balance,
}

/// The conduct of a node as a service.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ConductInfo {
    /// The last era in which a task of it ended and that was not judged yet; it is judged when it
    /// has ended.
    pub era: EraIndex,
    /// The number of its tasks that ended in that era.
    pub tasks: u32,
    /// The number of those that it failed.
    pub failed: u32,
    /// The number of faults that count towards a jail: of the last 28 eras, those in which too many
    /// tasks failed.
    pub faults: u32,
}

/// The state of a position behind a node now: a delegator's or the operator's own.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct DelegationInfo<AccountId> {
    /// The active stake, in planck: the value that the node's slashes have left, pending ones
    /// included.
    pub active: Balance,
    /// The stake on its way out, in the order of the eras, with all that was active behind a node
    /// that is leaving; at most 33 entries.
    pub unbonding: Vec<UnbondingInfo>,
    /// The rewards that wait for the staker, in planck, without an operator's commission.
    pub claimable: Balance,
    /// True if rewards are staked again when they are claimed.
    pub compound: bool,
    /// The amount on hold for it in the staker's account, in planck. It exceeds the value while
    /// slashes are pending or their loss has not been moved yet.
    pub held: Balance,
    /// The stake in it that came by redelegation and answers for the nodes that it left; at most 8
    /// entries. One stays until a call ends it after its era.
    pub arrivals: Vec<ArrivalInfo<AccountId>>,
}

/// Stake that came by redelegation, and answers for the node that it left.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ArrivalInfo<AccountId> {
    /// The node that it left.
    pub from: AccountId,
    /// The amount that slashes of that node can still take, in planck: what those that were applied
    /// have left.
    pub value: Balance,
    /// The first era in which a fault of that node that is reported does not reach it.
    pub until: EraIndex,
}

/// Stake on its way out.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct UnbondingInfo {
    /// The value that slashes have left of it, in planck.
    pub value: Balance,
    /// The first era in which it can be withdrawn, if no slash that reaches it is pending.
    pub unlock_era: EraIndex,
}

/// The state of a slash of a node now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct SlashInfo {
    /// Its number.
    pub id: u32,
    /// The era in which the fault was reported. Stake that had matured before it is out of reach.
    pub era: EraIndex,
    /// The kind of the fault.
    pub kind: SlashKind,
    /// The fraction that is lost of the value of shares.
    pub fraction: Perbill,
    /// Its stage.
    pub stage: SlashStage,
}

/// The kind of the fault that a slash is for.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlashKind {
    /// An era in which too many of the node's tasks failed.
    Service,
    /// Equivocation as a validator.
    Equivocation,
    /// A lost dispute, or a wrong answer in a second committee.
    Dispute,
}

/// The stage of a slash.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlashStage {
    /// It lowers the value of stake already and can still be cancelled.
    Pending {
        /// The first era in which it is executed.
        execute_era: EraIndex,
        /// The amount that is on hold for an appeal, in planck; `None` if nobody has appealed.
        appeal: Option<Balance>,
        /// True if the operator or a delegator can appeal now.
        appealable: bool,
    },
    /// It is final.
    Executed,
    /// It has no effect.
    Cancelled,
}
