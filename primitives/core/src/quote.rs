//! Quotes: the price of a request before it is made.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{Balance, FeeParts, Tariff};

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
