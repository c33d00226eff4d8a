//! What the market keeps.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, Hash, ServiceKind, Tariff, Verification};
use scale_info::TypeInfo;
use sp_runtime::Permill;

/// A service's name: at most 64 bytes, UTF-8 by convention.
pub type Name = BoundedVec<u8, ConstU32<64>>;

/// Where a service is described, a model's manifest for example: at most 256 bytes.
pub type Uri = BoundedVec<u8, ConstU32<256>>;

/// What a service counts, for example `token`: at most 32 bytes.
pub type Unit = BoundedVec<u8, ConstU32<32>>;

/// What a publisher says of a new service.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct ServiceSpec {
    /// The resource that it sells.
    pub kind: ServiceKind,
    /// Its name; at least one byte.
    pub name: Name,
    /// Where it is described.
    pub uri: Uri,
    /// The hash of what stands at `uri`.
    pub content_hash: Hash,
    /// What its usage counts.
    pub unit: Unit,
    /// How its work is checked; storage and bandwidth must be metered.
    pub verification: Verification,
    /// The stake that a node needs to offer it, in planck.
    pub min_stake: Balance,
    /// The publisher's share of each fee, at most `Params::max_royalty`.
    pub royalty: Permill,
}

/// Whether a service takes new work.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
pub enum Status {
    /// It takes offers and tasks.
    OnSale,
    /// Its publisher took it off sale.
    Retired,
    /// The curator took it off sale.
    Delisted {
        /// The hash of the document that says why.
        reason: Hash,
    },
}

/// A service.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Service<AccountId> {
    /// Who published it and earns the royalty.
    pub publisher: AccountId,
    /// The resource that it sells.
    pub kind: ServiceKind,
    /// Its name.
    pub name: Name,
    /// Where its present version is described.
    pub uri: Uri,
    /// The hash of what stands at `uri`.
    pub content_hash: Hash,
    /// How often its content was updated.
    pub version: u32,
    /// What its usage counts.
    pub unit: Unit,
    /// How its work is checked.
    pub verification: Verification,
    /// The stake that a node needs to offer it and to be drawn for it, in planck.
    pub min_stake: Balance,
    /// The publisher's share of each fee.
    pub royalty: Permill,
    /// Whether it takes new work.
    pub status: Status,
    /// What is on hold for it on the publisher's account, in planck.
    pub deposit: Balance,
    /// How many nodes offer it; its index has as many positions.
    pub offers: u32,
    /// How many of its tasks are open.
    pub open_tasks: u32,
    /// A lower bound of every offer's tariff, part by part: the lowest that was offered since there
    /// was none. Zero while there is no offer.
    pub floor: Tariff,
}

impl<AccountId> Service<AccountId> {
    /// A service as it is when `publisher` has just published it.
    pub(crate) fn new(publisher: AccountId, spec: ServiceSpec, deposit: Balance) -> Self {
        Self {
            publisher,
            kind: spec.kind,
            name: spec.name,
            uri: spec.uri,
            content_hash: spec.content_hash,
            version: 0,
            unit: spec.unit,
            verification: spec.verification,
            min_stake: spec.min_stake,
            royalty: spec.royalty,
            status: Status::OnSale,
            deposit,
            offers: 0,
            open_tasks: 0,
            floor: Tariff::default(),
        }
    }

    /// Whether it takes new work.
    pub fn is_on_sale(&self) -> bool {
        self.status == Status::OnSale
    }

    /// Whether it is off sale and nothing of it is left.
    pub fn is_over(&self) -> bool {
        !self.is_on_sale() && self.offers == 0 && self.open_tasks == 0
    }
}

/// A node's offer of a service.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Offer {
    /// What the node asks of those who draw it from now on.
    pub tariff: Tariff,
    /// How many tasks it takes at a time; at least one.
    pub slots: u16,
    /// How many it works on; above `slots` for a while when these were reduced.
    pub busy: u16,
    /// Where the node stands in the service's index.
    pub position: u32,
    /// What is on hold for the offer on the node's account, in planck.
    pub deposit: Balance,
}

impl Offer {
    /// Whether another task can be taken.
    pub fn has_free_slot(&self) -> bool {
        self.busy < self.slots
    }
}
