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
