//! Prices, the usage that they apply to, and quotes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{Balance, FeeParts};

/// A price: `base` for a request and `input` and `output` for each unit, in planck.
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

    /// Returns true if no part of this tariff is above the same part of `maximum`.
    pub fn is_within(&self, maximum: &Self) -> bool {
        self.base <= maximum.base && self.input <= maximum.input && self.output <= maximum.output
    }

    /// Returns the lower of the two for each part.
    pub fn lowest(&self, other: &Self) -> Self {
        Self {
            base: self.base.min(other.base),
            input: self.input.min(other.input),
            output: self.output.min(other.output),
        }
    }

    /// Returns the higher of the two for each part.
    pub fn highest(&self, other: &Self) -> Self {
        Self {
            base: self.base.max(other.base),
            input: self.input.max(other.input),
            output: self.output.max(other.output),
        }
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
/// At most the first 1,000 offers of a service are read, in the order of their storage keys. A
/// price here is the amount that one node of the committee earns for the whole usage, in planck.
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
    /// The number of nodes that would be drawn.
    pub committee: u8,
    /// The number of equal answers that would agree the task.
    pub quorum: u8,
    /// The number of nodes that could be drawn now.
    pub eligible: u32,
    /// The lowest price among them.
    pub cheapest: Balance,
    /// The price in the middle; of an even number of prices the lower of the two.
    pub median: Balance,
    /// The highest price among them.
    pub highest: Balance,
    /// The maximum tariff that lets every eligible node be drawn: the highest of each part.
    pub max_tariff: Tariff,
    /// The amount that a request with that maximum takes until it is settled: the price of
    /// `max_tariff` for each node of the committee. It is never less than the final payment.
    pub escrow: Balance,
    /// The split of the median price.
    pub split: FeeParts,
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
    /// The committee is smaller than the service's own or larger than the chain allows.
    InvalidCommittee,
    /// Fewer nodes can be drawn now than the committee has seats; try again later.
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
    fn a_tariff_is_within_a_maximum_when_every_part_is() {
        assert!(TARIFF.is_within(&TARIFF));
        for above in [
            Tariff { base: 6, ..TARIFF },
            Tariff { input: 3, ..TARIFF },
            Tariff { output: 4, ..TARIFF },
        ] {
            assert!(!above.is_within(&TARIFF));
            assert_eq!(above.lowest(&TARIFF), TARIFF);
            assert_eq!(above.highest(&TARIFF), above);
        }
    }
}
