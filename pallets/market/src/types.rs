//! The types of the market's storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, Hash, ServiceKind, Tariff, Verification};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// The most bytes of a service's name.
pub(crate) const MAX_NAME: u32 = 64;

/// The most bytes of the URI of a service's description.
pub(crate) const MAX_URI: u32 = 256;

/// The most bytes of the name of a service's unit.
pub(crate) const MAX_UNIT: u32 = 32;

/// The reputation that every node begins with, in millionths: a factor of 1.
pub(crate) const INITIAL_REPUTATION: u32 = 1_000_000;

/// The lowest reputation, in millionths: a factor of 0.1.
pub(crate) const MIN_REPUTATION: u32 = 100_000;

/// The highest reputation, in millionths: a factor of 10.
pub(crate) const MAX_REPUTATION: u32 = 10_000_000;

/// The most payers that can raise a node's reputation in an epoch.
pub(crate) const MAX_PAYERS: u32 = 32;

/// A service's name: at most 64 bytes, UTF-8 by convention.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME>>;

/// The URI of a service's description, a model's manifest for example: at most 256 bytes.
pub type Uri = BoundedVec<u8, ConstU32<MAX_URI>>;

/// The unit of a service's usage, for example `token`: at most 32 bytes.
pub type Unit = BoundedVec<u8, ConstU32<MAX_UNIT>>;

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
    pub royalty: Perbill,
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
    pub royalty: Perbill,
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
    /// The number of the registration of its node, with which it ends.
    pub registration: u32,
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

/// A node's reputation, and the payers that raised it in the epoch of its last gain.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Reputation {
    /// The reputation in millionths, from 100,000 to 10,000,000.
    pub value: u32,
    /// The epoch of `payers`.
    pub epoch: u64,
    /// The payers that raised the reputation in `epoch`: of each the first eight bytes of the
    /// blake2-256 hash of its account.
    pub payers: BoundedVec<u64, ConstU32<MAX_PAYERS>>,
}

impl Default for Reputation {
    fn default() -> Self {
        Self { value: INITIAL_REPUTATION, epoch: 0, payers: BoundedVec::new() }
    }
}

impl Reputation {
    /// Raises the reputation by a hundredth, but only once an epoch for each payer and only for the
    /// first 32.
    pub(crate) fn gain(&mut self, epoch: u64, payer: u64) {
        if self.epoch != epoch {
            self.epoch = epoch;
            self.payers.clear();
        }
        let counts = !self.payers.contains(&payer) && self.payers.try_push(payer).is_ok();
        if counts {
            self.value = percent(self.value, 101);
        }
    }

    /// Lowers the reputation by a fifth.
    pub(crate) fn lose(&mut self) {
        self.value = percent(self.value, 80);
    }

    /// Returns true if the value is within its bounds.
    pub(crate) fn is_valid(&self) -> bool {
        (MIN_REPUTATION..=MAX_REPUTATION).contains(&self.value)
    }
}

/// Returns `percent` of a reputation, rounded down, within the bounds.
fn percent(value: u32, percent: u32) -> u32 {
    // At most 10,000,000 × 101, which is within 32 bits.
    let scaled = value.saturating_mul(percent).checked_div(100).unwrap_or(value);
    scaled.clamp(MIN_REPUTATION, MAX_REPUTATION)
}
