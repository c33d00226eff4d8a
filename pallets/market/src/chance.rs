//! The chance of an offer in a draw: `min(stake, cap) × standing × price factor`. Nothing here reads
//! storage.
//!
//! The price factor is `(median ÷ price)³`, at most 1.2 and at least 0.05. With the cube, asking more
//! costs more draws than it brings, wherever the median is; below the median little is gained, so
//! nobody buys draws by giving answers away.

use nes_core::Balance;
use sp_runtime::{Perbill, Perquintill};

/// A factor of one, in millionths.
const ONE: u32 = 1_000_000;

/// The highest price factor, in millionths.
pub(crate) const MAX_FACTOR: u32 = 1_200_000;

/// The lowest price factor, in millionths.
pub(crate) const MIN_FACTOR: u32 = 50_000;

/// Returns the price factor of `price`, in millionths, where `median` is the price in the middle.
pub(crate) fn price_factor(median: Option<Balance>, price: Balance) -> u32 {
    let Some(median) = median else { return ONE };
    let one = Balance::from(ONE);
    // A ratio above two has a cube above the highest factor.
    let ratio = median.saturating_mul(one).checked_div(price).unwrap_or(Balance::MAX);
    let ratio = ratio.min(one.saturating_mul(2));
    let cube = ratio.saturating_mul(ratio).saturating_mul(ratio);
    let factor = cube.div_euclid(one.saturating_mul(one));
    u32::try_from(factor).unwrap_or(MAX_FACTOR).clamp(MIN_FACTOR, MAX_FACTOR)
}

/// Returns the chance that a lot takes the node that it falls on: its share of the highest chance in
/// a band with this highest `factor`, that of a node with the cap's stake and the best standing.
pub(crate) fn chance(
    stake: Balance,
    cap: Balance,
    standing: Perbill,
    price_factor: u32,
    factor: u32,
) -> Perquintill {
    let weigh = |stake: Balance, standing: Perbill, factor: u32| {
        stake.checked_mul(standing.deconstruct().into())?.checked_mul(factor.into())
    };
    let weight = weigh(stake.min(cap), standing, price_factor.min(factor));
    match (weight, weigh(cap, Perbill::one(), factor)) {
        (Some(weight), Some(highest)) => Perquintill::from_rational(weight, highest),
        // Out of reach: the bounds of the cap leave two decimal digits.
        _ => Perquintill::zero(),
    }
}
