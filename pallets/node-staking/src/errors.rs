//! The errors of the pallet.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
    /// The reasons for which a call is refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The account has a node already; change that one, or leave and withdraw first.
        AlreadyRegistered,
        /// There is no node of that account; register it first.
        NotRegistered,
        /// The self stake is below the minimum; stake more.
        StakeBelowMinimum,
        /// The delegation would be below the minimum; stake more, or take all of it back.
        DelegationBelowMinimum,
        /// The operator's own stake does not carry that amount; stake less, or choose another node.
        OverDelegationRatio,
        /// The amount is zero, or too small to be worth a share; name a larger one.
        AmountMissing,
        /// The position has less active stake than that; ask for less.
        InsufficientStake,
        /// The position has less stake that is still unbonding; ask for less.
        InsufficientUnbonding,
        /// The account has nothing behind that node.
        NoPosition,
        /// The commission is above the maximum; ask for less.
        CommissionAboveMaximum,
        /// The commission may rise by at most five points at once; ask for less.
        CommissionRaiseTooLarge,
        /// The endpoint is neither empty nor a printable URL of http or https; write it out.
        InvalidEndpoint,
        /// The agent's account does not exist; fund it first.
        AgentDoesNotExist,
        /// The node has no session keys; set them first.
        NoSessionKeys,
        /// The node is a candidate already; nothing is to be done.
        AlreadyValidator,
        /// The node is not a candidate; nothing is to be done.
        NotValidator,
        /// The node is leaving; choose another one, or register again when it has been removed.
        NodeLeaving,
        /// The node is jailed; its operator may end that after the jail's last era.
        NodeJailed,
        /// Slashes have left too little of the node, or are too many; it can only leave.
        NodeExhausted,
        /// A slash of the node is pending; wait until it is executed or cancelled.
        SlashPending,
        /// The node is not jailed; nothing is to be done.
        NotJailed,
        /// The jail has not ended; wait for its last era to pass.
        StillJailed,
        /// The ranking takes no changes for now; try again later.
        RankingUnavailable,
        /// The position has too many unbonding entries; withdraw what has matured first.
        TooManyUnbondingEntries,
        /// Nothing has matured; wait for the unlock era.
        NothingToWithdraw,
        /// The node is in the validator set, and this is its operator's last stake; wait for the
        /// next set.
        StillValidating,
        /// No rewards wait; claim later.
        NothingToClaim,
        /// No executed slash has taken anything that is still on hold; nothing is to be done.
        NothingToApply,
        /// No slash of that number is pending: it was executed or cancelled, or has never existed.
        UnknownSlash,
        /// Only the operator of the slashed node may appeal.
        NotTheOperator,
        /// The slash was appealed before; there is only one appeal.
        AlreadyAppealed,
        /// The slash is due; an appeal must come before its era.
        TooLateToAppeal,
        /// The node's list of slashes is full.
        TooManySlashes,
        /// A parameter is out of its bounds; see [`Params`].
        ParamsOutOfBounds,
        /// A parameter of another track would change; leave it as it is, or use its own track.
        NotThisTrack,
        /// Slashes would be executed before a vote could cancel them; raise `slash_defer_eras`.
        SlashDeferTooShort,
    }
}
