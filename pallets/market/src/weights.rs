//! What the market's calls weigh.

use frame_support::weights::Weight;

/// The weight of each call; `u` counts the bytes of a URI.
pub trait WeightInfo {
    /// `publish` with the longest name and unit.
    fn publish(u: u32) -> Weight;
    /// `update`.
    fn update(u: u32) -> Weight;
    /// `retire` of a service that goes at once.
    fn retire() -> Weight;
    /// `delist` of a service that goes at once.
    fn delist() -> Weight;
    /// `set_offer` of a new offer.
    fn set_offer() -> Weight;
    /// `withdraw_offer` with another offer that moves into the gap.
    fn withdraw_offer() -> Weight;
    /// `withdraw_offer` of the last offer of a retired service, which goes with it.
    fn withdraw_last_offer() -> Weight;
    /// `set_params`.
    fn set_params() -> Weight;
}

/// The weights of the tests.
impl WeightInfo for () {
    fn publish(_: u32) -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn update(_: u32) -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn retire() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn delist() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn set_offer() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn withdraw_offer() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn withdraw_last_offer() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn set_params() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
}
