//! The weights of the calls and the hooks.

use frame_support::weights::Weight;

/// The weights of the pallet, a function for each call and each step of a hook.
pub trait WeightInfo {
    /// The weight of `register`.
    fn register() -> Weight;
    /// The weight of `set_profile`.
    fn set_profile() -> Weight;
    /// The weight of `set_agent`.
    fn set_agent() -> Weight;
    /// The weight of `validate`.
    fn validate() -> Weight;
    /// The weight of `chill`.
    fn chill() -> Weight;
    /// The weight of `leave`.
    fn leave() -> Weight;
    /// The weight of `withdraw` that removes the node's record.
    fn withdraw() -> Weight;
    /// The weight of `set_params`.
    fn set_params() -> Weight;
    /// The weight of `delegate` to a node with a full list of slashes, with a slash to apply.
    fn delegate() -> Weight;
    /// The weight of `undelegate` from such a node, with a slash to apply.
    fn undelegate() -> Weight;
    /// The weight of `rebond` of all of a full list of entries.
    fn rebond() -> Weight;
    /// The weight of `claim` and `claim_for`, with restaking.
    fn claim() -> Weight;
    /// The weight of `set_compound`.
    fn set_compound() -> Weight;
    /// The weight of `set_commission`.
    fn set_commission() -> Weight;
    /// The weight of `unjail`, back into the ranking.
    fn unjail() -> Weight;
    /// The weight of `appeal`.
    fn appeal() -> Weight;
    /// The weight of `cancel_slash`, with a bond and a jail that ends.
    fn cancel_slash() -> Weight;
    /// The weight of `apply_slash`.
    fn apply_slash() -> Weight;
    /// The weight of reporting the equivocation of one node.
    fn report_equivocation() -> Weight;
    /// The weight of looking for the slashes that are due in an era.
    fn look_for_due() -> Weight;
    /// The weight of executing a slash that owes to `r` payers.
    fn execute_slash(r: u32) -> Weight;
    /// The weight of choosing a validator set of `v` out of twice as many candidates.
    fn new_session(v: u32) -> Weight;
    /// The weight of starting an era and pruning the `s` sessions that no longer matter.
    fn start_era(s: u32) -> Weight;
}

/// A small flat weight for everything, for tests.
impl WeightInfo for () {
    fn register() -> Weight {
        small()
    }
    fn set_profile() -> Weight {
        small()
    }
    fn set_agent() -> Weight {
        small()
    }
    fn validate() -> Weight {
        small()
    }
    fn chill() -> Weight {
        small()
    }
    fn leave() -> Weight {
        small()
    }
    fn withdraw() -> Weight {
        small()
    }
    fn set_params() -> Weight {
        small()
    }
    fn delegate() -> Weight {
        small()
    }
    fn undelegate() -> Weight {
        small()
    }
    fn rebond() -> Weight {
        small()
    }
    fn claim() -> Weight {
        small()
    }
    fn set_compound() -> Weight {
        small()
    }
    fn set_commission() -> Weight {
        small()
    }
    fn unjail() -> Weight {
        small()
    }
    fn appeal() -> Weight {
        small()
    }
    fn cancel_slash() -> Weight {
        small()
    }
    fn apply_slash() -> Weight {
        small()
    }
    fn report_equivocation() -> Weight {
        small()
    }
    fn look_for_due() -> Weight {
        small()
    }
    fn execute_slash(_: u32) -> Weight {
        small()
    }
    fn new_session(_: u32) -> Weight {
        small()
    }
    fn start_era(_: u32) -> Weight {
        small()
    }
}

/// Returns a weight that fits everywhere.
fn small() -> Weight {
    Weight::from_parts(10_000_000, 0)
}
