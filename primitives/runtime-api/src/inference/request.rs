//! The preview of a request.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, Hash, ServiceId, Tariff, Usage};
use scale_info::TypeInfo;

/// The arguments of a request.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct RequestSpec {
    /// The service to ask.
    pub service: ServiceId,
    /// The hash of the input's bytes.
    pub input_hash: Hash,
    /// The URI of the input, at most 256 bytes.
    pub input_uri: Vec<u8>,
    /// The most usage to pay for.
    pub max_usage: Usage,
    /// The highest tariff to accept, part by part.
    pub max_tariff: Tariff,
    /// The number of nodes that shall answer; `None` takes the service's own number.
    pub committee: Option<u8>,
}

/// The result of a request.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestPreview<BlockNumber> {
    /// The number of nodes that are drawn.
    pub seats: u8,
    /// The number of equal answers that agree the task.
    pub quorum: u8,
    /// The amount that is taken from the payer until the task ends, in planck.
    pub escrow: Balance,
    /// The block of the draw.
    pub due: BlockNumber,
}

/// The reasons for which a request is refused.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum RequestRefusal {
    /// The input's address is longer than 256 bytes.
    UriTooLong,
    /// The chain is behind with the tasks that it has.
    AgendaBehind,
    /// There is no such service.
    UnknownService,
    /// The service was retired or delisted.
    ServiceNotOnSale,
    /// The service is metered only and has no tasks.
    MeteredOnly,
    /// The committee is smaller than the service's own or larger than 9.
    InvalidCommittee,
    /// The maximum usage is zero.
    UsageMissing,
    /// The maximum usage is above what a request can ask for.
    UsageTooLarge,
    /// A part of the maximum tariff is below every offer.
    MaximumBelowOffers,
    /// Fewer nodes offer the service than the committee has seats.
    TooFewOffers,
    /// The escrow is larger than any amount can be.
    EscrowTooLarge,
    /// The maximum tariff and usage give a price of zero.
    EscrowMissing,
    /// The payer's transferable balance does not cover the escrow.
    InsufficientBalance,
    /// The chain refuses for another reason, which no request should meet.
    Other,
}
