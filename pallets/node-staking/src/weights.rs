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
    /// The weight of `withdraw` that removes the node's record and ends the `a` arrivals.
    fn withdraw(a: u32) -> Weight;
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
    /// The weight of `apply_slash` that ends the `a` arrivals.
    fn apply_slash(a: u32) -> Weight;
    /// The weight of `redelegate` that ends the `a` arrivals where the stake was.
    fn redelegate(a: u32) -> Weight;
    /// The weight of reporting the equivocation of one node.
    fn report_equivocation() -> Weight;
    /// The weight of looking for the slashes, or the nodes to judge, that are due in an era.
    fn look_for_due() -> Weight;
    /// The weight of executing a slash, with as many awards as it can have and a bond.
    fn execute_slash() -> Weight;
    /// The weight of judging an era of a node, with two slashes and a jail.
    fn judge() -> Weight;
    /// The weight of slashing a node for a lost dispute, with as many awards as there can be and a
    /// jail.
    fn lose() -> Weight;
    /// The weight of counting a seat in a second committee, with the judgement of an earlier era.
    fn count_duty() -> Weight;
    /// The weight of looking for the `v` validators that made no block, a tenth of which did not.
    fn end_era(v: u32) -> Weight;
    /// The weight of choosing a validator set of `v` out of twice as many candidates.
    fn new_session(v: u32) -> Weight;
    /// The weight of starting an era.
    fn start_era() -> Weight;
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
    fn withdraw(_: u32) -> Weight {
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
    fn apply_slash(_: u32) -> Weight {
        small()
    }
    fn redelegate(_: u32) -> Weight {
        small()
    }
    fn report_equivocation() -> Weight {
        small()
    }
    fn look_for_due() -> Weight {
        small()
    }
    fn execute_slash() -> Weight {
        small()
    }
    fn judge() -> Weight {
        small()
    }
    fn lose() -> Weight {
        small()
    }
    fn count_duty() -> Weight {
        small()
    }
    fn end_era(_: u32) -> Weight {
        small()
    }
    fn new_session(_: u32) -> Weight {
        small()
    }
    fn start_era() -> Weight {
        small()
    }
}

/// Returns a weight that fits everywhere.
fn small() -> Weight {
    Weight::from_parts(10_000_000, 0)
}
