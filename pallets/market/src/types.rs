//! The types of the market's storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{Balance, Hash, ServiceKind, Shape, Usage, Verification};
use scale_info::TypeInfo;
use sp_runtime::{traits::AtLeast32BitUnsigned, Perbill};

use crate::bands::{Band, Bands};

/// The most bytes of a service's name.
pub(crate) const MAX_NAME: u32 = 64;

/// The most bytes of the URI of a service's description.
pub(crate) const MAX_URI: u32 = 256;

/// The most bytes of the name of a service's unit.
pub(crate) const MAX_UNIT: u32 = 32;

/// The number of blocks from the call that changes an offer to the draws that go by it: more than
/// from a request to its draw, so that nobody chooses an offer for a task that he knows.
pub const CHANGE_DELAY: u32 = 3;

/// The number of blocks for which an offer remembers its price before a rise, for the tasks that
/// were requested before it.
pub(crate) const PRICE_MEMORY: u32 = 150;

/// The standing of a newcomer, and the lowest.
pub const NEWCOMER: Perbill = Perbill::from_percent(30);

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
    /// The URI of the description of its first version.
    pub uri: Uri,
    /// The hash of the content at `uri`.
    pub content_hash: Hash,
    /// The unit of its usage.
    pub unit: Unit,
    /// The proportions of its tariffs; at least one part is not zero.
    pub shape: Shape,
    /// The most bytes that a unit of input covers; at least one if it has tasks.
    pub input_bytes: u32,
    /// The units of output a block that each of its nodes manages, by which the time for a task grows
    /// with what was asked; at least one if it has tasks.
    pub rate: u32,
    /// The verification of its work; storage and bandwidth must be metered.
    pub verification: Verification,
    /// The stake that a node needs to offer it, in planck.
    pub min_stake: Balance,
    /// The publisher's share of each fee of the first version, at most `Params::max_royalty`.
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
    /// The unit of its usage.
    pub unit: Unit,
    /// The proportions of its tariffs.
    pub shape: Shape,
    /// The most bytes that a unit of input covers.
    pub input_bytes: u32,
    /// The units of output a block that each of its nodes manages.
    pub rate: u32,
    /// The verification of its work.
    pub verification: Verification,
    /// The stake that a node needs to offer it and to be drawn for it, in planck.
    pub min_stake: Balance,
    /// Its status, which decides if it takes new work.
    pub status: ServiceStatus,
    /// The deposit on hold for it in the publisher's account, in planck.
    pub deposit: Balance,
    /// The newest version; the first one is 0.
    pub version: u32,
    /// The version before the newest one, as long as tasks of it are taken.
    pub former: Option<u32>,
    /// The number of nodes that offer it.
    pub offers: u32,
    /// The number of its open tasks.
    pub open_tasks: u32,
    /// The protocol's part of a usual fee for one answer, in planck, a mean in which fees weigh by
    /// themselves; zero before the first one.
    pub usual: Balance,
}

impl<AccountId> Service<AccountId> {
    /// Returns true if it takes new work.
    pub fn is_on_sale(&self) -> bool {
        self.status == ServiceStatus::OnSale
    }

    /// Returns true if it has tasks, which a committee answers.
    pub fn has_tasks(&self) -> bool {
        self.verification != Verification::Metered
    }

    /// Returns true if tasks of this `version` are taken.
    pub fn takes(&self, version: u32) -> bool {
        self.is_on_sale() && (version == self.version || self.former == Some(version))
    }

    /// Returns true if it is off sale and has neither an offer nor an open task.
    pub fn is_over(&self) -> bool {
        !self.is_on_sale() && self.offers == 0 && self.open_tasks == 0
    }
}

/// A version of a service.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Version {
    /// The URI of its description.
    pub uri: Uri,
    /// The hash of the content at `uri`.
    pub content_hash: Hash,
    /// The publisher's share of each fee.
    pub royalty: Perbill,
    /// The number of nodes that offer it.
    pub offers: u32,
    /// The bands of price of the offers that can be drawn.
    pub bands: Bands,
    /// True if the curator has granted that every honest node produces the same bytes.
    pub exact: bool,
    /// The offers among those that can be drawn with which an answer can cost stake.
    pub slashable: Band,
}

/// The part of an offer that its node sets.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct OfferTerms {
    /// The version that it serves.
    pub version: u32,
    /// Its price on the service's shape, in planck; at least one.
    pub price: Balance,
    /// The most usage that a task may ask of it.
    pub max_usage: Usage,
    /// The number of tasks that it takes at a time; it is paused with none.
    pub slots: u16,
    /// True if its answers may cost its node's stake, and the node answers in second committees.
    pub slashable: bool,
}

/// A node's offer of a service.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Offer<BlockNumber> {
    /// The number of the registration of its node, with which it ends.
    pub registration: u32,
    /// The terms that draws go by now, but for a rise that holds already.
    pub terms: OfferTerms,
    /// A higher price that was announced.
    pub rise: Option<Rise<BlockNumber>>,
    /// A change that draws do not go by yet.
    pub change: Option<Change<BlockNumber>>,
    /// Its place in the index; none while it cannot be drawn.
    pub place: Option<Place<BlockNumber>>,
    /// The number of tasks that it works on; above the slots for a while after these were reduced.
    pub busy: u16,
    /// The standing of its node in the service, from 30 % to 100 %.
    pub standing: Perbill,
    /// The answers that its standing gained by last.
    pub gains: Gains,
    /// The deposit on hold for the offer in the node's account, in planck.
    pub deposit: Balance,
}

/// The answers that brought standing in an epoch.
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
    Default,
)]
pub struct Gains {
    /// The epoch.
    pub epoch: u64,
    /// Their weight, where an answer of a usual fee has all that counts in an epoch.
    pub weight: Perbill,
}

/// An announced price.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Rise<BlockNumber> {
    /// The price, in planck.
    pub price: Balance,
    /// The first block whose requests pay it.
    pub from: BlockNumber,
}

/// A change of an offer that is not in force yet.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Change<BlockNumber> {
    /// The terms that it brings.
    pub terms: OfferTerms,
    /// The block of the call.
    pub set: BlockNumber,
    /// The block that brings it into force, before its draws.
    pub due: BlockNumber,
}

/// The place of an offer in the index of its version.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Place<BlockNumber> {
    /// Its band of price.
    pub band: u8,
    /// Its position in the band.
    pub position: u32,
    /// The stake that counts for it in the band, in planck: its node's when it entered, up to the
    /// cap.
    pub weight: Balance,
    /// True if it counts as one whose answers may cost stake.
    pub slashable: bool,
    /// The block in which the offer entered the index; a move to another band does not change it.
    /// It is drawn for tasks that were requested since.
    pub entered: BlockNumber,
}

/// The duty of a node to answer in second committees for a version.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug,
)]
pub struct Duty<BlockNumber> {
    /// The number of the registration of its node, with which it ends.
    pub registration: u32,
    /// Its position in the index of the version's duties.
    pub position: u32,
    /// The block in which it began. It goes on if the offer comes back before its end.
    pub entered: BlockNumber,
    /// The block that ends it, once the offer has left the index.
    pub until: Option<BlockNumber>,
}

/// The part of a node in the stake that serves tasks.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct ServingNode {
    /// The number of its offers that can be drawn for tasks.
    pub offers: u32,
    /// The stake that counts for it, in planck: the latest that counted for one of these offers.
    pub weight: Balance,
}

impl<BlockNumber: AtLeast32BitUnsigned + Copy> Offer<BlockNumber> {
    /// Returns true if another task can be taken.
    pub fn has_free_slot(&self) -> bool {
        self.busy < self.terms.slots
    }

    /// Returns the price for a request in the block `at`, in planck.
    pub fn price_at(&self, at: BlockNumber) -> Balance {
        match &self.rise {
            Some(rise) if rise.from <= at => rise.price,
            _ => self.terms.price,
        }
    }

    /// Returns the higher of the price and the announced one, by which the offer is drawn.
    pub fn asked(&self) -> Balance {
        self.rise.as_ref().map_or(self.terms.price, |rise| rise.price)
    }

    /// Sets the price at `now` to one that was announced in the block `set`: a lower one holds at
    /// once, a higher one `notice` blocks after its announcement. For the tasks that are still to be
    /// drawn, a price before a rise is remembered for [`PRICE_MEMORY`] blocks; who raises it twice
    /// in that time charges the first one meanwhile.
    pub(crate) fn set_price(
        &mut self,
        price: Balance,
        set: BlockNumber,
        notice: BlockNumber,
        now: BlockNumber,
    ) {
        let is_settled =
            |rise: &Rise<BlockNumber>| rise.from.saturating_add(PRICE_MEMORY.into()) <= now;
        if let Some(rise) = self.rise.take_if(|rise| is_settled(rise)) {
            self.terms.price = rise.price;
        }
        self.rise = match self.rise.take() {
            _ if price <= self.terms.price => {
                self.terms.price = price;
                None
            }
            Some(rise) if rise.from <= now && price <= rise.price => Some(Rise { price, ..rise }),
            Some(rise) if price == rise.price => Some(rise),
            _ => Some(Rise { price, from: set.saturating_add(notice) }),
        };
    }

    /// Lowers the price at `now` to `price`, if that is not above the one that holds; a higher one that
    /// was announced is cancelled by it.
    pub(crate) fn lower_price(&mut self, price: Balance, now: BlockNumber) {
        if price <= self.price_at(now) {
            // Without a notice, because nothing rises.
            self.set_price(price, now, BlockNumber::zero(), now);
        }
    }
}
