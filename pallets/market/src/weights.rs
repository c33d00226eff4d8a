//! Weights of the market's calls.

use frame_support::weights::Weight;

/// The weight of each call; `u` counts the bytes of a URI.
pub trait WeightInfo {
    /// Returns the weight of `publish` with the longest name and unit.
    fn publish(u: u32) -> Weight;
    /// Returns the weight of `update`.
    fn update(u: u32) -> Weight;
    /// Returns the weight of `retire` of a service that is removed at once.
    fn retire() -> Weight;
    /// Returns the weight of `delist` of a service that is removed at once.
    fn delist() -> Weight;
    /// Returns the weight of `set_offer` for a new offer.
    fn set_offer() -> Weight;
    /// Returns the weight of `withdraw_offer` with another offer that moves into the gap.
    fn withdraw_offer() -> Weight;
    /// Returns the weight of `withdraw_offer` for the last offer of a retired service, which is removed
    /// with it.
    fn withdraw_last_offer() -> Weight;
    /// Returns the weight of `set_params`.
    fn set_params() -> Weight;
    /// Returns the weight of `set_exact`.
    fn set_exact() -> Weight;
    /// Returns the weight of `refresh_offer`.
    fn refresh_offer() -> Weight;
    /// Returns the weight of a change that comes into force: of the most expensive, to a version that
    /// the one before gives way to.
    fn bring_into_force() -> Weight;
    /// Returns the weight of a duty that ends, with another node that moves into the gap.
    fn end_duty() -> Weight;
    /// Returns the weight of the look at a block without changes, or without ends of duties.
    fn look_at_block() -> Weight;
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
    fn set_exact() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn refresh_offer() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn bring_into_force() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn end_duty() -> Weight {
        Weight::from_parts(10_000_000, 0)
    }
    fn look_at_block() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
}
