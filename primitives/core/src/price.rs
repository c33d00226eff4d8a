//! Prices and what they are applied to.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::Balance;

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
    /// For a request, whatever its size.
    pub base: Balance,
    /// For each input unit.
    pub input: Balance,
    /// For each output unit.
    pub output: Balance,
}

impl Tariff {
    /// The price of one request of `usage`; `None` when it exceeds [`Balance`].
    pub fn price(&self, usage: Usage) -> Option<Balance> {
        let input = self.input.checked_mul(usage.input.into())?;
        let output = self.output.checked_mul(usage.output.into())?;
        self.base.checked_add(input)?.checked_add(output)
    }

    /// Whether no part of this tariff is above the same part of `maximum`.
    pub fn is_within(&self, maximum: &Self) -> bool {
        self.base <= maximum.base && self.input <= maximum.input && self.output <= maximum.output
    }

    /// The lower of the two for each part.
    pub fn lowest(&self, other: &Self) -> Self {
        Self {
            base: self.base.min(other.base),
            input: self.input.min(other.input),
            output: self.output.min(other.output),
        }
    }

    /// The higher of the two for each part.
    pub fn highest(&self, other: &Self) -> Self {
        Self {
            base: self.base.max(other.base),
            input: self.input.max(other.input),
            output: self.output.max(other.output),
        }
    }
}

/// What a request consumed, in the service's units.
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
    /// Units that went in.
    pub input: u64,
    /// Units that came out.
    pub output: u64,
}

impl Usage {
    /// Whether neither side is above the same side of `maximum`.
    pub fn is_within(&self, maximum: &Self) -> bool {
        self.input <= maximum.input && self.output <= maximum.output
    }

    /// Whether nothing was consumed.
    pub fn is_zero(&self) -> bool {
        self.input == 0 && self.output == 0
    }
}

/// The parts of one settled fee, in planck; they sum to the fee.
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
pub struct FeeParts {
    /// Destroyed; the issuance falls by as much.
    pub burned: Balance,
    /// To the treasury.
    pub treasury: Balance,
    /// To the service's publisher.
    pub royalty: Balance,
    /// To the node that did the work.
    pub node: Balance,
}

impl FeeParts {
    /// The protocol's share of the fee, in planck: what is burned and what the treasury gets. They
    /// are parts of one fee, which can be counted.
    pub fn protocol(&self) -> Balance {
        self.burned.saturating_add(self.treasury)
    }
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
