//! Prices, the usage that they apply to, and quotes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Perbill;

use crate::{Balance, FeeParts};

/// The denominator of a [`Shape`]: a part of 10^9 costs one price.
const SHAPE_UNIT: Balance = 1_000_000_000;

/// The proportions of a service's tariffs, the same for all its nodes: an offer is one price on it,
/// so that of two offers one is the cheaper for every usage.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct Shape {
    /// The part of a request, whatever its size, in billionths of the price.
    pub base: u64,
    /// The part of an input unit, in billionths of the price.
    pub input: u64,
    /// The part of an output unit, in billionths of the price.
    pub output: u64,
}

impl Shape {
    /// Returns true if nothing costs anything, whatever the price.
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the tariff at `price`, in planck: each part is `price × part / 10^9`, rounded up, for
    /// the node. It is `None` if a part exceeds [`Balance`].
    pub fn tariff(&self, price: Balance) -> Option<Tariff> {
        let part = |part: u64| Some(price.checked_mul(part.into())?.div_ceil(SHAPE_UNIT));
        Some(Tariff {
            base: part(self.base)?,
            input: part(self.input)?,
            output: part(self.output)?,
        })
    }

    /// Returns what a request of `usage` costs at `price`, in planck; `None` if it exceeds
    /// [`Balance`].
    pub fn cost(&self, price: Balance, usage: Usage) -> Option<Balance> {
        self.tariff(price)?.price(usage)
    }
}

/// A tariff: `base` for a request and `input` and `output` for each unit, in planck.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct Tariff {
    /// The price of a request, whatever its size.
    pub base: Balance,
    /// The price of an input unit.
    pub input: Balance,
    /// The price of an output unit.
    pub output: Balance,
}

impl Tariff {
    /// Returns the price of one request of `usage`; `None` if it exceeds [`Balance`].
    pub fn price(&self, usage: Usage) -> Option<Balance> {
        let input = self.input.checked_mul(usage.input.into())?;
        let output = self.output.checked_mul(usage.output.into())?;
        self.base.checked_add(input)?.checked_add(output)
    }
}

/// The units that a request consumed, in the service's unit.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct Usage {
    /// The number of input units.
    pub input: u64,
    /// The number of output units.
    pub output: u64,
}

impl Usage {
    /// Returns true if neither side is above the same side of `maximum`.
    pub fn is_within(&self, maximum: &Self) -> bool {
        self.input <= maximum.input && self.output <= maximum.output
    }

    /// Returns true if nothing was consumed.
    pub fn is_zero(&self) -> bool {
        self.input == 0 && self.output == 0
    }
}

/// The price of a request of one usage now, over the offers that could be drawn for it.
///
/// At most the first 1,000 offers of a service are read, in the order of their storage keys. A cost
/// here is the amount that one node of the committee earns for the whole usage, in planck.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    PartialEq,
    Eq,
    Debug,
)]
pub struct Quote {
    /// The version that is quoted.
    pub version: u32,
    /// The number of nodes that would be drawn.
    pub committee: u8,
    /// The number of equal answers that would agree the task.
    pub quorum: u8,
    /// The number of nodes that could take it now, whatever their price.
    pub eligible: u32,
    /// The number of tasks that they could take in addition to those they work on.
    pub free_slots: u32,
    /// The lowest cost among them.
    pub cheapest: Balance,
    /// The cost in the middle; of an even number of costs the lower of the two.
    pub median: Balance,
    /// The highest cost among them.
    pub highest: Balance,
    /// The maximum price: the one that was asked about, or else the recommended one. That is the
    /// lowest that admits half of the eligible nodes and three for each seat, if there are as many,
    /// but never above twice the price in the middle.
    pub max_price: Balance,
    /// The number of eligible nodes whose price is within the maximum.
    pub drawable: u32,
    /// The share of the version's offers that they are.
    pub share_of_offers: Perbill,
    /// The share of the stake behind the version's offers that is behind them; of each node up to
    /// the cap of draws. An agreed answer rests on that share.
    pub share_of_stake: Perbill,
    /// The amount that a request with that maximum takes until it is settled: the cost at
    /// `max_price` for each node of the committee. It is never less than the final payment.
    pub escrow: Balance,
    /// The split of the median cost.
    pub split: FeeParts,
    /// True if an answer to a task with an in-line input can cost stake now. Such a task is drawn
    /// among the nodes that have agreed to it, and only these are eligible here.
    pub slashable: bool,
}

/// The reasons for which a quote fails.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub enum QuoteError {
    /// There is no service of that id.
    UnknownService,
    /// The service is retired or delisted and takes no new work.
    NotOnSale,
    /// The service is metered: it has no tasks and no committee to quote.
    MeteredOnly,
    /// The service has no such version, or tasks of it are no longer taken.
    UnknownVersion,
    /// The committee is smaller than the service's own or larger than the chain allows.
    InvalidCommittee,
    /// Fewer nodes can be drawn now, within the maximum price, than the committee has seats; try
    /// again later or with more.
    TooFewNodes,
    /// That usage costs more than there are tokens; ask for less.
    TooLarge,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARIFF: Tariff = Tariff { base: 5, input: 2, output: 3 };

    #[test]
    fn a_price_is_the_base_and_each_unit() {
        assert_eq!(TARIFF.price(Usage { input: 10, output: 100 }), Some(325));
    }

    #[test]
    fn a_price_beyond_the_balance_is_none() {
        let dear = Tariff { input: Balance::MAX, ..TARIFF };
        assert_eq!(dear.price(Usage { input: 1, output: 0 }), None);
        assert_eq!(dear.price(Usage { input: 2, output: 0 }), None);
    }

    #[test]
    fn a_part_of_a_tariff_is_rounded_up() {
        let shape = Shape { base: 2_000_000_000, input: 1, output: 0 };
        let tariff = |base, input| Some(Tariff { base, input, output: 0 });
        assert_eq!(shape.tariff(1_000_000_000), tariff(2_000_000_000, 1));
        assert_eq!(shape.tariff(1_000_000_001), tariff(2_000_000_002, 2));
        assert_eq!(shape.tariff(1), tariff(2, 1));
        assert_eq!(shape.tariff(0), tariff(0, 0));
        assert_eq!(shape.tariff(Balance::MAX), None);
    }

    #[test]
    fn the_cheaper_of_two_prices_is_cheaper_for_every_usage() {
        let shape = Shape { base: 7, input: 300_000_000, output: 999_999_999 };
        for usage in [(1, 0), (0, 1), (1_000, 3), (3, 1_000)] {
            let usage = Usage { input: usage.0, output: usage.1 };
            let costs: Vec<_> = (0..50).map(|price| shape.cost(price, usage)).collect();
            assert!(costs.is_sorted(), "{usage:?}");
        }
    }
}
