//! The events of the pallet.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
    /// The events of the pallet.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A node was registered.
        Registered {
            /// The node.
            node: T::AccountId,
            /// Its self stake, in planck.
            stake: Balance,
            /// Its commission.
            commission: Perbill,
        },
        /// A node's profile was replaced.
        ProfileChanged {
            /// The node.
            node: T::AccountId,
        },
        /// A node's agent was named, replaced or dismissed.
        AgentChanged {
            /// The node.
            node: T::AccountId,
            /// The agent from now on.
            agent: Option<T::AccountId>,
        },
        /// A node became a candidate for the validator set.
        CandidacyDeclared {
            /// The node.
            node: T::AccountId,
            /// The stake that it is ranked by, in planck.
            stake: Balance,
        },
        /// A node is no longer a candidate for the validator set.
        Chilled {
            /// The node.
            node: T::AccountId,
        },
        /// An operator left; the self stake started to unbond.
        Left {
            /// The node.
            node: T::AccountId,
            /// The stake that unbonds, in planck.
            stake: Balance,
            /// The first era in which it can be withdrawn.
            unlock_era: EraIndex,
        },
        /// Matured stake was released.
        Withdrawn {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The amount that was released, in planck.
            amount: Balance,
        },
        /// A node's record was removed with its last position.
        NodeGone {
            /// The node that was removed.
            node: T::AccountId,
        },
        /// An era started.
        EraStarted {
            /// The era.
            era: EraIndex,
        },
        /// A validator set was chosen.
        ValidatorSetChosen {
            /// The first session that it is for.
            session: u32,
            /// The number of its validators.
            validators: u32,
        },
        /// There were too few candidates for a new validator set, and the old one stays.
        ValidatorSetKept {
            /// The first session that a new set would have been for.
            session: u32,
            /// The number of candidates that could have been taken.
            candidates: u32,
        },
        /// The parameters were changed.
        ParamsChanged {
            /// The parameters before the change.
            old: Params,
            /// The parameters after the change.
            new: Params,
        },
        /// Somebody staked behind a node.
        Delegated {
            /// The node.
            node: T::AccountId,
            /// The delegator, or the operator.
            staker: T::AccountId,
            /// The amount that went on hold, in planck.
            amount: Balance,
        },
        /// Stake started to unbond.
        Undelegated {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The value of the stake now, in planck.
            amount: Balance,
            /// The first era in which it can be withdrawn.
            unlock_era: EraIndex,
        },
        /// Stake that was unbonding is active again.
        Rebonded {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The value of the stake now, in planck.
            amount: Balance,
        },
        /// A node earned a reward.
        Rewarded {
            /// The node.
            node: T::AccountId,
            /// The whole reward, in planck.
            amount: Balance,
            /// The operator's commission of it, in planck.
            commission: Balance,
        },
        /// Rewards were paid.
        Claimed {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The amount that was paid, in planck, an operator's commission included.
            amount: Balance,
            /// The part of it that was staked again at once, in planck.
            restaked: Balance,
        },
        /// A staker decided if claimed rewards are staked again.
        CompoundSet {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// True if they are staked again.
            compound: bool,
        },
        /// A commission was lowered, or a higher one was announced.
        CommissionChanged {
            /// The node.
            node: T::AccountId,
            /// The new commission.
            commission: Perbill,
            /// The first era in which it applies.
            era: EraIndex,
        },
        /// A fault was reported: a slash is pending, or a pending one has grown.
        Slashed {
            /// The node.
            node: T::AccountId,
            /// The slash.
            slash: SlashId,
            /// The fraction that it takes of the value of shares.
            fraction: Perbill,
            /// The first era in which it is executed.
            execute_era: EraIndex,
        },
        /// A slash was appealed.
        SlashAppealed {
            /// The slash.
            slash: SlashId,
            /// The node.
            node: T::AccountId,
            /// The first era in which it is executed now.
            execute_era: EraIndex,
            /// The bond that the operator put on hold for it, in planck.
            bond: Balance,
        },
        /// A slash was cancelled; it has no effect any more.
        SlashCancelled {
            /// The slash.
            slash: SlashId,
            /// The node.
            node: T::AccountId,
        },
        /// A slash was executed; the losses of delegators move when slashes are applied to them.
        SlashExecuted {
            /// The slash.
            slash: SlashId,
            /// The node.
            node: T::AccountId,
            /// The operator's loss, in planck; it is the sum of the next three.
            loss: Balance,
            /// The part of it that went to payers whom the fault harmed, in planck.
            restituted: Balance,
            /// The part of it that went to the reporter, in planck.
            rewarded: Balance,
            /// The part of it that went to the treasury, in planck.
            treasury: Balance,
        },
        /// The loss of a position by executed slashes went to the treasury.
        SlashApplied {
            /// The node.
            node: T::AccountId,
            /// The staker.
            staker: T::AccountId,
            /// The amount, in planck.
            amount: Balance,
        },
        /// A node was jailed: it takes no work and no delegations and is no candidate.
        Jailed {
            /// The node.
            node: T::AccountId,
            /// The first era in which its operator may end the jail.
            until: EraIndex,
        },
        /// A node is no longer jailed.
        Unjailed {
            /// The node.
            node: T::AccountId,
        },
    }
}
