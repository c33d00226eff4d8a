//! A service.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Balance, Hash, ServiceKind, Tariff, Verification};
use scale_info::TypeInfo;
use sp_runtime::Permill;

/// A service as it stands now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct ServiceInfo<AccountId> {
    /// Who published it and earns the royalty.
    pub publisher: AccountId,
    /// The resource that it sells.
    pub kind: ServiceKind,
    /// Its name, at most 64 bytes.
    pub name: Vec<u8>,
    /// Where its present version is described, at most 256 bytes.
    pub uri: Vec<u8>,
    /// The hash of what stands there.
    pub content_hash: Hash,
    /// How often its content was updated.
    pub version: u32,
    /// What its usage counts, at most 32 bytes.
    pub unit: Vec<u8>,
    /// How its work is checked.
    pub verification: Verification,
    /// The stake that a node needs to offer it, in planck.
    pub min_stake: Balance,
    /// The publisher's share of each fee.
    pub royalty: Permill,
    /// Whether it takes new work.
    pub status: ServiceStatus,
    /// What is on hold for it on the publisher's account, in planck.
    pub deposit: Balance,
    /// How many nodes offer it.
    pub offers: u32,
    /// How many of its tasks are open.
    pub open_tasks: u32,
    /// A lower bound of every offer's tariff, part by part.
    pub floor: Tariff,
}

/// Whether a service takes new work.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServiceStatus {
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
