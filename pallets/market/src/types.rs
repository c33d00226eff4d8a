//! The types of the market's storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, Hash, ServiceKind, Tariff, Verification};
use scale_info::TypeInfo;
use sp_runtime::Permill;

/// A service's name: at most 64 bytes, UTF-8 by convention.
pub type Name = BoundedVec<u8, ConstU32<64>>;

/// The URI of a service's description, a model's manifest for example: at most 256 bytes.
pub type Uri = BoundedVec<u8, ConstU32<256>>;

/// The unit of a service's usage, for example `token`: at most 32 bytes.
pub type Unit = BoundedVec<u8, ConstU32<32>>;

/// The specification of a new service.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct ServiceSpec {
    /// The resource that it sells.
    pub kind: ServiceKind,
    /// Its name; at least one byte.
    pub name: Name,
    /// The URI of its description.
    pub uri: Uri,
    /// The hash of the content at `uri`.
    pub content_hash: Hash,
    /// The unit of its usage.
    pub unit: Unit,
    /// The verification of its work; storage and bandwidth must be metered.
    pub verification: Verification,
    /// The stake that a node needs to offer it, in planck.
    pub min_stake: Balance,
    /// The publisher's share of each fee, at most `Params::max_royalty`.
    pub royalty: Permill,
}

/// The status of a service: only one that is on sale takes new work.
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
pub enum ServiceStatus {
    /// It takes offers and tasks.
    OnSale,
    /// Its publisher took it off sale.
    Retired,
    /// The curator took it off sale.
    Delisted {
        /// The hash of the document that states the reason.
        reason: Hash,
    },
}

/// A service.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Service<AccountId> {
    /// The account that published it and earns the royalty.
    pub publisher: AccountId,
    /// The resource that it sells.
    pub kind: ServiceKind,
    /// Its name.
    pub name: Name,
    /// The URI of the description of its present version.
    pub uri: Uri,
    /// The hash of the content at `uri`.
    pub content_hash: Hash,
    /// The number of updates of its content.
    pub version: u32,
    /// The unit of its usage.
    pub unit: Unit,
    /// The verification of its work.
    pub verification: Verification,
    /// The stake that a node needs to offer it and to be drawn for it, in planck.
    pub min_stake: Balance,
    /// The publisher's share of each fee.
    pub royalty: Permill,
    /// Its status, which decides if it takes new work.
    pub status: ServiceStatus,
    /// The deposit on hold for it in the publisher's account, in planck.
    pub deposit: Balance,
    /// The number of nodes that offer it; its index has that number of positions.
    pub offers: u32,
    /// The number of its open tasks.
    pub open_tasks: u32,
    /// A lower bound of every offer's tariff, part by part: the lowest that was offered since the
    /// service last had no offer. It is zero while there is no offer.
    pub floor: Tariff,
}

impl<AccountId> Service<AccountId> {
    /// Creates the service that `publisher` publishes.
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
            status: ServiceStatus::OnSale,
            deposit,
            offers: 0,
            open_tasks: 0,
            floor: Tariff::default(),
        }
    }

    /// Returns true if it takes new work.
    pub fn is_on_sale(&self) -> bool {
        self.status == ServiceStatus::OnSale
    }

    /// Returns true if it is off sale and has neither an offer nor an open task.
    pub fn is_over(&self) -> bool {
        !self.is_on_sale() && self.offers == 0 && self.open_tasks == 0
    }
}

/// A node's offer of a service.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Offer {
    /// The tariff of the node in draws from now on.
    pub tariff: Tariff,
    /// The number of tasks that it takes at a time; at least one.
    pub slots: u16,
    /// The number of tasks that it works on; above `slots` for a while after these were reduced.
    pub busy: u16,
    /// The node's position in the service's index.
    pub position: u32,
    /// The deposit on hold for the offer in the node's account, in planck.
    pub deposit: Balance,
}

impl Offer {
    /// Returns true if another task can be taken.
    pub fn has_free_slot(&self) -> bool {
        self.busy < self.slots
    }
}
