//! What the calls and the hooks cost.

use frame_support::weights::Weight;

/// The weights of the pallet, a function for each call and each step of a hook.
pub trait WeightInfo {
    /// Of `register`.
    fn register() -> Weight;
    /// Of `set_profile`.
    fn set_profile() -> Weight;
    /// Of `set_agent`.
    fn set_agent() -> Weight;
    /// Of `validate`.
    fn validate() -> Weight;
    /// Of `chill`.
    fn chill() -> Weight;
    /// Of `leave`.
    fn leave() -> Weight;
    /// Of `withdraw`, when the node's record goes.
    fn withdraw() -> Weight;
    /// Of `set_params`.
    fn set_params() -> Weight;
    /// Of `delegate`, to a node with a full list of slashes, with a loss to realise.
    fn delegate() -> Weight;
    /// Of `undelegate`, the same.
    fn undelegate() -> Weight;
    /// Of `rebond` of all of a full list of entries.
    fn rebond() -> Weight;
    /// Of `claim` and `claim_for`, restaking.
    fn claim() -> Weight;
    /// Of `set_compound`.
    fn set_compound() -> Weight;
    /// Of `set_commission`.
    fn set_commission() -> Weight;
    /// Of `unjail`, back into the ranking.
    fn unjail() -> Weight;
    /// Of `appeal`.
    fn appeal() -> Weight;
    /// Of `cancel_slash`, with a bond and a jail that ends.
    fn cancel_slash() -> Weight;
    /// Of `realise`.
    fn realise() -> Weight;
    /// Of reporting the equivocation of one node.
    fn report_equivocation() -> Weight;
    /// Of looking for the slashes that are due in an era.
    fn look_for_due() -> Weight;
    /// Of executing a slash that owes to `r` payers.
    fn execute_slash(r: u32) -> Weight;
    /// Of choosing a validator set of `v` out of twice as many candidates.
    fn new_session(v: u32) -> Weight;
    /// Of starting an era and pruning the `s` sessions that no longer matter.
    fn start_era(s: u32) -> Weight;
}

/// The same small weight for everything, for tests.
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
    fn realise() -> Weight {
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

/// A weight that fits everywhere.
fn small() -> Weight {
    Weight::from_parts(10_000_000, 0)
}
